package dev.steward.postgres;

import dev.steward.jdbc.knowledge.MemoryRetrievalRows;
import dev.steward.jdbc.knowledge.MemoryUnitRows;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;

/** The row repositories of the knowledge context in this database's dialect. */
interface PostgresKnowledge {

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface MemoryRetrievals extends MemoryRetrievalRows {
    }

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface MemoryUnits extends MemoryUnitRows {
    }
}
