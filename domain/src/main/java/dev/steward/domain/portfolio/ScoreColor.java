package dev.steward.domain.portfolio;

import dev.steward.domain.Word;

/** The traffic light of a score: {@code status} on the wire. */
public enum ScoreColor implements Word {
    /** 80 and more. */
    GREEN,
    /** 60 and more. */
    YELLOW,
    RED
}
