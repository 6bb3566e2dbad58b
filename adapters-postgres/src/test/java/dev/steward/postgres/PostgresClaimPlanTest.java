package dev.steward.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.orchestration.ClaimPlans;
import dev.steward.jdbc.JdbcStores;
import dev.steward.jdbc.Plans;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A claim reads the first row of an index, under row-level security, whatever the rows are like. */
final class PostgresClaimPlanTest {

    private static final int ROWS = 5_000;

    @ParameterizedTest
    @EnumSource
    void claimsAreAnsweredFromTheirIndexes(ClaimPlans.Shape shape) throws SQLException {
        PostgresSettings settings = PostgresServer.migratedDatabase();
        PostgresTestDatabase database = new PostgresTestDatabase(settings);
        try (Connection connection = new PostgresConnections(settings).open(); Statement statement = connection.createStatement()) {
            ClaimPlans plans = new ClaimPlans(database, shape, ROWS);
            statement.execute("VACUUM ANALYZE");
            statement.execute("SET ROLE steward_app");
            statement.execute("SELECT set_config('steward.workspace', '" + plans.workspace() + "', false)");
            JdbcStores stores = database.context().getBean(JdbcStores.class);
            plans.all().forEach(asked -> {
                List<String> plan = Plans.of(connection, plans.workspace().value(), "EXPLAIN", () -> asked.query().accept(stores));
                assertThat(plan).as(asked.what() + " " + shape)
                        .anyMatch(line -> line.matches(".*Index (Only )?Scan.* (using|on) (" + asked.index() + ") .*"))
                        .noneMatch(line -> line.contains("Seq Scan") || asked.ordered() && line.matches("\\s*(->  )?Sort  \\(.*"));
            });
        } finally {
            database.context().close();
        }
    }
}
