package dev.steward.application.imports;

import dev.steward.application.Shape;
import dev.steward.application.Store;
import dev.steward.application.imports.DossierSource.Made;
import dev.steward.application.imports.Draft.Unplaceable;
import dev.steward.application.orchestration.AgentCommitStore;
import dev.steward.application.orchestration.AgentExecutionStore;
import dev.steward.application.orchestration.AgentExecutions;
import dev.steward.application.orchestration.ApprovalRequestStore;
import dev.steward.application.orchestration.Approvals;
import dev.steward.application.orchestration.Assignments;
import dev.steward.application.orchestration.CardAssignmentStore;
import dev.steward.application.orchestration.Checks;
import dev.steward.application.orchestration.Commits;
import dev.steward.application.orchestration.OrchestrationRunStore;
import dev.steward.application.orchestration.PolicyProfileStore;
import dev.steward.application.orchestration.PolicyProfiles;
import dev.steward.application.orchestration.PullRequestCandidateStore;
import dev.steward.application.orchestration.PullRequests;
import dev.steward.application.orchestration.RunCheckStore;
import dev.steward.application.orchestration.Runs;
import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.InvalidException;
import dev.steward.domain.Json;
import dev.steward.domain.PathGlob;
import dev.steward.domain.PathGlobs;
import dev.steward.domain.TextRule;
import dev.steward.domain.Word;
import dev.steward.domain.orchestration.AgentCommit;
import dev.steward.domain.orchestration.AgentExecution;
import dev.steward.domain.orchestration.AgentRole;
import dev.steward.domain.orchestration.ApprovalRequest;
import dev.steward.domain.orchestration.CardAssignment;
import dev.steward.domain.orchestration.CheckType;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.orchestration.Policy;
import dev.steward.domain.orchestration.PolicyProfile;
import dev.steward.domain.orchestration.PullRequestCandidate;
import dev.steward.domain.orchestration.RunCheck;
import dev.steward.domain.orchestration.RunStatus;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.Workflow;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.portfolio.RemoteUrl;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Dossier's policies and runs. Everything of a run has ended: what Dossier left open is cancelled or superseded, because nobody is there to
 * finish it, and no agent of Steward is to claim it.
 */
final class DossierRuns {

    private static final TextRule INITIATED_BY = TextRule.optional(200);
    private static final String OVER = "no run of Dossier goes on";

    private final DossierSource source;
    private final DossierProjects projects;
    private final DossierMap map;
    private final ImportRun run;
    private final Kind<PolicyProfile> policies;
    private final Kind<OrchestrationRun> runs;
    private final Kind<CardAssignment> assignments;
    private final Kind<AgentExecution> executions;
    private final Kind<AgentCommit> commits;
    private final Kind<RunCheck> checks;
    private final Kind<PullRequestCandidate> pullRequests;
    private final Kind<ApprovalRequest> approvals;

    DossierRuns(DossierSource source, DossierProjects projects, DossierMap map) {
        this.source = source;
        this.projects = projects;
        this.map = map;
        this.run = source.run();
        this.policies = kind(PolicyProfiles.SHAPE, PolicyProfileStore.class, PolicyProfile::projectId, policy -> null);
        this.runs = kind(Runs.SHAPE, OrchestrationRunStore.class, one -> one.details().projectId(), OrchestrationRun::id);
        this.assignments = kind(Assignments.SHAPE, CardAssignmentStore.class, one -> one.details().projectId(), one -> one.details().runId());
        this.executions = kind(AgentExecutions.SHAPE, AgentExecutionStore.class, AgentExecution::projectId, AgentExecution::runId);
        this.commits = kind(Commits.SHAPE, AgentCommitStore.class, AgentCommit::projectId, AgentCommit::runId);
        this.checks = kind(Checks.SHAPE, RunCheckStore.class, RunCheck::projectId, RunCheck::runId);
        this.pullRequests = kind(PullRequests.SHAPE, PullRequestCandidateStore.class, PullRequestCandidate::projectId, PullRequestCandidate::runId);
        this.approvals = kind(Approvals.SHAPE, ApprovalRequestStore.class, ApprovalRequest::projectId, ApprovalRequest::runId);
    }

    private <E extends Entity<E>> Kind<E> kind(Shape<E> shape, Class<? extends Store<E>> store, Function<E, Id<Project>> project,
            Function<E, @Nullable Id<OrchestrationRun>> runOf) {
        return run.kind(shape, store, entity -> project.apply(entity).value(), entity -> Json.EMPTY, entity -> {
            Id<OrchestrationRun> id = runOf.apply(entity);
            return id == null ? null : id.value();
        });
    }

    void place() {
        place("system_policy_profile", policies, this::policy, Set.of("projectId"));
        place("orchestration_run", runs, this::orchestrationRun, Set.of("projectId", "attempt", "rerunOf"));
        Tries tries = new Tries();
        place("card_assignment", assignments, row -> assignment(row, tries), Set.of("projectId", "runId", "cardId", "priority"));
        place("agent_execution", executions, row -> execution(row, tries), Set.of("projectId", "runId", "assignmentId", "fence"));
        place("agent_commit", commits, this::commit, Set.of("projectId", "runId", "assignmentId", "fence"));
        Map<String, Integer> attempts = new HashMap<>();
        Map<String, Integer> attemptOf = new HashMap<>();
        source.file().rows("run_check").forEach(row -> attemptOf.put(row.key(),
                attempts.merge(row.raw().get("run_id") + " " + row.raw().get("check_type"), 1, Integer::sum)));
        place("run_check", checks, row -> check(row, attemptOf), Set.of("projectId", "runId", "attempt"));
        place("pull_request_candidate", pullRequests, this::pullRequest, Set.of("projectId", "runId"));
        place("approval_request", approvals, this::approval, Set.of("projectId", "runId"));
    }

    private <E extends Entity<E>> void place(String table, Kind<E> kind, Function<RowReader, Made<E>> reading, Set<String> kept) {
        List<RawRow> rows = source.file().rows(table);
        if (!rows.isEmpty()) {
            source.place(table, rows, kind, new DossierPlacing<>(source, reading, kept));
        }
    }

    private Made<PolicyProfile> policy(RowReader row) {
        Project project = source.referred(row, "project_id", "project", projects.kind());
        Policy policy = policy(row, column -> row.json(column, source.json(), Json.NULL));
        Instant updated = row.instant("updated_at", "the time of the import is taken");
        return new Made<>(meta -> {
            if (source.unit().store(PolicyProfileStore.class).findByProject(project.id()).filter(other -> !other.id().equals(meta.id())).isPresent()) {
                throw new Unplaceable("Its project has a policy in Steward.");
            }
            return new PolicyProfile(meta, project.id(), policy);
        }, updated, updated, Json.NULL);
    }

    /** @param values each of its columns, or each member of a snapshot; null for none */
    private static Policy policy(RowReader row, Function<String, Json> values) {
        List<CheckType> required = new ArrayList<>();
        for (Json one : items(row, "required_checks", values)) {
            Word.find(CheckType.class, one instanceof Json.Text text ? text.value() : "").ifPresentOrElse(required::add,
                    () -> row.changed("required_checks", one, null, "not a check"));
        }
        if (required.isEmpty()) {
            required.addAll(Policy.DEFAULT.requiredChecks());
            row.changed("required_checks", Json.of(List.of()), "lint", "a gate without checks lets everything pass");
        }
        return new Policy(required, globs(row, "protected_paths", values), globs(row, "forbidden_paths", values),
                object(row, "dependency_policy", values), object(row, "security_policy", values), object(row, "architecture_policy", values),
                object(row, "approval_policy", values), Policy.DEFAULT.failureMode(), Policy.DEFAULT.leaseSeconds(), Policy.DEFAULT.maxAttempts(),
                Policy.DEFAULT.requireFinalized());
    }

    private static List<Json> items(RowReader row, String name, Function<String, Json> values) {
        Json value = values.apply(name);
        if (value instanceof Json.Arr array) {
            return array.items();
        }
        if (!(value instanceof Json.Null)) {
            row.changed(name, value, null, "not a list");
        }
        return List.of();
    }

    private static Json.Obj object(RowReader row, String name, Function<String, Json> values) {
        Json value = values.apply(name);
        if (value instanceof Json.Obj object) {
            return object;
        }
        if (!(value instanceof Json.Null)) {
            row.changed(name, value, null, "not a JSON object");
        }
        return Json.EMPTY;
    }

    /** Those that are globs here, as many as are kept. */
    private static PathGlobs globs(RowReader row, String name, Function<String, Json> values) {
        List<PathGlob> globs = new ArrayList<>();
        int characters = 0;
        for (Json one : items(row, name, values)) {
            try {
                PathGlob glob = PathGlob.parse(name, one instanceof Json.Text text ? text.value() : "");
                characters += glob.text().length();
                if (globs.size() == PathGlobs.MAX || characters > PathGlobs.MAX_CHARACTERS) {
                    row.changed(name, one, null, "too many to be kept");
                } else {
                    globs.add(glob);
                }
            } catch (InvalidException e) {
                row.changed(name, one, null, e.violations().getFirst().message());
            }
        }
        return new PathGlobs(globs);
    }

    private Made<OrchestrationRun> orchestrationRun(RowReader row) {
        Project project = source.referred(row, "project_id", "project", projects.kind());
        OrchestrationRun.Scope scope = row.word("scope", OrchestrationRun.Scope.class, OrchestrationRun.Scope.CARD);
        Id<Workflow> workflow = scope == OrchestrationRun.Scope.WORKFLOW ? source.referredOrNone(row, "workflow_id", "workflow", map.workflows()) : null;
        Id<Card> card = scope == OrchestrationRun.Scope.CARD ? source.referredOrNone(row, "card_id", "card", map.cards()) : null;
        if (workflow != null && map.workflows().find(workflow.value()).filter(one -> one.projectId().equals(project.id())).isEmpty()
                || card != null && map.cards().find(card.value()).filter(one -> one.projectId().equals(project.id())).isEmpty()) {
            throw new Unplaceable("What it builds is of another project.");
        }
        Json.Obj snapshot = row.object("system_policy_snapshot", source.json());
        Policy policy = policy(row, name -> Objects.requireNonNullElse(snapshot.get(name), Json.NULL));
        OrchestrationRun.Details details = new OrchestrationRun.Details(project.id(), scope, workflow, card,
                row.word("trigger_type", OrchestrationRun.Trigger.class, OrchestrationRun.Trigger.MANUAL), row.optional("initiated_by", INITIATED_BY),
                repoUrl(row), row.line("base_branch", OrchestrationRun.BASE_BRANCH, "main"), row.optional("worktree_root", OrchestrationRun.WORKTREE_ROOT),
                PolicyProfiles.POLICY.render(policy).with("policy_version", Json.of(0)),
                source.rewritten(row.object("run_input_snapshot", source.json()), List.of()));
        Instant created = row.created();
        Instant updated = row.updated(created);
        Instant started = row.instant("started_at", "unknown");
        Ended ended = ended(row, "ended_at", updated);
        return new Made<>(meta -> new OrchestrationRun(meta, details, ended.status(), 1, null, started, Objects.requireNonNullElse(ended.at(), meta.updatedAt())),
                created, updated, Json.NULL);
    }

    private static String repoUrl(RowReader row) {
        String url = row.optional("repo_url", OrchestrationRun.REPO_URL);
        if (new RemoteUrl(url).holdsSecret()) {
            row.changed("repo_url", Json.of("a URL with a password or token"), null, "it holds a password or token, which is not stored here");
            return "";
        }
        return url;
    }

    private record Ended(RunStatus status, @Nullable Instant at) {
    }

    /** How and when it ended; what had not is cancelled since it was last changed. */
    private static Ended ended(RowReader row, String column, @Nullable Instant updated) {
        RunStatus status = row.word("status", RunStatus.class, RunStatus.CANCELLED);
        Instant at = row.has(column) ? row.instant(column, "the last change is taken") : null;
        if (status.hasEnded()) {
            return new Ended(status, at == null ? updated : at);
        }
        row.changed("status", RunStatus.CANCELLED, OVER);
        return new Ended(RunStatus.CANCELLED, at == null ? updated : at);
    }

    /** The executions of each assignment, in the order of their start: one for each claim. */
    private final class Tries {
        private final Map<String, List<RawRow>> of = new HashMap<>();

        Tries() {
            source.file().rows("agent_execution").stream()
                    .sorted(Comparator.comparing(row -> Objects.requireNonNullElse(new RowReader(row).instant("started_at", ""), Instant.EPOCH)))
                    .forEach(row -> of.computeIfAbsent(String.valueOf(new RowReader(row).textReference("assignment_id")), key -> new ArrayList<>()).add(row));
        }

        List<RawRow> of(String assignment) {
            return of.getOrDefault(assignment, List.of());
        }

        /** The fence of an execution, from 1. */
        int fence(String assignment, String execution) {
            return of(assignment).stream().map(RawRow::key).toList().indexOf(execution) + 1;
        }
    }

    private Made<CardAssignment> assignment(RowReader row, Tries tries) {
        OrchestrationRun ofRun = source.referred(row, "run_id", "orchestration_run", runs);
        Card card = source.referred(row, "card_id", "card", map.cards());
        if (!card.projectId().equals(ofRun.details().projectId())) {
            throw new Unplaceable("Its run and its card are of two projects.");
        }
        Json.Obj lists = Json.obj("allowed_paths", row.json("allowed_paths", source.json(), Json.NULL))
                .with("forbidden_paths", row.json("forbidden_paths", source.json(), Json.NULL));
        PathGlobs allowed = globs(row, "allowed_paths", name -> Objects.requireNonNullElse(lists.get(name), Json.NULL));
        PathGlobs forbidden = globs(row, "forbidden_paths", name -> Objects.requireNonNullElse(lists.get(name), Json.NULL));
        if (allowed.isEmpty()) {
            throw new Unplaceable("None of its allowed paths is a path inside of the project.");
        }
        CardAssignment.Details details = new CardAssignment.Details(ofRun.details().projectId(), ofRun.id(), card.id(),
                row.word("agent_role", AgentRole.class, AgentRole.CODER), row.line("agent_profile", CardAssignment.AGENT_PROFILE, CardAssignment.DEFAULT_PROFILE),
                row.line("feature_branch", CardAssignment.FEATURE_BRANCH, "unknown"), row.optional("worktree_path", CardAssignment.WORKTREE_PATH),
                allowed, forbidden, CardAssignment.Overlap.WAIT, source.rewritten(row.object("assignment_input_snapshot", source.json()), List.of()),
                card.details().priority(), Policy.DEFAULT.leaseSeconds(), Policy.DEFAULT.maxAttempts());
        String session = row.optional("session_id", CardAssignment.AGENT_SESSION);
        List<RawRow> claims = tries.of(row.key());
        RowReader last = claims.isEmpty() ? null : new RowReader(claims.getLast());
        String summary = last == null ? "" : last.optional("summary", CardAssignment.SUMMARY);
        String error = last == null ? "" : last.optional("error", CardAssignment.ERROR);
        Instant claimed = last == null ? null : last.instant("started_at", "");
        Instant created = row.created();
        Instant updated = row.updated(created);
        Ended ended = ended(row, "ended_at", updated);
        return new Made<>(meta -> new CardAssignment(meta, details, ended.status(), claims.size(), claims.size(), session,
                claims.isEmpty() ? null : DossierImport.SYSTEM, claims.isEmpty() ? null : Objects.requireNonNullElse(claimed, meta.createdAt()), null, null, "", summary,
                error, List.of(), Objects.requireNonNullElse(ended.at(), meta.updatedAt())), created, updated, Json.NULL);
    }

    private Made<AgentExecution> execution(RowReader row, Tries tries) {
        CardAssignment assignment = source.referred(row, "assignment_id", "card_assignment", assignments);
        Instant started = row.instant("started_at", "the start of the assignment is taken");
        Instant start = started == null ? assignment.meta().createdAt() : started;
        Ended ended = ended(row, "ended_at", assignment.meta().updatedAt());
        Instant end = ended.at() == null || ended.at().isBefore(start) ? start : ended.at();
        int fence = tries.fence(String.valueOf(row.textReference("assignment_id")), row.key());
        String summary = row.optional("summary", CardAssignment.SUMMARY);
        String error = row.optional("error", CardAssignment.ERROR);
        return new Made<>(meta -> new AgentExecution(meta, assignment.details().projectId(), assignment.details().runId(), assignment.id(), fence,
                DossierImport.SYSTEM, ended.status(), start, end, summary, error), start, end, Json.NULL);
    }

    private Made<AgentCommit> commit(RowReader row) {
        CardAssignment assignment = source.referred(row, "assignment_id", "card_assignment", assignments);
        Instant committed = row.instant("committed_at", "the last change of the assignment is taken");
        Instant at = committed == null ? assignment.meta().updatedAt() : committed;
        AgentCommit.Details details = new AgentCommit.Details(row.line("sha", TextRule.optional(64), "").toLowerCase(Locale.ROOT),
                row.line("branch", AgentCommit.BRANCH, assignment.details().featureBranch()), row.optional("message", AgentCommit.MESSAGE), at, List.of());
        return new Made<>(meta -> {
            if (source.unit().store(AgentCommitStore.class).findBySha(assignment.id(), details.sha()).filter(other -> !other.id().equals(meta.id())).isPresent()) {
                throw new Unplaceable("Its assignment has the commit " + details.sha() + " already.");
            }
            return new AgentCommit(meta, details, assignment.details().projectId(), assignment.details().runId(), assignment.id(), assignment.fence(), List.of());
        }, at, at, Json.NULL);
    }

    private Made<RunCheck> check(RowReader row, Map<String, Integer> attemptOf) {
        OrchestrationRun ofRun = source.referred(row, "run_id", "orchestration_run", runs);
        CheckType type = row.wordOrNone("check_type", CheckType.class);
        RunCheck.Status status = row.wordOrNone("status", RunCheck.Status.class);
        if (type == null || status == null) {
            throw new Unplaceable("Its type or its status is none that there is.");
        }
        Instant created = row.created();
        Instant executed = row.instant("executed_at", "when it was recorded is taken");
        String output = row.optional("output", RunCheck.OUTPUT);
        int attempt = attemptOf.getOrDefault(row.key(), 1);
        return new Made<>(meta -> RunCheck.create(meta, ofRun, null, type, attempt, status, output, Objects.requireNonNullElse(executed, meta.createdAt())),
                created, created, Json.NULL);
    }

    private Made<PullRequestCandidate> pullRequest(RowReader row) {
        OrchestrationRun ofRun = source.referred(row, "run_id", "orchestration_run", runs);
        PullRequestCandidate.Details details = new PullRequestCandidate.Details(row.line("base_branch", PullRequestCandidate.BRANCH, "main"),
                row.line("head_branch", PullRequestCandidate.BRANCH, "unknown"), row.line("title", PullRequestCandidate.TITLE, "Untitled"),
                row.optional("description", PullRequestCandidate.DESCRIPTION), row.optional("pr_url", PullRequestCandidate.PR_URL));
        PullRequestCandidate.Status status = row.word("status", PullRequestCandidate.Status.class, PullRequestCandidate.Status.NOT_CREATED);
        return Made.of(row, meta -> {
            if (source.unit().store(PullRequestCandidateStore.class).findByRun(ofRun.id()).filter(other -> !other.id().equals(meta.id())).isPresent()) {
                throw new Unplaceable("Its run has a pull request in Steward.");
            }
            return new PullRequestCandidate(meta, details, ofRun.details().projectId(), ofRun.id(), status);
        });
    }

    /** It has no content hash, so it approves nothing that is asked from now on. */
    private Made<ApprovalRequest> approval(RowReader row) {
        OrchestrationRun ofRun = source.referred(row, "run_id", "orchestration_run", runs);
        ApprovalRequest.Type type = row.wordOrNone("approval_type", ApprovalRequest.Type.class);
        if (type == null) {
            throw new Unplaceable("What it asks for is nothing that there is.");
        }
        ApprovalRequest.Status written = row.word("status", ApprovalRequest.Status.class, ApprovalRequest.Status.SUPERSEDED);
        ApprovalRequest.Status status = written == ApprovalRequest.Status.PENDING ? ApprovalRequest.Status.SUPERSEDED : written;
        if (status != written) {
            row.changed("status", status, OVER);
        }
        Instant created = row.created();
        Instant updated = row.updated(created);
        Instant requested = row.instant("requested_at", "when it was made is taken");
        Instant resolved = row.instant("resolved_at", "the last change is taken");
        String by = row.optional("requested_by", INITIATED_BY);
        String resolvedBy = row.optional("resolved_by", INITIATED_BY);
        String note = row.optional("notes", ApprovalRequest.NOTE);
        return new Made<>(meta -> new ApprovalRequest(meta, ofRun.details().projectId(), ofRun.id(), type, status, "", by,
                Objects.requireNonNullElse(requested, meta.createdAt()), resolvedBy, Objects.requireNonNullElse(resolved, meta.updatedAt()), note), created, updated, Json.NULL);
    }
}
