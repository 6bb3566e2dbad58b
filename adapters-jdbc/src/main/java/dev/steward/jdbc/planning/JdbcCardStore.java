package dev.steward.jdbc.planning;

import dev.steward.application.planning.CardStore;
import dev.steward.domain.Id;
import dev.steward.domain.Word;
import dev.steward.domain.planning.Card;
import dev.steward.domain.planning.CardCounts;
import dev.steward.domain.planning.KnowledgeItem;
import dev.steward.domain.portfolio.Project;
import dev.steward.jdbc.Columns;
import dev.steward.jdbc.Jdbc;
import dev.steward.jdbc.LongTexts;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

@Singleton
final class JdbcCardStore extends JdbcPlacedStore<Card, CardRow> implements CardStore {

    private static final String KNOWLEDGE = """
            SELECT card_id, kind, status, CASE WHEN answer = '' THEN 0 ELSE 1 END AS answered, count(*) AS items FROM knowledge_item
            WHERE workspace_id = ? AND %s
            GROUP BY card_id, kind, status, CASE WHEN answer = '' THEN 0 ELSE 1 END""";
    private static final String FILES = "SELECT card_id, count(*) AS items FROM planned_file WHERE workspace_id = ? AND %s GROUP BY card_id";
    private static final String LINKS = "SELECT card_id, count(*) AS items FROM card_context_artifact WHERE workspace_id = ? AND %s GROUP BY card_id";

    JdbcCardStore(Jdbc jdbc, CardRows rows) {
        super(jdbc, rows, CardRow.class, CardRow::from, CardRow::toCard, "card", "workflow_activity_id", LongTexts.of("description", "quick_answer", "last_build_error"));
    }

    @Override
    public long versions(Id<Project> project) {
        return sumOfVersions(project);
    }

    @Override
    public Map<Id<Card>, CardCounts> counts(Id<Project> project) {
        return counted((sql, reader) -> jdbc.query(sql.formatted("project_id = ?"), List.of(jdbc.workspace(), project.value()), reader));
    }

    @Override
    public Map<Id<Card>, CardCounts> counts(Set<Id<Card>> cards) {
        return counted((sql, reader) -> jdbc.queryIn(sql.formatted("card_id IN (%s)"), List.of(jdbc.workspace()), Columns.uuids(cards), reader));
    }

    /** Asks one of the three questions about some cards. */
    private interface Asking {
        void ask(String sql, Jdbc.Reader<?> reader);
    }

    private static Map<Id<Card>, CardCounts> counted(Asking asking) {
        Map<Id<Card>, CardCounts> counts = new HashMap<>();
        asking.ask(KNOWLEDGE, row -> add(counts, row, knowledge(row)));
        asking.ask(FILES, row -> {
            int files = row.getInt("items");
            return add(counts, row, c -> new CardCounts(c.requirements(), c.facts(), c.assumptions(), c.questions(), c.openQuestions(),
                    c.unverifiedAssumptions(), files, c.artifacts()));
        });
        asking.ask(LINKS, row -> {
            int links = row.getInt("items");
            return add(counts, row, c -> new CardCounts(c.requirements(), c.facts(), c.assumptions(), c.questions(), c.openQuestions(),
                    c.unverifiedAssumptions(), c.plannedFiles(), links));
        });
        return counts;
    }

    private static CardCounts add(Map<Id<Card>, CardCounts> counts, ResultSet row, UnaryOperator<CardCounts> adding) throws SQLException {
        return counts.compute(new Id<>(UUID.fromString(row.getString("card_id"))), (id, before) -> adding.apply(before == null ? CardCounts.NONE : before));
    }

    private static UnaryOperator<CardCounts> knowledge(ResultSet row) throws SQLException {
        KnowledgeItem.Status status = Word.of(KnowledgeItem.Status.class, row.getString("status"));
        int n = status == KnowledgeItem.Status.REJECTED ? 0 : row.getInt("items");
        int open = row.getInt("answered") == 0 ? n : 0;
        int unverified = status == KnowledgeItem.Status.DRAFT ? n : 0;
        return switch (Word.of(KnowledgeItem.Kind.class, row.getString("kind"))) {
            case REQUIREMENT -> c -> new CardCounts(c.requirements() + n, c.facts(), c.assumptions(), c.questions(), c.openQuestions(),
                    c.unverifiedAssumptions(), c.plannedFiles(), c.artifacts());
            case FACT -> c -> new CardCounts(c.requirements(), c.facts() + n, c.assumptions(), c.questions(), c.openQuestions(),
                    c.unverifiedAssumptions(), c.plannedFiles(), c.artifacts());
            case ASSUMPTION -> c -> new CardCounts(c.requirements(), c.facts(), c.assumptions() + n, c.questions(), c.openQuestions(),
                    c.unverifiedAssumptions() + unverified, c.plannedFiles(), c.artifacts());
            case QUESTION -> c -> new CardCounts(c.requirements(), c.facts(), c.assumptions(), c.questions() + n, c.openQuestions() + open,
                    c.unverifiedAssumptions(), c.plannedFiles(), c.artifacts());
        };
    }
}
