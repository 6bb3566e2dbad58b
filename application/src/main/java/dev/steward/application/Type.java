package dev.steward.application;

import dev.steward.domain.Id;
import dev.steward.domain.InvalidException;
import dev.steward.domain.Json;
import dev.steward.domain.NumberRule;
import dev.steward.domain.PathGlob;
import dev.steward.domain.PathGlobs;
import dev.steward.domain.TextRule;
import dev.steward.domain.Violation;
import dev.steward.domain.Violations;
import dev.steward.domain.Word;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How values of one Java type look outside: in JSON, in a query parameter, in the API description, and as a column to filter by.
 *
 * @param <T> the Java type
 */
public interface Type<T> {

    /** Reads {@code json}; when it is not a {@code T}, adds every reason to {@code violations} and returns null. */
    @Nullable T parse(Json json, String pointer, Violations violations);

    Json render(T value);

    /** Its JSON Schema (2020-12). */
    Json.Obj describe();

    /** Refuses the members of a merge patch that {@link #parse} will not see; see {@link Shape#checkPatch}. */
    default void checkPatch(Json patch, String pointer, Violations violations) {
    }

    /** Reads a query parameter, which is always text. */
    default @Nullable T parseText(String text, String pointer, Violations violations) {
        return parse(Json.of(text), pointer, violations);
    }

    /** The value as a store compares it: String, Integer, Long, Boolean, LocalDate, Instant or UUID. */
    default Object toColumn(T value) {
        return value;
    }

    static Type<String> text(TextRule rule) {
        return new OfText<>(
                text -> {
                    rule.violation("", text).ifPresent(Type::refuse);
                    return text;
                },
                text -> text,
                schema("string").with("minLength", Json.of(rule.min())).with("maxLength", Json.of(rule.max())));
    }

    static <W extends Enum<W> & Word> Type<W> word(Class<W> vocabulary) {
        List<String> words = Word.words(vocabulary);
        return new OfText<>(
                text -> Word.find(vocabulary, text).orElseThrow(() ->
                        refusal("unknown_word", "'" + shortened(text) + "' is not one of " + String.join(", ", words) + ".")),
                Word::word,
                schema("string").with("enum", Json.of(words.stream().map(Json::of).toList())));
    }

    static <E> Type<Id<E>> id() {
        Type<Id<E>> text = new OfText<>(
                value -> Id.<E>parse(value).orElseThrow(() ->
                        refusal("invalid_id", "'" + shortened(value) + "' is not an id; ids are UUIDs as Steward returned them.")),
                Id::toString,
                schema("string").with("format", Json.of("uuid")));
        return text.column(Id::value);
    }

    static Type<LocalDate> date() {
        return new OfText<>(
                value -> {
                    try {
                        LocalDate date = LocalDate.parse(value);
                        if (date.getYear() >= 1 && date.getYear() <= 9999) {
                            return date;
                        }
                    } catch (DateTimeException ignored) {
                        // said below, the same for all that is not a date
                    }
                    throw refusal("invalid_date", "'" + shortened(value) + "' is not a date; write YYYY-MM-DD.");
                },
                LocalDate::toString,
                schema("string").with("format", Json.of("date"))).column(date -> date);
    }

    static Type<Instant> instant() {
        return new OfText<>(
                value -> {
                    try {
                        Instant instant = OffsetDateTime.parse(value).toInstant().truncatedTo(ChronoUnit.MILLIS);
                        int year = instant.atOffset(ZoneOffset.UTC).getYear();
                        if (year >= 1 && year <= 9999) {
                            return instant;
                        }
                    } catch (DateTimeException ignored) {
                        // said below, the same for all that is not an instant
                    }
                    throw refusal("invalid_instant", "'" + shortened(value) + "' is not an instant; write RFC 3339 such as 2026-04-06T09:00:00Z.");
                },
                Type::rfc3339,
                schema("string").with("format", Json.of("date-time"))).column(instant -> instant);
    }

    static Type<Integer> integer(NumberRule rule) {
        return new Type<>() {
            @Override
            public @Nullable Integer parse(Json json, String pointer, Violations violations) {
                if (!(json instanceof Json.Num number)) {
                    violations.add(mismatch(pointer, "a whole number", json));
                    return null;
                }
                int value;
                try {
                    value = number.value().intValueExact();
                } catch (ArithmeticException e) {
                    violations.add(new Violation(pointer, "out_of_range", "Must be a whole number from " + rule.min() + " to " + rule.max() + "."));
                    return null;
                }
                Optional<Violation> violation = rule.violation(pointer, value);
                violation.ifPresent(violations::add);
                return violation.isPresent() ? null : value;
            }

            @Override
            public @Nullable Integer parseText(String text, String pointer, Violations violations) {
                try {
                    return parse(Json.of(Integer.parseInt(text)), pointer, violations);
                } catch (NumberFormatException e) {
                    return parse(Json.of(text), pointer, violations);
                }
            }

            @Override
            public Json render(Integer value) {
                return Json.of(value);
            }

            @Override
            public Json.Obj describe() {
                return schema("integer").with("minimum", Json.of(rule.min())).with("maximum", Json.of(rule.max()));
            }
        };
    }

    static Type<Boolean> bool() {
        return new Type<>() {
            @Override
            public @Nullable Boolean parse(Json json, String pointer, Violations violations) {
                if (json instanceof Json.Bool bool) {
                    return bool.value();
                }
                violations.add(mismatch(pointer, "true or false", json));
                return null;
            }

            @Override
            public @Nullable Boolean parseText(String text, String pointer, Violations violations) {
                return switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> parse(Json.of(text), pointer, violations);
                };
            }

            @Override
            public Json render(Boolean value) {
                return Json.of(value);
            }

            @Override
            public Json.Obj describe() {
                return schema("boolean");
            }
        };
    }

    /** A JSON object of the caller's own making, at most {@code maxCharacters} when written. */
    static Type<Json.Obj> object(int maxCharacters) {
        return new Type<>() {
            @Override
            public Json.@Nullable Obj parse(Json json, String pointer, Violations violations) {
                if (!(json instanceof Json.Obj object)) {
                    violations.add(mismatch(pointer, "an object", json));
                    return null;
                }
                checkTexts(json, pointer, violations);
                if (size(json) > maxCharacters) {
                    violations.add(new Violation(pointer, "too_long", "Has more than " + maxCharacters + " characters; shorten it."));
                }
                return object;
            }

            @Override
            public Json render(Json.Obj value) {
                return value;
            }

            @Override
            public Json.Obj describe() {
                return schema("object").with("additionalProperties", Json.of(true));
            }
        };
    }

    /** Any JSON value, at most {@code maxCharacters} when written. */
    static Type<Json> any(int maxCharacters) {
        return new Type<>() {
            @Override
            public Json parse(Json json, String pointer, Violations violations) {
                checkTexts(json, pointer, violations);
                if (size(json) > maxCharacters) {
                    violations.add(new Violation(pointer, "too_long", "Has more than " + maxCharacters + " characters; shorten it."));
                }
                return json;
            }

            @Override
            public Json render(Json value) {
                return value;
            }

            @Override
            public Json.Obj describe() {
                return Json.EMPTY;
            }
        };
    }

    /** A number of any size and precision, rendered as it is. For output only: input has {@link #integer}. */
    static Type<BigDecimal> decimal() {
        return new Type<>() {
            @Override
            public @Nullable BigDecimal parse(Json json, String pointer, Violations violations) {
                if (json instanceof Json.Num number) {
                    return number.value();
                }
                violations.add(mismatch(pointer, "a number", json));
                return null;
            }

            @Override
            public Json render(BigDecimal value) {
                return new Json.Num(value);
            }

            @Override
            public Json.Obj describe() {
                return schema("number");
            }
        };
    }

    /** Something that is only ever rendered, by {@code shape}. */
    static <T> Type<T> output(Shape<T> shape) {
        return new Type<>() {
            @Override
            public T parse(Json json, String pointer, Violations violations) {
                throw new IllegalStateException(shape.name() + " is never read");
            }

            @Override
            public Json render(T value) {
                return shape.render(value);
            }

            @Override
            public Json.Obj describe() {
                return shape.describeMembers();
            }
        };
    }

    /** A list of {@link #output}, of any length. */
    static <T> Type<List<T>> outputs(Shape<T> shape) {
        return new Type<>() {
            @Override
            public List<T> parse(Json json, String pointer, Violations violations) {
                throw new IllegalStateException(shape.name() + " is never read");
            }

            @Override
            public Json render(List<T> value) {
                return Json.of(value.stream().map(shape::render).toList());
            }

            @Override
            public Json.Obj describe() {
                return schema("array").with("items", shape.describeMembers());
            }
        };
    }

    static <T> Type<List<T>> list(Type<T> item, int maxItems) {
        return new Type<>() {
            @Override
            public @Nullable List<T> parse(Json json, String pointer, Violations violations) {
                if (!(json instanceof Json.Arr array)) {
                    violations.add(mismatch(pointer, "an array", json));
                    return null;
                }
                if (array.items().size() > maxItems) {
                    violations.add(new Violation(pointer, "too_many", "Has " + array.items().size() + " items, at most " + maxItems + " are kept."));
                    return null;
                }
                List<T> values = new ArrayList<>();
                for (int i = 0; i < array.items().size(); i++) {
                    T value = item.parse(array.items().get(i), pointer + "/" + i, violations);
                    if (value != null) {
                        values.add(value);
                    }
                }
                return values;
            }

            @Override
            public Json render(List<T> value) {
                return Json.of(value.stream().map(item::render).toList());
            }

            @Override
            public Json.Obj describe() {
                return schema("array").with("items", item.describe()).with("maxItems", Json.of(maxItems));
            }
        };
    }

    /** Which files of a project are meant: a list of {@link PathGlob}s. */
    static Type<PathGlobs> globs() {
        Type<List<PathGlob>> list = list(ofText(text -> PathGlob.parse("", text), PathGlob::text,
                "A path from the root of the project; * and ? within one name, ** for any number of names, a folder for all in it."), PathGlobs.MAX);
        return new Type<>() {
            @Override
            public @Nullable PathGlobs parse(Json json, String pointer, Violations violations) {
                List<PathGlob> globs = list.parse(json, pointer, violations);
                return globs == null ? null : new PathGlobs(globs);
            }

            @Override
            public Json render(PathGlobs value) {
                return list.render(value.globs());
            }

            @Override
            public Json.Obj describe() {
                return list.describe();
            }
        };
    }

    /** An object with named members, such as a project's brief. {@code shape} reads and renders it. */
    static <T> Type<T> record(Shape<T> shape, Function<Values, T> constructor) {
        return new Type<>() {
            @Override
            public @Nullable T parse(Json json, String pointer, Violations violations) {
                Violations inside = new Violations();
                Values values = shape.read(json, pointer, inside);
                inside.found().forEach(violations::add);
                return inside.isEmpty() ? constructor.apply(values) : null;
            }

            @Override
            public void checkPatch(Json patch, String pointer, Violations violations) {
                shape.checkPatch(patch, pointer, violations);
            }

            @Override
            public Json render(T value) {
                return shape.render(value);
            }

            @Override
            public Json.Obj describe() {
                return shape.describeInput();
            }
        };
    }

    /** A value written as text; {@code parser} throws {@link InvalidException} when it is not one. */
    static <T> Type<T> ofText(Function<String, T> parser, Function<T, String> renderer, String description) {
        return new OfText<>(parser, renderer, schema("string").with("description", Json.of(description)));
    }

    /** This type with another value to filter by. */
    default Type<T> column(Function<T, Object> column) {
        Type<T> self = this;
        return new Type<>() {
            @Override
            public @Nullable T parse(Json json, String pointer, Violations violations) {
                return self.parse(json, pointer, violations);
            }

            @Override
            public @Nullable T parseText(String text, String pointer, Violations violations) {
                return self.parseText(text, pointer, violations);
            }

            @Override
            public Json render(T value) {
                return self.render(value);
            }

            @Override
            public Json.Obj describe() {
                return self.describe();
            }

            @Override
            public Object toColumn(T value) {
                return column.apply(value);
            }
        };
    }

    /** Values that are text outside. */
    record OfText<T>(Function<String, T> parser, Function<T, String> renderer, Json.Obj describe) implements Type<T> {
        @Override
        public @Nullable T parse(Json json, String pointer, Violations violations) {
            if (!(json instanceof Json.Text text)) {
                violations.add(mismatch(pointer, "a text", json));
                return null;
            }
            try {
                return parser.apply(text.value());
            } catch (InvalidException e) {
                e.violations().forEach(v -> violations.add(new Violation(pointer, v.code(), v.message())));
                return null;
            }
        }

        @Override
        public Json render(T value) {
            return Json.of(renderer.apply(value));
        }

        @Override
        public Object toColumn(T value) {
            return renderer.apply(value);
        }
    }

    private static Json.Obj schema(String type) {
        return Json.obj("type", Json.of(type));
    }

    private static Violation mismatch(String pointer, String expected, Json json) {
        String got = switch (json) {
            case Json.Obj object -> "an object";
            case Json.Arr array -> "an array";
            case Json.Text text -> "a text";
            case Json.Num number -> "a number";
            case Json.Bool bool -> "a boolean";
            case Json.Null nothing -> "null";
        };
        return new Violation(pointer, "wrong_type", "Must be " + expected + ", not " + got + ".");
    }

    private static InvalidException refusal(String code, String message) {
        return new InvalidException(List.of(new Violation("", code, message)));
    }

    private static void refuse(Violation violation) {
        throw new InvalidException(List.of(violation));
    }

    private static String shortened(String text) {
        String safe = TextRule.wellFormed(text) ? text : "?";
        return safe.length() <= 40 ? safe : safe.substring(0, safe.offsetByCodePoints(0, Math.min(37, safe.codePointCount(0, safe.length())))) + "…";
    }

    private static void checkTexts(Json json, String pointer, Violations violations) {
        TextRule anyText = TextRule.optional(Integer.MAX_VALUE);
        switch (json) {
            case Json.Obj object -> object.members().forEach((name, value) -> {
                anyText.violation(pointer, name).ifPresent(violations::add);
                checkTexts(value, pointer + Violations.pointer(name), violations);
            });
            case Json.Arr array -> {
                for (int i = 0; i < array.items().size(); i++) {
                    checkTexts(array.items().get(i), pointer + "/" + i, violations);
                }
            }
            case Json.Text text -> anyText.violation(pointer, text.value()).ifPresent(violations::add);
            case Json.Num number -> {
                // A double's range: what other JSON programs, and PostgreSQL's jsonb, can still hold.
                if (Math.abs((long) number.value().precision() - number.value().scale()) > 300) {
                    violations.add(new Violation(pointer, "out_of_range", "A number this large or small is not kept."));
                }
            }
            case Json.Bool bool -> { }
            case Json.Null nothing -> { }
        }
    }

    private static long size(Json json) {
        return switch (json) {
            case Json.Obj object -> 2 + object.members().entrySet().stream().mapToLong(e -> e.getKey().length() + 4 + size(e.getValue())).sum();
            case Json.Arr array -> 2 + array.items().stream().mapToLong(item -> 1 + size(item)).sum();
            case Json.Text text -> 2 + text.value().length();
            case Json.Num number -> number.value().precision() + 2L;
            case Json.Bool bool -> 5;
            case Json.Null nothing -> 4;
        };
    }

    /** RFC 3339 in UTC with exactly three decimals. */
    static String rfc3339(Instant instant) {
        // By hand: a DateTimeFormatter takes longer than the rest of an answer's member, and rows have two or three.
        LocalDateTime at = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(24);
        padded(text, at.getYear(), 1_000, '-');
        padded(text, at.getMonthValue(), 10, '-');
        padded(text, at.getDayOfMonth(), 10, 'T');
        padded(text, at.getHour(), 10, ':');
        padded(text, at.getMinute(), 10, ':');
        padded(text, at.getSecond(), 10, '.');
        padded(text, at.getNano() / 1_000_000, 100, 'Z');
        return text.toString();
    }

    /** With zeros before a number that is smaller than {@code full}. */
    private static void padded(StringBuilder text, int number, int full, char end) {
        for (int limit = full; number < limit && limit > 1; limit /= 10) {
            text.append('0');
        }
        text.append(number).append(end);
    }
}
