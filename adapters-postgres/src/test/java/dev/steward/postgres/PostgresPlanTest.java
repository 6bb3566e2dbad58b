package dev.steward.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.knowledge.KnowledgePlans;
import dev.steward.application.orchestration.DeliveryPlans;
import dev.steward.application.planning.PlanningPlans;
import dev.steward.application.portfolio.PortfolioPlans;
import dev.steward.application.portfolio.PortfolioPlans.Asked;
import dev.steward.application.workspace.WebhookPlans;
import dev.steward.jdbc.JdbcStores;
import dev.steward.jdbc.Plans;
import dev.steward.jdbc.Session;
import dev.steward.jdbc.SessionDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** Every list is answered from an index, under row-level security, when one workspace has all rows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PostgresPlanTest {

    private static final int ROWS = 5_000;

    private final PostgresSettings settings = PostgresServer.migratedDatabase();
    private PostgresTestDatabase database;
    private PortfolioPlans plans;
    private DeliveryPlans delivery;
    private PlanningPlans planning;
    private WebhookPlans webhooks;
    private KnowledgePlans knowledge;

    @BeforeAll
    void fill() throws SQLException {
        database = new PostgresTestDatabase(settings);
        plans = new PortfolioPlans(database, ROWS);
        delivery = new DeliveryPlans(database, plans.workspace(), ROWS);
        planning = new PlanningPlans(database, plans.workspace(), ROWS);
        webhooks = new WebhookPlans(database, plans.workspace(), ROWS);
        knowledge = new KnowledgePlans(database, plans.workspace(), ROWS);
        try (Connection connection = new PostgresConnections(settings).open(); Statement statement = connection.createStatement()) {
            statement.execute("VACUUM ANALYZE");
        }
    }

    @AfterAll
    void close() {
        database.context().close();
    }

    Stream<Asked> asked() {
        return Stream.of(plans.all(), planning.all(), delivery.all(), webhooks.all(), knowledge.all()).flatMap(all -> all);
    }

    @ParameterizedTest
    @MethodSource("asked")
    void isAnsweredFromItsIndex(Asked asked) throws SQLException {
        try (Connection connection = asWorkspace()) {
            JdbcStores stores = database.context().getBean(JdbcStores.class);
            List<String> plan = Plans.of(connection, plans.workspace().value(), "EXPLAIN", () -> asked.query().accept(stores));

            assertThat(plan).as(asked.what())
                    .anyMatch(line -> line.matches(".*Index (Only )?Scan.* (using|on) (" + asked.index() + ") .*"))
                    .anyMatch(line -> line.contains("Index Cond:") && line.contains("workspace_id = "))
                    // event_sequence has one row a workspace, and here one in all.
                    .noneMatch(line -> line.contains("Seq Scan") && !line.contains("Seq Scan on event_sequence"));
            if (asked.ordered()) {
                assertThat(plan).as(asked.what()).noneMatch(line -> line.matches("\\s*(->  )?Sort  \\(.*"));
            }
        }
    }

    /** PostgreSQL plans a statement anew at each call when a plan for just these parameters looks much cheaper than one for any; for a list that takes as long as the rest. */
    @ParameterizedTest
    @ValueSource(strings = {"sessions by day", "sessions of a week", "sessions of a project"})
    void isPlannedOnce(String what) throws SQLException {
        Asked asked = asked().filter(one -> one.what().equals(what)).findFirst().orElseThrow();
        try (Connection connection = asWorkspace(); Statement statement = connection.createStatement()) {
            connection.unwrap(PGConnection.class).setPrepareThreshold(1);
            JdbcStores stores = database.context().getBean(JdbcStores.class);
            for (int call = 0; call < 7; call++) { // the first five are planned anew in any case
                new Session(SessionDataSource.bound(connection), plans.workspace().value(), false).run(() -> {
                    asked.query().accept(stores);
                    return true;
                });
            }
            try (ResultSet prepared = statement.executeQuery("SELECT generic_plans FROM pg_prepared_statements WHERE statement LIKE '% LIMIT %'")) {
                assertThat(prepared.next()).isTrue();
                assertThat(prepared.getInt(1)).isEqualTo(2);
            }
        }
    }

    /** As a unit of work has it. */
    private Connection asWorkspace() throws SQLException {
        Connection connection = new PostgresConnections(settings).open();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET ROLE steward_app");
            statement.execute("SELECT set_config('steward.workspace', '" + plans.workspace() + "', false)");
        }
        return connection;
    }
}
