package dev.steward.application.orchestration;

import dev.steward.application.Entities;
import dev.steward.application.Field;
import dev.steward.application.Query.Order;
import dev.steward.application.Shape;
import dev.steward.application.Type;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.application.portfolio.FileChanges;
import dev.steward.application.portfolio.ProjectReference;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.NumberRule;
import dev.steward.domain.orchestration.AgentCommit;
import dev.steward.domain.orchestration.CardAssignment;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.orchestration.PathRules;
import dev.steward.domain.portfolio.FileChange;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The commits that agents report. Each is kept once; one that changes what it should not is kept, too, and fails the run's check
 * {@code policy}. Records {@code agent_commit.created}, with the number of files instead of all of them.
 */
public final class Commits extends Entities<AgentCommit> {

    private static final NumberRule COUNT = new NumberRule(0, Integer.MAX_VALUE);

    private static final Field<String> SHA = Field.text("sha", AgentCommit.SHA).mandatory().filter().doc("The whole one, as `git rev-parse HEAD` says it.")
            .example("2fd4e1c67a2d28fced849ee1bb76e7391b93eb12");
    private static final Field<String> BRANCH = Field.text("branch", AgentCommit.BRANCH).mandatory().doc("The assignment's feature branch.").example("feat/run-6c7d8e9f-0a1b2c3d");
    private static final Field<String> MESSAGE = Field.text("message", AgentCommit.MESSAGE).orElse("").example("Name the turning point");
    private static final Field<Instant> COMMITTED_AT = Field.instant("committed_at").doc("Now, when not given.").example(Instant.parse("2026-04-06T09:00:00Z"));
    private static final Field<List<FileChange>> FILES_CHANGED = FileChanges.field(AgentCommit.MAX_FILES).mandatory().doc("All files that it changed, by their paths from the root.");

    private static Shape.Builder<AgentCommit> members(String name) {
        return Shape.<AgentCommit>ofEntity(name)
                .output(ProjectReference.field(), commit -> ProjectReference.to(commit.projectId()))
                .output(Field.<OrchestrationRun>id("run_id").filter(), AgentCommit::runId)
                .output(Field.<CardAssignment>id("assignment_id").filter(), AgentCommit::assignmentId)
                .output(Shape.whole("fence").doc("Of the claim under which it was reported."), AgentCommit::fence)
                .output(SHA, commit -> commit.details().sha())
                .output(BRANCH, commit -> commit.details().branch())
                .output(MESSAGE, commit -> commit.details().message())
                .output(COMMITTED_AT, commit -> commit.details().committedAt())
                .output(Field.integer("files", COUNT).doc("How many it changed."), commit -> commit.details().filesChanged().size())
                .output(Field.of("violations", Type.outputs(PolicyProfiles.VIOLATION)).doc("What of it the assignment or the policy does not allow."), AgentCommit::violations);
    }

    public static final Shape<AgentCommit> SHAPE = members("agent_commit").output(FILES_CHANGED, commit -> commit.details().filesChanged()).build();
    /** As lists have it: without the files. */
    public static final Shape<AgentCommit> SUMMARY = members("agent_commit_summary").build();

    /** The body of {@link #report}. */
    public static final Shape<Void> REPORT = Shape.<Void>of("agent_commit_report").input(Assignments.FENCE, none -> null).input(SHA, none -> null).input(BRANCH, none -> null)
            .input(MESSAGE, none -> null).input(COMMITTED_AT, none -> null).input(FILES_CHANGED, none -> null).build();

    private final Runs runs;
    private final Assignments assignments;
    private final Checks checks;
    private final Approvals approvals;

    public Commits(Runs runs, Assignments assignments, Checks checks, Approvals approvals) {
        super(SHAPE, AgentCommitStore.class);
        this.runs = runs;
        this.assignments = assignments;
        this.checks = checks;
        this.approvals = approvals;
    }

    /** Newest first. */
    @Override
    public List<Order> defaultOrder() {
        return List.of(new Order("id", true, false));
    }

    @Override
    protected @Nullable UUID projectOf(AgentCommit commit) {
        return commit.projectId().value();
    }

    @Override
    protected @Nullable UUID runOf(AgentCommit commit) {
        return commit.runId().value();
    }

    /** A commit of an assignment by its id or its sha, for routes below it. */
    public AgentCommit ofAssignment(UnitOfWork unit, CardAssignment assignment, String key) {
        return find(unit, key).filter(commit -> commit.assignmentId().equals(assignment.id()))
                .or(() -> unit.store(AgentCommitStore.class).findBySha(assignment.id(), key)).orElseThrow(() -> notFound(key));
    }

    /**
     * Keeps a commit of an assignment's holder. A repetition changes nothing and answers the same, whoever holds the assignment by then.
     *
     * @throws dev.steward.domain.RefusedException {@code stale_fence}, {@code lease_lost}, {@code invalid_transition}; {@code invalid} for a
     *     branch that is not the assignment's
     */
    public AgentCommit report(UnitOfWork unit, CardAssignment found, Values values) {
        long fence = values.get(Assignments.FENCE);
        String sha = values.get(SHA).toLowerCase(Locale.ROOT);
        Optional<AgentCommit> repeated = find(unit, found, sha).filter(commit -> commit.fence() == fence);
        if (repeated.isPresent()) {
            return repeated.get();
        }
        CardAssignment held = assignments.held(unit, found, fence);
        return find(unit, held, sha).orElseGet(() -> keep(unit, held, sha, values));
    }

    private AgentCommit keep(UnitOfWork unit, CardAssignment held, String sha, Values values) {
        OrchestrationRun run = runs.get(unit, held.details().runId());
        Instant committedAt = values.orNull(COMMITTED_AT);
        AgentCommit commit = AgentCommit.create(unit.firstMeta(), new AgentCommit.Details(sha, values.get(BRANCH), values.get(MESSAGE),
                committedAt == null ? unit.now() : committedAt, values.get(FILES_CHANGED)), run, held, rules(run, held));
        store(unit).insert(commit);
        record(unit, commit, "created", Json.obj(name(), SUMMARY.render(commit)));
        checks.afterCommit(unit, run, commit);
        approvals.supersedeChanged(unit, run);
        return commit;
    }

    /** What an assignment's agent may change. */
    private static PathRules rules(OrchestrationRun run, CardAssignment assignment) {
        return Runs.policy(run).rules(assignment.details().allowedPaths(), assignment.details().forbiddenPaths());
    }

    private static Optional<AgentCommit> find(UnitOfWork unit, CardAssignment assignment, String sha) {
        return unit.store(AgentCommitStore.class).findBySha(assignment.id(), sha);
    }
}
