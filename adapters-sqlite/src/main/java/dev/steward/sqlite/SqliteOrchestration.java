package dev.steward.sqlite;

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
interface SqliteOrchestration {

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface AgentCommits extends AgentCommitRows {
    }

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface AgentExecutions extends AgentExecutionRows {
    }

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface ApprovalRequests extends ApprovalRequestRows {
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

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface PullRequestCandidates extends PullRequestCandidateRows {
    }

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface RunChecks extends RunCheckRows {
    }
}
