package dev.steward.application;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of a body that broke no rule, each as its field's type. */
public final class Values {

    private final Map<String, Object> given;

    Values(Map<String, Object> given) {
        this.given = given;
    }

    /** The value, or the field's fallback. For fields that are never null. */
    public <T> T get(Field<T> field) {
        T value = orNull(field);
        if (value == null) {
            throw new IllegalStateException("The field " + field.name() + " has neither value nor fallback");
        }
        return value;
    }

    /** The value, or the field's fallback, or null. */
    @SuppressWarnings("unchecked") // a field puts in only what its own type parsed
    public <T> @Nullable T orNull(Field<T> field) {
        Object value = given.get(field.name());
        return value == null ? field.fallback() : (T) value;
    }
}
