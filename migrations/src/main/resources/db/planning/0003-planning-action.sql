--liquibase formatted sql

-- The log of a map: all accepted actions of a batch carry the batch's sequence, a rejected one has none. What is logged is never changed.
-- content is the payload's member of that name, which may have megabytes: lists leave it out.
-- changes lists what the action touched: type, id, version before and after.
--changeset steward:0.1-planning-planning-action
CREATE TABLE planning_action (
  workspace_id ${uuid} NOT NULL,
  id ${uuid} NOT NULL,
  version ${long} NOT NULL,
  created_at ${instant} NOT NULL,
  updated_at ${instant} NOT NULL,
  project_id ${uuid} NOT NULL,
  sequence ${long},
  batch_index INTEGER NOT NULL,
  action_type ${text} NOT NULL,
  target_ref ${json} NOT NULL,
  payload ${json} NOT NULL,
  content ${text},
  content_length ${long},
  outcome ${text} NOT NULL,
  rejection ${json},
  changes ${json} NOT NULL,
  actor_kind ${text} NOT NULL,
  actor_id ${text} NOT NULL,
  actor_label ${text} NOT NULL,
  CONSTRAINT planning_action_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT planning_action_sequence_unique UNIQUE (workspace_id, project_id, sequence, batch_index),
  CONSTRAINT planning_action_project_id_fk FOREIGN KEY (workspace_id, project_id) REFERENCES project (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT planning_action_content_length_check CHECK ((content IS NULL) = (content_length IS NULL)),
  CONSTRAINT planning_action_outcome_check CHECK (outcome IN ('accepted', 'rejected')),
  CONSTRAINT planning_action_sequence_check CHECK ((sequence IS NULL) = (outcome = 'rejected')),
  CONSTRAINT planning_action_rejection_check CHECK ((rejection IS NULL) = (outcome = 'accepted')),
  CONSTRAINT planning_action_batch_index_check CHECK (batch_index >= 0)
) ${strict};
--rollback DROP TABLE planning_action

--changeset steward:0.1-planning-planning-action-indexes
-- The log of a project, newest first, and of one outcome.
CREATE INDEX planning_action_project_id_index ON planning_action (workspace_id, project_id, id);
CREATE INDEX planning_action_outcome_index ON planning_action (workspace_id, project_id, outcome, id);
--rollback DROP INDEX planning_action_outcome_index;
--rollback DROP INDEX planning_action_project_id_index;

--changeset steward:0.1-planning-planning-action-protect dbms:postgresql
CALL steward_protect('planning_action');
--rollback SELECT 1
