package dev.steward.application;

import dev.steward.application.Query.Filter;
import dev.steward.application.Query.Order;
import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.SearchText;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** A {@link Store} over a map, as far as tests of use cases need one. */
class InMemoryStore<E extends Entity<E>> implements Store<E> {

    private final Map<UUID, E> rows;
    private final InMemoryDatabase.Access access;
    private final BiFunction<E, String, Object> column;
    private final Map<String, Function<E, Object>> unique;

    /** @param unique what may be there once, by the name of its constraint; null is never taken */
    InMemoryStore(InMemoryDatabase.Access access, Class<?> port, BiFunction<E, String, Object> column, Map<String, Function<E, Object>> unique) {
        this.rows = access.rows(port);
        this.access = access;
        this.column = column;
        this.unique = unique;
    }

    /** Columns as the shape names them, and the folded texts. */
    static <E extends Entity<E>> BiFunction<E, String, Object> columns(Shape<E> shape) {
        return (entity, field) -> field.equals("search_text")
                ? SearchText.of(shape.render(entity).members().values().stream().map(Object::toString).toArray(String[]::new))
                : shape.position(entity, List.of(new Order(field, false, false))).getFirst();
    }

    Stream<E> rows() {
        return rows.values().stream();
    }

    InMemoryDatabase.Access access() {
        return access;
    }

    @Override
    public Optional<E> find(Id<E> id) {
        return Optional.ofNullable(rows.get(id.value()));
    }

    @Override
    public List<E> findAll(Set<Id<E>> ids) {
        return ids.stream().flatMap(id -> find(id).stream()).toList();
    }

    @Override
    public void insert(E entity) {
        access.requireWrite();
        requireUnique(entity);
        rows.put(entity.id().value(), entity);
    }

    @Override
    public void update(E before, E after) {
        access.requireWrite();
        requireStored(before, before.version());
        requireUnique(after);
        rows.put(after.id().value(), after);
    }

    @Override
    public void delete(E entity) {
        access.requireWrite();
        requireStored(entity, entity.version());
        rows.remove(entity.id().value());
    }

    @Override
    public List<E> list(Query query) {
        return rows().filter(entity -> matches(entity, query))
                .filter(entity -> query.after().map(position -> compare(entity, position, query.order()) > 0).orElse(true))
                .sorted((a, b) -> compare(a, position(b, query.order()), query.order()))
                .limit(query.limit()).toList();
    }

    @Override
    public long count(Query query) {
        return rows().filter(entity -> matches(entity, query)).count();
    }

    private boolean matches(E entity, Query query) {
        return query.filters().stream().allMatch(filter -> matches(column.apply(entity, filter.field()), filter));
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static boolean matches(Object value, Filter filter) {
        return switch (filter.operator()) {
            case EMPTY -> value == null;
            case PRESENT -> value != null;
            case IN -> {
                filter.values().stream().filter(other -> value != null && other.getClass() != value.getClass()).findAny().ifPresent(other -> {
                    throw new IllegalArgumentException(filter.field() + " is compared with a " + other.getClass());
                });
                yield value != null && filter.values().contains(value);
            }
            case FROM -> value != null && ((Comparable) value).compareTo(filter.values().getFirst()) >= 0;
            case TO -> value != null && ((Comparable) value).compareTo(filter.values().getFirst()) <= 0;
            case CONTAINS -> filter.values().stream().allMatch(word -> value.toString().contains(word.toString()));
        };
    }

    private List<Object> position(E entity, List<Order> order) {
        return order.stream().map(field -> column.apply(entity, field.field())).toList();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private int compare(E entity, List<Object> position, List<Order> order) {
        for (int i = 0; i < order.size(); i++) {
            Comparator<Object> natural = (a, b) -> a instanceof UUID ? a.toString().compareTo(b.toString()) : ((Comparable) a).compareTo(b);
            Comparator<Object> directed = Comparator.nullsLast(order.get(i).descending() ? natural.reversed() : natural);
            int compared = directed.compare(column.apply(entity, order.get(i).field()), position.get(i));
            if (compared != 0) {
                return compared;
            }
        }
        return 0;
    }

    private void requireStored(E entity, long version) {
        E stored = rows.get(entity.id().value());
        if (stored == null || stored.version() != version) {
            access.doom();
            throw new StoreException.StaleVersion("not version " + version);
        }
    }

    private void requireUnique(E entity) {
        unique.forEach((constraint, key) -> {
            Object taken = key.apply(entity);
            if (taken != null && rows().anyMatch(other -> !other.id().equals(entity.id()) && Objects.equals(key.apply(other), taken))) {
                access.doom();
                throw new StoreException.AlreadyExists(constraint, new IllegalStateException(taken.toString()));
            }
        });
    }
}
