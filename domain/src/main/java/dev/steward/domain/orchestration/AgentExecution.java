package dev.steward.domain.orchestration;

import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.portfolio.Project;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try of an assignment, made by the claim whose fence it carries.
 *
 * @param status {@code running} until the claim ends; then what came of it: {@code cancelled} when it was released, {@code failed} when
 *     its lease ran out
 * @param endedAt null while it runs
 */
public record AgentExecution(
        Meta<AgentExecution> meta,
        Id<Project> projectId,
        Id<OrchestrationRun> runId,
        Id<CardAssignment> assignmentId,
        long fence,
        String agent,
        RunStatus status,
        Instant startedAt,
        @Nullable Instant endedAt,
        String summary,
        String error) implements Entity<AgentExecution> {

    /** The try that begins with the claim of {@code assignment}. */
    public static AgentExecution begin(Meta<AgentExecution> meta, CardAssignment assignment) {
        return new AgentExecution(meta, assignment.details().projectId(), assignment.details().runId(), assignment.id(), assignment.fence(),
                String.valueOf(assignment.claimedBy()), RunStatus.RUNNING, meta.createdAt(), null, "", "");
    }

    /** Still running, with what its agent says of it; the same again changes nothing. */
    public AgentExecution note(Instant now, String summary) {
        return summary.equals(this.summary) ? this
                : new AgentExecution(meta.next(now), projectId, runId, assignmentId, fence, agent, status, startedAt, endedAt, summary, error);
    }

    /** Over, as the assignment that it was a try of says. */
    public AgentExecution end(Instant now, RunStatus status, String summary, String error) {
        return new AgentExecution(meta.next(now), projectId, runId, assignmentId, fence, agent, status, startedAt, now, summary, error);
    }
}
