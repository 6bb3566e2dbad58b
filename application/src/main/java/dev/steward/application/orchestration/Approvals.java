package dev.steward.application.orchestration;

import dev.steward.application.Entities;
import dev.steward.application.Field;
import dev.steward.application.Query;
import dev.steward.application.Query.Order;
import dev.steward.application.Shape;
import dev.steward.application.Type;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.application.portfolio.ProjectReference;
import dev.steward.application.portfolio.Projects;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.TextRule;
import dev.steward.domain.orchestration.ApprovalRequest;
import dev.steward.domain.orchestration.ApprovalRequest.Decision;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.orchestration.RunGate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What persons are asked to approve. A request is bound to what the run has brought about, and superseded in the transaction that changes
 * it. Records {@code approval_request.created}, {@code approved}, {@code rejected} and {@code superseded}. Everything here takes the
 * project's lock first, as all that changes a run does.
 */
public final class Approvals extends Entities<ApprovalRequest> {

    private static final TextRule ANY_TEXT = TextRule.optional(Integer.MAX_VALUE);

    private static final Field<Id<OrchestrationRun>> RUN_ID = Field.<OrchestrationRun>id("run_id").filter();
    private static final Field<ApprovalRequest.Type> APPROVAL_TYPE = Field.word("approval_type", ApprovalRequest.Type.class).mandatory().filter().doc("What is to be approved.");
    private static final Field<ApprovalRequest.Status> STATUS = Field.word("status", ApprovalRequest.Status.class).filter()
            .doc("superseded as soon as the commits, checks or policy are not what they were when it was asked for, answered or not.");
    private static final Field<List<Decision>> ALLOWED = Field.of("allowed", Type.list(Type.word(Decision.class), Decision.values().length)).doc("How it can be resolved now.");

    public static final Shape<ApprovalRequest> SHAPE = Shape.<ApprovalRequest>ofEntity("approval_request")
            .output(ProjectReference.field(), request -> ProjectReference.to(request.projectId()))
            .output(RUN_ID, ApprovalRequest::runId)
            .input(APPROVAL_TYPE, ApprovalRequest::type)
            .output(STATUS, ApprovalRequest::status)
            .output(Field.text("content_hash", ANY_TEXT).doc("SHA-256 of the commits, checks and policy that it is about.")
                    .example("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"), ApprovalRequest::contentHash)
            .output(Field.text("requested_by", ANY_TEXT).example("worker-1"), ApprovalRequest::requestedBy)
            .output(Field.instant("requested_at"), ApprovalRequest::requestedAt)
            .output(Field.text("resolved_by", ANY_TEXT).doc("Who answered; empty for nobody.").example("Ada's laptop"), ApprovalRequest::resolvedBy)
            .output(Field.instant("resolved_at").optional().doc("When it was answered, or superseded before that."), ApprovalRequest::resolvedAt)
            .output(Field.text("note", ANY_TEXT).doc("Of who answered."), ApprovalRequest::note)
            .extra(ALLOWED)
            .build();

    private static final Field<Decision> DECISION = Field.word("decision", Decision.class).mandatory();
    private static final Field<String> NOTE = Field.text("note", ApprovalRequest.NOTE).orElse("").example("Read it; good.");

    /** The body of {@link #resolve}. */
    public static final Shape<Void> RESOLUTION = Shape.<Void>of("approval_resolution").input(DECISION, none -> null).input(NOTE, none -> null).build();

    private final Projects projects;
    private final Runs runs;
    private final Assignments assignments;

    public Approvals(Projects projects, Runs runs, Assignments assignments) {
        super(SHAPE, ApprovalRequestStore.class);
        this.projects = projects;
        this.runs = runs;
        this.assignments = assignments;
    }

    /** Newest first. */
    @Override
    public List<Order> defaultOrder() {
        return List.of(new Order("id", true, false));
    }

    @Override
    protected Query resolve(UnitOfWork unit, Query query) {
        return projects.withIds(unit, query);
    }

    @Override
    protected @Nullable UUID projectOf(ApprovalRequest request) {
        return request.projectId().value();
    }

    @Override
    protected @Nullable UUID runOf(ApprovalRequest request) {
        return request.runId().value();
    }

    @Override
    public List<Json.Obj> render(UnitOfWork unit, List<ApprovalRequest> requests) {
        return requests.stream().map(request -> SHAPE.render(request).with(ALLOWED.name(), ALLOWED.type().render(request.allowed()))).toList();
    }

    /**
     * Asks for an approval of what the run has brought about so far.
     *
     * @throws RefusedException {@code gate_closed} naming the checks that have not passed; {@code duplicate} naming the request that is
     *     there for the same already; {@code invalid_transition}, {@code archived}
     */
    public ApprovalRequest create(UnitOfWork unit, OrchestrationRun found, Values values) {
        assignments.lock(unit, found.details().projectId()).requireOpen();
        OrchestrationRun run = runs.get(unit, found.id());
        run.requireDelivering();
        requireGreen(unit, run);
        ApprovalRequest.Type type = values.get(APPROVAL_TYPE);
        standing(unit, run).stream().filter(one -> one.type() == type).findFirst().ifPresent(one -> {
            throw new RefusedException(ErrorCode.DUPLICATE, "The approval " + one.id() + " of " + type.word() + " is " + one.status().word()
                    + " for exactly this content; use that one.", Map.of("approval_id", Json.of(one.id().toString())));
        });
        return add(unit, ApprovalRequest.create(unit.firstMeta(), run, type, RunContent.hash(unit, run), unit.caller().actor().label()));
    }

    /**
     * The answer, once.
     *
     * @throws RefusedException {@code superseded} when what it is about has changed since; {@code invalid_transition} when it is answered
     */
    public ApprovalRequest resolve(UnitOfWork unit, ApprovalRequest found, Values values) {
        assignments.lock(unit, found.projectId());
        ApprovalRequest before = get(unit, found.id());
        Decision decision = values.get(DECISION);
        return save(unit, before, before.resolve(unit.now(), decision, unit.caller().actor().label(), values.get(NOTE)), decision.word());
    }

    /** Supersedes what was asked or approved for another content. Called after each change of it, in the same unit, under the project's lock. */
    void supersedeChanged(UnitOfWork unit, OrchestrationRun run) {
        List<ApprovalRequest> standing = standing(unit, run);
        if (!standing.isEmpty()) {
            String hash = RunContent.hash(unit, run);
            standing.stream().filter(one -> !one.contentHash().equals(hash)).forEach(one -> save(unit, one, one.supersede(unit.now()), "superseded"));
        }
    }

    /** @throws RefusedException {@code gate_closed} */
    void requireGreen(UnitOfWork unit, OrchestrationRun run) {
        RunGate gate = RunContent.gate(unit, run);
        if (!gate.isGreen()) {
            throw new RefusedException(ErrorCode.GATE_CLOSED, String.join(" ", gate.closedBy().stream().map(RunGate.Line::why).toList()),
                    Map.of("checks", Json.of(gate.closedBy().stream().map(line -> Json.of(line.type().word())).toList())));
        }
    }

    /** @throws RefusedException {@code approval_required} unless exactly what is there now is approved */
    void requireApproved(UnitOfWork unit, OrchestrationRun run, ApprovalRequest.Type type) {
        String hash = RunContent.hash(unit, run);
        Optional<ApprovalRequest> asked = standing(unit, run).stream().filter(one -> one.type() == type).findFirst();
        if (asked.filter(one -> one.approves(type, hash)).isEmpty()) {
            throw new RefusedException(ErrorCode.APPROVAL_REQUIRED, "Nobody has approved " + type.word() + " for what this run has brought about; "
                    + asked.map(one -> "the request " + one.id() + " waits for an answer.").orElse("ask with POST /api/v1/runs/" + run.id() + "/approvals."),
                    Map.of("approval_type", Json.of(type.word())));
        }
    }

    private static List<ApprovalRequest> standing(UnitOfWork unit, OrchestrationRun run) {
        return unit.store(ApprovalRequestStore.class).standing(run.details().projectId(), run.id());
    }

    /** Whether nobody has answered it yet. */
    public boolean isPending(UnitOfWork unit, String id) {
        return get(unit, id).status() == ApprovalRequest.Status.PENDING;
    }
}
