package dev.steward.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.application.Query.Order;
import dev.steward.domain.Entity;
import dev.steward.domain.Id;
import dev.steward.domain.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    /** The entity's next version, with something changed. */
    E changed(E entity);

    @Test
    default void whatWasInsertedIsFoundAsItWas() {
        Id<Workspace> workspace = database().newWorkspace();
        E entity = insert(workspace);

        assertThat(find(workspace, entity)).contains(entity);
    }

    @Test
    default void whatIsNotThereIsNotFound() {
        assertThat(find(database().newWorkspace(), sample(database().newWorkspace()))).isEmpty();
    }

    @Test
    default void anUpdateReplacesTheVersionBefore() {
        Id<Workspace> workspace = database().newWorkspace();
        E entity = insert(workspace);
        E next = changed(entity);

        database().write(workspace, stores -> stores.of(port()).update(next));

        assertThat(find(workspace, entity)).contains(next);
    }

    @Test
    default void anUpdateFromAStaleVersionIsRefusedAndChangesNothing() {
        Id<Workspace> workspace = database().newWorkspace();
        E entity = insert(workspace);
        E next = changed(entity);
        E beyond = changed(next);

        assertThatThrownBy(() -> database().write(workspace, stores -> stores.of(port()).update(beyond)))
                .isInstanceOf(StoreException.StaleVersion.class);
        assertThat(find(workspace, entity)).contains(entity);
    }

    @Test
    default void aDeleteOfAStaleVersionIsRefusedAndRemovesNothing() {
        Id<Workspace> workspace = database().newWorkspace();
        E entity = insert(workspace);

        assertThatThrownBy(() -> database().write(workspace, stores -> stores.of(port()).delete(changed(entity))))
                .isInstanceOf(StoreException.StaleVersion.class);
        assertThat(find(workspace, entity)).contains(entity);
    }

    @Test
    default void whatWasDeletedIsGone() {
        Id<Workspace> workspace = database().newWorkspace();
        E entity = insert(workspace);

        database().write(workspace, stores -> stores.of(port()).delete(entity));

        assertThat(find(workspace, entity)).isEmpty();
    }

    @Test
    default void anotherWorkspaceSeesAndChangesNothingOfIt() {
        Id<Workspace> workspace = database().newWorkspace();
        Id<Workspace> other = database().newWorkspace();
        E entity = insert(workspace);

        assertThat(find(other, entity)).isEmpty();
        assertThat(list(other, Query.all(10))).doesNotContain(entity);
        assertThatThrownBy(() -> database().write(other, stores -> stores.of(port()).update(changed(entity))))
                .isInstanceOf(StoreException.StaleVersion.class);
        assertThatThrownBy(() -> database().write(other, stores -> stores.of(port()).delete(entity)))
                .isInstanceOf(StoreException.StaleVersion.class);
        assertThat(find(workspace, entity)).contains(entity);
    }

    @Test
    default void pagesPutTogetherAreTheWholeListInOrder() {
        Id<Workspace> workspace = database().newWorkspace();
        List<E> all = new ArrayList<>();
        for (int i = 0; i < 7 && (i == 0 || many()); i++) {
            all.add(insert(workspace));
        }
        for (boolean descending : List.of(false, true)) {
            List<Order> order = List.of(new Order("created_at", descending, false), new Order("id", descending, false));
            List<E> expected = list(workspace, new Query(List.of(), order, 200, Optional.empty()));
            List<E> paged = new ArrayList<>();
            Optional<List<Object>> after = Optional.empty();
            while (true) {
                List<E> page = list(workspace, new Query(List.of(), order, 3, after));
                if (page.isEmpty()) {
                    break;
                }
                paged.addAll(page);
                E last = page.getLast();
                after = Optional.of(List.of(last.meta().createdAt(), last.id().value()));
            }
            assertThat(paged).isEqualTo(expected).containsAll(all);
        }
    }

    @Test
    default void countCountsWhatListLists() {
        Id<Workspace> workspace = database().newWorkspace();
        E entity = insert(workspace);
        Query byId = Query.where("id", 1, entity.id().value());

        long count = database().read(workspace, stores -> stores.of(port()).count(byId));
        assertThat(count).isEqualTo(1);
        assertThat(list(workspace, byId)).containsExactly(entity);
    }

    /** Whether a workspace can hold more than one. */
    default boolean many() {
        return true;
    }

    private E insert(Id<Workspace> workspace) {
        E entity = sample(workspace);
        database().write(workspace, stores -> stores.of(port()).insert(entity));
        return entity;
    }

    private List<E> list(Id<Workspace> workspace, Query query) {
        return database().read(workspace, stores -> stores.of(port()).list(query));
    }

    private Optional<E> find(Id<Workspace> workspace, E entity) {
        return database().read(workspace, stores -> stores.of(port()).find(entity.id()));
    }
}
