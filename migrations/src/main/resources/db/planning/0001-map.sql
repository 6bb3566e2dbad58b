--liquibase formatted sql

-- What was approved when a plan was finalized, and what it is now. Where they differ, the approval is stale.
--changeset steward:0.1-planning-project
ALTER TABLE project ADD COLUMN plan_revision ${long} DEFAULT 0 NOT NULL;
ALTER TABLE project ADD COLUMN finalized_revision ${long};
--rollback ALTER TABLE project DROP COLUMN finalized_revision;
--rollback ALTER TABLE project DROP COLUMN plan_revision;

-- Positions are dense among siblings. Every change of a map raises its project's action_sequence, so changes of one map never run side by side
-- and need no unique key that a move would have to break on its way.
--changeset steward:0.1-planning-workflow
CREATE TABLE workflow (
  workspace_id ${uuid} NOT NULL,
  id ${uuid} NOT NULL,
  version ${long} NOT NULL,
  created_at ${instant} NOT NULL,
  updated_at ${instant} NOT NULL,
  project_id ${uuid} NOT NULL,
  title ${text} NOT NULL,
  description ${text} NOT NULL,
  build_state ${text},
  position INTEGER NOT NULL,
  search_text ${text} NOT NULL,
  CONSTRAINT workflow_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT workflow_project_id_unique UNIQUE (workspace_id, project_id, id),
  CONSTRAINT workflow_project_id_fk FOREIGN KEY (workspace_id, project_id) REFERENCES project (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT workflow_build_state_check CHECK (build_state IN ('queued', 'running', 'blocked', 'failed', 'completed')),
  CONSTRAINT workflow_position_check CHECK (position >= 0)
) ${strict};
--rollback DROP TABLE workflow

--changeset steward:0.1-planning-workflow-indexes
-- The workflows of a project, in their order.
CREATE INDEX workflow_position_index ON workflow (workspace_id, project_id, position, id);
--rollback DROP INDEX workflow_position_index

-- Whose project it is stands in every row of a map, so that nothing of one project can hang below another's.
--changeset steward:0.1-planning-workflow-activity
CREATE TABLE workflow_activity (
  workspace_id ${uuid} NOT NULL,
  id ${uuid} NOT NULL,
  version ${long} NOT NULL,
  created_at ${instant} NOT NULL,
  updated_at ${instant} NOT NULL,
  project_id ${uuid} NOT NULL,
  workflow_id ${uuid} NOT NULL,
  title ${text} NOT NULL,
  color ${text},
  position INTEGER NOT NULL,
  search_text ${text} NOT NULL,
  CONSTRAINT workflow_activity_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT workflow_activity_project_id_unique UNIQUE (workspace_id, project_id, id),
  CONSTRAINT workflow_activity_workflow_id_fk FOREIGN KEY (workspace_id, project_id, workflow_id) REFERENCES workflow (workspace_id, project_id, id) ON DELETE CASCADE,
  CONSTRAINT workflow_activity_color_check CHECK (color IN ('yellow', 'blue', 'purple', 'green', 'orange', 'pink')),
  CONSTRAINT workflow_activity_position_check CHECK (position >= 0)
) ${strict};
--rollback DROP TABLE workflow_activity

--changeset steward:0.1-planning-workflow-activity-indexes
-- The activities of a workflow, in their order; and of a whole project, for its map.
CREATE INDEX workflow_activity_position_index ON workflow_activity (workspace_id, workflow_id, position, id);
CREATE INDEX workflow_activity_project_id_index ON workflow_activity (workspace_id, project_id, position, id);
-- For the foreign key.
CREATE INDEX workflow_activity_workflow_id_index ON workflow_activity (workspace_id, project_id, workflow_id);
--rollback DROP INDEX workflow_activity_workflow_id_index;
--rollback DROP INDEX workflow_activity_project_id_index;
--rollback DROP INDEX workflow_activity_position_index;

-- content_revision rises with what a card asks for: its texts, knowledge, planned files and artifacts; not with its status or place.
--changeset steward:0.1-planning-card
CREATE TABLE card (
  workspace_id ${uuid} NOT NULL,
  id ${uuid} NOT NULL,
  version ${long} NOT NULL,
  created_at ${instant} NOT NULL,
  updated_at ${instant} NOT NULL,
  project_id ${uuid} NOT NULL,
  workflow_activity_id ${uuid} NOT NULL,
  title ${text} NOT NULL,
  description ${text} NOT NULL,
  status ${text} NOT NULL,
  priority INTEGER NOT NULL,
  position INTEGER NOT NULL,
  quick_answer ${text} NOT NULL,
  build_state ${text},
  last_built_at ${instant},
  last_build_ref ${text} NOT NULL,
  last_build_error ${text} NOT NULL,
  content_revision ${long} NOT NULL,
  finalized_at ${instant},
  finalized_by ${text} NOT NULL,
  finalized_revision ${long},
  search_text ${text} NOT NULL,
  CONSTRAINT card_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT card_project_id_unique UNIQUE (workspace_id, project_id, id),
  CONSTRAINT card_workflow_activity_id_fk FOREIGN KEY (workspace_id, project_id, workflow_activity_id) REFERENCES workflow_activity (workspace_id, project_id, id) ON DELETE CASCADE,
  CONSTRAINT card_status_check CHECK (status IN ('todo', 'active', 'questions', 'review', 'production')),
  CONSTRAINT card_build_state_check CHECK (build_state IN ('queued', 'running', 'blocked', 'failed', 'completed')),
  CONSTRAINT card_priority_check CHECK (priority >= 0),
  CONSTRAINT card_position_check CHECK (position >= 0),
  CONSTRAINT card_content_revision_check CHECK (content_revision >= 1),
  CONSTRAINT card_finalized_check CHECK ((finalized_at IS NULL) = (finalized_revision IS NULL))
) ${strict};
--rollback DROP TABLE card

--changeset steward:0.1-planning-card-indexes
-- The cards of an activity, in their order; of a whole project, for its map; and of a status.
CREATE INDEX card_position_index ON card (workspace_id, workflow_activity_id, position, id);
CREATE INDEX card_project_id_index ON card (workspace_id, project_id, position, id);
CREATE INDEX card_status_index ON card (workspace_id, status, position, id);
-- For the foreign key.
CREATE INDEX card_workflow_activity_id_index ON card (workspace_id, project_id, workflow_activity_id);
--rollback DROP INDEX card_workflow_activity_id_index;
--rollback DROP INDEX card_status_index;
--rollback DROP INDEX card_project_id_index;
--rollback DROP INDEX card_position_index;

--changeset steward:0.1-planning-map-protect dbms:postgresql
CALL steward_protect('workflow');
CALL steward_protect('workflow_activity');
CALL steward_protect('card');
--rollback SELECT 1
