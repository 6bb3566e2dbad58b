package dev.steward.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steward.application.orchestration.ClaimPlans;
import dev.steward.jdbc.JdbcStores;
import dev.steward.jdbc.Plans;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A claim reads the first row of an index: with what Steward tells the planner, with what ANALYZE finds, and when nobody has told it anything. */
final class SqliteClaimPlanTest {

    private static final int ROWS = 5_000;

    @ParameterizedTest
    @EnumSource
    void claimsAreAnsweredFromTheirIndexes(ClaimPlans.Shape shape) throws SQLException {
        Path file = SqliteTestDatabase.temporaryFile();
        SqliteTestDatabase database = new SqliteTestDatabase(file);
        try {
            ClaimPlans plans = new ClaimPlans(database, shape, ROWS);
            for (String statistics : List.of("", "ANALYZE", "DELETE FROM sqlite_stat1")) {
                try (Connection connection = new SqliteConnections(SqliteSettings.of(file)).plain(); Statement statement = connection.createStatement()) {
                    if (!statistics.isEmpty()) {
                        statement.execute(statistics);
                    }
                }
                plans.all().forEach(asked -> isAnsweredFromItsIndex(database, file, plans, asked, shape + " " + statistics));
            }
        } finally {
            database.context().close();
        }
    }

    private static void isAnsweredFromItsIndex(SqliteTestDatabase database, Path file, ClaimPlans plans, ClaimPlans.Asked asked, String when) {
        try (Connection connection = new SqliteConnections(SqliteSettings.of(file)).plain()) {
            JdbcStores stores = database.context().getBean(JdbcStores.class);
            List<String> plan = Plans.of(connection, plans.workspace().value(), "EXPLAIN QUERY PLAN", () -> asked.query().accept(stores));
            String index = asked.index().replaceAll("\\w+_(unique|pk)", "sqlite_autoindex_\\\\w+");
            assertThat(plan).as(asked.what() + " " + when)
                    .anyMatch(line -> line.matches(".*INDEX (" + index + ") .*") && line.contains("(workspace_id=?"))
                    .noneMatch(line -> line.matches("SCAN card_assignment.*"))
                    .noneMatch(line -> line.contains("TEMP B-TREE"));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
