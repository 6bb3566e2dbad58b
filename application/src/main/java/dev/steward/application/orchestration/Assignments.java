package dev.steward.application.orchestration;

import dev.steward.application.Caller;
import dev.steward.application.Entities;
import dev.steward.application.Field;
import dev.steward.application.Query;
import dev.steward.application.Query.Filter;
import dev.steward.application.References;
import dev.steward.application.Shape;
import dev.steward.application.Type;
import dev.steward.application.UnitOfWork;
import dev.steward.application.Values;
import dev.steward.application.planning.Cards;
import dev.steward.application.orchestration.CardAssignmentStore.Wait;
import dev.steward.application.orchestration.CardAssignmentStore.Wanted;
import dev.steward.application.portfolio.ProjectReference;
import dev.steward.application.portfolio.ProjectStore;
import dev.steward.application.portfolio.Projects;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.NumberRule;
import dev.steward.domain.PathGlob;
import dev.steward.domain.PathGlobs;
import dev.steward.domain.RefusedException;
import dev.steward.domain.TextRule;
import dev.steward.domain.orchestration.AgentExecution;
import dev.steward.domain.orchestration.AgentRole;
import dev.steward.domain.orchestration.CardAssignment;
import dev.steward.domain.orchestration.FailureMode;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.orchestration.Policy;
import dev.steward.domain.orchestration.RunStatus;
import dev.steward.domain.planning.Card;
import dev.steward.domain.portfolio.Project;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Assignments: what agents claim, hold and finish. Each step records {@code card_assignment.<step>}: {@code created}, {@code waiting},
 * {@code ready}, {@code claimed}, {@code released}, {@code expired}, {@code blocked}, {@code resumed}, {@code completed},
 * {@code failed}, {@code cancelled}. A heartbeat is no step: it moves the end of a lease and nothing else, and records nothing.
 *
 * <p>What makes an assignment live, ends it, or changes what its run is takes the project's lock first, so these never run side by side
 * within a project: no wait is written for what has just ended, and the last of a run sees that it is the last. Claims, heartbeats and
 * releases take no such lock.
 */
public final class Assignments extends Entities<CardAssignment> {

    /** How many leases that have ended are looked after at once. */
    private static final int SWEEP = 50;

    private static final TextRule ANY_TEXT = TextRule.optional(Integer.MAX_VALUE);
    private static final NumberRule COUNT = new NumberRule(0, Integer.MAX_VALUE);

    private static final Field<Id<Card>> CARD_ID = Field.<Card>id("card_id").mandatory().filter().doc("A card of the run's project; of the run's workflow or card.");
    private static final Field<AgentRole> AGENT_ROLE = Field.word("agent_role", AgentRole.class).orElse(AgentRole.CODER).filter();
    private static final Field<String> AGENT_PROFILE = Field.text("agent_profile", CardAssignment.AGENT_PROFILE).orElse(CardAssignment.DEFAULT_PROFILE).filter()
            .doc("Which kind of agent it is for; one assignment a run, card and profile.");
    private static final Field<String> FEATURE_BRANCH = Field.text("feature_branch", CardAssignment.FEATURE_BRANCH)
            .doc("Never the run's base branch. Made from the ids of run and card when not given.").example("feat/run-6c7d8e9f-0a1b2c3d");
    private static final Field<String> WORKTREE_PATH = Field.text("worktree_path", CardAssignment.WORKTREE_PATH).orElse("");
    private static final Field<PathGlobs> ALLOWED_PATHS = Field.of("allowed_paths", Type.globs())
            .doc("What its agent may change; the card's planned files when not given.").example(PathGlobs.of("chapters/**"));
    private static final Field<PathGlobs> FORBIDDEN_PATHS = Field.of("forbidden_paths", Type.globs()).orElse(PathGlobs.NONE)
            .doc("What its agent may not change all the same; those of the run's policy are added.");
    private static final Field<CardAssignment.Overlap> OVERLAP = Field.word("overlap", CardAssignment.Overlap.class).orElse(CardAssignment.Overlap.WAIT)
            .doc("Whether it waits for assignments of the project that went live earlier and whose allowed_paths overlap.");
    private static final Field<Json.Obj> INPUT_SNAPSHOT = Field.of("input_snapshot", Type.object(Runs.MAX_INPUT)).orElse(Json.EMPTY)
            .doc("Whatever its agent should know.");

    private static final Field<Id<OrchestrationRun>> RUN_ID = Field.<OrchestrationRun>id("run_id").filter();
    private static final Field<RunStatus> STATUS = Field.word("status", RunStatus.class).filter();
    private static final Field<Instant> CLAIMED_AT = Field.instant("claimed_at").optional();
    private static final Field<Instant> LEASE_EXPIRES_AT = Field.instant("lease_expires_at").optional().doc("Send a heartbeat before.");
    private static final Field<Instant> CLAIMABLE_AT = Field.instant("claimable_at").optional()
            .doc("Since when it can be claimed, or from when on, because the lease ends then; null while it cannot.");
    private static final Field<List<String>> LEARNINGS = Field.of("learnings", Type.list(Type.text(CardAssignment.LEARNING), CardAssignment.MAX_LEARNINGS))
            .orElse(List.of()).doc("What its agent learned that others should know.");
    private static final Field<List<CardAssignment.Verb>> ALLOWED =
            Field.of("allowed", Type.list(Type.word(CardAssignment.Verb.class), CardAssignment.Verb.values().length)).doc("What can be done with it now.");

    private static final Shape<PathGlobs.Overlap> SHARED = Shape.<PathGlobs.Overlap>of("shared_paths")
            .output(Field.text("here", ANY_TEXT).doc("A glob of this assignment."), shared -> shared.here().text())
            .output(Field.text("there", ANY_TEXT).doc("A glob of the other one."), shared -> shared.there().text())
            .output(Field.text("example", ANY_TEXT).doc("A path that both have."), PathGlobs.Overlap::example)
            .build();
    private static final Shape<Wait> WAIT = Shape.<Wait>of("wait")
            .output(Field.<CardAssignment>id("assignment_id"), Wait::waitsFor)
            .output(Field.of("paths", Type.outputs(SHARED)), Wait::overlaps)
            .build();
    private static final Field<List<Wait>> BLOCKED_BY = Field.of("blocked_by", Type.outputs(WAIT))
            .doc("The live assignments that went live earlier and whose paths overlap; it can be claimed when all of them have ended.");

    public static final Shape<CardAssignment> SHAPE = members("card_assignment").build();

    /** Needs units of its own, see {@link BriefText}. */
    public static final Field<Json.Obj> BRIEF = Field.of("brief", Type.object(Integer.MAX_VALUE)).optional().doc("The card with its knowledge and planned files, where the run builds it, "
            + "and all of it as one text, as GET /assignments/{id}/brief answers it; null when it cannot be read now: the claim holds all the same.");

    /** A claimed assignment with all that its agent needs. */
    public static final Shape<CardAssignment> CLAIMED = members("claimed_assignment").extra(BRIEF).build();

    private static Shape.Builder<CardAssignment> members(String name) {
        return Shape.<CardAssignment>ofEntity(name)
                .input(CARD_ID, one -> one.details().cardId())
                .input(AGENT_ROLE, one -> one.details().agentRole())
                .input(AGENT_PROFILE, one -> one.details().agentProfile())
                .input(FEATURE_BRANCH, one -> one.details().featureBranch())
                .input(WORKTREE_PATH, one -> one.details().worktreePath())
                .input(ALLOWED_PATHS, one -> one.details().allowedPaths())
                .input(FORBIDDEN_PATHS, one -> one.details().forbiddenPaths())
                .input(OVERLAP, one -> one.details().overlap())
                .input(INPUT_SNAPSHOT, one -> one.details().inputSnapshot())
                .output(ProjectReference.field(), one -> ProjectReference.to(one.details().projectId()))
                .output(RUN_ID, one -> one.details().runId())
                .output(Field.integer("priority", COUNT).doc("The card's; 0 goes first."), one -> one.details().priority())
                .output(Field.integer("lease_seconds", COUNT).doc("How long a claim holds without a heartbeat."), one -> one.details().leaseSeconds())
                .output(Field.integer("max_attempts", COUNT).doc("How many claims may lose their lease before it has failed."), one -> one.details().maxAttempts())
                .output(STATUS, CardAssignment::status)
                .output(Field.integer("attempt", COUNT).doc("How often it was claimed; a release takes that back."), CardAssignment::attempt)
                .output(Shape.whole("fence").doc("Rises at every claim; each call of its agent carries it."), CardAssignment::fence)
                .output(Field.text("agent_session", ANY_TEXT), CardAssignment::agentSession)
                .output(Field.text("claimed_by", ANY_TEXT).optional().filter().doc("Who holds it, or held it last."), CardAssignment::claimedBy)
                .output(CLAIMED_AT, CardAssignment::claimedAt)
                .output(LEASE_EXPIRES_AT, CardAssignment::leaseExpiresAt)
                .output(CLAIMABLE_AT, CardAssignment::claimableAt)
                .output(Field.bool("cancel_requested").doc("Its agent is to stop: the run was cancelled, or failed at once."), CardAssignment::cancelRequested)
                .output(Field.text("block_reason", ANY_TEXT), CardAssignment::blockReason)
                .output(Field.text("summary", ANY_TEXT), CardAssignment::summary)
                .output(Field.text("error", ANY_TEXT), CardAssignment::error)
                .output(LEARNINGS, CardAssignment::learnings)
                .output(Field.instant("ended_at").optional(), CardAssignment::endedAt)
                .extra(ALLOWED)
                .extra(BLOCKED_BY);
    }

    private static final Field<String> AGENT = Field.text("agent", CardAssignment.AGENT).mandatory()
            .doc("The name of the worker that claims; the same for all its calls, another one for each worker.").example("worker-1");
    private static final Field<String> SESSION = Field.text("agent_session", CardAssignment.AGENT_SESSION).orElse("")
            .doc("Where the worker can pick up again; kept with the assignment.");
    private static final Field<List<AgentRole>> ROLES = Field.of("roles", Type.list(Type.word(AgentRole.class), AgentRole.values().length))
            .orElse(List.of(AgentRole.values())).doc("What it can do; all roles when not given.").example(List.of(AgentRole.CODER));
    private static final Field<List<String>> PROFILES = Field.of("profiles", Type.list(Type.text(CardAssignment.AGENT_PROFILE), 10)).orElse(List.of())
            .doc("Which profiles it has; any when not given.");
    private static final Field<ProjectReference> OF_PROJECT = Field.of("project_id", ProjectReference.field().type()).optional().doc("Only of this project, id or slug.");
    private static final Field<Id<OrchestrationRun>> OF_RUN = Field.<OrchestrationRun>id("run_id").optional().doc("Only of this run.");
    private static final Field<Integer> WAIT_SECONDS = Field.integer("wait_seconds", new NumberRule(0, 30)).orElse(0)
            .doc("How long to wait for one when there is none.");
    private static final Field<Integer> MAX_TOKENS = Field.integer("max_tokens", new NumberRule(0, BriefText.MAX_TOKENS.max())).orElse(BriefText.USUAL_TOKENS)
            .doc("How long brief.text may be, at least " + BriefText.MAX_TOKENS.min() + "; 0 for none, which is quicker.");
    static final Field<Long> FENCE = Shape.whole("fence").mandatory().doc("As the claim answered it.").example(1L);
    private static final Field<String> REASON = Field.text("reason", CardAssignment.BLOCK_REASON).mandatory().example("Which of the two endings is meant?");
    private static final Field<String> SUMMARY = Field.text("summary", CardAssignment.SUMMARY).orElse("").example("The turning point is in chapter 3.");
    private static final Field<String> ERROR = Field.text("error", CardAssignment.ERROR).mandatory().example("The build of the base branch is broken.");

    /** The body of {@link #wanted} and {@link #claimNext}. */
    public static final Shape<Void> CLAIM = Shape.<Void>of("claim").input(AGENT, none -> null).input(SESSION, none -> null).input(ROLES, none -> null)
            .input(PROFILES, none -> null).input(OF_PROJECT, none -> null).input(OF_RUN, none -> null).input(WAIT_SECONDS, none -> null)
            .input(MAX_TOKENS, none -> null).build();
    /** The body of {@link #claim}. */
    public static final Shape<Void> CLAIM_THIS = Shape.<Void>of("claim_this").input(AGENT, none -> null).input(SESSION, none -> null)
            .input(MAX_TOKENS, none -> null).build();
    /** The body of {@link #heartbeat} and {@link #release}. */
    public static final Shape<Void> HOLDING = Shape.<Void>of("holding").input(FENCE, none -> null).build();
    public static final Shape<Void> BLOCK = Shape.<Void>of("assignment_block").input(FENCE, none -> null).input(REASON, none -> null).build();
    public static final Shape<Void> COMPLETION = Shape.<Void>of("assignment_completion").input(FENCE, none -> null).input(SUMMARY, none -> null)
            .input(RunCards.KNOWLEDGE, none -> null).input(LEARNINGS, none -> null).build();
    public static final Shape<Void> FAILURE = Shape.<Void>of("assignment_failure").input(FENCE, none -> null).input(ERROR, none -> null).build();

    private final Projects projects;
    private final Runs runs;
    private final RunCards cards;
    private final AgentExecutions executions;
    private final AssignmentWatch watch;

    public Assignments(Projects projects, Runs runs, RunCards cards, AgentExecutions executions, AssignmentWatch watch) {
        super(SHAPE, CardAssignmentStore.class);
        this.projects = projects;
        this.runs = runs;
        this.cards = cards;
        this.executions = executions;
        this.watch = watch;
    }

    private static CardAssignmentStore assignments(UnitOfWork unit) {
        return unit.store(CardAssignmentStore.class);
    }

    @Override
    protected Query resolve(UnitOfWork unit, Query query) {
        return projects.withIds(unit, query);
    }

    @Override
    protected @Nullable UUID projectOf(CardAssignment assignment) {
        return assignment.details().projectId().value();
    }

    @Override
    protected @Nullable UUID runOf(CardAssignment assignment) {
        return assignment.details().runId().value();
    }

    @Override
    public List<Json.Obj> render(UnitOfWork unit, List<CardAssignment> all) {
        Set<Id<CardAssignment>> maybeWaiting = all.stream().filter(one -> one.status() == RunStatus.QUEUED && one.claimableAt() == null)
                .map(CardAssignment::id).collect(Collectors.toSet());
        Map<Id<CardAssignment>, List<Wait>> waits = new HashMap<>();
        (maybeWaiting.isEmpty() ? List.<Wait>of() : assignments(unit).waits(maybeWaiting))
                .forEach(wait -> waits.computeIfAbsent(wait.assignment(), id -> new ArrayList<>()).add(wait));
        return all.stream().map(one -> SHAPE.render(one)
                .with(ALLOWED.name(), ALLOWED.type().render(one.allowed()))
                .with(BLOCKED_BY.name(), BLOCKED_BY.type().render(waits.getOrDefault(one.id(), List.of())))).toList();
    }

    /** All that the agents of these need to know of their cards and runs; what is gone meanwhile is absent. */
    public Map<Id<CardAssignment>, Json.Obj> briefs(UnitOfWork unit, List<CardAssignment> all) {
        return cards.briefs(unit, all);
    }

    /**
     * A new assignment of a run that has not ended; live at once when the run has started.
     *
     * @throws RefusedException {@code invalid_transition}, {@code archived}, {@code not_ready}, {@code invalid}
     */
    public CardAssignment create(UnitOfWork unit, OrchestrationRun found, Values values) {
        Project project = lock(unit, found.details().projectId());
        project.requireOpen();
        OrchestrationRun run = runs.get(unit, found.id());
        if (run.status().hasEnded()) {
            throw new RefusedException(ErrorCode.INVALID_TRANSITION, "This run is " + run.status().word()
                    + " and takes no more assignments; make a new run, or re-run this one.",
                    Map.of("state", Json.of(run.status().word()), "allowed", Json.of(run.allowed().stream().map(verb -> Json.of(verb.word())).toList())));
        }
        References references = new References(unit);
        Id<Card> cardId = values.get(CARD_ID);
        Card card = cards.inScope(unit, run, cardId).orElse(null);
        references.rule(card != null, "card_id", "unknown_reference", "The run has no card '" + cardId + "'; it builds only what it was made for.");
        references.done();
        CardAssignment made = make(unit, run, Objects.requireNonNull(card), values, cards.plannedPaths(unit, List.of(card)));
        cards.requireReady(unit, project, run, List.of(made.details().cardId()));
        add(unit, made);
        if (run.isLive()) {
            goLive(unit, run, List.of(made));
            settle(unit, run.id());
        }
        return get(unit, made.id());
    }

    /** One for each card of the run, for a coder, with the card's planned files as allowed paths. */
    List<CardAssignment> createDefaults(UnitOfWork unit, OrchestrationRun run) {
        List<Card> all = cards.of(unit, run);
        Map<Id<Card>, PathGlobs> planned = cards.plannedPaths(unit, all);
        cards.requirePlanned(all, planned);
        List<CardAssignment> made = new ArrayList<>();
        for (Card card : all) {
            made.add(make(unit, run, card, SHAPE.read(Json.obj(CARD_ID.name(), Json.of(card.id().toString()))), planned));
        }
        addAll(unit, made);
        return made;
    }

    /** The same for the next attempt of the run that it was of. */
    CardAssignment again(UnitOfWork unit, OrchestrationRun run, CardAssignment before, Card card) {
        CardAssignment.Details details = before.details();
        Policy policy = Runs.policy(run);
        return add(unit, CardAssignment.create(unit.firstMeta(), new CardAssignment.Details(details.projectId(), run.id(), card.id(), details.agentRole(),
                details.agentProfile(), branch(run, card), details.worktreePath(), details.allowedPaths(), details.forbiddenPaths(), details.overlap(),
                details.inputSnapshot(), card.details().priority(), policy.leaseSeconds(), policy.maxAttempts())));
    }

    /** @param planned what cards plan, for when no paths are given */
    private CardAssignment make(UnitOfWork unit, OrchestrationRun run, Card card, Values values, Map<Id<Card>, PathGlobs> planned) {
        Policy policy = Runs.policy(run);
        PathGlobs given = values.orNull(ALLOWED_PATHS);
        PathGlobs allowed = given == null ? planned.getOrDefault(card.id(), PathGlobs.NONE) : given;
        String branch = values.orNull(FEATURE_BRANCH) == null ? branch(run, card) : values.get(FEATURE_BRANCH);
        References rules = new References(unit);
        rules.rule(!branch.equals(run.details().baseBranch()), "feature_branch", "base_branch",
                "'" + branch + "' is the branch that the run starts from; give the assignment a branch of its own.");
        for (int i = 0; i < allowed.globs().size(); i++) {
            PathGlob glob = allowed.globs().get(i);
            Optional<PathGlob> forbidden = policy.forbiddenPaths().covering(glob.text());
            rules.rule(forbidden.isEmpty(), "/allowed_paths/" + i, "forbidden_path",
                    "'" + glob + "' is forbidden by the policy of the run (" + forbidden.map(PathGlob::text).orElse("") + "); leave it out.");
        }
        rules.done();
        return CardAssignment.create(unit.firstMeta(), new CardAssignment.Details(run.details().projectId(), run.id(), card.id(), values.get(AGENT_ROLE),
                values.get(AGENT_PROFILE), branch, values.get(WORKTREE_PATH), allowed, policy.forbiddenPaths().and(values.get(FORBIDDEN_PATHS)),
                values.get(OVERLAP), values.get(INPUT_SNAPSHOT), card.details().priority(), policy.leaseSeconds(), policy.maxAttempts()));
    }

    /** The last eight characters: the first ones of a UUIDv7 are the same for hours. */
    private static String branch(OrchestrationRun run, Card card) {
        String runId = run.id().toString();
        String cardId = card.id().toString();
        return "feat/run-" + runId.substring(runId.length() - 8) + "-" + cardId.substring(cardId.length() - 8);
    }

    /** Whoever holds this lock may make assignments of the project live, end them, and say what that makes of their runs. */
    Project lock(UnitOfWork unit, Id<Project> project) {
        return unit.store(ProjectStore.class).lock(project).orElseThrow(() ->
                new RefusedException(ErrorCode.NOT_FOUND, "There is no project '" + project + "' in this workspace."));
    }

    private CardAssignment locked(UnitOfWork unit, CardAssignment found) {
        lock(unit, found.details().projectId());
        return assignments(unit).lock(found.id()).orElseThrow(() -> notFound(found.id().toString()));
    }

    /**
     * The assignment, which nobody else changes until this unit ends, nor anything else of its project's runs; if its agent may still report on it.
     *
     * @throws RefusedException {@code stale_fence}, {@code lease_lost}, {@code invalid_transition}
     */
    CardAssignment held(UnitOfWork unit, CardAssignment found, long fence) {
        CardAssignment locked = locked(unit, found);
        locked.requireFence(fence, unit.now());
        locked.requireHeld(CardAssignment.Verb.REPORT, unit.now());
        return locked;
    }

    /** They can be claimed from now on, or wait for those of the project that are live already and whose paths overlap. Needs the project's lock. */
    void goLive(UnitOfWork unit, OrchestrationRun run, List<CardAssignment> all) {
        Set<UUID> going = all.stream().map(one -> one.id().value()).collect(Collectors.toSet());
        Object project = run.details().projectId().value();
        Set<Id<OrchestrationRun>> live = runs.all(unit, Filter.in("project_id", project), Filter.in("status", RunStatus.RUNNING.word(), RunStatus.BLOCKED.word()))
                .stream().map(OrchestrationRun::id).collect(Collectors.toSet());
        List<CardAssignment> earlier = all(unit, Filter.in("project_id", project),
                Filter.in("status", RunStatus.QUEUED.word(), RunStatus.RUNNING.word(), RunStatus.BLOCKED.word())).stream()
                .filter(one -> live.contains(one.details().runId()) && !going.contains(one.id().value())).collect(Collectors.toCollection(ArrayList::new));
        List<Step<CardAssignment>> steps = new ArrayList<>();
        Map<Id<CardAssignment>, List<Wait>> waiting = new HashMap<>();
        for (CardAssignment one : all) {
            List<Wait> waits = one.details().overlap() == CardAssignment.Overlap.ALLOW ? List.of() : waits(one, earlier);
            if (!waits.isEmpty()) {
                waiting.put(one.id(), waits);
            }
            steps.add(new Step<>(unit, one, waits.isEmpty() ? one.ready(unit.now()) : one));
            earlier.add(one);
        }
        updateAll(unit, steps.stream().filter(step -> !waiting.containsKey(step.before().id())).toList());
        for (Step<CardAssignment> step : steps) {
            List<Wait> waits = waiting.get(step.before().id());
            if (waits == null) {
                record(unit, step.after(), "ready", Json.obj("changes", SHAPE.changes(step.before(), step.after())));
            } else {
                assignments(unit).insertWaits(waits);
                record(unit, step.after(), "waiting", Json.obj(BLOCKED_BY.name(), BLOCKED_BY.type().render(waits)));
            }
        }
        cards.follow(unit, steps);
    }

    private static List<Wait> waits(CardAssignment later, List<CardAssignment> earlier) {
        List<Wait> waits = new ArrayList<>();
        for (CardAssignment other : earlier) {
            List<PathGlobs.Overlap> overlaps = later.details().allowedPaths().overlapsWith(other.details().allowedPaths());
            if (!overlaps.isEmpty()) {
                waits.add(new Wait(later.id(), other.id(), overlaps));
            }
        }
        return waits;
    }

    /** What a claim asks for that names no project and no run; empty for one that does. */
    public static Optional<Wanted> wantedAnywhere(Values values) {
        return values.orNull(OF_PROJECT) == null && values.orNull(OF_RUN) == null
                ? Optional.of(new Wanted(Set.copyOf(values.get(ROLES)), Set.copyOf(values.get(PROFILES)), null, null)) : Optional.empty();
    }

    /** What a claim asks for. */
    public Wanted wanted(UnitOfWork unit, Values values) {
        References references = new References(unit);
        ProjectReference named = values.orNull(OF_PROJECT);
        Project project = named == null ? null : references.find("project_id", projects, named.key());
        references.find("run_id", "run", OrchestrationRunStore.class, values.orNull(OF_RUN));
        references.done();
        return new Wanted(Set.copyOf(values.get(ROLES)), Set.copyOf(values.get(PROFILES)), project == null ? null : project.id(), values.orNull(OF_RUN));
    }

    /** How long a claim is willing to wait. */
    public static int waitSeconds(Values values) {
        return values.get(WAIT_SECONDS);
    }

    /** How long the text of a claim's brief may be; 0 for none. */
    public static int maxTokens(Values values) {
        int asked = values.get(MAX_TOKENS);
        return asked == 0 ? 0 : Math.max(asked, (int) BriefText.MAX_TOKENS.min());
    }

    /** Whether {@link #claimNext} might find one now; asked without writing. */
    public boolean hasNext(UnitOfWork unit, Wanted wanted) {
        return assignments(unit).hasNext(wanted, unit.now());
    }

    /** When the next lease ends, and with it what can be claimed changes without an event. */
    public Optional<Instant> nextLeaseEnd(UnitOfWork unit) {
        return assignments(unit).nextLeaseEnd(unit.now());
    }

    /**
     * Who claims what comes next.
     *
     * @param values {@link #CLAIM}
     */
    public record Claimant(Caller caller, Values values) {
    }

    /** Those that are first in line, now in the hands of these agents, one for each in their order; fewer where there are not as many. Each call gives others. */
    public List<CardAssignment> claimNext(UnitOfWork unit, Wanted wanted, List<Claimant> claimants) {
        List<Step<CardAssignment>> claims = new ArrayList<>();
        for (CardAssignment found : claimants.isEmpty() ? List.<CardAssignment>of() : assignments(unit).next(wanted, unit.now(), claimants.size())) {
            Claimant claimant = claimants.get(claims.size());
            claims.add(new Step<>(unit.as(claimant.caller()), found, claimed(unit, found, claimant.values())));
        }
        keep(unit, claims);
        return claims.stream().map(Step::after).toList();
    }

    /**
     * This one, now in the hands of the agent, or still: who holds it already keeps its fence and gets a new lease.
     *
     * @throws RefusedException {@code claimed}, {@code waiting}, {@code not_ready}, {@code invalid_transition}
     */
    public CardAssignment claim(UnitOfWork unit, CardAssignment asked, Values values) {
        CardAssignment found = assignments(unit).lock(asked.id()).orElseThrow(() -> notFound(asked.id().toString()));
        if (found.status() == RunStatus.QUEUED && found.claimableAt() == null) {
            refuseWaiting(unit, found);
        }
        if (found.isLost(unit.now()) && found.isLastAttempt()) {
            throw new RefusedException(ErrorCode.INVALID_TRANSITION, "The last of " + found.details().maxAttempts()
                    + " attempts has lost its lease, so this assignment has failed; re-run its run.",
                    Map.of("state", Json.of(RunStatus.FAILED.word()), "allowed", Json.of(List.of())));
        }
        CardAssignment after = claimed(unit, found, values);
        if (after.fence() == found.fence()) {
            store(unit).update(found, after); // a new lease under the same claim, as after a heartbeat
        } else {
            keep(unit, List.of(new Step<>(unit, found, after)));
        }
        return after;
    }

    private void refuseWaiting(UnitOfWork unit, CardAssignment found) {
        List<Wait> waits = assignments(unit).waits(Set.of(found.id()));
        if (waits.isEmpty()) {
            throw new RefusedException(ErrorCode.NOT_READY, "The run of this assignment has not started; start it first: POST /api/v1/runs/"
                    + found.details().runId() + "/start.", Map.of("missing", Json.of(List.of(Cards.missing("run_not_started", "The run has not started; start it.")))));
        }
        String names = waits.stream().map(wait -> wait.waitsFor() + " (" + wait.overlaps().getFirst().here() + " overlaps " + wait.overlaps().getFirst().there() + ")")
                .limit(3).collect(Collectors.joining(", "));
        throw new RefusedException(ErrorCode.WAITING, "This assignment waits for " + names + (waits.size() > 3 ? " and " + (waits.size() - 3) + " more" : "")
                + "; it can be claimed when they have ended.", Map.of(BLOCKED_BY.name(), BLOCKED_BY.type().render(waits)));
    }

    private static CardAssignment claimed(UnitOfWork unit, CardAssignment found, Values values) {
        return found.claim(values.get(AGENT), values.get(SESSION), unit.now());
    }

    /** Keeps claims with new fences. */
    private void keep(UnitOfWork unit, List<Step<CardAssignment>> claims) {
        updateAll(unit, claims);
        List<AgentExecution> begun = executions.begin(unit, claims.stream().map(Step::after).toList());
        for (int n = 0; n < claims.size(); n++) {
            CardAssignment before = claims.get(n).before();
            CardAssignment after = claims.get(n).after();
            Json.Obj payload = Json.obj("changes", SHAPE.changes(before, after));
            if (before.isLost(unit.now())) {
                executions.end(unit, before, before.fence(), RunStatus.FAILED, "", lost(before));
                payload = payload.with("lost_by", Json.of(before.claimedBy()));
            }
            record(claims.get(n).by(), after, "claimed", payload.with("execution_id", Json.of(begun.get(n).id().toString())));
        }
        cards.follow(unit, claims);
    }

    private static String lost(CardAssignment before) {
        return "The lease ended at " + before.leaseExpiresAt() + " without a heartbeat.";
    }

    /**
     * Extends the lease, and tells whether to stop. Needs the fence, as all that follows does.
     *
     * @throws RefusedException {@code stale_fence}, {@code lease_lost}, {@code invalid_transition}; so do all that follow
     */
    public CardAssignment heartbeat(UnitOfWork unit, CardAssignment found, Values values) {
        CardAssignment after = found.heartbeat(values.get(FENCE), unit.now());
        if (after != found) {
            store(unit).update(found, after);
        }
        return after;
    }

    /** Notes how far its agent is. */
    public AgentExecution note(UnitOfWork unit, CardAssignment found, Values values) {
        return executions.note(unit, held(unit, found, values.get(FENCE)), values);
    }

    /** Gives it back; a repetition changes nothing. */
    public CardAssignment release(UnitOfWork unit, CardAssignment before, Values values) {
        CardAssignment after = before.release(values.get(FENCE), unit.now());
        return after == before ? before : over(unit, before, after, "released", RunStatus.CANCELLED, "");
    }

    /** Puts it aside for a person; a repetition changes nothing. */
    public CardAssignment block(UnitOfWork unit, CardAssignment found, Values values) {
        CardAssignment before = locked(unit, found);
        CardAssignment after = before.block(values.get(FENCE), values.get(REASON), unit.now());
        if (after == before) {
            return before;
        }
        over(unit, before, after, "blocked", RunStatus.BLOCKED, after.blockReason());
        settle(unit, after.details().runId());
        return after;
    }

    /** Lets it be claimed again after it was blocked. */
    public CardAssignment resume(UnitOfWork unit, CardAssignment found) {
        CardAssignment before = locked(unit, found);
        CardAssignment after = save(unit, before, before.resume(unit.now()), "resumed");
        cards.follow(unit, after);
        settle(unit, after.details().runId());
        return after;
    }

    /** Done: what it learned of the card is added to the card, once, and what it learned besides is kept with it. A repetition changes nothing. */
    public CardAssignment complete(UnitOfWork unit, CardAssignment found, Values values) {
        CardAssignment before = locked(unit, found);
        CardAssignment after = before.complete(values.get(FENCE), values.get(SUMMARY), values.get(LEARNINGS), unit.now());
        if (after == before) {
            return before;
        }
        cards.append(unit, after, values.get(RunCards.KNOWLEDGE));
        watch.completed(unit, after, values.get(RunCards.KNOWLEDGE));
        return ended(unit, before, after, "completed", Json.obj("knowledge", RunCards.KNOWLEDGE.type().render(values.get(RunCards.KNOWLEDGE))));
    }

    /** Given up for good; a repetition changes nothing. */
    public CardAssignment fail(UnitOfWork unit, CardAssignment found, Values values) {
        CardAssignment before = locked(unit, found);
        CardAssignment after = before.fail(values.get(FENCE), values.get(ERROR), unit.now());
        return after == before ? before : ended(unit, before, after, "failed", Json.EMPTY);
    }

    /** Looks after leases that have ended: some, the longest ended ones first. Answers how many. A second call at once finds nothing of those. */
    public int sweep(UnitOfWork unit) {
        List<CardAssignment> lost = assignments(unit).lost(unit.now(), SWEEP);
        lost.forEach(one -> expire(unit, one));
        return lost.size();
    }

    /** Whether {@link #sweep} has something to do; asked without writing. Someone may wait for what it ends. */
    public boolean needsSweep(UnitOfWork unit) {
        return !assignments(unit).lost(unit.now(), 1).isEmpty();
    }

    private void expire(UnitOfWork unit, CardAssignment found) {
        CardAssignment before = locked(unit, found);
        if (!before.isLost(unit.now())) {
            return; // its holder was quicker, or another server was
        }
        CardAssignment after = before.expire(unit.now());
        if (after.status().hasEnded()) {
            ended(unit, before, after, "failed", Json.EMPTY);
        } else {
            over(unit, before, after, "expired", RunStatus.FAILED, lost(before));
        }
    }

    /** Ends what is open of a run, and with it what waited for it. Needs the project's lock; the run's own state is the caller's. */
    void cancelAll(UnitOfWork unit, OrchestrationRun run) {
        for (CardAssignment one : open(unit, run)) {
            end(unit, one, one.cancel(unit.now()), "cancelled", Json.EMPTY);
        }
    }

    /** Ends what is open of a card, which goes. Needs the project's lock. */
    void cancelAll(UnitOfWork unit, Card card) {
        for (CardAssignment one : open(unit, List.of(card))) {
            CardAssignment current = assignments(unit).lock(one.id()).orElseThrow(() -> notFound(one.id().toString()));
            if (!current.status().hasEnded()) { // ending one may have failed its run, and so have ended the next
                CardAssignment cancelled = current.cancel(unit.now());
                keepEnd(unit, current, cancelled, "cancelled", Json.EMPTY); // the card itself stays as it is: who deletes it has read it
                settle(unit, cancelled.details().runId());
            }
        }
    }

    /** What has not ended of these cards. */
    List<CardAssignment> open(UnitOfWork unit, List<Card> cards) {
        List<CardAssignment> all = new ArrayList<>();
        for (Card card : cards) {
            all.addAll(all(unit, Filter.in("project_id", card.projectId().value()), Filter.in("card_id", card.id().value()),
                    Filter.in("status", RunStatus.QUEUED.word(), RunStatus.RUNNING.word(), RunStatus.BLOCKED.word())));
        }
        return all;
    }

    private List<CardAssignment> open(UnitOfWork unit, OrchestrationRun run) {
        return all(unit, Filter.in("project_id", run.details().projectId().value()), Filter.in("run_id", run.id().value()),
                Filter.in("status", RunStatus.QUEUED.word(), RunStatus.RUNNING.word(), RunStatus.BLOCKED.word())).stream()
                .map(one -> assignments(unit).lock(one.id()).orElseThrow(() -> notFound(one.id().toString()))).filter(one -> !one.status().hasEnded()).toList();
    }

    /** The try is over, and another one may follow. */
    private CardAssignment over(UnitOfWork unit, CardAssignment before, CardAssignment after, String verb, RunStatus execution, String reason) {
        save(unit, before, after, verb);
        executions.end(unit, after, before.fence(), execution, "", reason);
        cards.follow(unit, after);
        return after;
    }

    /** It has ended: those that waited for nothing else go on, and the run gets as far as that makes it. */
    private CardAssignment ended(UnitOfWork unit, CardAssignment before, CardAssignment after, String verb, Json.Obj more) {
        end(unit, before, after, verb, more);
        settle(unit, after.details().runId());
        return after;
    }

    private void end(UnitOfWork unit, CardAssignment before, CardAssignment after, String verb, Json.Obj more) {
        keepEnd(unit, before, after, verb, more);
        cards.follow(unit, after);
    }

    private void keepEnd(UnitOfWork unit, CardAssignment before, CardAssignment after, String verb, Json.Obj more) {
        store(unit).update(before, after);
        Json.Obj payload = Json.obj("changes", SHAPE.changes(before, after));
        for (Map.Entry<String, Json> member : more.members().entrySet()) {
            payload = payload.with(member.getKey(), member.getValue());
        }
        record(unit, after, verb, payload);
        executions.end(unit, after, before.fence(), after.status(), after.summary(), after.error());
        assignments(unit).endWaitsOf(after.id());
        for (Id<CardAssignment> id : assignments(unit).endWaitsFor(after.id())) {
            CardAssignment waited = get(unit, id);
            if (!waited.status().hasEnded()) {
                save(unit, waited, waited.ready(unit.now()), "ready");
            }
        }
    }

    /** The run gets as far as its assignments make it. Needs the project's lock. */
    private void settle(UnitOfWork unit, Id<OrchestrationRun> id) {
        OrchestrationRun before = runs.get(unit, id);
        OrchestrationRun after = before.progressed(assignments(unit).statuses(before), unit.now());
        if (after == before) {
            return;
        }
        runs.save(unit, before, after, after.status() == RunStatus.RUNNING ? "resumed" : after.status().word());
        cards.follow(unit, after);
        if (after.status() == RunStatus.FAILED && after.failureMode() == FailureMode.FAIL_FAST) {
            cancelAll(unit, after);
        }
    }
}
