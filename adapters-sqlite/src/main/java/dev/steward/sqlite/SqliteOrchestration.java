package dev.steward.sqlite;

import dev.steward.jdbc.orchestration.AgentExecutionRows;
import dev.steward.jdbc.orchestration.CardAssignmentRows;
import dev.steward.jdbc.orchestration.OrchestrationRunRows;
import dev.steward.jdbc.orchestration.PolicyProfileRows;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;

/** The row repositories of the orchestration context in this database's dialect. */
interface SqliteOrchestration {

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface AgentExecutions extends AgentExecutionRows {
    }

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface CardAssignments extends CardAssignmentRows {
    }

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface OrchestrationRuns extends OrchestrationRunRows {
    }

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface PolicyProfiles extends PolicyProfileRows {
    }
}
