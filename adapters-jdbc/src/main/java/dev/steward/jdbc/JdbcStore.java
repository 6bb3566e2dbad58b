package dev.steward.jdbc;

import dev.steward.application.Part;
import dev.steward.application.Query;
import dev.steward.application.Query.Filter;
import dev.steward.application.Query.Order;
import dev.steward.application.Store;
import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import io.micronaut.data.model.runtime.RuntimePersistentEntity;
import io.micronaut.data.model.runtime.RuntimePersistentProperty;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Store} over one table: rows are added through its row repository, read through one query builder.
 *
 * @param <E> the entity
 * @param <R> its row record, whose columns are the table's
 */
public abstract class JdbcStore<E extends Entity<E>, R> implements Store<E>, JdbcPort {

    protected final Jdbc jdbc;
    private final Rows<R> rows;
    private final ToRow<E, R> toRow;
    private final RowReader<R> reader;
    private final Function<R, E> toEntity;
    private final String table;
    /** Neither the key nor the version. */
    private final Collection<RuntimePersistentProperty<R>> properties;
    private final Set<String> columns = new LinkedHashSet<>();
    private final String select;
    private final String selectListed;
    private final LongTexts longTexts;
    private final String selectPart;
    private final String selectOutlines;

    /** Makes the row of an entity in a workspace. */
    public interface ToRow<E, R> {
        R row(E entity, RowKey key);
    }

    protected JdbcStore(Jdbc jdbc, Rows<R> rows, Class<R> rowType, ToRow<E, R> toRow, Function<R, E> toEntity) {
        this(jdbc, rows, rowType, toRow, toEntity, Set.of(), LongTexts.NONE);
    }

    protected JdbcStore(Jdbc jdbc, Rows<R> rows, Class<R> rowType, ToRow<E, R> toRow, Function<R, E> toEntity, LongTexts longTexts) {
        this(jdbc, rows, rowType, toRow, toEntity, Set.of(), longTexts);
    }

    /** @param unlisted columns that lists do not read: the row has null there */
    protected JdbcStore(Jdbc jdbc, Rows<R> rows, Class<R> rowType, ToRow<E, R> toRow, Function<R, E> toEntity, Set<String> unlisted, LongTexts longTexts) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.toRow = toRow;
        this.toEntity = toEntity;
        RuntimePersistentEntity<R> entity = jdbc.entity(rowType);
        this.table = entity.getPersistedName();
        this.reader = new RowReader<>(entity, jdbc.dialect());
        columns.add("workspace_id");
        columns.add("id");
        if (entity.getVersion() != null) {
            columns.add(entity.getVersion().getPersistedName());
        }
        this.properties = entity.getPersistentProperties();
        for (RuntimePersistentProperty<R> property : properties) {
            columns.add(property.getPersistedName());
        }
        this.select = "SELECT " + String.join(", ", reader.columns()) + " FROM " + table;
        List<String> listed = reader.columns().stream().map(column -> unlisted.contains(column) ? "NULL AS " + column : column).toList();
        this.selectListed = "SELECT " + String.join(", ", listed) + " FROM " + table;
        this.longTexts = longTexts;
        this.selectPart = longTexts.isEmpty() ? selectListed : "SELECT " + longTexts.selected(listed, jdbc.dialect()) + " FROM " + table;
        this.selectOutlines = "SELECT " + longTexts.outlined(listed) + " FROM " + table;
    }

    @Override
    public Optional<E> find(Id<E> id) {
        return first("id = ?", id.value());
    }

    @Override
    public List<E> findAll(Set<Id<E>> ids) {
        return selectIn("id IN (%s)", List.of(), Columns.uuids(ids));
    }

    @Override
    public void insert(E entity) {
        R row = toRow.row(entity, key(entity.id()));
        jdbc.write(() -> rows.save(row));
    }

    @Override
    public void insertAll(List<E> entities) {
        if (!entities.isEmpty()) {
            List<R> all = entities.stream().map(entity -> toRow.row(entity, key(entity.id()))).toList();
            jdbc.write(() -> rows.saveAll(all));
        }
    }

    @Override
    public void update(E before, E after) {
        List<String> changed = new ArrayList<>();
        List<@Nullable Object> values = changes(before, after, changed);
        jdbc.updateOne(update(changed), values.toArray());
    }

    @Override
    public void updateAll(List<Change<E>> changes) {
        Map<List<String>, List<List<@Nullable Object>>> alike = new LinkedHashMap<>();
        for (Change<E> change : changes) {
            List<String> changed = new ArrayList<>();
            List<@Nullable Object> values = changes(change.before(), change.after(), changed);
            alike.computeIfAbsent(changed, columns -> new ArrayList<>()).add(values);
        }
        boolean once = changes.stream().map(change -> change.before().id()).distinct().count() == changes.size();
        alike.forEach((changed, rows) -> {
            if (once && rows.size() > 1 && jdbc.dialect().joinsArrays()) {
                jdbc.updateTogether(table, changed, rows);
            } else {
                jdbc.updateOneEach(update(changed), rows);
            }
        });
    }

    /**
     * The values of the columns that differ, whose names are added to {@code changed}, then the key and the version before. SQLite rewrites each index of a
     * column that is set, also to what it was, and looks up each row that one refers to.
     */
    private List<@Nullable Object> changes(E before, E after, List<String> changed) {
        R old = toRow.row(before, key(before.id()));
        R row = toRow.row(after, key(after.id()));
        List<@Nullable Object> values = new ArrayList<>();
        changed.add("version");
        values.add(after.version());
        for (RuntimePersistentProperty<R> property : properties) {
            Object value = property.getProperty().get(row);
            if (!Objects.equals(value, property.getProperty().get(old))) {
                changed.add(property.getPersistedName());
                values.add(value);
            }
        }
        values.addAll(List.of(jdbc.workspace(), before.id().value(), before.version()));
        return values;
    }

    private String update(List<String> changed) {
        return "UPDATE " + table + " SET " + String.join(" = ?, ", changed) + " = ? WHERE workspace_id = ? AND id = ? AND version = ?";
    }

    @Override
    public void delete(E entity) {
        jdbc.updateOne("DELETE FROM " + table + " WHERE workspace_id = ? AND id = ? AND version = ?",
                jdbc.workspace(), entity.id().value(), entity.version());
    }

    @Override
    public List<E> list(Query query) {
        return listed(selectListed, query, this::entity);
    }

    @Override
    public List<E> outlines(Query query) {
        return listed(selectOutlines, query, this::entity);
    }

    @Override
    public Part<E> part(Query query) {
        if (longTexts.isEmpty()) {
            return Store.super.part(query);
        }
        List<LongTexts.Listed<Stored<E>, E>> listed = listed(selectPart, query.limitedTo(query.limit() + 1), this::orLeftOut);
        return LongTexts.part(listed, query.limit(), this::asListed).orElseGet(() -> part(query));
    }

    /** A row as it was listed; changed, it may stand elsewhere in the list. */
    private record Stored<E>(Id<E> id, long version) {
    }

    private LongTexts.Listed<Stored<E>, E> orLeftOut(ResultSet row) throws SQLException {
        long bytes = row.getLong(reader.columns().size() + 1);
        if (LongTexts.areLeftOut(bytes)) {
            return new LongTexts.Listed<>(new Stored<>(new Id<>(UUID.fromString(row.getString("id"))), row.getLong("version")), null, bytes);
        }
        E entity = entity(row);
        return new LongTexts.Listed<>(new Stored<>(entity.id(), entity.version()), entity, bytes);
    }

    private Map<Stored<E>, E> asListed(List<Stored<E>> rows) {
        return jdbc.queryIn(selectListed + " WHERE workspace_id = ? AND id IN (%s)", List.of(jdbc.workspace()), rows.stream().map(row -> row.id().value()).toList(), this::entity)
                .stream().collect(Collectors.toMap(entity -> new Stored<>(entity.id(), entity.version()), entity -> entity));
    }

    private <T> List<T> listed(String selected, Query query, Jdbc.Reader<T> each) {
        Query asked = asked(query);
        List<Object> parameters = new ArrayList<>();
        String sql = selected + where(asked, parameters) + " ORDER BY "
                + asked.order().stream().map(this::term).collect(Collectors.joining(", "));
        if (asked.limit() < Integer.MAX_VALUE) {
            sql += Jdbc.limit(asked.limit());
        }
        return jdbc.query(sql, parameters, each);
    }

    /** The same question in the words of the table's indexes. */
    protected Query asked(Query query) {
        return query;
    }

    @Override
    public long count(Query query) {
        List<Object> parameters = new ArrayList<>();
        Query all = asked(query);
        String sql = "SELECT count(*) FROM " + table + where(new Query(all.filters(), all.order(), 1, Optional.empty()), parameters);
        return jdbc.query(sql, parameters, row -> row.getLong(1)).getFirst();
    }

    /** The entity of a hand-written condition, such as {@code slug = ?}, that at most one fulfils; the workspace is added. */
    protected final Optional<E> first(String condition, Object... parameters) {
        return select(condition + " LIMIT 1", parameters).stream().findFirst();
    }

    /** Entities of a hand-written condition, which may end in an order and a limit; the workspace is added. */
    protected final List<E> select(String condition, Object... parameters) {
        return selected(select, condition, parameters);
    }

    /** The same with long texts left out. */
    protected final List<E> outlines(String condition, Object... parameters) {
        return selected(selectOutlines, condition, parameters);
    }

    private List<E> selected(String selected, String condition, Object... parameters) {
        List<Object> all = new ArrayList<>();
        all.add(jdbc.workspace());
        all.addAll(List.of(parameters));
        String lock = Session.current().locksRows() ? jdbc.dialect().rowLock() : "";
        return jdbc.query(selected + " WHERE workspace_id = ? AND " + condition + lock, all, this::entity);
    }

    /** The same for a condition about each of some values, whose marks replace {@code %s} behind all other parameters. */
    protected final List<E> selectIn(String condition, List<?> parameters, List<?> values) {
        List<Object> all = new ArrayList<>();
        all.add(jdbc.workspace());
        all.addAll(parameters);
        String lock = Session.current().locksRows() ? jdbc.dialect().rowLock() : "";
        return jdbc.queryIn(select + " WHERE workspace_id = ? AND " + condition + lock, all, values, this::entity);
    }

    private E entity(ResultSet row) throws SQLException {
        return toEntity.apply(reader.read(row));
    }

    /** The entity as it is committed, which nobody else changes until this transaction ends. */
    protected final Optional<E> locked(Id<E> id) {
        Session.current().requireWritable();
        return jdbc.first(select + " WHERE workspace_id = ? AND id = ?" + jdbc.dialect().rowLock(), List.of(jdbc.workspace(), id.value()), this::entity);
    }

    private RowKey key(Id<?> id) {
        return new RowKey(jdbc.workspace(), id.value());
    }

    private String where(Query query, List<Object> parameters) {
        StringBuilder sql = new StringBuilder(" WHERE workspace_id = ?");
        parameters.add(jdbc.workspace());
        for (Filter filter : query.filters()) {
            sql.append(" AND ").append(condition(filter, parameters));
        }
        query.after().ifPresent(position -> sql.append(" AND ").append(after(query.order(), position, parameters)));
        return sql.toString();
    }

    private String condition(Filter filter, List<Object> parameters) {
        String column = column(filter.field());
        List<Object> values = filter.operator() == Filter.Operator.IN ? Jdbc.padded(filter.values()) : filter.values();
        List<?> bound = filter.operator() == Filter.Operator.CONTAINS
                ? values.stream().map(word -> "%" + word.toString().replaceAll("([!%_])", "!$1") + "%").toList()
                : values;
        parameters.addAll(bound);
        return switch (filter.operator()) {
            case EMPTY -> column + " IS NULL";
            case PRESENT -> column + " IS NOT NULL";
            case CONTAINS -> values.stream().map(word -> column + " LIKE ? ESCAPE '!'").collect(Collectors.joining(" AND "));
            case IN -> values.size() == 1 ? column + " = ?" : column + " IN (" + Jdbc.marks(values.size()) + ")";
            case FROM -> column + " >= ?";
            case TO -> column + " <= ?";
        };
    }

    /**
     * What comes after a position. Where all fields rise or all fall and none can be empty, a row comparison, which both
     * databases answer from one index range; else, field by field: equal up to here, and beyond it in this one.
     */
    private String after(List<Order> order, List<@Nullable Object> position, List<Object> parameters) {
        boolean uniform = order.stream().noneMatch(Order::nullable)
                && order.stream().map(Order::descending).distinct().count() == 1;
        if (uniform) {
            position.forEach(value -> parameters.add(present(value)));
            String names = order.stream().map(o -> column(o.field())).collect(Collectors.joining(", "));
            return "(" + names + ") " + (order.getFirst().descending() ? "<" : ">") + " (" + Jdbc.marks(order.size()) + ")";
        }
        List<String> alternatives = new ArrayList<>();
        for (int last = 0; last < order.size(); last++) {
            List<Object> bound = new ArrayList<>();
            List<String> conditions = new ArrayList<>();
            for (int i = 0; i < last; i++) {
                Object value = position.get(i);
                conditions.add(column(order.get(i).field()) + (value == null ? " IS NULL" : " = ?"));
                if (value != null) {
                    bound.add(value);
                }
            }
            Order field = order.get(last);
            Object value = position.get(last);
            if (value == null) {
                continue; // empty ones are last: nothing is beyond
            }
            String beyond = column(field.field()) + (field.descending() ? " < ?" : " > ?");
            bound.add(value);
            conditions.add(field.nullable() ? "(" + beyond + " OR " + column(field.field()) + " IS NULL)" : beyond);
            parameters.addAll(bound);
            alternatives.add("(" + String.join(" AND ", conditions) + ")");
        }
        return "(" + String.join(" OR ", alternatives) + ")";
    }

    private static Object present(@Nullable Object value) {
        if (value == null) {
            throw new IllegalArgumentException("A position is empty in a field that cannot be");
        }
        return value;
    }

    private String term(Order order) {
        return column(order.field()) + (order.descending() ? " DESC" : "") + (order.nullable() ? " NULLS LAST" : "");
    }

    private String column(String field) {
        if (!columns.contains(field)) {
            throw new IllegalArgumentException(table + " has no column " + field);
        }
        return field;
    }
}
