--liquibase formatted sql

-- The slug is unique across tenants: the one key of the schema that does not start with workspace_id, because this is the table of tenants.
--changeset steward:0.1-workspace-workspace
CREATE TABLE workspace (
  workspace_id ${uuid} NOT NULL,
  id ${uuid} NOT NULL,
  version ${long} NOT NULL,
  created_at ${instant} NOT NULL,
  updated_at ${instant} NOT NULL,
  slug ${text} NOT NULL,
  owner ${text} NOT NULL,
  CONSTRAINT workspace_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT workspace_slug_unique UNIQUE (slug),
  CONSTRAINT workspace_self_check CHECK (workspace_id = id)
) ${strict};
--rollback DROP TABLE workspace

--changeset steward:0.1-workspace-api-token
CREATE TABLE api_token (
  workspace_id ${uuid} NOT NULL,
  id ${uuid} NOT NULL,
  version ${long} NOT NULL,
  created_at ${instant} NOT NULL,
  updated_at ${instant} NOT NULL,
  name ${text} NOT NULL,
  scopes ${text} NOT NULL,
  secret_hash ${text} NOT NULL,
  expires_at ${instant},
  last_used_at ${instant},
  revoked_at ${instant},
  CONSTRAINT api_token_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT api_token_secret_hash_unique UNIQUE (workspace_id, secret_hash)
) ${strict};
--rollback DROP TABLE api_token

--changeset steward:0.1-workspace-setting
CREATE TABLE setting (
  workspace_id ${uuid} NOT NULL,
  id ${uuid} NOT NULL,
  version ${long} NOT NULL,
  created_at ${instant} NOT NULL,
  updated_at ${instant} NOT NULL,
  key ${text} NOT NULL,
  value ${json} NOT NULL,
  CONSTRAINT setting_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT setting_key_unique UNIQUE (workspace_id, key)
) ${strict};
--rollback DROP TABLE setting

-- One row a workspace: the number of its newest event. Whoever appends holds this row until the commit, so numbers follow commit order.
--changeset steward:0.1-workspace-event-sequence
CREATE TABLE event_sequence (
  workspace_id ${uuid} NOT NULL,
  last ${long} NOT NULL,
  CONSTRAINT event_sequence_pk PRIMARY KEY (workspace_id)
) ${strict};
--rollback DROP TABLE event_sequence

--changeset steward:0.1-workspace-event
CREATE TABLE event (
  workspace_id ${uuid} NOT NULL,
  sequence ${long} NOT NULL,
  at ${instant} NOT NULL,
  actor_kind ${text} NOT NULL,
  actor_id ${text} NOT NULL,
  actor_label ${text} NOT NULL,
  type ${text} NOT NULL,
  subject_type ${text} NOT NULL,
  subject_id ${uuid} NOT NULL,
  project_id ${uuid},
  run_id ${uuid},
  payload ${json} NOT NULL,
  request_id ${text} NOT NULL,
  CONSTRAINT event_pk PRIMARY KEY (workspace_id, sequence),
  CONSTRAINT event_actor_kind_check CHECK (actor_kind IN ('user', 'agent', 'system', 'import')),
  CONSTRAINT event_sequence_check CHECK (sequence >= 1)
) ${strict};
--rollback DROP TABLE event

-- Streams and lists of one project, and of one type.
--changeset steward:0.1-workspace-event-indexes
CREATE INDEX event_project_index ON event (workspace_id, project_id, sequence);
CREATE INDEX event_type_index ON event (workspace_id, type, sequence);
--rollback DROP INDEX event_type_index;
--rollback DROP INDEX event_project_index;

--changeset steward:0.1-workspace-stored-answer
CREATE TABLE stored_answer (
  workspace_id ${uuid} NOT NULL,
  key ${text} NOT NULL,
  request_hash ${text} NOT NULL,
  status INTEGER NOT NULL,
  headers ${text} NOT NULL,
  body ${text} NOT NULL,
  created_at ${instant} NOT NULL,
  CONSTRAINT stored_answer_pk PRIMARY KEY (workspace_id, key)
) ${strict};
--rollback DROP TABLE stored_answer

--changeset steward:0.1-workspace-stored-answer-index
CREATE INDEX stored_answer_age_index ON stored_answer (workspace_id, created_at);
--rollback DROP INDEX stored_answer_age_index

--changeset steward:0.1-workspace-protect-tables dbms:postgresql
CALL steward_protect('workspace');
CALL steward_protect('api_token');
CALL steward_protect('setting');
CALL steward_protect('event_sequence');
CALL steward_protect('event');
CALL steward_protect('stored_answer');
--rollback SELECT 1
