package dev.steward.sqlite;

import dev.steward.jdbc.knowledge.MemoryRetrievalRows;
import dev.steward.jdbc.knowledge.MemoryUnitRows;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;

/** The row repositories of the knowledge context in this database's dialect. */
interface SqliteKnowledge {

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface MemoryRetrievals extends MemoryRetrievalRows {
    }

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface MemoryUnits extends MemoryUnitRows {
    }
}
