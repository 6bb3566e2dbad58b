package dev.steward.postgres;

import dev.steward.jdbc.portfolio.OrganizationRows;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;

/** The row repositories of the portfolio context in this database's dialect. */
interface PostgresPortfolio {

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface Organizations extends OrganizationRows {
    }
}
