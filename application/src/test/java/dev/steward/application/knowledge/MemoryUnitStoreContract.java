package dev.steward.application.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steward.application.StoreContract;
import dev.steward.application.StoreException;
import dev.steward.application.TestDatabase;
import dev.steward.application.planning.CardStore;
import dev.steward.application.planning.PlanningSamples;
import dev.steward.application.portfolio.PortfolioSamples;
import dev.steward.application.portfolio.ProjectStore;
import dev.steward.domain.Id;
import dev.steward.domain.knowledge.MemoryUnit;
import dev.steward.domain.knowledge.MemoryUnit.Details;
import dev.steward.domain.knowledge.MemoryUnit.Kind;
import dev.steward.domain.knowledge.MemoryUnit.Source;
import dev.steward.domain.knowledge.MemoryUnit.Status;
import dev.steward.domain.knowledge.MemoryUnit.Subject;
import dev.steward.domain.planning.Card;
import dev.steward.domain.portfolio.Project;
import dev.steward.domain.workspace.Workspace;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

public interface MemoryUnitStoreContract extends StoreContract<MemoryUnit> {

    @Override
    default Class<MemoryUnitStore> port() {
        return MemoryUnitStore.class;
    }

    @Override
    default MemoryUnit sample(Id<Workspace> workspace) {
        Card card = PlanningSamples.card(database(), workspace);
        return KnowledgeSamples.aUnit(card.projectId(), card.id());
    }

    @Override
    default MemoryUnit changed(MemoryUnit unit) {
        return new MemoryUnit(unit.meta().next(TestDatabase.now()), unit.projectId(), null, unit.kind(), unit.subject(), "b".repeat(64), Source.IMPORTED, PortfolioSamples.FOREIGN,
                new Details(PortfolioSamples.FOREIGN, "", "https://example.org/ä", ""), Status.SUPERSEDED, new Id<>(TestDatabase.newId()), 3, PortfolioSamples.LATE);
    }

    @Override
    default List<MemoryUnit> edges(Id<Workspace> workspace) {
        Project project = PortfolioSamples.project(database(), workspace);
        return List.of(
                MemoryUnit.create(PortfolioSamples.meta(), null, null, Kind.NOTE, new Subject("workspace", workspace.value()), "", Source.USER, "",
                        new Details(PortfolioSamples.text(500), PortfolioSamples.text(20_000), PortfolioSamples.text(4_000), PortfolioSamples.text(200)), Status.DRAFT),
                KnowledgeSamples.aUnit(project.id(), null, Kind.ARTIFACT, Status.REJECTED));
    }

    @Override
    default Map<String, MemoryUnit> taken(Id<Workspace> workspace, MemoryUnit stored) {
        return Map.of("memory_unit_subject_unique", MemoryUnit.create(PortfolioSamples.meta(), stored.projectId(), stored.cardId(), stored.kind(), stored.subject(), stored.contentHash(),
                stored.source(), "", stored.details(), Status.DRAFT));
    }

    @Test
    default void aUnitIsFoundByWhatItWasMadeFromAndWhatItSays() {
        Id<Workspace> workspace = newWorkspace();
        MemoryUnit unit = insert(workspace);
        MemoryUnit another = insert(workspace);

        assertThat(bySubject(workspace, unit.subject(), unit.contentHash())).contains(unit);
        assertThat(bySubject(workspace, unit.subject(), "c".repeat(64))).isEmpty();
        assertThat(bySubject(newWorkspace(), unit.subject(), unit.contentHash())).isEmpty();
        Set<Subject> subjects = Set.of(unit.subject(), another.subject(), new Subject("note", unit.subject().id()), new Subject(unit.subject().type(), TestDatabase.newId()));
        assertThat(database().<List<MemoryUnit>>read(workspace, stores -> stores.of(MemoryUnitStore.class).of(subjects))).containsExactlyInAnyOrder(unit, another);
        assertThat(database().<List<MemoryUnit>>read(newWorkspace(), stores -> stores.of(MemoryUnitStore.class).of(subjects))).isEmpty();
        assertThat(database().<List<MemoryUnit>>read(workspace, stores -> stores.of(MemoryUnitStore.class).findAll(Set.of(unit.id(), another.id(), new Id<>(TestDatabase.newId())))))
                .containsExactlyInAnyOrder(unit, another);
        assertThat(database().<List<MemoryUnit>>read(newWorkspace(), stores -> stores.of(MemoryUnitStore.class).findAll(Set.of(unit.id())))).isEmpty();
    }

    private Optional<MemoryUnit> bySubject(Id<Workspace> workspace, Subject subject, String hash) {
        return lookUp(workspace, stores -> stores.of(MemoryUnitStore.class).findBySubject(subject, hash));
    }

    @Test
    default void aCardWithMemoryDoesNotGoAndAProjectTakesItsMemoryAlong() {
        Id<Workspace> workspace = newWorkspace();
        Card card = PlanningSamples.card(database(), workspace);
        MemoryUnit unit = insert(workspace, KnowledgeSamples.aUnit(card.projectId(), card.id()));
        MemoryUnit elsewhere = insert(workspace);

        assertThatThrownBy(() -> database().write(workspace, stores -> stores.of(CardStore.class).delete(card))).isInstanceOf(StoreException.Fault.class);
        database().write(workspace, stores -> {
            assertThat(stores.of(MemoryUnitStore.class).forget(card.projectId())).isEqualTo(1);
            assertThat(stores.of(MemoryUnitStore.class).forget(card.projectId())).isZero();
            stores.of(ProjectStore.class).delete(stores.of(ProjectStore.class).find(card.projectId()).orElseThrow());
        });
        assertThat(find(workspace, unit)).isEmpty();
        assertThat(find(workspace, elsewhere)).contains(elsewhere);
    }
}
