package dev.steward.application.orchestration;

import static dev.steward.application.Bench.body;

import dev.steward.application.Bench;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.PathGlobs;
import dev.steward.domain.orchestration.AgentCommit;
import dev.steward.domain.orchestration.AgentRole;
import dev.steward.domain.orchestration.ApprovalRequest;
import dev.steward.domain.orchestration.CardAssignment;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.orchestration.RunCheck;
import dev.steward.domain.portfolio.Project;
import java.util.List;
import java.util.UUID;

/** A started run of a project whose policy asks for lint and unit, and an assignment of it that worker-1 holds under the fence 1. */
final class DeliveryBench {

    static final String SHA = DeliverySamples.sha(1);

    final Bench bench = new Bench();
    final Project novel = bench.project("Novel");
    final OrchestrationRun run;
    final CardAssignment held;

    DeliveryBench() {
        bench.write(unit -> bench.policies.put(unit, novel, PolicyProfiles.POLICY.read(body("required_checks", List.of("lint", "unit"), "protected_paths", List.of("db/**"),
                "forbidden_paths", List.of("**/*.pem")))));
        run = keep(queued().start(bench.now));
        held = bench.write(unit -> {
            CardAssignment made = CardAssignment.create(unit.firstMeta(), new CardAssignment.Details(novel.id(), run.id(), new Id<>(new UUID(1, 1)), AgentRole.CODER, "default",
                    "feat/x", "", PathGlobs.of("src/**"), PathGlobs.NONE, CardAssignment.Overlap.WAIT, Json.EMPTY, 0, 300, 3));
            CardAssignment claimed = made.ready(unit.now()).claim("worker-1", "", unit.now());
            unit.store(CardAssignmentStore.class).insert(claimed);
            return claimed;
        });
    }

    /** Another run of the project, which has not started. */
    OrchestrationRun queued() {
        return bench.write(unit -> OrchestrationRun.create(unit.firstMeta(), new OrchestrationRun.Details(novel.id(), OrchestrationRun.Scope.CARD, null, new Id<>(new UUID(1, 1)),
                OrchestrationRun.Trigger.MANUAL, "Ada", "", "main", "", PolicyProfiles.snapshot(bench.policies.of(unit, novel)), Json.EMPTY)));
    }

    OrchestrationRun keep(OrchestrationRun one) {
        return bench.write(unit -> {
            unit.store(OrchestrationRunStore.class).insert(one);
            return one;
        });
    }

    /** What became of the run without an agent. */
    void runIs(OrchestrationRun now) {
        bench.write(unit -> {
            unit.store(OrchestrationRunStore.class).update(run, now);
            return true;
        });
    }

    AgentCommit commit(Object... values) {
        return bench.writeAsAgent(unit -> bench.commits.report(unit, bench.assignments.get(unit, held.id()), Commits.REPORT.read(with(
                body("fence", 1, "sha", SHA, "branch", "feat/x", "files_changed", List.of(body("path", "src/a.md"))), values))));
    }

    RunCheck check(String type, String status, Object... values) {
        return bench.write(unit -> bench.checks.report(unit, run, Checks.REPORT.read(with(body("check_type", type, "status", status), values))));
    }

    void passAll() {
        check("lint", "passed");
        check("unit", "passed");
    }

    boolean isGreen() {
        return bench.read(unit -> bench.checks.gate(unit, run).gate().isGreen());
    }

    ApprovalRequest ask(String type) {
        return bench.writeAsAgent(unit -> bench.approvals.create(unit, run, Approvals.SHAPE.read(body("approval_type", type))));
    }

    ApprovalRequest resolve(ApprovalRequest request, String decision) {
        return bench.write(unit -> bench.approvals.resolve(unit, request, Approvals.RESOLUTION.read(body("decision", decision, "note", "Read it."))));
    }

    PullRequests.Effective put(Object... values) {
        return bench.writeAsAgent(unit -> bench.pullRequests.put(unit, run, PullRequests.INPUT.read(with(body("head_branch", "feat/x", "title", "Outline"), values))));
    }

    private static Json.Obj with(Json.Obj usual, Object... values) {
        return (Json.Obj) Json.mergePatch(usual, body(values));
    }
}
