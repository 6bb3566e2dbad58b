package dev.steward.domain;

import java.util.Map;

/** A request that Steward understood and will not carry out. The message is for the caller: what, why, what next. */
public class RefusedException extends RuntimeException {

    private final String message;
    private final ErrorCode code;
    private final transient Map<String, Json> details;

    public RefusedException(ErrorCode code, String message) {
        this(code, message, Map.of());
    }

    /** @param details further members of the answer, such as the counts behind {@code has_dependents} */
    public RefusedException(ErrorCode code, String message, Map<String, Json> details) {
        super(message);
        this.message = message;
        this.code = code;
        this.details = Map.copyOf(details);
    }

    @Override
    public String getMessage() {
        return message;
    }

    public ErrorCode code() {
        return code;
    }

    public Map<String, Json> details() {
        return details;
    }
}
