package dev.steward.application.orchestration;

import static dev.steward.application.Bench.refusal;
import static dev.steward.application.Bench.violations;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.Bench;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.domain.orchestration.PullRequestCandidate.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PullRequestsTest {

    private final DeliveryBench delivery = new DeliveryBench();
    private final Bench bench = delivery.bench;

    private Map<String, Json> view() {
        return bench.read(unit -> PullRequests.VIEW.render(bench.pullRequests.of(unit, delivery.run))).members();
    }

    private void approve(String type) {
        delivery.resolve(delivery.ask(type), "approved");
    }

    @Test
    void itIsOpenedMergedAndThenFinalWithAnApprovalForEach() {
        assertThat(view()).containsEntry("status", Json.of("not_created")).containsEntry("base_branch", Json.of("main")).containsEntry("version", Json.of(0));
        delivery.passAll();
        approve("create_pr");
        assertThat(delivery.put("status", "draft_open").version()).isEqualTo(2);
        assertThat(bench.eventTypes()).endsWith("pull_request_candidate.created", "pull_request_candidate.updated");
        assertThat(bench.lastEvent().runId()).isEqualTo(delivery.run.id().value());
        delivery.put("status", "open", "pr_url", "https://git.example.org/7");
        approve("merge_pr");
        delivery.put("status", "merged");
        assertThat(view()).containsEntry("status", Json.of("merged")).containsEntry("allowed", Json.of(List.of()))
                .containsEntry("pr_url", Json.of("https://git.example.org/7"));
        int events = bench.log().size();
        delivery.put("status", "merged");
        assertThat(bench.log()).as("the same again changes nothing").hasSize(events);
        assertThat(refusal(() -> delivery.put("status", "merged", "title", "Another"))).isEqualTo(ErrorCode.INVALID_TRANSITION);
    }

    @Test
    void itIsDescribedBeforeAnybodyApprovedIt() {
        delivery.put("description", "What it is");
        assertThat(view()).containsEntry("status", Json.of("not_created")).containsEntry("title", Json.of("Outline")).containsEntry("version", Json.of(1))
                .containsEntry("allowed", Json.of(List.of(Json.of("draft_open"))));
    }

    @Test
    void itIsNotOpenedBehindAClosedGateOrWithoutAnApproval() {
        assertThat(refusal(() -> delivery.put("status", "draft_open"))).isEqualTo(ErrorCode.GATE_CLOSED);
        delivery.passAll();
        assertThat(refusal(() -> delivery.put("status", "draft_open"))).isEqualTo(ErrorCode.APPROVAL_REQUIRED);
        delivery.ask("create_pr");
        assertThat(refusal(() -> delivery.put("status", "draft_open"))).as("asked is not approved").isEqualTo(ErrorCode.APPROVAL_REQUIRED);
        assertThat(bench.list(bench.pullRequests)).isEmpty();
    }

    @Test
    void itIsNotMergedOnAnApprovalOfSomethingElse() {
        delivery.passAll();
        approve("create_pr");
        delivery.put("status", "draft_open");
        delivery.put("status", "open");
        assertThat(refusal(() -> delivery.put("status", "merged"))).as("to create is not to merge").isEqualTo(ErrorCode.APPROVAL_REQUIRED);
        approve("merge_pr");
        delivery.commit();
        assertThat(refusal(() -> delivery.put("status", "merged"))).as("a commit has come since").isEqualTo(ErrorCode.APPROVAL_REQUIRED);
        delivery.check("lint", "failed");
        assertThat(refusal(() -> delivery.put("status", "merged"))).isEqualTo(ErrorCode.GATE_CLOSED);
        assertThat(view()).containsEntry("status", Json.of("open"));
    }

    @Test
    void itIsClosedAndOpenedAgainWithoutAnybody() {
        delivery.passAll();
        approve("create_pr");
        assertThat(refusal(() -> delivery.put("status", "open"))).as("a draft comes first").isEqualTo(ErrorCode.INVALID_TRANSITION);
        delivery.put("status", "draft_open");
        delivery.put("status", "open");
        delivery.put("status", "closed");
        delivery.put("status", "open");
        assertThat(bench.list(bench.pullRequests)).singleElement().satisfies(one -> assertThat(one.status()).isEqualTo(Status.OPEN));
    }

    @Test
    void itMergesABranchIntoAnother() {
        assertThat(violations(() -> delivery.put("head_branch", "main"))).containsExactly("/head_branch base_branch");
        assertThat(violations(() -> delivery.put("title", "", "head_branch", ""))).containsExactly("/head_branch required", "/title required");
    }

    @Test
    void aRunThatCameToNothingAndAnArchivedProjectHaveNone() {
        bench.archive(delivery.novel);
        assertThat(refusal(() -> delivery.put())).isEqualTo(ErrorCode.ARCHIVED);
        bench.write(unit -> bench.projects.unarchive(unit, bench.projects.get(unit, delivery.novel.id())));
        delivery.runIs(delivery.run.cancel(bench.now));
        assertThat(refusal(() -> delivery.put())).isEqualTo(ErrorCode.INVALID_TRANSITION);
        assertThat(bench.list(bench.pullRequests)).isEmpty();
    }
}
