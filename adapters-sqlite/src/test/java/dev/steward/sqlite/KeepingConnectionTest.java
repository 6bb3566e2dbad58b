package dev.steward.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

final class KeepingConnectionTest {

    private static final String NUMBERS = "SELECT column1 FROM (VALUES (1), (2), (3)) WHERE column1 >= ?";

    @Test
    void aStatementIsPreparedOnceAndEndsWhatItRead() throws SQLException {
        try (Connection connection = new KeepingConnection(DriverManager.getConnection("jdbc:sqlite::memory:"))) {
            PreparedStatement first = connection.prepareStatement(NUMBERS);
            first.setInt(1, 1);
            ResultSet rows = first.executeQuery();
            assertThat(rows.next()).isTrue();
            first.close();
            assertThat(rows.isClosed()).isTrue();
            assertThat(connection.prepareStatement(NUMBERS)).isSameAs(first);
        }
    }

    @Test
    void whoeverAsksTheSameInsideHasAnotherStatement() throws SQLException {
        try (Connection connection = new KeepingConnection(DriverManager.getConnection("jdbc:sqlite::memory:"));
                PreparedStatement outer = connection.prepareStatement(NUMBERS)) {
            outer.setInt(1, 2);
            try (ResultSet rows = outer.executeQuery()) {
                assertThat(rows.next()).isTrue();
                try (PreparedStatement inner = connection.prepareStatement(NUMBERS)) {
                    inner.setInt(1, 3);
                    try (ResultSet others = inner.executeQuery()) {
                        assertThat(others.next()).isTrue();
                        assertThat(others.getInt(1)).isEqualTo(3);
                    }
                }
                assertThat(rows.getInt(1)).isEqualTo(2);
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(3);
            }
        }
    }

    @Test
    void columnsHaveTheirNamesEachTime() throws SQLException {
        try (Connection connection = new KeepingConnection(DriverManager.getConnection("jdbc:sqlite::memory:"))) {
            for (int from = 1; from <= 6; from++) {
                try (PreparedStatement statement = connection.prepareStatement("SELECT column1 AS number, 'x' AS letter FROM (VALUES (1), (2), (3)) WHERE column1 >= ? ORDER BY 1")) {
                    statement.setInt(1, from);
                    ResultSet rows = statement.executeQuery();
                    assertThat(rows.getMetaData().getColumnLabel(2)).isEqualTo("letter");
                    for (int number = from; number <= 3; number++) {
                        assertThat(rows.next()).isTrue();
                        assertThat(rows.getInt("number")).isEqualTo(number);
                        assertThat(rows.getString("letter")).isEqualTo("x");
                    }
                    assertThat(rows.next()).isFalse();
                }
            }
        }
    }

    @Test
    void anErrorInBetweenChangesNothing() throws SQLException {
        try (Connection connection = new KeepingConnection(DriverManager.getConnection("jdbc:sqlite::memory:"))) {
            for (String json : new String[] {"[1]", "not json", "[2]"}) {
                try (PreparedStatement statement = connection.prepareStatement("SELECT json_extract(?, '$[0]') AS first")) {
                    statement.setString(1, json);
                    if (json.startsWith("[")) {
                        ResultSet row = statement.executeQuery();
                        assertThat(row.next()).isTrue();
                        assertThat("[" + row.getInt("first") + "]").isEqualTo(json);
                    } else {
                        assertThatThrownBy(statement::executeQuery).isInstanceOf(SQLException.class);
                    }
                }
            }
        }
    }

    @Test
    void moreStatementsThanAreKeptStillWork() throws SQLException {
        try (Connection connection = new KeepingConnection(DriverManager.getConnection("jdbc:sqlite::memory:"))) {
            for (int round = 0; round < 2; round++) {
                for (int n = 0; n < 400; n++) {
                    try (PreparedStatement statement = connection.prepareStatement("SELECT " + n); ResultSet row = statement.executeQuery()) {
                        assertThat(row.next()).isTrue();
                        assertThat(row.getInt(1)).isEqualTo(n);
                    }
                }
            }
        }
    }

    @Test
    void closingTwiceTakesNothingFromWhoHasItNow() throws SQLException {
        try (Connection connection = new KeepingConnection(DriverManager.getConnection("jdbc:sqlite::memory:"))) {
            PreparedStatement first = connection.prepareStatement(NUMBERS);
            first.close();
            first.close();
            PreparedStatement again = connection.prepareStatement(NUMBERS);
            again.setInt(1, 1);
            assertThat(again.executeQuery().next()).isTrue();
        }
    }

    @Test
    void whatHasEndedIsNotKeptAgainWhenItIsCollected() throws Exception {
        try (Connection connection = new KeepingConnection(DriverManager.getConnection("jdbc:sqlite::memory:"))) {
            endATwin(connection);
            for (int i = 0; i < 20; i++) {
                System.gc();
                Thread.sleep(5); // finalizers, if there are any, run on a thread of their own
                try (PreparedStatement statement = connection.prepareStatement(NUMBERS)) {
                    statement.setInt(1, 1);
                    assertThat(statement.executeQuery().next()).isTrue();
                }
            }
        }
    }

    private static void endATwin(Connection connection) throws SQLException {
        try (PreparedStatement outer = connection.prepareStatement(NUMBERS); PreparedStatement inner = connection.prepareStatement(NUMBERS)) {
            assertThat(inner).isNotSameAs(outer);
        }
    }
}
