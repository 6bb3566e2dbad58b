package dev.steward.domain;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** A request that Steward understood and will not carry out. The message is for the caller: what, why, what next. */
public class RefusedException extends RuntimeException {

    private final String message;
    private final ErrorCode code;
    private final transient Map<String, Json> details;

    public RefusedException(ErrorCode code, String message) {
        this(code, message, Map.of());
    }

    /** @param details further members of the answer, in their order, such as the counts behind {@code has_dependents} */
    public RefusedException(ErrorCode code, String message, Map<String, Json> details) {
        super(message);
        this.message = message;
        this.code = code;
        this.details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
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
