package dev.steward.postgres;

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
interface PostgresPortfolio {

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface Areas extends AreaRows {
    }

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface CodeRepositories extends CodeRepositoryRows {
    }

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface Milestones extends MilestoneRows {
    }

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface Organizations extends OrganizationRows {
    }

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface Projects extends ProjectRows {
    }

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface ProjectScores extends ProjectScoreRows {
    }

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface Sessions extends SessionRows {
    }

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface Tags extends TagRows {
    }

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface WeeklyReviews extends WeeklyReviewRows {
    }
}
