package dev.steward.application.orchestration;

import dev.steward.application.CanonicalJson;
import dev.steward.application.UnitOfWork;
import dev.steward.domain.Json;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.orchestration.RunCheck;
import dev.steward.domain.orchestration.RunGate;
import java.util.Comparator;
import java.util.List;

/** What a run has brought about: its commits, and how its checks stand. Approvals are given for exactly this. */
final class RunContent {

    private RunContent() {
    }

    static RunGate gate(UnitOfWork unit, OrchestrationRun run) {
        return RunGate.of(Runs.policy(run), unit.store(RunCheckStore.class).standing(run.id()));
    }

    /**
     * SHA-256 of the commits, the attempts of checks that count, and the run's policy, as canonical JSON. It changes when one of them does, and
     * only then.
     */
    static String hash(UnitOfWork unit, OrchestrationRun run) {
        List<Json.Obj> commits = unit.store(AgentCommitStore.class).references(run.id()).stream()
                .sorted(Comparator.comparing(AgentCommitStore.Reference::assignment).thenComparing(AgentCommitStore.Reference::sha))
                .map(one -> Json.obj("assignment_id", Json.of(one.assignment().toString())).with("sha", Json.of(one.sha()))).toList();
        List<Json.Obj> checks = unit.store(RunCheckStore.class).standing(run.id()).stream().sorted(Comparator.comparing(RunCheck::type).thenComparing(RunCheck::attempt))
                .map(one -> Json.obj("check_type", Json.of(one.type().word())).with("attempt", Json.of(one.attempt())).with("status", Json.of(one.status().word()))).toList();
        return CanonicalJson.sha256(Json.obj("run_id", Json.of(run.id().toString())).with("commits", Json.of(commits)).with("checks", Json.of(checks))
                .with("policy", run.details().policySnapshot()));
    }
}
