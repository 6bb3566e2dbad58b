--liquibase formatted sql

-- Most events are of no run.
--changeset steward:0.1-workspace-event-run-index
DROP INDEX event_run_index;
CREATE INDEX event_run_index ON event (workspace_id, run_id, sequence) WHERE run_id IS NOT NULL;
--rollback DROP INDEX event_run_index;
--rollback CREATE INDEX event_run_index ON event (workspace_id, run_id, sequence);
