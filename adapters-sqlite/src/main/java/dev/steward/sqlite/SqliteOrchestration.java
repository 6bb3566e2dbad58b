package dev.steward.sqlite;

import dev.steward.jdbc.orchestration.PolicyProfileRows;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;

/** The row repositories of the orchestration context in this database's dialect. */
interface SqliteOrchestration {

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface PolicyProfiles extends PolicyProfileRows {
    }
}
