package dev.steward.application.orchestration;

import dev.steward.application.Entities;
import dev.steward.application.Field;
import dev.steward.application.Query.Order;
import dev.steward.application.References;
import dev.steward.application.Shape;
import dev.steward.application.Type;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.application.portfolio.ProjectReference;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.NumberRule;
import dev.steward.domain.RefusedException;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violations;
import dev.steward.domain.Word;
import dev.steward.domain.orchestration.AgentCommit;
import dev.steward.domain.orchestration.CardAssignment;
import dev.steward.domain.orchestration.CheckType;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.orchestration.PathViolation;
import dev.steward.domain.orchestration.Policy;
import dev.steward.domain.orchestration.RunCheck;
import dev.steward.domain.orchestration.RunGate;
import dev.steward.domain.workspace.Actor;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was checked of runs, and the gate that their latest attempts make. Each records {@code run_check.created}, without its output. The check
 * {@code policy} is made from commits; a person may pass it again, an agent may not.
 */
public final class Checks extends Entities<RunCheck> {

    private static final TextRule ANY_TEXT = TextRule.optional(Integer.MAX_VALUE);
    private static final NumberRule COUNT = new NumberRule(0, Integer.MAX_VALUE);

    private static final Field<CheckType> CHECK_TYPE = Field.word("check_type", CheckType.class).mandatory().filter()
            .doc("One that the run's policy requires; policy by persons only.").example(CheckType.LINT);
    private static final Field<RunCheck.Status> STATUS = Field.word("status", RunCheck.Status.class).mandatory().filter();
    private static final Field<String> OUTPUT = Field.text("output", RunCheck.OUTPUT).orElse("").doc("Of the program that checked; of a long one the beginning and the end are kept.");
    private static final Field<Instant> EXECUTED_AT = Field.instant("executed_at").doc("Now, when not given.").example(Instant.parse("2026-04-06T09:00:00Z"));
    private static final Field<Id<CardAssignment>> ASSIGNMENT_ID = Field.<CardAssignment>id("assignment_id").optional().filter()
            .doc("Whose work was checked, by its holder with the fence; null for the run's as a whole.");
    private static final Field<Long> FENCE = Field.of("fence", Assignments.FENCE.type()).optional().doc("With assignment_id: as the claim answered it.");

    private static Shape.Builder<RunCheck> members(String name) {
        return Shape.<RunCheck>ofEntity(name)
                .output(ProjectReference.field(), check -> ProjectReference.to(check.projectId()))
                .output(Field.<OrchestrationRun>id("run_id").filter(), RunCheck::runId)
                .output(ASSIGNMENT_ID, RunCheck::assignmentId)
                .output(CHECK_TYPE, RunCheck::type)
                .output(Field.integer("attempt", COUNT).doc("1, 2, 3 … of its type in its run. The latest of each assignment counts; one of the whole run replaces all before it."), RunCheck::attempt)
                .output(STATUS, RunCheck::status)
                .output(EXECUTED_AT, RunCheck::executedAt)
                .output(Field.integer("output_cut", COUNT).doc("How many characters of the output were not kept."), RunCheck::outputCut);
    }

    public static final Shape<RunCheck> SHAPE = members("run_check").output(OUTPUT, RunCheck::output).build();
    /** As lists and events have it: without the output. */
    public static final Shape<RunCheck> SUMMARY = members("run_check_summary").build();

    /** The body of {@link #report}. */
    public static final Shape<Void> REPORT = Shape.<Void>of("run_check_report").input(CHECK_TYPE, none -> null).input(STATUS, none -> null).input(OUTPUT, none -> null)
            .input(EXECUTED_AT, none -> null).input(ASSIGNMENT_ID, none -> null).input(FENCE, none -> null).build();

    private static final Shape<RunGate.Line> LINE = Shape.<RunGate.Line>of("run_gate_check")
            .output(CHECK_TYPE, RunGate.Line::type)
            .output(Field.word("status", RunGate.Standing.class).doc("Passed when every attempt that counts has passed, missing without one."), RunGate.Line::standing)
            .output(Field.integer("attempt", COUNT).optional(), line -> line.decisive() == null ? null : line.decisive().attempt())
            .output(ASSIGNMENT_ID, line -> line.decisive() == null ? null : line.decisive().assignmentId())
            .output(Field.text("why", ANY_TEXT).example("'lint' passed in attempt 1."), RunGate.Line::why)
            .build();

    /**
     * How a run's gate stands.
     *
     * @param contentHash of what an approval would be about
     */
    public record Standing(OrchestrationRun run, RunGate gate, String contentHash) {
    }

    public static final Shape<Standing> GATE = Shape.<Standing>of("run_gate")
            .output(Field.<OrchestrationRun>id("run_id"), standing -> standing.run().id())
            .output(Field.bool("is_green").doc("Whether every check below has passed."), standing -> standing.gate().isGreen())
            .output(Field.of("checks", Type.outputs(LINE)).doc("Those that the run's policy requires, and policy when there is one."), standing -> standing.gate().lines())
            .output(Field.text("content_hash", ANY_TEXT).doc("SHA-256 of the commits, checks and policy: what an approval would be about."), Standing::contentHash)
            .build();

    private final Runs runs;
    private final Assignments assignments;
    private final Approvals approvals;

    public Checks(Runs runs, Assignments assignments, Approvals approvals) {
        super(SHAPE, RunCheckStore.class);
        this.runs = runs;
        this.assignments = assignments;
        this.approvals = approvals;
    }

    /** Newest first. */
    @Override
    public List<Order> defaultOrder() {
        return List.of(new Order("id", true, false));
    }

    @Override
    protected @Nullable UUID projectOf(RunCheck check) {
        return check.projectId().value();
    }

    @Override
    protected @Nullable UUID runOf(RunCheck check) {
        return check.runId().value();
    }

    /** How a run's gate stands. */
    public Standing gate(UnitOfWork unit, OrchestrationRun run) {
        return new Standing(run, RunContent.gate(unit, run), RunContent.hash(unit, run));
    }

    /** A check of a run, for routes below it. */
    public RunCheck ofRun(UnitOfWork unit, OrchestrationRun run, String id) {
        return find(unit, id).filter(check -> check.runId().equals(run.id())).orElseThrow(() -> notFound(id));
    }

    /**
     * The next attempt of a check.
     *
     * @throws RefusedException {@code invalid} for a type that the run's policy does not require; {@code forbidden} for an agent that
     *     passes its own policy; {@code stale_fence}, {@code lease_lost}, {@code invalid_transition}
     */
    public RunCheck report(UnitOfWork unit, OrchestrationRun found, Values values) {
        CheckType type = values.get(CHECK_TYPE);
        if (type == CheckType.POLICY && unit.caller().actor().kind() == Actor.Kind.AGENT) {
            throw new RefusedException(ErrorCode.FORBIDDEN, "The check 'policy' is made from the commits; an agent does not pass its own. Let a person record it.");
        }
        Id<CardAssignment> assignment = values.orNull(ASSIGNMENT_ID);
        Long fence = values.orNull(FENCE);
        requireAssignmentOf(unit, found, assignment, fence);
        if (assignment != null && fence != null) {
            assignments.held(unit, assignments.get(unit, assignment), fence);
        } else {
            assignments.lock(unit, found.details().projectId());
        }
        OrchestrationRun run = runs.get(unit, found.id());
        run.requireDelivering();
        requireAsked(Runs.policy(run), type);
        Instant executedAt = values.orNull(EXECUTED_AT);
        RunCheck check = keep(unit, run, assignment, type, values.get(STATUS), values.get(OUTPUT), executedAt == null ? unit.now() : executedAt);
        approvals.supersedeChanged(unit, run);
        return check;
    }

    /** What a new commit makes of the check {@code policy}: failed when it breaks a rule, passed when it is the first and breaks none. Under the project's lock. */
    void afterCommit(UnitOfWork unit, OrchestrationRun run, AgentCommit commit) {
        String sha = commit.details().sha();
        if (!commit.violations().isEmpty()) {
            keep(unit, run, commit.assignmentId(), CheckType.POLICY, RunCheck.Status.FAILED, "Commit " + sha + ":\n"
                    + commit.violations().stream().map(PathViolation::message).collect(Collectors.joining("\n")), unit.now());
        } else if (latest(unit, run, CheckType.POLICY).isEmpty()) {
            keep(unit, run, commit.assignmentId(), CheckType.POLICY, RunCheck.Status.PASSED, "Commit " + sha + " keeps to its allowed paths.", unit.now());
        }
    }

    private RunCheck keep(UnitOfWork unit, OrchestrationRun run, @Nullable Id<CardAssignment> assignment, CheckType type, RunCheck.Status status, String output, Instant executedAt) {
        int attempt = latest(unit, run, type).map(RunCheck::attempt).orElse(0) + 1;
        RunCheck check = RunCheck.create(unit.firstMeta(), run, assignment, type, attempt, status, output, executedAt);
        store(unit).insert(check);
        record(unit, check, "created", Json.obj(name(), SUMMARY.render(check)));
        return check;
    }

    private static Optional<RunCheck> latest(UnitOfWork unit, OrchestrationRun run, CheckType type) {
        return unit.store(RunCheckStore.class).standing(run.id()).stream().filter(check -> check.type() == type).max(Comparator.comparing(RunCheck::attempt));
    }

    private static void requireAssignmentOf(UnitOfWork unit, OrchestrationRun run, @Nullable Id<CardAssignment> assignment, @Nullable Long fence) {
        References references = new References(unit);
        CardAssignment named = references.find("assignment_id", "assignment", CardAssignmentStore.class, assignment);
        references.rule(named == null || named.details().runId().equals(run.id()), "assignment_id", "other_run", "The assignment belongs to another run; name one of this run, or none.")
                .rule(assignment == null || fence != null, "fence", "required", "A check of an assignment is its holder's to report; send the fence that the claim answered.")
                .rule(assignment != null || fence == null, "fence", "not_allowed", "A fence is of an assignment; send assignment_id with it, or leave it out.")
                .done();
    }

    private static void requireAsked(Policy policy, CheckType type) {
        String asked = policy.requiredChecks().stream().map(Word::word).collect(Collectors.joining(", "));
        Violations.check().rule(type == CheckType.POLICY || policy.requiredChecks().contains(type), "check_type", "not_required",
                "The run's policy does not require '" + type.word() + "'; it requires " + asked + ".").done();
    }
}
