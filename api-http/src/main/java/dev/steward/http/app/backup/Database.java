package dev.steward.http.app.backup;

import dev.steward.jdbc.copy.CopyException;
import dev.steward.jdbc.copy.CopyableDatabase;
import dev.steward.jdbc.copy.JdbcSource;
import dev.steward.migrations.Migrations;
import dev.steward.migrations.Table;
import dev.steward.postgres.PostgresCopies;
import dev.steward.postgres.PostgresSchema;
import dev.steward.postgres.PostgresSettings;
import dev.steward.sqlite.SqliteCopies;
import dev.steward.sqlite.SqliteSchema;
import dev.steward.sqlite.SqliteSettings;
import java.nio.file.Files;
import java.util.function.Function;

/** Either database, as far as its schema and its copies go. */
public sealed interface Database {

    CopyableDatabase copies();

    /** Uses the schema, alone among all processes. */
    <R> R withSchema(Function<Migrations, R> work);

    /** Where it is, for people; never with a password. */
    String location();

    /**
     * Asked before its schema is touched: data of an older version must not be migrated in passing.
     *
     * @throws CopyException when it has rows, unless they are those of a copy that was begun and never finished
     */
    default void requireEmpty() {
        if (this instanceof Sqlite(SqliteSettings settings) && !Files.exists(settings.file()) || copies().unfinishedCopy().isPresent()) {
            return;
        }
        try (JdbcSource there = copies().snapshot()) {
            for (Table table : there.tables()) {
                if (there.hasRows(table)) {
                    throw new CopyException("The database " + location() + " is not empty: its table " + table.name() + " has rows. Name one that is new; nothing was changed.");
                }
            }
        }
    }

    record Sqlite(SqliteSettings settings) implements Database {
        @Override
        public SqliteCopies copies() {
            return new SqliteCopies(settings);
        }

        @Override
        public <R> R withSchema(Function<Migrations, R> work) {
            return new SqliteSchema(settings).with(work);
        }

        @Override
        public String location() {
            return settings.file() + " (SQLite)";
        }
    }

    record Postgres(PostgresSettings settings) implements Database {
        @Override
        public PostgresCopies copies() {
            return new PostgresCopies(settings);
        }

        @Override
        public <R> R withSchema(Function<Migrations, R> work) {
            return new PostgresSchema(settings).with(work);
        }

        @Override
        public String location() {
            return settings.url().replaceFirst("\\?.*", "") + " (PostgreSQL)";
        }
    }
}
