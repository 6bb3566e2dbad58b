package dev.steward.application.orchestration;

import static dev.steward.application.Bench.body;
import static dev.steward.application.Bench.refusal;
import static dev.steward.application.Bench.violations;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.Bench;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.orchestration.ApprovalRequest;
import dev.steward.domain.orchestration.ApprovalRequest.Status;
import dev.steward.domain.orchestration.OrchestrationRun;
import org.junit.jupiter.api.Test;

class ApprovalsTest {

    private final DeliveryBench delivery = new DeliveryBench();
    private final Bench bench = delivery.bench;

    private Status status(ApprovalRequest request) {
        return bench.now(bench.approvals, request).status();
    }

    @Test
    void aPersonAnswersOnceWhatAnAgentAsked() {
        delivery.passAll();
        ApprovalRequest asked = delivery.ask("create_pr");
        assertThat(asked.requestedBy()).isEqualTo("coder");
        assertThat(asked.contentHash()).isEqualTo(bench.<String>read(unit -> bench.checks.gate(unit, delivery.run).contentHash()));
        assertThat(bench.lastEvent().type()).isEqualTo("approval_request.created");
        assertThat(bench.<Boolean>read(unit -> bench.approvals.isPending(unit, asked.id().toString()))).isTrue();

        ApprovalRequest approved = delivery.resolve(asked, "approved");
        assertThat(approved.status()).isEqualTo(Status.APPROVED);
        assertThat(approved.resolvedBy()).isEqualTo("test");
        assertThat(approved.note()).isEqualTo("Read it.");
        assertThat(bench.lastEvent().type()).isEqualTo("approval_request.approved");
        assertThat(bench.<Boolean>read(unit -> bench.approvals.isPending(unit, asked.id().toString()))).isFalse();
        assertThat(refusal(() -> delivery.resolve(asked, "rejected"))).isEqualTo(ErrorCode.INVALID_TRANSITION);
        assertThat(status(asked)).isEqualTo(Status.APPROVED);
    }

    @Test
    void whatWasRejectedCanBeAskedAgain() {
        delivery.passAll();
        ApprovalRequest rejected = delivery.resolve(delivery.ask("create_pr"), "rejected");
        assertThat(bench.lastEvent().type()).isEqualTo("approval_request.rejected");
        assertThat(delivery.ask("create_pr").id()).isNotEqualTo(rejected.id());
    }

    @Test
    void theSameIsAskedOnceAndTheOtherTypeBesideIt() {
        delivery.passAll();
        ApprovalRequest asked = delivery.ask("create_pr");
        assertThat(refusal(() -> delivery.ask("create_pr"))).isEqualTo(ErrorCode.DUPLICATE);
        delivery.resolve(asked, "approved");
        assertThat(refusal(() -> delivery.ask("create_pr"))).isEqualTo(ErrorCode.DUPLICATE);
        assertThat(delivery.ask("merge_pr").status()).isEqualTo(Status.PENDING);
    }

    @Test
    void aNewCommitSupersedesWhatWasAskedAndWhatWasApproved() {
        delivery.passAll();
        ApprovalRequest approved = delivery.resolve(delivery.ask("create_pr"), "approved");
        ApprovalRequest pending = delivery.ask("merge_pr");
        delivery.commit();
        assertThat(status(approved)).isEqualTo(Status.SUPERSEDED);
        assertThat(status(pending)).isEqualTo(Status.SUPERSEDED);
        assertThat(bench.eventTypes()).endsWith("approval_request.superseded", "approval_request.superseded");
        assertThat(bench.now(bench.approvals, approved).resolvedBy()).as("who approved what it was stays on record").isEqualTo("test");
        assertThat(refusal(() -> delivery.resolve(pending, "approved"))).isEqualTo(ErrorCode.SUPERSEDED);
    }

    @Test
    void aNewAttemptOfACheckSupersedesToo() {
        delivery.passAll();
        ApprovalRequest asked = delivery.ask("create_pr");
        delivery.check("unit", "passed");
        assertThat(status(asked)).isEqualTo(Status.SUPERSEDED);
        assertThat(delivery.ask("create_pr").status()).isEqualTo(Status.PENDING);
    }

    @Test
    void nothingIsAskedBehindAClosedGate() {
        delivery.check("lint", "passed");
        assertThat(refusal(() -> delivery.ask("create_pr"))).isEqualTo(ErrorCode.GATE_CLOSED);
        assertThat(bench.list(bench.approvals)).isEmpty();
    }

    @Test
    void nothingIsAskedOfARunThatHasNotBegunOrOfAnArchivedProject() {
        OrchestrationRun queued = delivery.keep(delivery.queued());
        assertThat(refusal(() -> bench.write(unit -> bench.approvals.create(unit, queued, Approvals.SHAPE.read(body("approval_type", "create_pr"))))))
                .isEqualTo(ErrorCode.INVALID_TRANSITION);
        delivery.passAll();
        bench.archive(delivery.novel);
        assertThat(refusal(() -> delivery.ask("create_pr"))).isEqualTo(ErrorCode.ARCHIVED);
    }

    @Test
    void whatCannotBeReadIsNamed() {
        assertThat(violations(() -> delivery.ask("close_pr"))).containsExactly("/approval_type unknown_word");
        delivery.passAll();
        ApprovalRequest asked = delivery.ask("create_pr");
        assertThat(violations(() -> delivery.resolve(asked, "superseded"))).containsExactly("/decision unknown_word");
    }
}
