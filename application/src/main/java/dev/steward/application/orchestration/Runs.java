package dev.steward.application.orchestration;

import dev.steward.application.Entities;
import dev.steward.application.Field;
import dev.steward.application.Query;
import dev.steward.application.Query.Order;
import dev.steward.application.References;
import dev.steward.application.Shape;
import dev.steward.application.Type;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.application.portfolio.CodeRepositoryStore;
import dev.steward.application.portfolio.ProjectReference;
import dev.steward.application.portfolio.Projects;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.NumberRule;
import dev.steward.domain.TextRule;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.orchestration.Policy;
import dev.steward.domain.orchestration.RunStatus;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.Workflow;
import dev.steward.domain.portfolio.CodeRepository;
import dev.steward.domain.portfolio.Project;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Runs: attempts to have agents build a workflow or a card. Made queued, then started, cancelled and re-run with {@link Orchestration};
 * everything else follows from their assignments. They record {@code orchestration_run.created}, {@code started}, {@code blocked},
 * {@code resumed}, {@code completed}, {@code failed} and {@code cancelled}.
 */
public final class Runs extends Entities<OrchestrationRun> {

    static final int MAX_INPUT = 100_000;
    private static final TextRule ANY_TEXT = TextRule.optional(Integer.MAX_VALUE);

    private static final Field<OrchestrationRun.Scope> SCOPE = Field.word("scope", OrchestrationRun.Scope.class).mandatory().filter()
            .doc("Whether workflow_id or card_id says what is built.").example(OrchestrationRun.Scope.CARD);
    private static final Field<Id<Workflow>> WORKFLOW_ID = Field.<Workflow>id("workflow_id").optional().filter()
            .doc("For the scope workflow; null once that workflow is deleted.");
    private static final Field<Id<Card>> CARD_ID = Field.<Card>id("card_id").optional().filter()
            .doc("For the scope card; null once that card is deleted.").example(new Id<>(UUID.fromString("0199a3f0-1c2d-7e4f-8a5b-6c7d8e9f0a1b")));
    private static final Field<OrchestrationRun.Trigger> TRIGGER_TYPE = Field.word("trigger_type", OrchestrationRun.Trigger.class)
            .orElse(OrchestrationRun.Trigger.MANUAL).filter().doc("What made it.");
    private static final Field<String> REPO_URL = Field.text("repo_url", OrchestrationRun.REPO_URL)
            .doc("The remote of the project's primary repository when not given; empty when there is none.").example("git@github.com:ada/novel.git");
    private static final Field<String> BASE_BRANCH = Field.text("base_branch", OrchestrationRun.BASE_BRANCH)
            .doc("The default branch of the project's primary repository when not given, or main.").example("main");
    private static final Field<String> WORKTREE_ROOT = Field.text("worktree_root", OrchestrationRun.WORKTREE_ROOT).orElse("")
            .doc("Where agents check out; empty for wherever they like.");
    private static final Field<Json.Obj> INPUT_SNAPSHOT = Field.of("input_snapshot", Type.object(MAX_INPUT)).orElse(Json.EMPTY)
            .doc("Whatever its agents should know; kept and handed to them.");
    private static final Field<Boolean> START = Field.bool("start").orElse(false)
            .doc("Also start it, as POST /api/v1/runs/{id}/start does.").example(false);

    private static final Field<RunStatus> STATUS = Field.word("status", RunStatus.class).filter().doc("What its assignments make of it.");
    private static final Field<String> INITIATED_BY = Field.text("initiated_by", ANY_TEXT).doc("The name of who made it.").example("Ada's laptop");
    private static final Field<Json.Obj> POLICY_SNAPSHOT = Field.of("policy_snapshot", Type.object(Integer.MAX_VALUE))
            .doc("The project's policy as it was when the run was made; later edits do not reach it.");
    private static final Field<Integer> ATTEMPT = Field.integer("attempt", new NumberRule(1, Integer.MAX_VALUE)).doc("1, and one more for each re-run.");
    private static final Field<Id<OrchestrationRun>> RERUN_OF = Field.<OrchestrationRun>id("rerun_of").optional().doc("The run that this one repeats.");
    private static final Field<Instant> STARTED_AT = Field.instant("started_at").optional();
    private static final Field<Instant> ENDED_AT = Field.instant("ended_at").optional();
    private static final Field<List<OrchestrationRun.Verb>> ALLOWED =
            Field.of("allowed", Type.list(Type.word(OrchestrationRun.Verb.class), OrchestrationRun.Verb.values().length)).doc("What can be done with it now.");

    public static final Shape<OrchestrationRun> SHAPE = Shape.<OrchestrationRun>ofEntity("orchestration_run")
            .output(ProjectReference.field(), run -> ProjectReference.to(run.details().projectId()))
            .output(SCOPE, run -> run.details().scope())
            .output(WORKFLOW_ID, run -> run.details().workflowId())
            .output(CARD_ID, run -> run.details().cardId())
            .output(TRIGGER_TYPE, run -> run.details().trigger())
            .output(STATUS, OrchestrationRun::status)
            .output(INITIATED_BY, run -> run.details().initiatedBy())
            .output(REPO_URL, run -> run.details().repoUrl())
            .output(BASE_BRANCH, run -> run.details().baseBranch())
            .output(WORKTREE_ROOT, run -> run.details().worktreeRoot())
            .output(POLICY_SNAPSHOT, run -> run.details().policySnapshot())
            .output(INPUT_SNAPSHOT, run -> run.details().inputSnapshot())
            .output(ATTEMPT, OrchestrationRun::attempt)
            .output(RERUN_OF, OrchestrationRun::rerunOf)
            .output(STARTED_AT, OrchestrationRun::startedAt)
            .output(ENDED_AT, OrchestrationRun::endedAt)
            .extra(ALLOWED)
            .build();

    /** The body of {@link #create}. */
    public static final Shape<Void> CREATION = Shape.<Void>of("run_creation")
            .input(SCOPE, none -> null)
            .input(WORKFLOW_ID, none -> null)
            .input(CARD_ID, none -> null)
            .input(TRIGGER_TYPE, none -> null)
            .input(REPO_URL, none -> null)
            .input(BASE_BRANCH, none -> null)
            .input(WORKTREE_ROOT, none -> null)
            .input(INPUT_SNAPSHOT, none -> null)
            .input(START, none -> null)
            .build();

    private final Projects projects;
    private final PolicyProfiles policies;

    public Runs(Projects projects, PolicyProfiles policies) {
        super(SHAPE, OrchestrationRunStore.class);
        this.projects = projects;
        this.policies = policies;
    }

    @Override
    public List<Order> defaultOrder() {
        return List.of(new Order("id", true, false));
    }

    @Override
    protected Query resolve(UnitOfWork unit, Query query) {
        return projects.withIds(unit, query);
    }

    @Override
    protected @Nullable UUID projectOf(OrchestrationRun run) {
        return run.details().projectId().value();
    }

    @Override
    protected @Nullable UUID runOf(OrchestrationRun run) {
        return run.id().value();
    }

    @Override
    public List<Json.Obj> render(UnitOfWork unit, List<OrchestrationRun> runs) {
        return runs.stream().map(run -> SHAPE.render(run).with(ALLOWED.name(), ALLOWED.type().render(run.allowed()))).toList();
    }

    /** Whether a body asks for a start, too. */
    public static boolean asksForStart(Values values) {
        return values.get(START);
    }

    /**
     * A queued run. What it builds is of this project; repository and base branch are the primary repository's where none are given.
     *
     * @throws dev.steward.domain.RefusedException {@code archived}, {@code invalid}
     */
    public OrchestrationRun create(UnitOfWork unit, Project project, Values values) {
        project.requireOpen();
        Id<Workflow> workflow = values.orNull(WORKFLOW_ID);
        Id<Card> card = values.orNull(CARD_ID);
        boolean ofCard = values.get(SCOPE) == OrchestrationRun.Scope.CARD;
        References references = new References(unit);
        references.rule(!ofCard || card != null, "card_id", "required", "A run of the scope card names the card; give its id.");
        references.rule(ofCard || workflow != null, "workflow_id", "required", "A run of the scope workflow names the workflow; give its id.");
        references.rule(!ofCard || workflow == null, "workflow_id", "not_allowed", "A run of the scope card has no workflow_id; leave it out, or make the scope workflow.");
        references.rule(ofCard || card == null, "card_id", "not_allowed", "A run of the scope workflow has no card_id; leave it out, or make the scope card.");
        references.rule(card == null || RunCards.find(unit, project.id(), card).isPresent(), "card_id", "unknown_reference",
                "There is no card '" + card + "' in this project.");
        references.rule(workflow == null || RunCards.findWorkflow(unit, project.id(), workflow).isPresent(), "workflow_id", "unknown_reference",
                "There is no workflow '" + workflow + "' in this project.");
        references.done();
        Optional<CodeRepository.Details> repository = unit.store(CodeRepositoryStore.class).primaryOf(project.id()).map(CodeRepository::details);
        String remote = values.orNull(REPO_URL);
        String branch = values.orNull(BASE_BRANCH);
        return add(unit, OrchestrationRun.create(unit.firstMeta(), new OrchestrationRun.Details(project.id(), values.get(SCOPE), workflow, card,
                values.get(TRIGGER_TYPE), unit.caller().actor().label(),
                remote == null ? repository.map(CodeRepository.Details::remoteUrl).orElse("") : remote,
                branch == null ? repository.map(CodeRepository.Details::defaultBranch).orElse(CodeRepository.DEFAULT_BRANCH_NAME) : branch,
                values.get(WORKTREE_ROOT), PolicyProfiles.snapshot(policies.of(unit, project)), values.get(INPUT_SNAPSHOT))));
    }

    /** The next attempt of a run, under the policy that holds now. */
    OrchestrationRun again(UnitOfWork unit, Project project, OrchestrationRun run) {
        OrchestrationRun.Details details = run.details();
        return add(unit, run.again(unit.firstMeta(), new OrchestrationRun.Details(details.projectId(), details.scope(), details.workflowId(), details.cardId(),
                details.trigger(), unit.caller().actor().label(), details.repoUrl(), details.baseBranch(), details.worktreeRoot(),
                PolicyProfiles.snapshot(policies.of(unit, project)), details.inputSnapshot())));
    }

    /** The policy that the run was made under. */
    static Policy policy(OrchestrationRun run) {
        return PolicyProfiles.policy(run.details().policySnapshot());
    }
}
