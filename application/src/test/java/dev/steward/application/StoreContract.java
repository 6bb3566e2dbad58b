package dev.steward.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.application.Query.Order;
import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every {@link Store} guarantees. An adapter's test implements this once per port, against a real database.
 *
 * @param <E> the entity
 */
public interface StoreContract<E extends Entity<E>> {

    TestDatabase database();

    Class<? extends Store<E>> port();

    /** A new entity, different from all others, whose references exist in {@code workspace}. */
    E sample(Id<Workspace> workspace);

    /** Some that can be in one workspace together. */
    default List<E> samples(Id<Workspace> workspace) {
        return List.of(sample(workspace), sample(workspace), sample(workspace));
    }

    /** The entity's next version, with something changed. */
    E changed(E entity);

    @Test
    default void whatWasInsertedIsFoundAsItWas() {
        Id<Workspace> workspace = newWorkspace();
        E entity = insert(workspace);

        assertThat(find(workspace, entity)).contains(entity);
    }

    @Test
    default void whatIsNotThereIsNotFound() {
        assertThat(find(newWorkspace(), sample(newWorkspace()))).isEmpty();
    }

    @Test
    default void anUpdateReplacesTheVersionBefore() {
        Id<Workspace> workspace = newWorkspace();
        E entity = insert(workspace);
        E next = changed(entity);

        database().write(workspace, stores -> stores.of(port()).update(entity, next));

        assertThat(find(workspace, entity)).contains(next);
    }

    @Test
    default void anUpdateFromAStaleVersionIsRefusedAndChangesNothing() {
        Id<Workspace> workspace = newWorkspace();
        E entity = insert(workspace);
        E next = changed(entity);
        E beyond = changed(next);

        assertThatThrownBy(() -> database().write(workspace, stores -> stores.of(port()).update(next, beyond)))
                .isInstanceOf(StoreException.StaleVersion.class);
        assertThat(find(workspace, entity)).contains(entity);
    }

    @Test
    default void severalAreInsertedFoundAndChangedTogether() {
        Id<Workspace> workspace = newWorkspace();
        List<E> all = samples(workspace);
        List<E> changed = all.stream().map(this::changed).toList();

        database().write(workspace, stores -> stores.of(port()).insertAll(all));
        assertThat(findAll(workspace, all)).containsExactlyInAnyOrderElementsOf(all);
        database().write(workspace, stores -> {
            stores.of(port()).insertAll(List.of());
            stores.of(port()).updateAll(changes(all, changed));
        });

        assertThat(findAll(workspace, all)).containsExactlyInAnyOrderElementsOf(changed);
        assertThat(findAll(workspace, List.of(all.getFirst(), sample(newWorkspace())))).containsExactly(changed.getFirst());
        assertThat(findAll(workspace, List.of())).isEmpty();
        assertThat(findAll(newWorkspace(), all)).isEmpty();
    }

    @Test
    default void oneStaleVersionAmongSeveralChangesNone() {
        Id<Workspace> workspace = newWorkspace();
        List<E> all = samples(workspace);
        all.forEach(entity -> insert(workspace, entity));
        List<E> before = new ArrayList<>(all);
        before.set(all.size() - 1, changed(all.getLast())); // which is not what is stored
        List<E> after = before.stream().map(this::changed).toList();

        assertThatThrownBy(() -> database().write(workspace, stores -> stores.of(port()).updateAll(changes(before, after))))
                .isInstanceOf(StoreException.StaleVersion.class);
        assertThat(findAll(workspace, all)).containsExactlyInAnyOrderElementsOf(all);
    }

    private List<E> findAll(Id<Workspace> workspace, List<E> entities) {
        return database().read(workspace, stores -> stores.of(port()).findAll(entities.stream().map(Entity::id).collect(Collectors.toSet())));
    }

    private static <E> List<Store.Change<E>> changes(List<E> before, List<E> after) {
        return IntStream.range(0, before.size()).mapToObj(n -> new Store.Change<>(before.get(n), after.get(n))).toList();
    }

    @Test
    default void aDeleteOfAStaleVersionIsRefusedAndRemovesNothing() {
        Id<Workspace> workspace = newWorkspace();
        E entity = insert(workspace);

        assertThatThrownBy(() -> database().write(workspace, stores -> stores.of(port()).delete(changed(entity))))
                .isInstanceOf(StoreException.StaleVersion.class);
        assertThat(find(workspace, entity)).contains(entity);
    }

    @Test
    default void whatWasDeletedIsGone() {
        Id<Workspace> workspace = newWorkspace();
        E entity = insert(workspace);

        database().write(workspace, stores -> stores.of(port()).delete(entity));

        assertThat(find(workspace, entity)).isEmpty();
    }

    @Test
    default void anotherWorkspaceSeesAndChangesNothingOfIt() {
        Id<Workspace> workspace = newWorkspace();
        Id<Workspace> other = newWorkspace();
        E entity = insert(workspace);

        assertThat(find(other, entity)).isEmpty();
        assertThat(list(other, Query.all(10))).doesNotContain(entity, listed(entity));
        assertThatThrownBy(() -> database().write(other, stores -> stores.of(port()).update(entity, changed(entity))))
                .isInstanceOf(StoreException.StaleVersion.class);
        assertThatThrownBy(() -> database().write(other, stores -> stores.of(port()).delete(entity)))
                .isInstanceOf(StoreException.StaleVersion.class);
        assertThat(find(workspace, entity)).contains(entity);
    }

    @Test
    default void whatIsAtTheEdgesIsFoundAsItWasWhereverTheServerRuns() {
        TimeZone before = TimeZone.getDefault();
        try {
            for (String zone : List.of("Pacific/Auckland", "America/Los_Angeles", "UTC")) {
                TimeZone.setDefault(TimeZone.getTimeZone(zone));
                Id<Workspace> workspace = newWorkspace();
                for (E edge : edges(workspace)) {
                    insert(workspace, edge);
                    // Again and again, because drivers read otherwise once a statement is known to the server.
                    for (int i = 0; i < 6; i++) {
                        assertThat(find(workspace, edge)).as(zone).contains(edge);
                        assertThat(list(workspace, Query.where("id", 1, edge.id().value()))).as(zone).containsExactly(listed(edge));
                    }
                }
            }
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    default void aTakenKeyIsRefusedByItsName() {
        Id<Workspace> workspace = newWorkspace();
        E entity = insert(workspace);

        taken(workspace, entity).forEach((constraint, other) -> {
            assertThatThrownBy(() -> insert(workspace, other)).as(constraint).isInstanceOfSatisfying(StoreException.AlreadyExists.class,
                    e -> assertThat(e.constraint()).isEqualTo(constraint));
            assertThat(find(workspace, other)).isEmpty();
        });
    }

    @Test
    default void listsAreInOrderAndTheirPagesPutTogetherAreTheWhole() {
        Id<Workspace> workspace = newWorkspace();
        List<E> all = new ArrayList<>();
        for (int i = 0; i < 7 && (i == 0 || many()); i++) {
            all.add(insert(workspace));
        }
        edges(workspace).forEach(edge -> all.add(insert(workspace, edge)));
        for (List<Key<E>> keys : orders()) {
            for (Direction direction : Direction.values()) {
                List<Key<E>> full = new ArrayList<>(keys);
                full.add(new Key<>("id", false, entity -> entity.id().value()));
                List<Order> order = direction.of(full);
                List<E> whole = list(workspace, new Query(List.of(), order, 200, Optional.empty()));

                assertThat(whole).as("%s", order).containsAll(all.stream().map(this::listed).toList()).isSortedAccordingTo(comparator(full, order));
                assertThat(paged(workspace, full, order)).as("pages by %s", order).isEqualTo(whole);
            }
        }
    }

    /** What a list is sorted by, and how it is read from an entity. */
    record Key<E>(String field, boolean nullable, Function<E, @Nullable Object> value) {
    }

    enum Direction {
        UP, DOWN, MIXED;

        <E> List<Order> of(List<Key<E>> keys) {
            List<Order> order = new ArrayList<>();
            for (Key<E> key : keys) {
                order.add(new Order(key.field(), this == DOWN || this == MIXED && order.isEmpty(), key.nullable()));
            }
            return order;
        }
    }

    private List<E> paged(Id<Workspace> workspace, List<Key<E>> keys, List<Order> order) {
        List<E> paged = new ArrayList<>();
        Optional<List<@Nullable Object>> after = Optional.empty();
        while (true) {
            Query query = new Query(List.of(), order, 3, after);
            Part<E> part = database().read(workspace, stores -> stores.of(port()).part(query));
            assertThat(part.items()).isNotEmpty().isEqualTo(list(workspace, query.limitedTo(part.items().size()))); // long texts end it early
            paged.addAll(part.items());
            if (!part.more()) {
                return paged;
            }
            E last = part.items().getLast();
            after = Optional.of(Arrays.asList(keys.stream().map(key -> key.value().apply(last)).toArray()));
        }
    }

    /** Empty ones last in both directions; texts by code point, which is how their UTF-8 bytes compare. */
    private static <E> Comparator<E> comparator(List<Key<E>> keys, List<Order> order) {
        Comparator<E> all = (a, b) -> 0;
        for (int i = 0; i < keys.size(); i++) {
            Comparator<Object> values = StoreContract::compareValues;
            Comparator<Object> directed = Comparator.nullsLast(order.get(i).descending() ? values.reversed() : values);
            all = all.thenComparing(keys.get(i).value(), directed);
        }
        return all;
    }

    @SuppressWarnings("unchecked") // both are values of one field
    private static int compareValues(Object a, Object b) {
        return a instanceof String || a instanceof UUID
                ? Arrays.compareUnsigned(a.toString().getBytes(StandardCharsets.UTF_8), b.toString().getBytes(StandardCharsets.UTF_8))
                : ((Comparable<Object>) a).compareTo(b);
    }

    @Test
    default void countCountsWhatListLists() {
        Id<Workspace> workspace = newWorkspace();
        E entity = insert(workspace);
        Query byId = Query.where("id", 1, entity.id().value());

        long count = database().read(workspace, stores -> stores.of(port()).count(byId));
        assertThat(count).isEqualTo(1);
        assertThat(list(workspace, byId)).containsExactly(listed(entity));
    }

    @Test
    default void theSameIdIsRefusedASecondTime() {
        Id<Workspace> workspace = newWorkspace();
        E entity = insert(workspace);

        assertThatThrownBy(() -> database().write(workspace, stores -> stores.of(port()).insert(entity)))
                .isInstanceOf(StoreException.AlreadyExists.class);
    }

    @Test
    default void outlinesAreFoundAsTheirEntitiesAre() {
        Id<Workspace> workspace = newWorkspace();
        List<E> all = new ArrayList<>(samples(workspace));
        all.addAll(edges(workspace));
        all.forEach(entity -> insert(workspace, entity));

        for (Direction direction : Direction.values()) {
            Query query = new Query(List.of(), direction.of(List.of(new Key<E>("id", false, entity -> entity.id().value()))), 2, Optional.empty());
            List<E> outlines = database().read(workspace, stores -> stores.of(port()).outlines(query));
            assertThat(outlines.stream().map(Entity::meta).toList()).isEqualTo(list(workspace, query).stream().map(Entity::meta).toList());
        }
    }

    /** The entity as lists give it, which may leave out what is large. */
    default E listed(E entity) {
        return entity;
    }

    /** Where a test puts its entities. */
    default Id<Workspace> newWorkspace() {
        return database().newWorkspace();
    }

    /** Entities at the edges of what the domain allows: nothing optional, everything filled, first and last dates, long texts. */
    default List<E> edges(Id<Workspace> workspace) {
        return List.of();
    }

    /** For each unique key of the table, by its name, a new entity that shares it with {@code stored}. */
    default Map<String, E> taken(Id<Workspace> workspace, E stored) {
        return Map.of();
    }

    /** What lists are sorted by, besides the id at the end. */
    default List<List<Key<E>>> orders() {
        return List.of(List.of(new Key<>("created_at", false, entity -> entity.meta().createdAt())));
    }

    /** Whether a workspace can hold more than one. */
    default boolean many() {
        return true;
    }

    default E insert(Id<Workspace> workspace) {
        return insert(workspace, sample(workspace));
    }

    default E insert(Id<Workspace> workspace, E entity) {
        database().write(workspace, stores -> stores.of(port()).insert(entity));
        return entity;
    }

    /** What a port's own method finds. */
    default <R> Optional<R> lookUp(Id<Workspace> workspace, Function<Stores, Optional<R>> method) {
        return database().read(workspace, method);
    }

    default List<E> list(Id<Workspace> workspace, Query query) {
        return database().read(workspace, stores -> stores.of(port()).list(query));
    }

    default Optional<E> find(Id<Workspace> workspace, E entity) {
        return database().read(workspace, stores -> stores.of(port()).find(entity.id()));
    }
}
