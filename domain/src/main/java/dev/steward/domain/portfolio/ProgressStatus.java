package dev.steward.domain.portfolio;

import dev.steward.domain.ErrorCode;
import dev.steward.domain.Json;
import dev.steward.domain.RefusedException;
import dev.steward.domain.Word;
import java.util.Map;
import java.util.Set;

/** How far a milestone or a session is. The first one is the default. */
public enum ProgressStatus implements Word {
    BACKLOG,
    PLANNED,
    DOING,
    DONE,
    CANCELLED;

    /** Open states change freely. What is done or cancelled is opened again first: one never becomes the other in one step. */
    private static final Map<ProgressStatus, Set<ProgressStatus>> ALLOWED = Map.of(
            BACKLOG, Set.of(PLANNED, DOING, DONE, CANCELLED),
            PLANNED, Set.of(BACKLOG, DOING, DONE, CANCELLED),
            DOING, Set.of(BACKLOG, PLANNED, DONE, CANCELLED),
            DONE, Set.of(BACKLOG, PLANNED, DOING),
            CANCELLED, Set.of(BACKLOG, PLANNED, DOING));

    /** The states a change can lead to; staying is no change and always possible. */
    public Set<ProgressStatus> allowed() {
        return ALLOWED.getOrDefault(this, Set.of());
    }

    public boolean isOpen() {
        return this != DONE && this != CANCELLED;
    }

    /** Whether it counts as planned for its week: neither put back nor given up. */
    public boolean isPlanned() {
        return this == PLANNED || this == DOING || this == DONE;
    }

    /** @throws RefusedException {@code invalid_transition}, naming what is allowed instead */
    void requireChangeTo(ProgressStatus target) {
        if (target != this && !allowed().contains(target)) {
            throw new RefusedException(ErrorCode.INVALID_TRANSITION,
                    "What is " + word() + " does not become " + target.word() + " in one step; open it again first.",
                    Map.of("allowed", Json.of(allowed().stream().sorted().map(status -> Json.of(status.word())).toList())));
        }
    }
}
