--liquibase formatted sql

-- A milestone is unique within its project, too, so that a session can point at one of its own project only.
--changeset steward:0.1-portfolio-milestone
CREATE TABLE milestone (
  workspace_id ${uuid} NOT NULL,
  id ${uuid} NOT NULL,
  version ${long} NOT NULL,
  created_at ${instant} NOT NULL,
  updated_at ${instant} NOT NULL,
  project_id ${uuid} NOT NULL,
  description ${text} NOT NULL,
  status ${text} NOT NULL,
  target_date ${date},
  completed_date ${date},
  sort_order INTEGER NOT NULL,
  notes ${text} NOT NULL,
  search_text ${text} NOT NULL,
  CONSTRAINT milestone_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT milestone_project_id_unique UNIQUE (workspace_id, project_id, id),
  CONSTRAINT milestone_project_id_fk FOREIGN KEY (workspace_id, project_id) REFERENCES project (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT milestone_status_check CHECK (status IN ('backlog', 'planned', 'doing', 'done', 'cancelled')),
  CONSTRAINT milestone_completed_date_check CHECK (completed_date IS NULL OR status = 'done')
) ${strict};
--rollback DROP TABLE milestone

--changeset steward:0.1-portfolio-milestone-indexes
-- The milestones of projects, in their own order, and how many there are in each status.
CREATE INDEX milestone_project_id_index ON milestone (workspace_id, project_id, sort_order, id);
-- All milestones by target date, and those that are due in a range.
CREATE INDEX milestone_target_date_index ON milestone (workspace_id, target_date, id);
-- The milestones that were done in a range, for the review of a week.
CREATE INDEX milestone_completed_date_index ON milestone (workspace_id, completed_date, id);
-- The milestones of a status, by target date.
CREATE INDEX milestone_status_index ON milestone (workspace_id, status, target_date, id);
--rollback DROP INDEX milestone_status_index;
--rollback DROP INDEX milestone_completed_date_index;
--rollback DROP INDEX milestone_target_date_index;
--rollback DROP INDEX milestone_project_id_index;

--changeset steward:0.1-portfolio-milestone-protect dbms:postgresql
CALL steward_protect('milestone');
--rollback SELECT 1
