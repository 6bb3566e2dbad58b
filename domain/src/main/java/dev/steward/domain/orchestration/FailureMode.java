package dev.steward.domain.orchestration;

import dev.steward.domain.Word;

/** What a failed assignment means for its run. */
public enum FailureMode implements Word {
    /** The others finish, then the run has failed. */
    WAIT_ALL,
    /** The run has failed at once, and its other assignments are cancelled. */
    FAIL_FAST
}
