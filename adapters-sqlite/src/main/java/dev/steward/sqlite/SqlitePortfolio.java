package dev.steward.sqlite;

import dev.steward.jdbc.portfolio.AreaRows;
import dev.steward.jdbc.portfolio.CodeRepositoryRows;
import dev.steward.jdbc.portfolio.MilestoneRows;
import dev.steward.jdbc.portfolio.OrganizationRows;
import dev.steward.jdbc.portfolio.ProjectRows;
import dev.steward.jdbc.portfolio.ProjectScoreRows;
import dev.steward.jdbc.portfolio.SessionRows;
import dev.steward.jdbc.portfolio.TagRows;
import dev.steward.jdbc.portfolio.WeeklyReviewRows;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;

/** The row repositories of the portfolio context in this database's dialect. */
interface SqlitePortfolio {

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface Areas extends AreaRows {
    }

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface CodeRepositories extends CodeRepositoryRows {
    }

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface Milestones extends MilestoneRows {
    }

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface Organizations extends OrganizationRows {
    }

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface Projects extends ProjectRows {
    }

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface ProjectScores extends ProjectScoreRows {
    }

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface Sessions extends SessionRows {
    }

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface Tags extends TagRows {
    }

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface WeeklyReviews extends WeeklyReviewRows {
    }
}
