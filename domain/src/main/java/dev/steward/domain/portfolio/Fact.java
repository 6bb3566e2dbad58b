package dev.steward.domain.portfolio;

import dev.steward.domain.Word;

/**
 * Something that the event log says about a week, for the draft of its review.
 *
 * @param event the sequence number of the event that says so
 * @param text one sentence; line breaks count as blanks
 */
public record Fact(long event, Kind kind, String text) {

    /** Which field of the review the fact belongs to. */
    public enum Kind implements Word {
        /** To {@code what_moved}: a session or milestone done. */
        MOVED,
        /** To {@code what_stalled}: a session cancelled, put off or left undone. */
        STALLED,
        /** To {@code signals}: a score that changed. */
        SIGNAL,
        /** To {@code risk_to_watch}: a milestone due soon and still open. */
        RISK,
        /** To {@code first_session_target}: the first session of the next week. */
        NEXT_SESSION
    }
}
