package dev.steward.application;

import dev.steward.domain.Id;
import dev.steward.domain.Json;
import dev.steward.domain.NumberRule;
import dev.steward.domain.TextRule;
import dev.steward.domain.Word;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One named member of a public shape. Immutable; each method returns a changed copy.
 *
 * @param name snake_case, on the wire and in the database
 * @param required must be in the body of a create
 * @param nullable may be null, and is when the body does not have it
 * @param fallback what it is when the body does not have it; null when {@code required} or {@code nullable}
 * @param fixed given at creation, refused when changed later
 * @param filterable lists take it as a filter; dates, instants and numbers also as {@code name_from} and {@code name_to}
 * @param sortable lists take it in {@code sort}
 */
public record Field<T>(
        String name,
        Type<T> type,
        boolean required,
        boolean nullable,
        @Nullable T fallback,
        boolean fixed,
        boolean filterable,
        boolean sortable,
        String description,
        @Nullable Json example) {

    public static <T> Field<T> of(String name, Type<T> type) {
        return new Field<>(name, type, false, false, null, false, false, false, "", null);
    }

    public static Field<String> text(String name, TextRule rule) {
        return of(name, Type.text(rule));
    }

    public static Field<Integer> integer(String name, NumberRule rule) {
        return of(name, Type.integer(rule));
    }

    public static Field<Boolean> bool(String name) {
        return of(name, Type.bool());
    }

    public static Field<LocalDate> date(String name) {
        return of(name, Type.date());
    }

    public static Field<Instant> instant(String name) {
        return of(name, Type.instant());
    }

    public static <W extends Enum<W> & Word> Field<W> word(String name, Class<W> vocabulary) {
        return of(name, Type.word(vocabulary));
    }

    public static <E> Field<Id<E>> id(String name) {
        return of(name, Type.id());
    }

    public Field<T> mandatory() {
        return new Field<>(name, type, true, false, null, fixed, filterable, sortable, description, example);
    }

    /** May be null, and is when it is not given. */
    public Field<T> optional() {
        return new Field<>(name, type, false, true, null, fixed, filterable, sortable, description, example);
    }

    public Field<T> orElse(T value) {
        return new Field<>(name, type, false, false, value, fixed, filterable, sortable, description, example);
    }

    public Field<T> unchangeable() {
        return new Field<>(name, type, required, nullable, fallback, true, filterable, sortable, description, example);
    }

    public Field<T> filter() {
        return new Field<>(name, type, required, nullable, fallback, fixed, true, sortable, description, example);
    }

    public Field<T> sort() {
        return new Field<>(name, type, required, nullable, fallback, fixed, filterable, true, description, example);
    }

    public Field<T> doc(String text) {
        return new Field<>(name, type, required, nullable, fallback, fixed, filterable, sortable, text, example);
    }

    public Field<T> example(T value) {
        return new Field<>(name, type, required, nullable, fallback, fixed, filterable, sortable, description, type.render(value));
    }
}
