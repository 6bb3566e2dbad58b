--liquibase formatted sql

-- The milestone is of the same project. It is emptied by the application before the milestone goes. A project takes its milestones
-- and sessions with it in one statement, at whose end both databases look at this key.
--changeset steward:0.1-portfolio-session
CREATE TABLE session (
  workspace_id ${uuid} NOT NULL,
  id ${uuid} NOT NULL,
  version ${long} NOT NULL,
  created_at ${instant} NOT NULL,
  updated_at ${instant} NOT NULL,
  kind ${text} NOT NULL,
  project_id ${uuid} NOT NULL,
  milestone_id ${uuid},
  title ${text} NOT NULL,
  description ${text} NOT NULL,
  notes ${text} NOT NULL,
  summary ${text} NOT NULL,
  scheduled_date ${date} NOT NULL,
  week_key ${text} NOT NULL,
  duration_minutes INTEGER NOT NULL,
  actual_minutes INTEGER,
  status ${text} NOT NULL,
  completed_at ${instant},
  files_changed ${json} NOT NULL,
  body ${text} NOT NULL,
  search_text ${text} NOT NULL,
  CONSTRAINT session_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT session_project_id_fk FOREIGN KEY (workspace_id, project_id) REFERENCES project (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT session_milestone_id_fk FOREIGN KEY (workspace_id, project_id, milestone_id) REFERENCES milestone (workspace_id, project_id, id),
  CONSTRAINT session_kind_check CHECK (kind IN ('planned', 'captured')),
  CONSTRAINT session_duration_minutes_check CHECK (duration_minutes BETWEEN 15 AND 480),
  CONSTRAINT session_actual_minutes_check CHECK (actual_minutes BETWEEN 0 AND 1440),
  CONSTRAINT session_status_check CHECK (status IN ('backlog', 'planned', 'doing', 'done', 'cancelled')),
  CONSTRAINT session_completed_at_check CHECK (completed_at IS NULL OR status = 'done')
) ${strict};
--rollback DROP TABLE session

--changeset steward:0.1-portfolio-session-indexes
-- All sessions by day.
CREATE INDEX session_scheduled_date_index ON session (workspace_id, scheduled_date, id);
-- The sessions of a project, by day.
CREATE INDEX session_project_id_index ON session (workspace_id, project_id, scheduled_date, id);
-- The sessions of a week, by day.
CREATE INDEX session_week_key_index ON session (workspace_id, week_key, scheduled_date, id);
-- How many sessions of projects are in each status in a week, read from neither all of the week nor all of the project.
CREATE INDEX session_count_index ON session (workspace_id, week_key, project_id, status);
-- The sessions of a milestone, by day, and whether a milestone has any.
CREATE INDEX session_milestone_id_index ON session (workspace_id, milestone_id, scheduled_date, id);
-- The sessions of a status, by day.
CREATE INDEX session_status_index ON session (workspace_id, status, scheduled_date, id);
--rollback DROP INDEX session_status_index;
--rollback DROP INDEX session_milestone_id_index;
--rollback DROP INDEX session_count_index;
--rollback DROP INDEX session_week_key_index;
--rollback DROP INDEX session_project_id_index;
--rollback DROP INDEX session_scheduled_date_index;

--changeset steward:0.1-portfolio-session-protect dbms:postgresql
CALL steward_protect('session');
--rollback SELECT 1
