package dev.steward.application.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.application.StoreContract;
import dev.steward.application.TestDatabase;
import dev.steward.domain.Id;
import dev.steward.domain.planning.Placed;
import dev.steward.domain.workspace.Workspace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every store of things with a place guarantees. */
public interface PlacedStoreContract<E extends Placed<E>> extends StoreContract<E> {

    @Override
    Class<? extends PlacedStore<E>> port();

    /** A new sibling of {@code one} at that place. */
    E sibling(E one, int position);

    @Override
    default List<List<Key<E>>> orders() {
        return List.of(List.of(new Key<>("position", false, Placed::position)), List.of(new Key<>("created_at", false, one -> one.meta().createdAt())));
    }

    @Test
    default void onlySiblingsInTheRangeAreShifted() {
        Id<Workspace> workspace = newWorkspace();
        E first = insert(workspace, sample(workspace).at(TestDatabase.now(), 0));
        List<E> row = new ArrayList<>(List.of(first));
        for (int i = 1; i < 5; i++) {
            row.add(insert(workspace, sibling(first, i)));
        }
        E stranger = insert(workspace, sample(workspace).at(TestDatabase.now(), 2));
        Instant now = Instant.parse("2026-04-07T08:00:00.123Z");

        assertThat(siblings(workspace, row.get(2))).isEqualTo(5);
        assertThat(siblings(workspace, stranger)).isEqualTo(1);
        assertThat(siblings(workspace, sample(workspace))).isZero();

        database().write(workspace, stores -> stores.of(port()).shift(first, 1, 4, 1, now));

        List<E> found = row.stream().map(one -> find(workspace, one).orElseThrow()).toList();
        assertThat(found).extracting(Placed::position).containsExactly(0, 2, 3, 4, 4);
        assertThat(found.get(0)).isEqualTo(row.get(0));
        assertThat(found.get(4)).isEqualTo(row.get(4));
        assertThat(found.get(1)).isEqualTo(row.get(1).at(now, 2));
        assertThat(find(workspace, stranger)).contains(stranger);
    }

    @Test
    default void nothingOfAnotherWorkspaceIsCountedOrShifted() {
        Id<Workspace> workspace = newWorkspace();
        E one = insert(workspace, sample(workspace).at(TestDatabase.now(), 0));
        Id<Workspace> other = newWorkspace();

        assertThat(siblings(other, one)).isZero();
        database().write(other, stores -> stores.of(port()).shift(one, 0, 10, 1, TestDatabase.now()));
        assertThat(find(workspace, one)).contains(one);
        assertThatThrownBy(() -> database().read(workspace, stores -> {
            stores.of(port()).shift(one, 0, 10, 1, TestDatabase.now());
            return true;
        })).isInstanceOf(IllegalStateException.class);
    }

    private int siblings(Id<Workspace> workspace, E one) {
        return database().read(workspace, stores -> stores.of(port()).siblings(one));
    }
}
