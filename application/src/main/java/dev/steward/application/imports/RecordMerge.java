package dev.steward.application.imports;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link Merge} for each component of a record, so that nobody writes it out for every entity. */
final class RecordMerge {

    /** Components that are merged component by component, too; every other value is taken or left as a whole. */
    private static final Set<String> NESTED = Set.of("details", "brief", "build", "policy");

    private final Merge merge;
    private final Set<String> kept;

    /** @param kept components that stay as they are in Steward */
    RecordMerge(Merge merge, Set<String> kept) {
        this.merge = merge;
        this.kept = kept;
    }

    /**
     * What Steward has, with what the source changed since {@code base}.
     *
     * @throws dev.steward.domain.InvalidException when the values of both sides do not go together
     */
    <R> R of(R current, R base, R source) {
        RecordComponent[] components = current.getClass().getRecordComponents();
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = value(components[i].getName(), get(components[i], current), get(components[i], base), get(components[i], source));
        }
        return made(current, components, values);
    }

    /** The record with another value of one component. */
    static <R> R with(R record, String component, Object value) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        return made(record, components, Arrays.stream(components).map(one -> one.getName().equals(component) ? value : get(one, record)).toArray());
    }

    @SuppressWarnings("unchecked")
    private static <R> R made(R like, RecordComponent[] components, @Nullable Object[] values) {
        try {
            return (R) like.getClass().getDeclaredConstructor(Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new)).newInstance(values);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private @Nullable Object value(String name, @Nullable Object current, @Nullable Object base, @Nullable Object source) {
        if (kept.contains(name)) {
            return current;
        }
        if (NESTED.contains(name) && current instanceof Record one && base instanceof Record two && source instanceof Record three) {
            return of(one, two, three);
        }
        return merge.orNull(name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT), base, source, current);
    }

    private static @Nullable Object get(RecordComponent component, Object record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
