package dev.steward.domain;

import java.util.List;
import java.util.stream.Collectors;

/** A value breaks its rules; carries every violation, never only the first. */
public final class InvalidException extends RefusedException {

    private final transient List<Violation> violations;

    public InvalidException(List<Violation> violations) {
        this(ErrorCode.INVALID, violations);
    }

    /** @param code {@link ErrorCode#INVALID} for a body, {@link ErrorCode#INVALID_PARAMETER} for a query */
    public InvalidException(ErrorCode code, List<Violation> violations) {
        super(code, violations.stream().map(Violation::message).collect(Collectors.joining(" ")));
        this.violations = List.copyOf(violations);
    }

    public List<Violation> violations() {
        return violations;
    }
}
