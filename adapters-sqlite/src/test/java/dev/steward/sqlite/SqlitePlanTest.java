package dev.steward.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.knowledge.KnowledgePlans;
import dev.steward.application.orchestration.DeliveryPlans;
import dev.steward.application.planning.PlanningPlans;
import dev.steward.application.portfolio.PortfolioPlans;
import dev.steward.application.portfolio.PortfolioPlans.Asked;
import dev.steward.jdbc.JdbcStores;
import dev.steward.jdbc.Plans;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every list is answered from an index: with the statistics that Steward gives, and with those of a file in which one workspace has all rows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SqlitePlanTest {

    private static final int ROWS = 5_000;

    private final Path file = SqliteTestDatabase.temporaryFile();
    private SqliteTestDatabase database;
    private PortfolioPlans plans;
    private DeliveryPlans delivery;
    private PlanningPlans planning;
    private KnowledgePlans knowledge;

    @BeforeAll
    void fill() {
        database = new SqliteTestDatabase(file);
        plans = new PortfolioPlans(database, ROWS);
        delivery = new DeliveryPlans(database, plans.workspace(), ROWS);
        planning = new PlanningPlans(database, plans.workspace(), ROWS);
        knowledge = new KnowledgePlans(database, plans.workspace(), ROWS);
    }

    @AfterAll
    void close() {
        database.context().close();
    }

    Stream<Asked> asked() {
        return Stream.of(plans.all(), planning.all(), delivery.all(), knowledge.all()).flatMap(all -> all);
    }

    @ParameterizedTest
    @MethodSource("asked")
    @Order(1)
    void withWhatStewardTellsThePlanner(Asked asked) throws SQLException {
        isAnsweredFromItsIndex(asked);
    }

    @ParameterizedTest
    @MethodSource("asked")
    @Order(2)
    void withWhatAnalyzeFinds(Asked asked) throws SQLException {
        try (Connection connection = connections().plain(); Statement statement = connection.createStatement()) {
            statement.execute("ANALYZE");
        }
        isAnsweredFromItsIndex(asked);
    }

    private void isAnsweredFromItsIndex(Asked asked) throws SQLException {
        try (Connection connection = connections().plain()) {
            JdbcStores stores = database.context().getBean(JdbcStores.class);
            List<String> plan = Plans.of(connection, plans.workspace().value(), "EXPLAIN QUERY PLAN", () -> asked.query().accept(stores));

            // SQLite gives the index of a key a name of its own.
            String index = asked.index().replaceAll("\\w+_(unique|pk)", "sqlite_autoindex_\\\\w+");
            assertThat(plan).as(asked.what())
                    .anyMatch(line -> line.matches(".*INDEX (" + index + ") .*") && line.contains("(workspace_id=?"))
                    .noneMatch(line -> line.startsWith("SCAN") && !line.startsWith("SCAN CONSTANT ROW"));
            if (asked.ordered()) {
                assertThat(plan).as(asked.what()).noneMatch(line -> line.contains("TEMP B-TREE FOR ORDER BY"));
            } else {
                assertThat(plan).as(asked.what() + ", not through the whole workspace").noneMatch(line -> line.endsWith("(workspace_id=?)"));
            }
        }
    }

    private SqliteConnections connections() {
        return new SqliteConnections(SqliteSettings.of(file));
    }
}
