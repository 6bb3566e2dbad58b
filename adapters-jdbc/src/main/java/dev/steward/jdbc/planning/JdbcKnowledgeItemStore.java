package dev.steward.jdbc.planning;

import dev.steward.application.planning.KnowledgeItemStore;
import dev.steward.domain.planning.KnowledgeItem;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.LongTexts;
import jakarta.inject.Singleton;
import java.util.List;

@Singleton
final class JdbcKnowledgeItemStore extends JdbcPlacedStore<KnowledgeItem, KnowledgeItemRow> implements KnowledgeItemStore {

    JdbcKnowledgeItemStore(Jdbc jdbc, KnowledgeItemRows rows) {
        super(jdbc, rows, KnowledgeItemRow.class, KnowledgeItemRow::from, KnowledgeItemRow::toKnowledgeItem, "knowledge_item", "card_id", LongTexts.of("text", "answer"));
    }

    @Override
    String alike() {
        return " AND kind = ?";
    }

    @Override
    List<Object> alike(KnowledgeItem one) {
        return List.of(one.kind().word());
    }
}
