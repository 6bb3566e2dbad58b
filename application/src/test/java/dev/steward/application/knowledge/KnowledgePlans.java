package dev.steward.application.knowledge;

import dev.steward.application.Query;
import dev.steward.application.Query.Filter;
import dev.steward.application.Query.Order;
import dev.steward.application.TestDatabase;
import dev.steward.application.planning.PlanningSamples;
import dev.steward.application.portfolio.PortfolioPlans.Asked;
import dev.steward.domain.Id;
import dev.steward.domain.knowledge.MemoryFeedback;
import dev.steward.domain.knowledge.MemoryRelation;
import dev.steward.domain.knowledge.MemoryRetrieval;
import dev.steward.domain.knowledge.MemoryUnit;
import dev.steward.domain.planning.Card;
import dev.steward.domain.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What is asked of the memory, and which index answers it. */
public final class KnowledgePlans {

    private static final int PORTION = 500;
    private static final int EACH = 10;

    private final List<MemoryUnit> units = new ArrayList<>();
    private final List<MemoryRetrieval> retrievals = new ArrayList<>();
    private final Card card;

    /** Puts {@code rows} memories into the workspace, ten of each card. */
    public KnowledgePlans(TestDatabase database, Id<Workspace> workspace, int rows) {
        List<Card> cards = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            cards.add(PlanningSamples.card(database, workspace));
        }
        this.card = cards.get(7);
        for (int from = 0; from < rows; from += PORTION) {
            int first = from;
            IntStream.range(first, Math.min(rows, first + PORTION)).forEach(n -> {
                Card of = of(cards, n);
                units.add(KnowledgeSamples.aUnit(of.projectId(), of.id(), MemoryUnit.Kind.values()[n % MemoryUnit.Kind.values().length],
                        MemoryUnit.Status.values()[n % MemoryUnit.Status.values().length]));
                retrievals.add(KnowledgeSamples.aRetrieval(of.projectId()));
            });
            database.write(workspace, stores -> {
                stores.of(MemoryUnitStore.class).insertAll(units.subList(first, units.size()));
                stores.of(MemoryRetrievalStore.class).insertAll(retrievals.subList(first, units.size()));
                for (int n = first; n < units.size(); n++) {
                    MemoryUnit unit = units.get(n);
                    stores.of(MemoryTextStore.class).put(unit, List.of("word", "n" + n));
                    stores.of(MemoryRelationStore.class).put(new MemoryRelation(unit.id(), MemoryRelation.EntityType.CARD, of(cards, n).id().value(), MemoryRelation.Role.SOURCE, TestDatabase.now()));
                    stores.of(MemoryFeedbackStore.class).put(new MemoryFeedback(retrievals.get(n).id(), unit.id(), "ada", MemoryFeedback.Verdict.USEFUL, "", TestDatabase.now()));
                }
            });
        }
    }

    private static Card of(List<Card> cards, int n) {
        return cards.get(n / EACH % cards.size());
    }

    public Stream<Asked> all() {
        MemoryUnit unit = units.get(7);
        return Stream.of(
                newest("all memory", "memory_unit_pk"),
                newest("memory of a project", "memory_unit_project_id_index", Filter.in("project_id", card.projectId().value())),
                newest("memory of a card", "memory_unit_card_id_index", Filter.in("card_id", card.id().value())),
                newest("memory of a kind", "memory_unit_kind_index", Filter.in("kind", "fact")),
                newest("memory of a status", "memory_unit_status_index", Filter.in("status", "draft")),
                new Asked("memory of a subject", stores -> stores.of(MemoryUnitStore.class).findBySubject(unit.subject(), unit.contentHash()), "memory_unit_subject_unique", true),
                new Asked("the newest memory of a card", stores -> stores.of(MemoryTextStore.class).newest(new MemoryPlace(card.projectId(), card.id()), 10), "memory_unit_card_id_index", true),
                new Asked("words of some memories", stores -> stores.of(MemoryTextStore.class).documents(Set.of(unit.id())), "memory_text_pk|memory_unit_pk", false),
                new Asked("relations of a memory", stores -> stores.of(MemoryRelationStore.class).of(unit.id()), "memory_unit_relation_pk", true),
                new Asked("feedback on some memories", stores -> stores.of(MemoryFeedbackStore.class).counts(Set.of(unit.id())), "memory_feedback_pk", false),
                new Asked("feedback on a retrieval", stores -> stores.of(MemoryFeedbackStore.class).of(retrievals.get(7).id()), "memory_feedback_retrieval_id_index", false),
                new Asked("all retrievals", stores -> stores.of(MemoryRetrievalStore.class).list(new Query(List.of(), List.of(new Order("id", true, false)), 50, Optional.empty())),
                        "memory_retrieval_pk", true),
                new Asked("retrievals about a project", stores -> stores.of(MemoryRetrievalStore.class).list(new Query(List.of(Filter.in("project_id", card.projectId().value())),
                        List.of(new Order("id", true, false)), 50, Optional.empty())), "memory_retrieval_project_id_index", true));
    }

    private static Asked newest(String what, String index, Filter... filters) {
        return new Asked(what, stores -> stores.of(MemoryUnitStore.class).list(new Query(List.of(filters), List.of(new Order("id", true, false)), 50, Optional.empty())), index, true);
    }
}
