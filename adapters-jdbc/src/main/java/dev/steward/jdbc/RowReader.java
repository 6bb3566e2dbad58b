package dev.steward.jdbc;

import io.micronaut.core.beans.BeanIntrospection;
import io.micronaut.core.type.Argument;
import io.micronaut.data.model.runtime.RuntimePersistentEntity;
import io.micronaut.data.model.runtime.RuntimePersistentProperty;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes the row records of one table, column by column in the order in which they are selected. Micronaut Data would look up each
 * name in each row, which takes longer than all the rest of a read.
 *
 * @param <R> the row record
 */
final class RowReader<R> {

    /** Columns that the database compares and nobody reads; they are as long as all texts of the row together. */
    private static final Set<String> UNREAD = Set.of("search_text");

    private final BeanIntrospection<R> row;
    private final List<Part> parts = new ArrayList<>();
    private final List<String> columns = new ArrayList<>();

    /** Reads one component of the record. */
    private interface Part {
        @Nullable Object read(ResultSet result) throws SQLException;
    }

    RowReader(RuntimePersistentEntity<R> table, Dialect dialect) {
        this.row = table.getIntrospection();
        for (Argument<?> component : row.getConstructorArguments()) {
            parts.add(part(table, component, dialect));
        }
    }

    private Part part(RuntimePersistentEntity<R> table, Argument<?> component, Dialect dialect) {
        if (component.getType() == RowKey.class) {
            int id = next("id");
            return result -> new RowKey(Session.current().workspace(), Objects.requireNonNull(dialect.uuid(result, id))); // no unit sees another's rows
        }
        RuntimePersistentProperty<R> property = Objects.requireNonNull(table.getPropertyByName(component.getName()), component.getName());
        if (UNREAD.contains(property.getPersistedName())) {
            return result -> "";
        }
        int column = next(property.getPersistedName());
        Class<?> type = component.getType();
        if (type == String.class) {
            return result -> dialect.text(result, column);
        } else if (type == UUID.class) {
            return result -> dialect.uuid(result, column);
        } else if (type == Instant.class) {
            return result -> dialect.instant(result, column);
        } else if (type == int.class) {
            return result -> result.getInt(column);
        } else if (type == long.class) {
            return result -> result.getLong(column);
        } else if (type == boolean.class) {
            return result -> result.getBoolean(column);
        } else if (type == Integer.class) {
            return result -> {
                int value = result.getInt(column);
                return result.wasNull() ? null : value;
            };
        } else if (type == Long.class) {
            return result -> {
                long value = result.getLong(column);
                return result.wasNull() ? null : value;
            };
        } else if (type == Double.class) {
            return result -> {
                double value = result.getDouble(column);
                return result.wasNull() ? null : value;
            };
        }
        throw new IllegalArgumentException(component.getName() + " is a " + type + ", which no column holds");
    }

    private int next(String column) {
        columns.add(column);
        return columns.size();
    }

    /** What has to be selected, in this order. */
    List<String> columns() {
        return columns;
    }

    /** The row that {@code result} stands on. */
    R read(ResultSet result) throws SQLException {
        @Nullable Object[] components = new Object[parts.size()];
        for (int i = 0; i < components.length; i++) {
            components[i] = parts.get(i).read(result);
        }
        return row.instantiate(components);
    }
}
