package dev.steward.application.orchestration;

import dev.steward.application.Entities;
import dev.steward.application.Field;
import dev.steward.application.Shape;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.application.portfolio.ProjectReference;
import dev.steward.domain.Id;
import dev.steward.domain.TextRule;
import dev.steward.domain.orchestration.AgentExecution;
import dev.steward.domain.orchestration.CardAssignment;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.orchestration.RunStatus;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The tries of assignments. A claim begins one, and what ends the claim ends it; that records no events, because those of
 * their assignment say the same.
 */
public final class AgentExecutions extends Entities<AgentExecution> {

    private static final TextRule ANY_TEXT = TextRule.optional(Integer.MAX_VALUE);
    private static final Field<Id<OrchestrationRun>> RUN_ID = Field.<OrchestrationRun>id("run_id").filter();
    private static final Field<Id<CardAssignment>> ASSIGNMENT_ID = Field.<CardAssignment>id("assignment_id").filter();
    private static final Field<RunStatus> STATUS = Field.word("status", RunStatus.class).filter()
            .doc("running until its claim ends; cancelled when it was released, failed when the lease ran out.");

    public static final Shape<AgentExecution> SHAPE = Shape.<AgentExecution>ofEntity("agent_execution")
            .output(ProjectReference.field(), execution -> ProjectReference.to(execution.projectId()))
            .output(RUN_ID, AgentExecution::runId)
            .output(ASSIGNMENT_ID, AgentExecution::assignmentId)
            .output(Shape.whole("fence").doc("Of the claim that began it."), AgentExecution::fence)
            .output(Field.text("agent", ANY_TEXT).example("worker-1"), AgentExecution::agent)
            .output(STATUS, AgentExecution::status)
            .output(Field.instant("started_at"), AgentExecution::startedAt)
            .output(Field.instant("ended_at").optional(), AgentExecution::endedAt)
            .output(Field.text("summary", ANY_TEXT), AgentExecution::summary)
            .output(Field.text("error", ANY_TEXT), AgentExecution::error)
            .build();

    private static final Field<String> NOTE = Field.text("summary", CardAssignment.SUMMARY).mandatory()
            .doc("How far it is; what completes the assignment says it finally.").example("The outline stands; writing the draft.");

    /** The body of {@link #note}. */
    public static final Shape<Void> NOTED = Shape.<Void>of("execution_note").input(Assignments.FENCE, none -> null).input(NOTE, none -> null).build();

    public AgentExecutions() {
        super(SHAPE, AgentExecutionStore.class);
    }

    @Override
    protected @Nullable UUID projectOf(AgentExecution execution) {
        return execution.projectId().value();
    }

    @Override
    protected @Nullable UUID runOf(AgentExecution execution) {
        return execution.runId().value();
    }

    /** The tries that begin with claims, in the order of these. */
    List<AgentExecution> begin(UnitOfWork unit, List<CardAssignment> claimed) {
        List<AgentExecution> all = claimed.stream().map(one -> AgentExecution.begin(unit.firstMeta(), one)).toList();
        store(unit).insertAll(all);
        return all;
    }

    /**
     * What the agent says of the try that it is at. Records {@code agent_execution.noted}; the same again changes nothing.
     *
     * @param held an assignment that the caller {@linkplain Assignments#held holds}
     */
    AgentExecution note(UnitOfWork unit, CardAssignment held, Values values) {
        AgentExecution execution = unit.store(AgentExecutionStore.class).findByFence(held.id(), held.fence()).orElseThrow(() -> notFound(held.id() + " " + held.fence()));
        return save(unit, execution, execution.note(unit.now(), values.get(NOTE)), "noted");
    }

    /** Ends the try under a fence, if one is running. */
    void end(UnitOfWork unit, CardAssignment assignment, long fence, RunStatus status, String summary, String error) {
        unit.store(AgentExecutionStore.class).findByFence(assignment.id(), fence).filter(execution -> execution.endedAt() == null)
                .ifPresent(execution -> store(unit).update(execution, execution.end(unit.now(), status, summary, error)));
    }
}
