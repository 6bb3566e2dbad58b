package dev.steward.postgres;

import dev.steward.jdbc.orchestration.AgentExecutionRows;
import dev.steward.jdbc.orchestration.CardAssignmentRows;
import dev.steward.jdbc.orchestration.OrchestrationRunRows;
import dev.steward.jdbc.orchestration.PolicyProfileRows;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;

/** The row repositories of the orchestration context in this database's dialect. */
interface PostgresOrchestration {

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface AgentExecutions extends AgentExecutionRows {
    }

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface CardAssignments extends CardAssignmentRows {
    }

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface OrchestrationRuns extends OrchestrationRunRows {
    }

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface PolicyProfiles extends PolicyProfileRows {
    }
}
