--liquibase formatted sql

-- A week is seven days, so what asks for a week asks the index of days. Each index less is a page less that every new session writes.
--changeset steward:0.1-portfolio-session-index-per-question
DROP INDEX session_week_key_index;
DROP INDEX session_count_index;
DROP INDEX session_project_id_index;
DROP INDEX session_milestone_id_index;
-- The sessions of a project, by day; and how many are in each status, from the index alone.
CREATE INDEX session_project_id_index ON session (workspace_id, project_id, scheduled_date, id, status);
-- The sessions of a milestone, by day, and whether a milestone has any.
CREATE INDEX session_milestone_id_index ON session (workspace_id, milestone_id, scheduled_date, id) WHERE milestone_id IS NOT NULL;
--rollback DROP INDEX session_milestone_id_index;
--rollback DROP INDEX session_project_id_index;
--rollback CREATE INDEX session_milestone_id_index ON session (workspace_id, milestone_id, scheduled_date, id);
--rollback CREATE INDEX session_project_id_index ON session (workspace_id, project_id, scheduled_date, id);
--rollback CREATE INDEX session_count_index ON session (workspace_id, week_key, project_id, status);
--rollback CREATE INDEX session_week_key_index ON session (workspace_id, week_key, scheduled_date, id);
