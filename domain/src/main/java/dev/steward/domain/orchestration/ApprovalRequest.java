package dev.steward.domain.orchestration;

import dev.steward.domain.Entity;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.RefusedException;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import dev.steward.domain.Word;
import dev.steward.domain.portfolio.Project;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A question to a person: may this run's work go on. It is answered once, for exactly the content that it was asked for; when that
 * changes it is superseded, answered or not.
 *
 * @param contentHash of the commits, checks and policy that it is about
 * @param resolvedBy the name of who answered, empty for nobody
 * @param resolvedAt when it was answered, or superseded before that; null while it is pending
 * @param note of who answered
 */
public record ApprovalRequest(
        Meta<ApprovalRequest> meta,
        Id<Project> projectId,
        Id<OrchestrationRun> runId,
        Type type,
        Status status,
        String contentHash,
        String requestedBy,
        Instant requestedAt,
        String resolvedBy,
        @Nullable Instant resolvedAt,
        String note) implements Entity<ApprovalRequest> {

    public static final TextRule NOTE = TextRule.optional(10_000);

    /** What is asked for. */
    public enum Type implements Word { CREATE_PR, MERGE_PR }

    public enum Status implements Word { PENDING, APPROVED, REJECTED, SUPERSEDED }

    /** The answers. */
    public enum Decision implements Word { APPROVED, REJECTED }

    /** The steps of a request; callers take the first two, a change of the content the third. */
    public enum Verb implements Word { APPROVE, REJECT, SUPERSEDE }

    private static final Transitions<Status, Verb> VERBS = new Transitions<>("approval request", Map.of(
            Status.PENDING, Set.of(Verb.APPROVE, Verb.REJECT, Verb.SUPERSEDE),
            Status.APPROVED, Set.of(Verb.SUPERSEDE),
            Status.REJECTED, Set.of(),
            Status.SUPERSEDED, Set.of()));

    public static ApprovalRequest create(Meta<ApprovalRequest> meta, OrchestrationRun run, Type type, String contentHash, String requestedBy) {
        return new ApprovalRequest(meta, run.details().projectId(), run.id(), type, Status.PENDING, contentHash, requestedBy, meta.createdAt(), "", null, "");
    }

    /** What callers can answer now. */
    public List<Decision> allowed() {
        return status == Status.PENDING ? List.of(Decision.values()) : List.of();
    }

    /** Whether it holds for this content. */
    public boolean approves(Type asked, String content) {
        return status == Status.APPROVED && type == asked && contentHash.equals(content);
    }

    /**
     * The answer.
     *
     * @throws RefusedException {@code superseded} when what was asked for has changed since, {@code invalid_transition} when it is answered
     */
    public ApprovalRequest resolve(Instant now, Decision decision, String by, String note) {
        Violations.check().text("note", note, NOTE).done();
        if (status == Status.SUPERSEDED) {
            throw new RefusedException(ErrorCode.SUPERSEDED, "The commits, checks or policy that this request is about have changed since; look at what is there now, and ask again.");
        }
        VERBS.require(status, decision == Decision.APPROVED ? Verb.APPROVE : Verb.REJECT);
        return new ApprovalRequest(meta.next(now), projectId, runId, type, decision == Decision.APPROVED ? Status.APPROVED : Status.REJECTED,
                contentHash, requestedBy, requestedAt, by, now, note);
    }

    /** Its content has changed. Who approved what it was stays on record. */
    public ApprovalRequest supersede(Instant now) {
        VERBS.require(status, Verb.SUPERSEDE);
        return new ApprovalRequest(meta.next(now), projectId, runId, type, Status.SUPERSEDED, contentHash, requestedBy, requestedAt, resolvedBy,
                resolvedAt == null ? now : resolvedAt, note);
    }
}
