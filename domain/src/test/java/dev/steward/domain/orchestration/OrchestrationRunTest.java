package dev.steward.domain.orchestration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.domain.Entity.Meta;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OrchestrationRunTest {

    private static final Instant NOON = Instant.parse("2026-04-07T12:00:00Z");

    private static OrchestrationRun queued(String failureMode) {
        return OrchestrationRun.create(Meta.first(new Id<>(UUID.randomUUID()), NOON), new OrchestrationRun.Details(new Id<>(UUID.randomUUID()),
                OrchestrationRun.Scope.CARD, null, new Id<>(UUID.randomUUID()), OrchestrationRun.Trigger.MANUAL, "Ada", "", "main", "",
                Json.obj("failure_mode", Json.of(failureMode)), Json.EMPTY));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            wait_all  | running                      | running
            wait_all  | queued,completed             | running
            wait_all  | blocked                      | blocked
            wait_all  | blocked,completed            | blocked
            wait_all  | blocked,queued               | running
            wait_all  | failed,running               | running
            wait_all  | failed,blocked               | blocked
            wait_all  | failed,completed             | failed
            wait_all  | failed,cancelled             | failed
            wait_all  | completed                    | completed
            wait_all  | completed,cancelled          | cancelled
            wait_all  | cancelled                    | cancelled
            fail_fast | failed,running               | failed
            fail_fast | failed,queued,completed      | failed
            fail_fast | running,completed            | running
            fail_fast | completed                    | completed
            """)
    void howFarARunIsFollowsFromItsAssignments(String mode, String assignments, String expected) {
        List<RunStatus> states = List.of(assignments.split(",")).stream().map(word -> RunStatus.valueOf(word.toUpperCase(Locale.ROOT))).toList();
        OrchestrationRun run = queued(mode).start(NOON).progressed(states, NOON.plusSeconds(1));
        assertThat(run.status().word()).isEqualTo(expected);
        assertThat(run.endedAt()).isEqualTo(run.status().hasEnded() ? NOON.plusSeconds(1) : null);
        assertThat(run.progressed(states, NOON.plusSeconds(2))).as("a second look").isSameAs(run);
    }

    @Test
    void aRunWithoutAnyAssignmentLeftIsCancelled() {
        assertThat(queued("wait_all").start(NOON).progressed(List.of(), NOON).status()).isEqualTo(RunStatus.CANCELLED);
    }

    @Test
    void whatHasEndedOrNotBegunDoesNotFollow() {
        OrchestrationRun queued = queued("wait_all");
        assertThat(queued.progressed(List.of(RunStatus.COMPLETED), NOON)).isSameAs(queued);
        OrchestrationRun cancelled = queued.start(NOON).cancel(NOON);
        assertThat(cancelled.progressed(List.of(RunStatus.RUNNING), NOON)).isSameAs(cancelled);
    }

    @Test
    void callersStartCancelAndRerunAsTheTableSays() {
        OrchestrationRun queued = queued("wait_all");
        OrchestrationRun running = queued.start(NOON);
        OrchestrationRun failed = running.progressed(List.of(RunStatus.FAILED), NOON);
        OrchestrationRun completed = running.progressed(List.of(RunStatus.COMPLETED), NOON);
        assertThat(queued.allowed()).containsExactly(OrchestrationRun.Verb.START, OrchestrationRun.Verb.CANCEL);
        assertThat(running.allowed()).containsExactly(OrchestrationRun.Verb.CANCEL);
        assertThat(failed.allowed()).containsExactly(OrchestrationRun.Verb.RERUN);
        assertThat(completed.allowed()).isEmpty();
        for (OrchestrationRun ended : List.of(failed, completed, queued.cancel(NOON))) {
            assertThatThrownBy(() -> ended.start(NOON)).isInstanceOfSatisfying(RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_TRANSITION));
            assertThatThrownBy(() -> ended.cancel(NOON)).isInstanceOfSatisfying(RefusedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_TRANSITION));
        }
        OrchestrationRun again = failed.again(Meta.first(new Id<>(UUID.randomUUID()), NOON), failed.details());
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.rerunOf()).isEqualTo(failed.id());
        assertThatThrownBy(() -> running.again(again.meta(), running.details())).isInstanceOf(RefusedException.class);
    }
}
