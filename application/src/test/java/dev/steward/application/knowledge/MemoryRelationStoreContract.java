package dev.steward.application.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.TestDatabase;
import dev.steward.domain.Id;
import dev.steward.domain.knowledge.MemoryRelation;
import dev.steward.domain.knowledge.MemoryRelation.EntityType;
import dev.steward.domain.knowledge.MemoryRelation.Role;
import dev.steward.domain.knowledge.MemoryUnit;
import dev.steward.domain.workspace.Workspace;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

public interface MemoryRelationStoreContract {

    TestDatabase database();

    @Test
    default void aRelationIsKeptOnceAndGoesWithItsUnit() {
        Id<Workspace> workspace = database().newWorkspace();
        MemoryUnit unit = KnowledgeSamples.unit(database(), workspace, KnowledgeSamples.aUnit(null, null), "x");
        UUID card = TestDatabase.newId();
        MemoryRelation source = new MemoryRelation(unit.id(), EntityType.CARD, card, Role.SOURCE, TestDatabase.now());
        MemoryRelation supports = new MemoryRelation(unit.id(), EntityType.CARD, card, Role.SUPPORTS, TestDatabase.now());
        MemoryRelation again = new MemoryRelation(unit.id(), EntityType.CARD, card, Role.SOURCE, TestDatabase.now().plusMillis(5));

        database().write(workspace, stores -> {
            MemoryRelationStore relations = stores.of(MemoryRelationStore.class);
            assertThat(relations.put(supports)).isTrue();
            assertThat(relations.put(source)).isTrue();
            assertThat(relations.put(again)).isFalse();
        });
        assertThat(of(workspace, unit)).containsExactly(source, supports);
        assertThat(of(database().newWorkspace(), unit)).isEmpty();
        database().write(database().newWorkspace(), stores -> assertThat(stores.of(MemoryRelationStore.class).remove(source)).isFalse());
        database().write(workspace, stores -> {
            assertThat(stores.of(MemoryRelationStore.class).remove(again)).isTrue();
            assertThat(stores.of(MemoryRelationStore.class).remove(source)).isFalse();
        });
        assertThat(of(workspace, unit)).containsExactly(supports);
        database().write(workspace, stores -> stores.of(MemoryRelationStore.class).putAll(List.of(source, again, supports)));
        assertThat(of(workspace, unit)).containsExactly(source, supports);
        database().write(workspace, stores -> stores.of(MemoryUnitStore.class).delete(unit));
        assertThat(of(workspace, unit)).isEmpty();
    }

    private List<MemoryRelation> of(Id<Workspace> workspace, MemoryUnit unit) {
        return database().read(workspace, stores -> stores.of(MemoryRelationStore.class).of(unit.id()));
    }
}
