package dev.steward.application;

import dev.steward.application.Query.Filter;
import dev.steward.application.Query.Order;
import dev.steward.domain.ErrorCode;
import dev.steward.domain.InvalidException;
import dev.steward.domain.SearchText;
import dev.steward.domain.Violations;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Turns the parameters of a list request into a {@link Query}, by what the shape says can be filtered and sorted. */
public final class Listing {

    public static final int DEFAULT_LIMIT = 50;
    private static final Set<String> OWN = Set.of("limit", "cursor", "sort", "q");
    private static final int MAX_WORDS = 10;
    private static final int MAX_VALUES = 100;

    private Listing() {
    }

    /**
     * @param parameters each with one value; several values of a filter are separated by commas
     * @param defaultOrder the order without {@code sort}; {@code id} is added as the last one
     * @return the query without a position
     * @throws InvalidException with {@link ErrorCode#INVALID_PARAMETER} and every parameter that was not understood
     */
    public static Query parse(Shape<?> shape, Map<String, String> parameters, List<Order> defaultOrder) {
        Violations violations = new Violations();
        List<Filter> filters = new ArrayList<>();
        Set<String> own = new HashSet<>(OWN);
        for (Shape.Parameter parameter : shape.parameters()) {
            own.add(parameter.name());
            filter(parameter, parameters.getOrDefault(parameter.name(), parameter.fallback()), violations).ifPresent(filters::add);
        }
        parameters.forEach((name, value) -> {
            if (!own.contains(name)) {
                filter(shape, name, value, violations).ifPresent(filters::add);
            }
        });
        String search = parameters.get("q");
        if (search != null) {
            search(shape, search, violations).ifPresent(filters::add);
        }
        List<Order> order = order(shape, parameters.get("sort"), defaultOrder, violations);
        int limit = limit(parameters.get("limit"), violations);
        if (!violations.isEmpty()) {
            throw new InvalidException(ErrorCode.INVALID_PARAMETER, violations.found());
        }
        return new Query(filters, order, limit, Optional.empty());
    }

    private static Optional<Filter> filter(Shape.Parameter parameter, String word, Violations violations) {
        Optional<Filter> filter = parameter.filters().get(word);
        if (filter == null) {
            violations.add(parameter.name(), "unknown_word", parameter.name() + " is one of "
                    + String.join(", ", parameter.filters().keySet()) + ".");
            return Optional.empty();
        }
        return filter;
    }

    private static Optional<Filter> filter(Shape<?> shape, String name, String value, Violations violations) {
        Optional<? extends Shape.Member<?, ?>> exact = shape.member(name).filter(member -> member.field().filterable());
        if (exact.isPresent()) {
            return in(exact.get().field(), value, violations);
        }
        for (String end : List.of("_from", "_to")) {
            if (name.endsWith(end)) {
                Optional<? extends Shape.Member<?, ?>> range = shape.member(name.substring(0, name.length() - end.length()))
                        .filter(member -> member.field().filterable());
                if (range.isPresent()) {
                    return range(range.get().field(), name, value, end.equals("_from"), violations);
                }
            }
        }
        violations.add(name, "unknown_parameter", "This list has no filter '" + name + "'; it has "
                + String.join(", ", filters(shape)) + ", and limit, cursor, sort" + (shape.searchable() ? ", q." : "."));
        return Optional.empty();
    }

    /** The names of the filters and of the shape's own parameters, without ranges. */
    public static Set<String> filters(Shape<?> shape) {
        Set<String> names = new LinkedHashSet<>();
        shape.parameters().forEach(parameter -> names.add(parameter.name()));
        shape.members().stream().filter(member -> member.field().filterable()).forEach(member -> names.add(member.field().name()));
        return names;
    }

    private static <T> Optional<Filter> in(Field<T> field, String value, Violations violations) {
        if (value.equals("null") && field.nullable()) {
            return Optional.of(Filter.empty(field.name()));
        }
        String[] parts = value.split(",", MAX_VALUES + 2);
        if (parts.length > MAX_VALUES) {
            violations.add(field.name(), "too_many", "At most " + MAX_VALUES + " values are compared.");
            return Optional.empty();
        }
        List<Object> values = new ArrayList<>();
        for (String part : parts) {
            T parsed = field.type().parseText(part, Violations.pointer(field.name()), violations);
            if (parsed != null) {
                values.add(field.type().toColumn(parsed));
            }
        }
        return Optional.of(new Filter(field.name(), Filter.Operator.IN, values));
    }

    private static <T> Optional<Filter> range(Field<T> field, String name, String value, boolean from, Violations violations) {
        T parsed = field.type().parseText(value, Violations.pointer(name), violations);
        if (parsed == null) {
            return Optional.empty();
        }
        Object column = field.type().toColumn(parsed);
        if (column instanceof Instant || column instanceof LocalDate || column instanceof Integer) {
            return Optional.of(from ? Filter.from(field.name(), column) : Filter.to(field.name(), column));
        }
        violations.add(name, "unknown_parameter", "'" + field.name() + "' has no range; filter by " + field.name() + "=…");
        return Optional.empty();
    }

    private static Optional<Filter> search(Shape<?> shape, String search, Violations violations) {
        List<String> words = SearchText.words(search);
        if (!shape.searchable()) {
            violations.add("q", "unknown_parameter", "This list cannot be searched.");
        } else if (words.size() > MAX_WORDS || search.length() > 1_000) {
            violations.add("q", "too_long", "A search has at most " + MAX_WORDS + " words and 1,000 characters.");
        } else if (search.indexOf('\0') >= 0) {
            violations.add("q", "not_text", "A search cannot hold the NUL character.");
        } else if (!words.isEmpty()) {
            return Optional.of(new Filter("search_text", Filter.Operator.CONTAINS, new ArrayList<>(words)));
        }
        return Optional.empty();
    }

    private static List<Order> order(Shape<?> shape, @Nullable String sort, List<Order> defaultOrder, Violations violations) {
        List<Order> order = new ArrayList<>();
        Set<String> seen = new TreeSet<>();
        if (sort == null) {
            order.addAll(defaultOrder);
            defaultOrder.forEach(field -> seen.add(field.field()));
        } else {
            for (String part : sort.split(",", 10)) {
                boolean descending = part.startsWith("-");
                String name = descending ? part.substring(1) : part;
                Optional<? extends Shape.Member<?, ?>> member = shape.member(name).filter(m -> m.field().sortable());
                if (member.isEmpty() || !seen.add(name)) {
                    violations.add("sort", "unknown_sort", "Cannot sort by '" + name + "'; sort by one or more of "
                            + String.join(", ", shape.members().stream().filter(m -> m.field().sortable()).map(m -> m.field().name()).toList())
                            + ", each once, with - before it for descending.");
                } else {
                    order.add(new Order(name, descending, member.get().field().nullable()));
                }
            }
        }
        if (!seen.contains("id")) {
            order.add(new Order("id", !order.isEmpty() && order.getLast().descending(), false));
        }
        return order;
    }

    private static int limit(@Nullable String limit, Violations violations) {
        if (limit == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int parsed = Integer.parseInt(limit);
            if (parsed >= 1 && parsed <= Query.MAX_LIMIT) {
                return parsed;
            }
        } catch (NumberFormatException ignored) {
            // said below
        }
        violations.add("limit", "out_of_range", "limit is a whole number from 1 to " + Query.MAX_LIMIT + ".");
        return DEFAULT_LIMIT;
    }
}
