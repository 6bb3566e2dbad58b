package dev.steward.application;

import dev.steward.domain.Entity;
import dev.steward.domain.InvalidException;
import dev.steward.domain.Json;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violation;
import dev.steward.domain.Violations;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How a {@code T} looks outside: its members in order, which of them a client writes, and how each is read from it. Bodies, answers,
 * merge patches, events, the API description and the filters of lists all come from this one description.
 */
public final class Shape<T> {

    private static final TextRule NAME = TextRule.optional(200);

    private final String name;
    private final List<Member<T, ?>> members;
    private final List<Member<T, ?>> recorded;
    private final List<String> names;
    private final Map<String, Member<T, ?>> byName = new LinkedHashMap<>();
    private final List<Field<?>> extras;
    private final List<Parameter> parameters;
    private final boolean searchable;

    private Shape(String name, List<Member<T, ?>> members, List<Field<?>> extras, List<Parameter> parameters, boolean searchable) {
        this.name = name;
        this.members = List.copyOf(members);
        this.recorded = members.stream().filter(Member::recorded).toList();
        this.names = names(members);
        this.extras = List.copyOf(extras);
        this.parameters = List.copyOf(parameters);
        this.searchable = searchable;
        members.forEach(member -> byName.put(member.field().name(), member));
    }

    private static <T> List<String> names(List<Member<T, ?>> members) {
        return List.copyOf(members.stream().map(member -> member.field().name()).toList()); // once; what copies it later does not copy
    }

    /**
     * @param input whether clients write it
     * @param recorded whether events tell it; false for what may have megabytes
     */
    public record Member<T, V>(Field<V> field, Function<T, @Nullable V> getter, boolean input, boolean recorded) {

        Member(Field<V> field, Function<T, @Nullable V> getter, boolean input) {
            this(field, getter, input, true);
        }

        public Json render(T value) {
            V member = getter.apply(value);
            return member == null ? Json.NULL : field.type().render(member);
        }

        private boolean same(T one, T other) {
            return Objects.equals(getter.apply(one), getter.apply(other));
        }

        @Nullable Object column(T value) {
            V member = getter.apply(value);
            return member == null ? null : field.type().toColumn(member);
        }
    }

    /**
     * A parameter of lists that is not simply a member's value.
     *
     * @param filters what each of its words means; empty for no condition
     * @param fallback the word that holds when a request has none
     */
    public record Parameter(String name, Map<String, Optional<Query.Filter>> filters, String fallback, String description) {
        public Parameter {
            filters = Collections.unmodifiableMap(new LinkedHashMap<>(filters));
        }
    }

    /** The members of something that is not an entity. */
    public static <T> Builder<T> of(String name) {
        return new Builder<>(name);
    }

    /** The members of an entity: its id, then the builder's, then version and instants. */
    public static <E extends Entity<E>> Builder<E> ofEntity(String name) {
        Builder<E> builder = new Builder<>(name);
        builder.output(Field.<E>id("id").doc("UUIDv7.").filter().sort(), Entity::id);
        builder.last.add(new Member<>(
                Field.of("version", WHOLE).doc("Raised by every update; the ETag."), Entity::version, false));
        builder.last.add(new Member<>(Field.instant("created_at").filter().sort(), entity -> entity.meta().createdAt(), false));
        builder.last.add(new Member<>(Field.instant("updated_at").filter().sort(), entity -> entity.meta().updatedAt(), false));
        return builder;
    }

    private static final Type<Long> WHOLE = new Type<>() {
        @Override
        public @Nullable Long parse(Json json, String pointer, Violations violations) {
            try {
                if (json instanceof Json.Num number) {
                    return number.value().longValueExact();
                }
            } catch (ArithmeticException e) {
                // said below
            }
            violations.add(pointer, "wrong_type", "Must be a whole number.");
            return null;
        }

        @Override
        public Json render(Long value) {
            return Json.of(value);
        }

        @Override
        public Json.Obj describe() {
            return Json.obj("type", Json.of("integer"));
        }
    };

    /** A count or sequence number. */
    public static Field<Long> whole(String name) {
        return Field.of(name, WHOLE);
    }

    public String name() {
        return name;
    }

    public List<Member<T, ?>> members() {
        return members;
    }

    public Optional<Member<T, ?>> member(String member) {
        return Optional.ofNullable(byName.get(member));
    }

    /** What {@link Entities#render(UnitOfWork, List)} adds because a {@code T} alone does not know it; in answers, never in events. */
    public List<Field<?>> extras() {
        return extras;
    }

    /** The parameters that lists take besides filters. */
    public List<Parameter> parameters() {
        return parameters;
    }

    /** Whether lists take {@code q}. */
    public boolean searchable() {
        return searchable;
    }

    public Json.Obj render(T value) {
        return render(value, names, members);
    }

    private static <T> Json.Obj render(T value, List<String> names, List<Member<T, ?>> members) {
        List<Json> rendered = new ArrayList<>(members.size());
        for (Member<T, ?> member : members) {
            rendered.add(member.render(value));
        }
        return Json.obj(names, rendered);
    }

    /** What events tell of it. */
    public Json.Obj record(T value) {
        return recorded.size() == members.size() ? render(value) : render(value, names(recorded), recorded);
    }

    /**
     * The values of a create.
     *
     * @throws InvalidException with every violation: unknown members, wrong types, broken bounds, missing members
     */
    public Values read(Json body) {
        Violations violations = new Violations();
        Values values = read(body, "", violations);
        violations.done();
        return values;
    }

    /**
     * The values of {@code current} after a JSON Merge Patch (RFC 7396). Null gives a member its fallback.
     *
     * @throws InvalidException with every violation, also for a member that cannot be changed
     */
    public Values merge(T current, Json patch) {
        if (!(patch instanceof Json.Obj changes)) {
            throw notAnObject("");
        }
        Map<String, Json> writable = new LinkedHashMap<>();
        Violations violations = new Violations();
        for (Member<T, ?> member : members) {
            if (member.input()) {
                Json value = member.render(current);
                writable.put(member.field().name(), value);
                Json changed = changes.get(member.field().name());
                if (member.field().fixed() && changed != null && !changed.equals(value)) {
                    violations.add(member.field().name(), "unchangeable", "Cannot be changed after creation; leave it out.");
                }
            }
        }
        checkPatch(changes, "", violations);
        Values values = read(Json.mergePatch(new Json.Obj(writable), patch), "", violations);
        violations.done();
        return values;
    }

    /** Refuses what a merge would drop without a word: null for a member that there is not, or that clients do not write. */
    void checkPatch(Json patch, String pointer, Violations violations) {
        if (patch instanceof Json.Obj changes) {
            changes.members().forEach((key, value) -> {
                Member<T, ?> member = byName.get(key);
                if (member != null && member.input()) {
                    member.field().type().checkPatch(value, pointer + "/" + key, violations);
                } else if (value.equals(Json.NULL)) {
                    violations.add(unknown(key, pointer, member != null));
                }
            });
        }
    }

    Values read(Json body, String pointer, Violations violations) {
        if (!(body instanceof Json.Obj object)) {
            notAnObject(pointer).violations().forEach(violations::add);
            return new Values(Map.of());
        }
        Map<String, Object> values = new HashMap<>();
        object.members().forEach((key, value) -> {
            Member<T, ?> member = byName.get(key);
            if (member == null || !member.input()) {
                violations.add(unknown(key, pointer, member != null));
            }
        });
        for (Member<T, ?> member : members) {
            if (member.input()) {
                Field<?> field = member.field();
                Json value = object.get(field.name());
                String at = pointer + "/" + field.name();
                if (value == null || value instanceof Json.Null && (field.nullable() || field.fallback() != null)) {
                    if (field.required()) {
                        violations.add(new Violation(at, "required", "Is required; add it to the body."));
                    }
                    continue;
                }
                Object parsed = field.type().parse(value, at, violations);
                if (parsed != null) {
                    values.put(field.name(), parsed);
                }
            }
        }
        return new Values(values);
    }

    private Violation unknown(String key, String pointer, boolean readOnly) {
        String safe = NAME.violation("", key).isPresent() ? "" : key;
        String at = pointer + Violations.pointer(safe);
        return readOnly
                ? new Violation(at, "read_only", "Is set by Steward and cannot be written; leave it out.")
                : new Violation(at, "unknown_field", "Is not a member of " + name + nearest(safe).map(near -> "; '" + near + "' is. Correct its name, or leave it out.")
                        .orElse("; leave it out, or correct its name."));
    }

    /** The member that a client writes and most likely meant: a few letters apart, or one name within the other. */
    private Optional<String> nearest(String key) {
        String best = null;
        int least = 3;
        for (Member<T, ?> member : members) {
            String known = member.field().name();
            if (member.input()) {
                int apart = apart(key, known);
                if (apart < least && 2 * apart < key.length()) {
                    best = known;
                    least = apart;
                } else if (best == null && key.length() > 2 && (known.contains(key) || key.contains(known))) {
                    best = known;
                }
            }
        }
        return Optional.ofNullable(best);
    }

    /** How many letters have to be put in, taken out or replaced (Levenshtein); 3 for all that are further apart. */
    private static int apart(String one, String other) {
        if (Math.abs(one.length() - other.length()) > 2) {
            return 3;
        }
        int[] before = new int[other.length() + 1];
        for (int j = 0; j < before.length; j++) {
            before[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[before.length];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(before[j], row[j - 1]) + 1);
            }
            before = row;
        }
        return Math.min(3, before[other.length()]);
    }

    private InvalidException notAnObject(String pointer) {
        return new InvalidException(List.of(new Violation(pointer, "wrong_type", "Must be a JSON object.")));
    }

    /** The members whose values differ, each as {from, to}; a text of more than 2,000 characters only as {to}. */
    public Json.Obj changes(T before, T after) {
        Map<String, Json> changes = new LinkedHashMap<>();
        for (Member<T, ?> member : recorded) {
            if (member.same(before, after)) {
                continue;
            }
            Json from = member.render(before);
            Json to = member.render(after);
            if (!from.equals(to) && !member.field().name().equals("version") && !member.field().name().equals("updated_at")) {
                boolean longText = from instanceof Json.Text text && text.value().length() > 2_000;
                changes.put(member.field().name(), longText ? Json.obj("to", to) : Json.obj("from", from).with("to", to));
            }
        }
        return new Json.Obj(changes);
    }

    /** The position of {@code item} in a list of that order. */
    public List<@Nullable Object> position(T item, List<Query.Order> order) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Query.Order field : order) {
            Member<T, ?> member = byName.get(field.field());
            if (member == null) {
                throw new IllegalArgumentException(name + " has no member " + field.field());
            }
            values.add(member.column(item));
        }
        return values;
    }

    /** JSON Schema of what is read. */
    public Json.Obj describeInput() {
        return describe(members.stream().filter(Member::input).<Field<?>>map(Member::field).toList(), Field::required);
    }

    /** JSON Schema of what {@link #render} gives. */
    Json.Obj describeMembers() {
        return describe(members.stream().<Field<?>>map(Member::field).toList(), field -> true);
    }

    /** JSON Schema of an answer: of what {@link Entities#render(UnitOfWork, List)} gives, extras included. */
    public Json.Obj describeOutput() {
        List<Field<?>> fields = new ArrayList<>(members.stream().<Field<?>>map(Member::field).toList());
        fields.addAll(extras);
        return describe(fields, field -> true);
    }

    private static Json.Obj describe(List<Field<?>> fields, Predicate<Field<?>> isRequired) {
        Map<String, Json> properties = new LinkedHashMap<>();
        List<Json> required = new ArrayList<>();
        for (Field<?> field : fields) {
            properties.put(field.name(), describe(field));
            if (isRequired.test(field)) {
                required.add(Json.of(field.name()));
            }
        }
        Json.Obj schema = Json.obj("type", Json.of("object")).with("properties", new Json.Obj(properties));
        schema = required.isEmpty() ? schema : schema.with("required", Json.of(required));
        return schema.with("additionalProperties", Json.of(false));
    }

    private static <V> Json describe(Field<V> field) {
        Json.Obj schema = field.type().describe();
        if (field.nullable() && schema.get("type") instanceof Json.Text type) {
            schema = schema.with("type", Json.of(List.of(type, Json.of("null"))));
            if (schema.get("enum") instanceof Json.Arr words) {
                List<Json> withNull = new ArrayList<>(words.items());
                withNull.add(Json.NULL);
                schema = schema.with("enum", Json.of(withNull));
            }
        }
        if (!field.description().isEmpty()) {
            schema = schema.with("description", Json.of(field.description()));
        }
        if (field.fallback() != null) {
            schema = schema.with("default", field.type().render(field.fallback()));
        }
        if (field.example() != null) {
            schema = schema.with("examples", Json.of(List.of(field.example())));
        }
        return schema;
    }

    /** Collects the members. */
    public static final class Builder<T> {
        private final String name;
        private final List<Member<T, ?>> members = new ArrayList<>();
        private final List<Member<T, ?>> last = new ArrayList<>();
        private final List<Field<?>> extras = new ArrayList<>();
        private final List<Parameter> parameters = new ArrayList<>();
        private boolean searchable;

        private Builder(String name) {
            this.name = name;
        }

        /** A member that clients write. */
        public <V> Builder<T> input(Field<V> field, Function<T, @Nullable V> getter) {
            members.add(new Member<>(field, getter, true));
            return this;
        }

        /** A member that clients write, and that events leave out because it may have megabytes; another member says that it changed. */
        public <V> Builder<T> unrecorded(Field<V> field, Function<T, @Nullable V> getter) {
            members.add(new Member<>(field, getter, true, false));
            return this;
        }

        /** A member that Steward sets. */
        public <V> Builder<T> output(Field<V> field, Function<T, @Nullable V> getter) {
            members.add(new Member<>(field, getter, false));
            return this;
        }

        /** See {@link Shape#extras()}. */
        public Builder<T> extra(Field<?> field) {
            extras.add(field);
            return this;
        }

        public Builder<T> parameter(Parameter parameter) {
            parameters.add(parameter);
            return this;
        }

        /** Lists take {@code q}; the store keeps a folded {@code search_text}. */
        public Builder<T> searchable() {
            searchable = true;
            return this;
        }

        public Shape<T> build() {
            List<Member<T, ?>> all = new ArrayList<>(members);
            all.addAll(last);
            return new Shape<>(name, all, extras, parameters, searchable);
        }
    }
}
