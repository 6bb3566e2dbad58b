package dev.steward.application.orchestration;

import static dev.steward.application.Bench.body;
import static dev.steward.application.Bench.refusal;
import static dev.steward.application.Bench.violations;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.Bench;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.domain.orchestration.OrchestrationRun;
import dev.steward.domain.orchestration.RunCheck;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChecksTest {

    private final DeliveryBench delivery = new DeliveryBench();
    private final Bench bench = delivery.bench;

    private List<String> closedBy() {
        return bench.read(unit -> bench.checks.gate(unit, delivery.run).gate().closedBy().stream().map(line -> line.type().word() + " " + line.standing().word()).toList());
    }

    @Test
    void theGateIsGreenOnceEachRequiredCheckHasPassed() {
        assertThat(closedBy()).containsExactly("lint missing", "unit missing");
        delivery.check("lint", "passed");
        delivery.check("unit", "skipped");
        assertThat(closedBy()).containsExactly("unit skipped");
        RunCheck passed = delivery.check("unit", "passed", "output", "42 tests");
        assertThat(passed.attempt()).isEqualTo(2);
        assertThat(passed.executedAt()).isEqualTo(bench.now);
        assertThat(delivery.isGreen()).isTrue();
        assertThat(bench.lastEvent().type()).isEqualTo("run_check.created");
        assertThat(((Json.Obj) bench.lastEvent().payload().get("run_check")).members()).containsEntry("attempt", Json.of(2)).doesNotContainKey("output");
        delivery.check("lint", "failed");
        assertThat(closedBy()).containsExactly("lint failed");
    }

    @Test
    void oneOfTheWholeRunReplacesThoseOfItsAssignments() {
        delivery.check("unit", "passed");
        delivery.check("lint", "failed", "assignment_id", delivery.held.id(), "fence", 1);
        assertThat(closedBy()).containsExactly("lint failed");
        delivery.check("lint", "passed");
        assertThat(delivery.isGreen()).isTrue();
    }

    @Test
    void anotherContentHashFollowsFromEachAttempt() {
        String before = hash();
        assertThat(hash()).isEqualTo(before);
        delivery.check("lint", "passed");
        String after = hash();
        assertThat(after).isNotEqualTo(before);
        delivery.commit();
        assertThat(hash()).isNotEqualTo(after);
    }

    private String hash() {
        return bench.read(unit -> bench.checks.gate(unit, delivery.run).contentHash());
    }

    @Test
    void anAgentDoesNotPassItsOwnPolicyAndAPersonDoes() {
        delivery.passAll();
        delivery.commit("files_changed", List.of(body("path", "db/1.sql")));
        assertThat(closedBy()).containsExactly("policy failed");
        assertThat(refusal(() -> bench.writeAsAgent(unit -> bench.checks.report(unit, delivery.run, Checks.REPORT.read(body("check_type", "policy", "status", "passed"))))))
                .isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(delivery.isGreen()).isFalse();
        delivery.check("policy", "passed");
        assertThat(delivery.isGreen()).isTrue();
    }

    @Test
    void whatIsNotAskedOrNotOfTheRunIsRefused() {
        OrchestrationRun other = delivery.keep(delivery.queued().start(bench.now));
        assertThat(violations(() -> delivery.check("e2e", "passed"))).containsExactly("/check_type not_required");
        assertThat(violations(() -> delivery.check("lint", "passed", "assignment_id", delivery.held.id()))).containsExactly("/fence required");
        assertThat(violations(() -> delivery.check("lint", "passed", "fence", 1))).containsExactly("/fence not_allowed");
        assertThat(violations(() -> bench.write(unit -> bench.checks.report(unit, other, Checks.REPORT.read(body("check_type", "lint", "status", "passed",
                "assignment_id", delivery.held.id(), "fence", 1)))))).containsExactly("/assignment_id other_run");
        assertThat(violations(() -> delivery.check("lint", "passed", "assignment_id", other.id(), "fence", 1))).containsExactly("/assignment_id unknown_reference");
        assertThat(bench.list(bench.checks)).isEmpty();
    }

    @Test
    void ofAnAssignmentOnlyItsHolderReports() {
        assertThat(refusal(() -> delivery.check("lint", "passed", "assignment_id", delivery.held.id(), "fence", 2))).isEqualTo(ErrorCode.STALE_FENCE);
        bench.now = bench.now.plusSeconds(300);
        assertThat(refusal(() -> delivery.check("lint", "passed", "assignment_id", delivery.held.id(), "fence", 1))).isEqualTo(ErrorCode.LEASE_LOST);
        assertThat(delivery.check("lint", "passed").assignmentId()).as("the run's as a whole needs no lease").isNull();
    }

    @Test
    void aRunThatHasNotBegunOrCameToNothingTakesNone() {
        OrchestrationRun queued = delivery.keep(delivery.queued());
        assertThat(refusal(() -> bench.write(unit -> bench.checks.report(unit, queued, Checks.REPORT.read(body("check_type", "lint", "status", "passed"))))))
                .isEqualTo(ErrorCode.INVALID_TRANSITION);
        delivery.runIs(delivery.run.cancel(bench.now));
        assertThat(refusal(() -> delivery.check("lint", "passed"))).isEqualTo(ErrorCode.INVALID_TRANSITION);
    }

    @Test
    void anotherRunsCheckIsNotFoundBelowThisOne() {
        RunCheck check = delivery.check("lint", "passed");
        OrchestrationRun other = delivery.keep(delivery.queued());
        assertThat(bench.<RunCheck>read(unit -> bench.checks.ofRun(unit, delivery.run, check.id().toString()))).isEqualTo(check);
        assertThat(refusal(() -> bench.read(unit -> bench.checks.ofRun(unit, other, check.id().toString())))).isEqualTo(ErrorCode.NOT_FOUND);
    }
}
