package dev.steward.domain.orchestration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.domain.Entity.Meta;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.Id;
import dev.steward.domain.InvalidException;
import dev.steward.domain.Json;
import dev.steward.domain.PathGlobs;
import dev.steward.domain.RefusedException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class CardAssignmentTest {

    private static final Instant NOON = Instant.parse("2026-04-07T12:00:00Z");
    private static final Instant LEASE_END = NOON.plusSeconds(60);

    private final CardAssignment queued = CardAssignment.create(Meta.first(id(), NOON), new CardAssignment.Details(id(), id(), id(), AgentRole.CODER, "default",
            "feat/x", "", PathGlobs.of("src/**"), PathGlobs.NONE, CardAssignment.Overlap.WAIT, Json.EMPTY, 0, 60, 2)).ready(NOON);
    private final CardAssignment held = queued.claim("ada", "session 1", NOON);

    private static <T> Id<T> id() {
        return new Id<>(UUID.randomUUID());
    }

    private static void refused(ErrorCode code, Supplier<CardAssignment> step) {
        assertThatThrownBy(step::get).isInstanceOfSatisfying(RefusedException.class, e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
    }

    @Test
    void aClaimGivesALeaseAndTheNextFence() {
        assertThat(held.status()).isEqualTo(RunStatus.RUNNING);
        assertThat(held.fence()).isEqualTo(1);
        assertThat(held.attempt()).isEqualTo(1);
        assertThat(held.claimedBy()).isEqualTo("ada");
        assertThat(held.leaseExpiresAt()).isEqualTo(LEASE_END);
        assertThat(held.claimableAt()).as("by others").isEqualTo(LEASE_END);
        assertThat(held.version()).isEqualTo(queued.version() + 1);
    }

    @Test
    void theHolderClaimsAgainAndOthersDoNot() {
        CardAssignment again = held.claim("ada", "", NOON.plusSeconds(30));
        assertThat(again.fence()).isEqualTo(1);
        assertThat(again.attempt()).isEqualTo(1);
        assertThat(again.agentSession()).isEqualTo("session 1");
        assertThat(again.leaseExpiresAt()).isEqualTo(NOON.plusSeconds(90));
        refused(ErrorCode.CLAIMED, () -> held.claim("bob", "", LEASE_END.minusMillis(1)));
    }

    @Test
    void aLeaseEndsAtItsInstantAndTheLastOneCannotBeClaimedAfter() {
        assertThat(held.isLost(LEASE_END.minusMillis(1))).isFalse();
        assertThat(held.isLost(LEASE_END)).isTrue();
        CardAssignment second = held.claim("bob", "", LEASE_END);
        assertThat(second.fence()).isEqualTo(2);
        assertThat(second.agentSession()).as("of somebody else").isEmpty();
        assertThat(second.claimableAt()).as("after the last attempt").isNull();
        assertThat(second.expire(LEASE_END.plusSeconds(60)).status()).isEqualTo(RunStatus.FAILED);
        CardAssignment expired = held.expire(LEASE_END.plusSeconds(7));
        assertThat(expired.status()).isEqualTo(RunStatus.QUEUED);
        assertThat(expired.claimableAt()).isEqualTo(LEASE_END);
        assertThat(expired.claimedBy()).isNull();
        assertThatThrownBy(() -> held.expire(NOON)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void everyCallOfAnotherFenceIsRefused() {
        for (long fence : new long[] {0, 2, -1, Long.MAX_VALUE}) {
            refused(ErrorCode.STALE_FENCE, () -> held.heartbeat(fence, NOON));
            refused(ErrorCode.STALE_FENCE, () -> held.release(fence, NOON));
            refused(ErrorCode.STALE_FENCE, () -> held.block(fence, "?", NOON));
            refused(ErrorCode.STALE_FENCE, () -> held.complete(fence, "", List.of(), NOON));
            refused(ErrorCode.STALE_FENCE, () -> held.fail(fence, "x", NOON));
        }
    }

    @Test
    void everyCallAfterTheLeaseIsRefusedWhetherItWasClearedAwayOrNot() {
        for (CardAssignment lost : List.of(held, held.expire(LEASE_END))) {
            refused(ErrorCode.LEASE_LOST, () -> lost.heartbeat(1, LEASE_END));
            refused(ErrorCode.LEASE_LOST, () -> lost.block(1, "?", LEASE_END));
            refused(ErrorCode.LEASE_LOST, () -> lost.complete(1, "", List.of(), LEASE_END));
            refused(ErrorCode.LEASE_LOST, () -> lost.fail(1, "x", LEASE_END));
        }
    }

    @Test
    void aReleaseTakesTheAttemptBackButNotTheFence() {
        CardAssignment released = held.release(1, NOON);
        assertThat(released.status()).isEqualTo(RunStatus.QUEUED);
        assertThat(released.attempt()).isZero();
        assertThat(released.claimableAt()).isEqualTo(NOON);
        assertThat(released.claim("bob", "", NOON).fence()).isEqualTo(2);
    }

    @Test
    void whatIsRepeatedChangesNothing() {
        CardAssignment done = held.complete(1, "done", List.of("learned"), NOON);
        assertThat(done.complete(1, "else", List.of(), LEASE_END.plusSeconds(1))).isSameAs(done);
        CardAssignment failed = held.fail(1, "no", NOON);
        assertThat(failed.fail(1, "else", NOON)).isSameAs(failed);
        CardAssignment blocked = held.block(1, "?", NOON);
        assertThat(blocked.block(1, "else", NOON)).isSameAs(blocked);
        CardAssignment released = held.release(1, NOON);
        assertThat(released.release(1, NOON)).isSameAs(released);
        CardAssignment cancelled = held.cancel(NOON);
        assertThat(cancelled.heartbeat(1, NOON)).isSameAs(cancelled);
        CardAssignment completed = held.complete(1, "", List.of(), NOON);
        assertThat(completed.heartbeat(1, NOON)).as("one that crossed with the completion").isSameAs(completed);
        assertThat(cancelled.cancelRequested()).isTrue();
    }

    /** Each step from each state: allowed as the table says, or refused. */
    @Test
    void noStateIsLeftButByTheTable() {
        Map<RunStatus, CardAssignment> states = new EnumMap<>(RunStatus.class);
        states.put(RunStatus.QUEUED, queued);
        states.put(RunStatus.RUNNING, held);
        states.put(RunStatus.BLOCKED, held.block(1, "?", NOON));
        states.put(RunStatus.COMPLETED, held.complete(1, "", List.of(), NOON));
        states.put(RunStatus.FAILED, held.fail(1, "x", NOON));
        states.put(RunStatus.CANCELLED, held.cancel(NOON));
        Map<RunStatus, Set<RunStatus>> reached = new EnumMap<>(RunStatus.class);
        states.forEach((status, one) -> {
            Set<RunStatus> next = EnumSet.noneOf(RunStatus.class);
            long fence = one.fence();
            for (Supplier<CardAssignment> step : List.<Supplier<CardAssignment>>of(() -> one.claim("ada", "", NOON), () -> one.heartbeat(fence, NOON),
                    () -> one.release(fence, NOON), () -> one.block(fence, "?", NOON), () -> one.resume(NOON), () -> one.complete(fence, "", List.of(), NOON),
                    () -> one.fail(fence, "x", NOON))) {
                try {
                    next.add(step.get().status());
                } catch (RefusedException e) {
                    assertThat(e.code()).isIn(ErrorCode.INVALID_TRANSITION, ErrorCode.LEASE_LOST);
                }
            }
            next.remove(status);
            reached.put(status, next);
        });
        assertThat(reached).isEqualTo(Map.of(
                RunStatus.QUEUED, Set.of(RunStatus.RUNNING),
                RunStatus.RUNNING, Set.of(RunStatus.QUEUED, RunStatus.BLOCKED, RunStatus.COMPLETED, RunStatus.FAILED),
                RunStatus.BLOCKED, Set.of(RunStatus.QUEUED),
                RunStatus.COMPLETED, Set.of(), RunStatus.FAILED, Set.of(), RunStatus.CANCELLED, Set.of()));
    }

    @Test
    void anAssignmentSaysWhatItsAgentMayChange() {
        CardAssignment.Details details = queued.details();
        assertThatThrownBy(() -> new CardAssignment.Details(details.projectId(), details.runId(), details.cardId(), AgentRole.CODER, "", "", "", PathGlobs.NONE,
                PathGlobs.NONE, CardAssignment.Overlap.WAIT, Json.EMPTY, -1, 60, 2)).isInstanceOfSatisfying(InvalidException.class,
                e -> assertThat(e.violations()).extracting(violation -> violation.pointer() + " " + violation.code())
                        .containsExactlyInAnyOrder("/agent_profile required", "/feature_branch required", "/allowed_paths required", "/priority out_of_range"));
    }
}
