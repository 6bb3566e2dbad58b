package dev.steward.domain.workspace;

import dev.steward.domain.Word;
import java.util.Set;

/** What a token may do. {@link #ADMIN} implies all others; {@link #WRITE} and {@link #AGENT} imply {@link #READ}. */
public enum Scope implements Word {
    READ, WRITE, AGENT, APPROVE, ADMIN;

    /** Whether a token with {@code granted} may do what needs this scope. */
    public boolean allowedBy(Set<Scope> granted) {
        if (granted.contains(this) || granted.contains(ADMIN)) {
            return true;
        }
        return switch (this) {
            case READ -> !granted.isEmpty();
            case WRITE -> granted.contains(AGENT);
            case AGENT, APPROVE, ADMIN -> false;
        };
    }
}
