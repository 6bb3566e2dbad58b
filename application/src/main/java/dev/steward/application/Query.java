package dev.steward.application;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which entities, in which order, from where, and how many. Fields are named as in the entity's {@link Schema};
 * values have the types that {@link Type#toColumn} gives.
 *
 * @param order never empty and ends with a field that is unique, so that a position is unambiguous
 * @param after the values of {@code order}'s fields in the last entity already seen
 */
public record Query(List<Filter> filters, List<Order> order, int limit, Optional<List<@Nullable Object>> after) {

    public static final int MAX_LIMIT = 200;
    private static final List<Order> BY_ID = List.of(new Order("id", false, false));

    public Query {
        filters = List.copyOf(filters);
        order = List.copyOf(order);
    }

    /** Every entity for which {@code field} is one of {@code values}; oldest first, at most {@code limit}. */
    public static Query where(String field, int limit, Object... values) {
        return new Query(List.of(Filter.in(field, values)), BY_ID, limit, Optional.empty());
    }

    /** All entities, oldest first, at most {@code limit}. */
    public static Query all(int limit) {
        return new Query(List.of(), BY_ID, limit, Optional.empty());
    }

    public Query limitedTo(int limit) {
        return new Query(filters, order, limit, after);
    }

    public Query and(Filter filter) {
        List<Filter> more = new java.util.ArrayList<>(filters);
        more.add(filter);
        return new Query(more, order, limit, after);
    }

    public Query orderedBy(Order... fields) {
        return new Query(filters, Arrays.asList(fields), limit, after);
    }

    /** @param nullable whether the field can be empty; empty ones come last in both directions */
    public record Order(String field, boolean descending, boolean nullable) {
    }

    /** One condition; all of a query's must hold. */
    public record Filter(String field, Operator operator, List<Object> values) {
        public enum Operator {
            /** The field is one of the values; never matches an empty field. */
            IN,
            /** The field is at least the value. */
            FROM,
            /** The field is at most the value. */
            TO,
            /** The field is empty. */
            EMPTY,
            /** The field is not empty. */
            PRESENT,
            /** Every value occurs somewhere in the field; both are case-folded already. */
            CONTAINS
        }

        public Filter {
            values = List.copyOf(values);
        }

        public static Filter in(String field, Object... values) {
            return new Filter(field, Operator.IN, List.of(values));
        }

        public static Filter from(String field, Object value) {
            return new Filter(field, Operator.FROM, List.of(value));
        }

        public static Filter to(String field, Object value) {
            return new Filter(field, Operator.TO, List.of(value));
        }

        public static Filter empty(String field) {
            return new Filter(field, Operator.EMPTY, List.of());
        }

        public static Filter present(String field) {
            return new Filter(field, Operator.PRESENT, List.of());
        }
    }
}
