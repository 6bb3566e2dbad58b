package dev.steward.application.orchestration;

import dev.steward.application.Query;
import dev.steward.application.Query.Filter;
import dev.steward.application.Query.Order;
import dev.steward.application.Store;
import dev.steward.application.TestDatabase;
import dev.steward.application.planning.PlanningSamples;
import dev.steward.application.portfolio.PortfolioPlans.Asked;
import dev.steward.application.portfolio.PortfolioSamples;
import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.orchestration.AgentExecution;
import dev.steward.domain.orchestration.AgentRole;
import dev.steward.domain.orchestration.ApprovalRequest;
import dev.steward.domain.orchestration.CardAssignment;
import dev.steward.domain.orchestration.CheckType;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.orchestration.RunCheck;
import dev.steward.domain.orchestration.RunStatus;
import dev.steward.domain.planning.Card;
import dev.steward.domain.workspace.Workspace;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is asked of what comes of runs, and which index answers it. */
public final class DeliveryPlans {

    private static final int PORTION = 500;
    /** Of each kind in each run. */
    private static final int EACH = 10;

    private final Id<Workspace> workspace;
    private final List<OrchestrationRun> runs;
    private final List<CardAssignment> assignments;

    /** Puts {@code rows} commits, checks and so on into the workspace. */
    public DeliveryPlans(TestDatabase database, Id<Workspace> workspace, int rows) {
        this.workspace = workspace;
        Card card = PlanningSamples.card(database, workspace);
        runs = fill(database, rows / EACH, OrchestrationRunStore.class, n -> OrchestrationSamples.aRun(card));
        assignments = fill(database, rows / EACH, CardAssignmentStore.class, n -> OrchestrationSamples.anAssignment(runs.get(n), AgentRole.CODER, "default", 0));
        fill(database, rows, AgentCommitStore.class, n -> DeliverySamples.aCommit(assignments.get(n / EACH), DeliverySamples.sha(n), "src/a"));
        fill(database, rows, AgentExecutionStore.class, n -> {
            CardAssignment one = assignments.get(n / EACH);
            return new AgentExecution(PortfolioSamples.meta(), one.details().projectId(), one.details().runId(), one.id(), n % EACH + 1, "worker", RunStatus.FAILED,
                    DeliverySamples.COMMITTED, DeliverySamples.COMMITTED, "", "");
        });
        fill(database, rows, RunCheckStore.class, n -> DeliverySamples.aCheck(runs.get(n / EACH), null, CheckType.LINT, n % EACH + 1, RunCheck.Status.PASSED));
        fill(database, rows / EACH, PullRequestCandidateStore.class, n -> DeliverySamples.aPullRequest(runs.get(n)));
        fill(database, rows, ApprovalRequestStore.class, n -> {
            ApprovalRequest asked = DeliverySamples.anApproval(runs.get(n / EACH), ApprovalRequest.Type.values()[n % 2]);
            return n % EACH == 0 ? asked : new ApprovalRequest(asked.meta(), asked.projectId(), asked.runId(), asked.type(), ApprovalRequest.Status.SUPERSEDED,
                    asked.contentHash(), asked.requestedBy(), asked.requestedAt(), "", asked.requestedAt(), "");
        });
    }

    public Stream<Asked> all() {
        CardAssignment assignment = assignments.get(7);
        OrchestrationRun run = runs.get(7);
        Filter project = Filter.in("project_id", run.details().projectId().value());
        Filter ofRun = Filter.in("run_id", run.id().value());
        Filter ofAssignment = Filter.in("assignment_id", assignment.id().value());
        return Stream.of(
                new Asked("a commit by its sha", stores -> stores.of(AgentCommitStore.class).findBySha(assignment.id(), DeliverySamples.sha(75)), "agent_commit_sha_unique", true),
                new Asked("all commits of a run", stores -> stores.of(AgentCommitStore.class).references(run.id()), "agent_commit_assignment_id_index", false),
                newest("commits of an assignment", AgentCommitStore.class, "agent_commit_assignment_id_index", ofRun, ofAssignment),
                newest("tries of an assignment", AgentExecutionStore.class, "agent_execution_assignment_id_index", ofRun, ofAssignment),
                new Asked("the latest checks of a run", stores -> stores.of(RunCheckStore.class).standing(run.id()), "run_check_attempt_unique", true),
                newest("checks of a run", RunCheckStore.class, "run_check_run_id_index", project, ofRun),
                new Asked("the pull request of a run", stores -> stores.of(PullRequestCandidateStore.class).findByRun(run.id()), "pull_request_candidate_run_id_unique", true),
                newest("approvals of a run", ApprovalRequestStore.class, "approval_request_run_id_index", project, ofRun),
                new Asked("standing approvals of a run", stores -> stores.of(ApprovalRequestStore.class).standing(run.details().projectId(), run.id()), "approval_request_run_id_index", true),
                newest("approvals that wait for a person", ApprovalRequestStore.class, "approval_request_status_index", Filter.in("status", "pending")),
                newest("all approvals", ApprovalRequestStore.class, "approval_request_pk"));
    }

    private static <S extends Store<?>> Asked newest(String what, Class<S> port, String index, Filter... filters) {
        return new Asked(what, stores -> stores.of(port).list(new Query(List.of(filters), List.of(new Order("id", true, false)), 50, Optional.empty())), index, true);
    }

    private <E extends Entity<E>> List<E> fill(TestDatabase database, int rows, Class<? extends Store<E>> port, IntFunction<E> maker) {
        List<E> made = IntStream.range(0, rows).mapToObj(maker).toList();
        for (int from = 0; from < rows; from += PORTION) {
            List<E> portion = made.subList(from, Math.min(rows, from + PORTION));
            database.write(workspace, stores -> stores.of(port).insertAll(portion));
        }
        return made;
    }
}
