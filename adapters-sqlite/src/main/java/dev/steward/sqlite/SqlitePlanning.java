package dev.steward.sqlite;

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
interface SqlitePlanning {

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface Cards extends CardRows {
    }

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface Workflows extends WorkflowRows {
    }

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface WorkflowActivities extends WorkflowActivityRows {
    }

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface ContextArtifacts extends ContextArtifactRows {
    }

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface KnowledgeItems extends KnowledgeItemRows {
    }

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface PlannedFiles extends PlannedFileRows {
    }

    @OnSqlite
    @JdbcRepository(dialect = Dialect.ANSI)
    interface PlanningActions extends PlanningActionRows {
    }
}
