package dev.steward.application.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.TestDatabase;
import dev.steward.domain.Id;
import dev.steward.domain.knowledge.FeedbackCounts;
import dev.steward.domain.knowledge.MemoryFeedback;
import dev.steward.domain.knowledge.MemoryFeedback.Verdict;
import dev.steward.domain.knowledge.MemoryRetrieval;
import dev.steward.domain.knowledge.MemoryUnit;
import dev.steward.domain.workspace.Workspace;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

public interface MemoryFeedbackStoreContract {

    TestDatabase database();

    @Test
    default void theLastWordOfEachAboutEachHitCounts() {
        Id<Workspace> workspace = database().newWorkspace();
        MemoryUnit unit = KnowledgeSamples.unit(database(), workspace, KnowledgeSamples.aUnit(null, null), "x");
        MemoryUnit other = KnowledgeSamples.unit(database(), workspace, KnowledgeSamples.aUnit(null, null), "x");
        Id<MemoryRetrieval> first = new Id<>(TestDatabase.newId());
        Id<MemoryRetrieval> second = new Id<>(TestDatabase.newId());
        MemoryFeedback last = feedback(first, unit, "ada", Verdict.USEFUL);

        put(workspace, feedback(first, unit, "ada", Verdict.WRONG), last, feedback(second, unit, "ada", Verdict.USEFUL), feedback(second, unit, "bob", Verdict.NOT_USEFUL),
                feedback(second, other, "bob", Verdict.WRONG));
        assertThat(database().<List<MemoryFeedback>>read(workspace, stores -> stores.of(MemoryFeedbackStore.class).of(first))).containsExactly(last);
        assertThat(database().<List<MemoryFeedback>>read(workspace, stores -> stores.of(MemoryFeedbackStore.class).of(second))).hasSize(3);
        assertThat(counts(workspace, unit, other)).isEqualTo(Map.of(unit.id(), new FeedbackCounts(2, 1, 0), other.id(), new FeedbackCounts(0, 0, 1)));
        assertThat(counts(database().newWorkspace(), unit, other)).isEmpty();
        database().write(workspace, stores -> stores.of(MemoryUnitStore.class).delete(unit));
        assertThat(counts(workspace, unit)).isEmpty();
    }

    private static MemoryFeedback feedback(Id<MemoryRetrieval> retrieval, MemoryUnit unit, String by, Verdict verdict) {
        return new MemoryFeedback(retrieval, unit.id(), by, verdict, "", TestDatabase.now());
    }

    private void put(Id<Workspace> workspace, MemoryFeedback... all) {
        database().write(workspace, stores -> List.of(all).forEach(stores.of(MemoryFeedbackStore.class)::put));
    }

    private Map<Id<MemoryUnit>, FeedbackCounts> counts(Id<Workspace> workspace, MemoryUnit... units) {
        return database().read(workspace, stores -> stores.of(MemoryFeedbackStore.class).counts(List.of(units).stream().map(MemoryUnit::id).collect(Collectors.toSet())));
    }
}
