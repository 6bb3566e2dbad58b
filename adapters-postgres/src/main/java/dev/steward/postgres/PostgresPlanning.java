package dev.steward.postgres;

import dev.steward.jdbc.planning.CardRows;
import dev.steward.jdbc.planning.ContextArtifactRows;
import dev.steward.jdbc.planning.KnowledgeItemRows;
import dev.steward.jdbc.planning.PlannedFileRows;
import dev.steward.jdbc.planning.PlanningActionRows;
import dev.steward.jdbc.planning.WorkflowActivityRows;
import dev.steward.jdbc.planning.WorkflowRows;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;

/** The row repositories of the planning context in this database's dialect. */
interface PostgresPlanning {

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface Cards extends CardRows {
    }

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface Workflows extends WorkflowRows {
    }

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface WorkflowActivities extends WorkflowActivityRows {
    }

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface ContextArtifacts extends ContextArtifactRows {
    }

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface KnowledgeItems extends KnowledgeItemRows {
    }

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface PlannedFiles extends PlannedFileRows {
    }

    @OnPostgres
    @JdbcRepository(dialect = Dialect.POSTGRES)
    interface PlanningActions extends PlanningActionRows {
    }
}
