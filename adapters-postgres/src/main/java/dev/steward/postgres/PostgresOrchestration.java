package dev.steward.postgres;

import dev.steward.jdbc.orchestration.AgentCommitRows;
import dev.steward.jdbc.orchestration.AgentExecutionRows;
import dev.steward.jdbc.orchestration.ApprovalRequestRows;
import dev.steward.jdbc.orchestration.CardAssignmentRows;
import dev.steward.jdbc.orchestration.OrchestrationRunRows;
import dev.steward.jdbc.orchestration.PolicyProfileRows;
import dev.steward.jdbc.orchestration.PullRequestCandidateRows;
import dev.steward.jdbc.orchestration.RunCheckRows;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;

/** The row repositories of the orchestration context in this database's dialect. */
interface PostgresOrchestration {

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface AgentCommits extends AgentCommitRows {
    }

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface AgentExecutions extends AgentExecutionRows {
    }

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface ApprovalRequests extends ApprovalRequestRows {
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

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface PullRequestCandidates extends PullRequestCandidateRows {
    }

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface RunChecks extends RunCheckRows {
    }
}
