package dev.steward.domain.workspace;

import dev.steward.domain.Word;

/**
 * Who did something.
 *
 * @param id stable id of the actor, such as its token's; empty for the system itself
 * @param label readable name at that time
 */
public record Actor(Kind kind, String id, String label) {

    public static final Actor SYSTEM = new Actor(Kind.SYSTEM, "", "steward");

    public enum Kind implements Word {
        USER, AGENT, SYSTEM, IMPORT
    }
}
