package dev.steward.application.orchestration;

import dev.steward.application.Entities;
import dev.steward.application.Field;
import dev.steward.application.Shape;
import dev.steward.application.Type;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.application.portfolio.ProjectReference;
import dev.steward.domain.RefusedException;
import dev.steward.domain.TextRule;
import dev.steward.domain.orchestration.ApprovalRequest;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.orchestration.PullRequestCandidate;
import dev.steward.domain.orchestration.PullRequestCandidate.Details;
import dev.steward.domain.orchestration.PullRequestCandidate.Status;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The pull requests that come of runs. Steward does not open or merge them: it says when that may be done, and keeps what came of it.
 * Records {@code pull_request_candidate.created} and {@code updated}.
 */
public final class PullRequests extends Entities<PullRequestCandidate> {

    private static final Field<String> BASE_BRANCH = Field.text("base_branch", PullRequestCandidate.BRANCH).doc("That of the run, when not given.").example("main");
    private static final Field<String> HEAD_BRANCH = Field.text("head_branch", PullRequestCandidate.BRANCH).mandatory().doc("The branch with the work.")
            .example("feat/run-6c7d8e9f-0a1b2c3d");
    private static final Field<String> TITLE = Field.text("title", PullRequestCandidate.TITLE).mandatory().example("Name the turning point");
    private static final Field<String> DESCRIPTION = Field.text("description", PullRequestCandidate.DESCRIPTION).orElse("");
    private static final Field<Status> STATUS = Field.word("status", Status.class)
            .doc("How far it is; as it was, when not given. From not_created to draft_open needs a green gate and an approved create_pr, from open to merged an approved merge_pr.");
    private static final Field<String> PR_URL = Field.text("pr_url", PullRequestCandidate.PR_URL).doc("Where it is; as it was, when not given.")
            .example("https://git.example.org/ada/novel/pulls/7");

    /** The body of {@link #put}. */
    public static final Shape<PullRequestCandidate> INPUT = members(Shape.<PullRequestCandidate>of("pull_request_candidate_input")).build();
    /** A stored one, as events tell it. */
    public static final Shape<PullRequestCandidate> SHAPE = members(Shape.<PullRequestCandidate>ofEntity("pull_request_candidate")
            .output(ProjectReference.field(), one -> ProjectReference.to(one.projectId()))
            .output(Field.<OrchestrationRun>id("run_id").filter(), PullRequestCandidate::runId)).build();

    /** What comes of a run; {@code stored} is null while nobody has said anything of it. */
    public record Effective(OrchestrationRun run, @Nullable PullRequestCandidate stored) {

        private Status status() {
            return stored == null ? Status.NOT_CREATED : stored.status();
        }

        private String baseBranch() {
            return stored == null ? run.details().baseBranch() : stored.details().baseBranch();
        }

        /** 0 while nothing is stored. */
        public long version() {
            return stored == null ? 0 : stored.version();
        }
    }

    private static final TextRule ANY_TEXT = TextRule.optional(Integer.MAX_VALUE);

    /** Every answer about one. */
    public static final Shape<Effective> VIEW = Shape.<Effective>of("pull_request_candidate")
            .output(ProjectReference.field(), one -> ProjectReference.to(one.run().details().projectId()))
            .output(Field.<OrchestrationRun>id("run_id"), one -> one.run().id())
            .output(BASE_BRANCH, Effective::baseBranch)
            .output(Field.text("head_branch", ANY_TEXT).example("feat/run-6c7d8e9f-0a1b2c3d"), one -> one.stored() == null ? "" : one.stored().details().headBranch())
            .output(Field.text("title", ANY_TEXT).example("Name the turning point"), one -> one.stored() == null ? "" : one.stored().details().title())
            .output(DESCRIPTION, one -> one.stored() == null ? "" : one.stored().details().description())
            .output(STATUS, Effective::status)
            .output(PR_URL, one -> one.stored() == null ? "" : one.stored().details().prUrl())
            .output(Field.of("allowed", Type.list(Type.word(Status.class), Status.values().length)).doc("What its status can become now."), one -> one.status().allowed())
            .output(Shape.whole("version").doc("The ETag; 0 while nobody has written anything of it."), Effective::version)
            .output(Field.instant("updated_at").optional(), one -> one.stored() == null ? null : one.stored().meta().updatedAt())
            .build();

    private static Shape.Builder<PullRequestCandidate> members(Shape.Builder<PullRequestCandidate> builder) {
        return builder
                .input(BASE_BRANCH, one -> one.details().baseBranch())
                .input(HEAD_BRANCH, one -> one.details().headBranch())
                .input(TITLE, one -> one.details().title())
                .input(DESCRIPTION, one -> one.details().description())
                .input(STATUS, PullRequestCandidate::status)
                .input(PR_URL, one -> one.details().prUrl());
    }

    private final Runs runs;
    private final Assignments assignments;
    private final Approvals approvals;

    public PullRequests(Runs runs, Assignments assignments, Approvals approvals) {
        super(SHAPE, PullRequestCandidateStore.class);
        this.runs = runs;
        this.assignments = assignments;
        this.approvals = approvals;
    }

    @Override
    protected @Nullable UUID projectOf(PullRequestCandidate candidate) {
        return candidate.projectId().value();
    }

    @Override
    protected @Nullable UUID runOf(PullRequestCandidate candidate) {
        return candidate.runId().value();
    }

    /** What comes of a run. */
    public Effective of(UnitOfWork unit, OrchestrationRun run) {
        return new Effective(run, unit.store(PullRequestCandidateStore.class).findByRun(run.id()).orElse(null));
    }

    /**
     * Says what the pull request of a run is, and how far. The same again changes nothing.
     *
     * @throws RefusedException {@code invalid_transition}, naming what is allowed; {@code gate_closed}, {@code approval_required}, {@code archived}
     */
    public Effective put(UnitOfWork unit, OrchestrationRun found, Values values) {
        assignments.lock(unit, found.details().projectId()).requireOpen();
        OrchestrationRun run = runs.get(unit, found.id());
        run.requireDelivering();
        PullRequestCandidate stored = of(unit, run).stored();
        String base = values.orNull(BASE_BRANCH);
        String url = values.orNull(PR_URL);
        Status asked = values.orNull(STATUS);
        Details details = new Details(base == null ? run.details().baseBranch() : base, values.get(HEAD_BRANCH), values.get(TITLE), values.get(DESCRIPTION),
                url == null ? stored == null ? "" : stored.details().prUrl() : url);
        PullRequestCandidate before = stored == null ? PullRequestCandidate.create(unit.firstMeta(), details, run) : stored;
        PullRequestCandidate after = before.revise(unit.now(), details, asked == null ? before.status() : asked);
        requireApproved(unit, run, before.status(), after.status());
        if (stored == null) {
            add(unit, before);
        }
        return new Effective(run, save(unit, before, after, "updated"));
    }

    private void requireApproved(UnitOfWork unit, OrchestrationRun run, Status before, Status after) {
        if (before == Status.NOT_CREATED && after == Status.DRAFT_OPEN) {
            approvals.requireGreen(unit, run);
            approvals.requireApproved(unit, run, ApprovalRequest.Type.CREATE_PR);
        } else if (before == Status.OPEN && after == Status.MERGED) {
            approvals.requireGreen(unit, run);
            approvals.requireApproved(unit, run, ApprovalRequest.Type.MERGE_PR);
        }
    }
}
