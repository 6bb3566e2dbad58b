--liquibase formatted sql

-- An answer belongs to a question; evidence to a fact. Positions are dense among the items of one kind of one card.
--changeset steward:0.1-planning-knowledge-item
CREATE TABLE knowledge_item (
  workspace_id ${uuid} NOT NULL,
  id ${uuid} NOT NULL,
  version ${long} NOT NULL,
  created_at ${instant} NOT NULL,
  updated_at ${instant} NOT NULL,
  project_id ${uuid} NOT NULL,
  card_id ${uuid} NOT NULL,
  kind ${text} NOT NULL,
  text ${text} NOT NULL,
  status ${text} NOT NULL,
  source ${text} NOT NULL,
  confidence ${real},
  evidence_source ${text} NOT NULL,
  answer ${text} NOT NULL,
  answered_by ${text} NOT NULL,
  answered_at ${instant},
  position INTEGER NOT NULL,
  search_text ${text} NOT NULL,
  CONSTRAINT knowledge_item_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT knowledge_item_card_id_fk FOREIGN KEY (workspace_id, project_id, card_id) REFERENCES card (workspace_id, project_id, id) ON DELETE CASCADE,
  CONSTRAINT knowledge_item_kind_check CHECK (kind IN ('requirement', 'fact', 'assumption', 'question')),
  CONSTRAINT knowledge_item_status_check CHECK (status IN ('draft', 'approved', 'rejected')),
  CONSTRAINT knowledge_item_source_check CHECK (source IN ('agent', 'user', 'imported')),
  CONSTRAINT knowledge_item_confidence_check CHECK (confidence BETWEEN 0 AND 1),
  CONSTRAINT knowledge_item_evidence_source_check CHECK (evidence_source = '' OR kind = 'fact'),
  CONSTRAINT knowledge_item_answer_check CHECK (answer = '' OR kind = 'question'),
  CONSTRAINT knowledge_item_answered_at_check CHECK ((answered_at IS NULL) = (answer = '')),
  CONSTRAINT knowledge_item_position_check CHECK (position >= 0)
) ${strict};
--rollback DROP TABLE knowledge_item

--changeset steward:0.1-planning-knowledge-item-indexes
-- The items of a card, of one kind, in their order.
CREATE INDEX knowledge_item_card_id_index ON knowledge_item (workspace_id, card_id, kind, position, id);
-- For the foreign key, and the readiness of all cards of a project.
CREATE INDEX knowledge_item_project_id_index ON knowledge_item (workspace_id, project_id, card_id, kind, status);
--rollback DROP INDEX knowledge_item_project_id_index;
--rollback DROP INDEX knowledge_item_card_id_index;

--changeset steward:0.1-planning-planned-file
CREATE TABLE planned_file (
  workspace_id ${uuid} NOT NULL,
  id ${uuid} NOT NULL,
  version ${long} NOT NULL,
  created_at ${instant} NOT NULL,
  updated_at ${instant} NOT NULL,
  project_id ${uuid} NOT NULL,
  card_id ${uuid} NOT NULL,
  logical_file_name ${text} NOT NULL,
  module_hint ${text} NOT NULL,
  artifact_kind ${text} NOT NULL,
  action ${text} NOT NULL,
  intent_summary ${text} NOT NULL,
  contract_notes ${text} NOT NULL,
  status ${text} NOT NULL,
  position INTEGER NOT NULL,
  CONSTRAINT planned_file_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT planned_file_card_id_fk FOREIGN KEY (workspace_id, project_id, card_id) REFERENCES card (workspace_id, project_id, id) ON DELETE CASCADE,
  CONSTRAINT planned_file_artifact_kind_check CHECK (artifact_kind IN ('component', 'endpoint', 'service', 'schema', 'hook', 'util', 'middleware', 'job', 'config', 'test')),
  CONSTRAINT planned_file_action_check CHECK (action IN ('create', 'edit')),
  CONSTRAINT planned_file_status_check CHECK (status IN ('proposed', 'user_edited', 'approved')),
  CONSTRAINT planned_file_position_check CHECK (position >= 0)
) ${strict};
--rollback DROP TABLE planned_file

--changeset steward:0.1-planning-planned-file-indexes
-- The planned files of a card, in their order.
CREATE INDEX planned_file_card_id_index ON planned_file (workspace_id, card_id, position, id);
-- For the foreign key, and the readiness of all cards of a project.
CREATE INDEX planned_file_project_id_index ON planned_file (workspace_id, project_id, card_id);
--rollback DROP INDEX planned_file_project_id_index;
--rollback DROP INDEX planned_file_card_id_index;

-- Lists leave the content out, which may have megabytes, and read its length.
--changeset steward:0.1-planning-context-artifact
CREATE TABLE context_artifact (
  workspace_id ${uuid} NOT NULL,
  id ${uuid} NOT NULL,
  version ${long} NOT NULL,
  created_at ${instant} NOT NULL,
  updated_at ${instant} NOT NULL,
  project_id ${uuid} NOT NULL,
  name ${text} NOT NULL,
  type ${text} NOT NULL,
  title ${text} NOT NULL,
  content ${text},
  content_length ${long},
  uri ${text},
  locator ${text} NOT NULL,
  mime_type ${text} NOT NULL,
  integration_ref ${json},
  checksum ${text} NOT NULL,
  search_text ${text} NOT NULL,
  CONSTRAINT context_artifact_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT context_artifact_project_id_unique UNIQUE (workspace_id, project_id, id),
  CONSTRAINT context_artifact_project_id_fk FOREIGN KEY (workspace_id, project_id) REFERENCES project (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT context_artifact_type_check CHECK (type IN ('doc', 'design', 'code', 'research', 'link', 'image', 'skill', 'mcp', 'cli', 'api', 'prompt', 'spec', 'runbook', 'test', 'scaffold', 'plan', 'context')),
  CONSTRAINT context_artifact_content_length_check CHECK ((content IS NULL) = (content_length IS NULL)),
  CONSTRAINT context_artifact_something_check CHECK (content IS NOT NULL OR uri IS NOT NULL OR integration_ref IS NOT NULL)
) ${strict};
--rollback DROP TABLE context_artifact

--changeset steward:0.1-planning-context-artifact-indexes
-- The artifacts of a project by name, and of one type.
CREATE INDEX context_artifact_project_id_index ON context_artifact (workspace_id, project_id, name, id);
CREATE INDEX context_artifact_type_index ON context_artifact (workspace_id, project_id, type, name, id);
--rollback DROP INDEX context_artifact_type_index;
--rollback DROP INDEX context_artifact_project_id_index;

-- Both ends are of one project; the schema holds to it.
--changeset steward:0.1-planning-card-context-artifact
CREATE TABLE card_context_artifact (
  workspace_id ${uuid} NOT NULL,
  project_id ${uuid} NOT NULL,
  card_id ${uuid} NOT NULL,
  context_artifact_id ${uuid} NOT NULL,
  linked_by ${text} NOT NULL,
  usage_hint ${text} NOT NULL,
  linked_at ${instant} NOT NULL,
  CONSTRAINT card_context_artifact_pk PRIMARY KEY (workspace_id, card_id, context_artifact_id),
  CONSTRAINT card_context_artifact_card_id_fk FOREIGN KEY (workspace_id, project_id, card_id) REFERENCES card (workspace_id, project_id, id) ON DELETE CASCADE,
  CONSTRAINT card_context_artifact_context_artifact_id_fk FOREIGN KEY (workspace_id, project_id, context_artifact_id) REFERENCES context_artifact (workspace_id, project_id, id) ON DELETE CASCADE
) ${strict};
--rollback DROP TABLE card_context_artifact

--changeset steward:0.1-planning-card-context-artifact-indexes
-- The cards that an artifact is linked to; and both foreign keys.
CREATE INDEX card_context_artifact_artifact_index ON card_context_artifact (workspace_id, project_id, context_artifact_id, card_id);
CREATE INDEX card_context_artifact_card_index ON card_context_artifact (workspace_id, project_id, card_id, context_artifact_id);
--rollback DROP INDEX card_context_artifact_card_index;
--rollback DROP INDEX card_context_artifact_artifact_index;

--changeset steward:0.1-planning-card-parts-protect dbms:postgresql
CALL steward_protect('knowledge_item');
CALL steward_protect('planned_file');
CALL steward_protect('context_artifact');
CALL steward_protect('card_context_artifact');
--rollback SELECT 1
