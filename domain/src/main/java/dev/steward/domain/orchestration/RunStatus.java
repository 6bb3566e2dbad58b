package dev.steward.domain.orchestration;

import dev.steward.domain.Word;

/** How far a run, an assignment of it, or one try of an assignment is. What has ended stays as it ended. */
public enum RunStatus implements Word {
    QUEUED,
    RUNNING,
    BLOCKED,
    FAILED,
    COMPLETED,
    CANCELLED;

    public boolean hasEnded() {
        return this == FAILED || this == COMPLETED || this == CANCELLED;
    }
}
