package dev.steward.migrations;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.changelog.ChangeSet;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;

/**
 * Brings a database to the schema of this program. The caller makes sure that one process at a time does: with a file lock on
 * SQLite, an advisory lock on PostgreSQL. The connection stays open and belongs to the caller.
 */
public final class Migrations {

    private static final String MASTER = "db/master.xml";
    private static final Contexts ALL = new Contexts();
    private static final LabelExpression ANY = new LabelExpression();

    /** Held, so that its level lasts. Steward's own log says what was migrated. */
    private static final Logger LIQUIBASE_LOG = Logger.getLogger("liquibase");

    /** Liquibase keeps its services, such as who has which lock, for the whole process, and resets them all at the end of each run. */
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private final Connection connection;

    public Migrations(Connection connection) {
        this.connection = connection;
    }

    /**
     * @param applied ids of the change sets that ran, oldest first
     * @param pending ids of those still to run, in order
     * @param unknown ids that ran but that this program does not have: a newer program was here
     */
    public record Status(List<String> applied, List<String> pending, Set<String> unknown) {

        public boolean isNew() {
            return applied.isEmpty();
        }
    }

    /**
     * From the table of what ran and the names of the change sets alone: Liquibase takes longer to read them than all the rest of a
     * start does, and is asked only when something is to run.
     */
    public Status status() {
        try {
            List<String> applied = applied();
            List<String> pending = new ArrayList<>(TableCatalog.changeSets(connection.getMetaData().getDatabaseProductName().toLowerCase(Locale.ROOT)));
            pending.removeAll(new HashSet<>(applied));
            return new Status(applied, pending, new TreeSet<>(TableCatalog.unknown(applied)));
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private List<String> applied() throws SQLException {
        List<String> applied = new ArrayList<>();
        try (ResultSet table = connection.getMetaData().getTables(null, connection.getSchema(), "databasechangelog", null)) {
            if (!table.next()) {
                return applied;
            }
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT id FROM databasechangelog ORDER BY orderexecuted")) {
            while (row.next()) {
                applied.add(row.getString(1));
            }
        }
        return applied;
    }

    /**
     * Runs what is pending. Running it again does nothing.
     *
     * @throws MigrationException when the database is newer than the program, or a change set fails; each change set is one
     *     transaction, so what ran before it stays
     */
    public void update() {
        Status status = status();
        if (!status.unknown().isEmpty()) {
            throw new MigrationException("The database was made by a newer Steward: it has the change sets "
                    + String.join(", ", status.unknown()) + ". Start it with that version, or restore a backup from before the upgrade.");
        }
        if (!status.pending().isEmpty()) {
            with(liquibase -> {
                liquibase.update(ALL, ANY);
                return status;
            });
        }
    }

    /**
     * Runs what is pending up to the newest of these, and so makes a database that rows of that age fit into.
     *
     * @throws MigrationException when this program lacks one of them
     */
    public void updateThrough(Collection<String> changeSets) {
        with(liquibase -> {
            List<String> known = liquibase.getDatabaseChangeLog().getChangeSets().stream().map(ChangeSet::getId).toList();
            Set<String> unknown = new TreeSet<>(changeSets);
            unknown.removeAll(known);
            if (!unknown.isEmpty()) {
                throw new LiquibaseException("it lacks the change sets " + String.join(", ", unknown));
            }
            int newest = changeSets.stream().mapToInt(known::indexOf).max().orElse(-1);
            int count = (int) liquibase.listUnrunChangeSets(ALL, ANY).stream().filter(pending -> known.indexOf(pending.getId()) <= newest).count();
            if (count > 0) {
                liquibase.update(count, ALL, ANY);
            }
            return count;
        });
    }

    /** Takes back the newest {@code count} change sets. Their data is lost. */
    public void rollback(int count) {
        with(liquibase -> {
            liquibase.rollback(count, null, ALL, ANY);
            return count;
        });
    }

    private <R> R with(Work<R> work) {
        ONE_AT_A_TIME.lock();
        try {
            boolean autoCommit = connection.getAutoCommit();
            try {
                LIQUIBASE_LOG.setLevel(Level.WARNING);
                // Liquibase reports to the console by itself unless it is told not to.
                return Scope.child(Map.of(Scope.Attr.ui.name(), new LoggerUIService()), () -> {
                    Database database = DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
                    Liquibase liquibase = new Liquibase(MASTER, new ClassLoaderResourceAccessor(Migrations.class.getClassLoader()), database);
                    liquibase.setShowSummaryOutput(UpdateSummaryOutputEnum.LOG);
                    return work.run(liquibase);
                });
            } finally {
                connection.setAutoCommit(autoCommit);
            }
        } catch (Exception e) {
            throw failed(e);
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    private static MigrationException failed(Exception e) {
        return new MigrationException("The schema could not be brought up to date: " + innermost(e), e);
    }

    private static String innermost(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    private interface Work<R> {
        R run(Liquibase liquibase) throws LiquibaseException;
    }
}
