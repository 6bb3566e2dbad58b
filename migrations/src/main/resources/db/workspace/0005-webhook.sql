--liquibase formatted sql

-- project_id refers to nothing, as that of an event: a webhook of a project tells that the project was deleted.
--changeset steward:0.1-workspace-webhook
CREATE TABLE webhook (
  workspace_id ${uuid} NOT NULL,
  id ${uuid} NOT NULL,
  version ${long} NOT NULL,
  created_at ${instant} NOT NULL,
  updated_at ${instant} NOT NULL,
  url ${text} NOT NULL,
  description ${text} NOT NULL,
  event_types ${text} NOT NULL,
  project_id ${uuid},
  is_active ${bool} NOT NULL,
  disabled_reason ${text} NOT NULL,
  secret ${text} NOT NULL,
  previous_secret ${text},
  previous_secret_until ${instant},
  CONSTRAINT webhook_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT webhook_previous_secret_check CHECK ((previous_secret IS NULL) = (previous_secret_until IS NULL))
) ${strict};
--rollback DROP TABLE webhook

--changeset steward:0.1-workspace-webhook-index
-- Those that are delivered to.
CREATE INDEX webhook_is_active_index ON webhook (workspace_id, is_active, id);
--rollback DROP INDEX webhook_is_active_index

-- How far each webhook has come in the log of events, and since when its endpoint fails. Apart from the webhook, because it changes all
-- the time, and whoever changes the webhook must not set it back.
--changeset steward:0.1-workspace-webhook-progress
CREATE TABLE webhook_progress (
  workspace_id ${uuid} NOT NULL,
  webhook_id ${uuid} NOT NULL,
  position ${long} NOT NULL,
  failing_since ${instant},
  CONSTRAINT webhook_progress_pk PRIMARY KEY (workspace_id, webhook_id),
  CONSTRAINT webhook_progress_webhook_id_fk FOREIGN KEY (workspace_id, webhook_id) REFERENCES webhook (workspace_id, id) ON DELETE CASCADE
) ${strict};
--rollback DROP TABLE webhook_progress

--changeset steward:0.1-workspace-webhook-delivery
CREATE TABLE webhook_delivery (
  workspace_id ${uuid} NOT NULL,
  id ${uuid} NOT NULL,
  version ${long} NOT NULL,
  created_at ${instant} NOT NULL,
  updated_at ${instant} NOT NULL,
  webhook_id ${uuid} NOT NULL,
  event_sequence ${long},
  event_type ${text} NOT NULL,
  status ${text} NOT NULL,
  attempts INTEGER NOT NULL,
  next_attempt_at ${instant},
  last_attempt_at ${instant},
  last_status_code INTEGER,
  last_duration_ms ${long},
  last_error ${text} NOT NULL,
  last_answer ${text} NOT NULL,
  CONSTRAINT webhook_delivery_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT webhook_delivery_event_unique UNIQUE (workspace_id, webhook_id, event_sequence),
  CONSTRAINT webhook_delivery_webhook_id_fk FOREIGN KEY (workspace_id, webhook_id) REFERENCES webhook (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT webhook_delivery_status_check CHECK (status IN ('pending', 'delivered', 'failed', 'dead')),
  CONSTRAINT webhook_delivery_next_attempt_at_check CHECK ((next_attempt_at IS NULL) = (status IN ('delivered', 'dead')))
) ${strict};
--rollback DROP TABLE webhook_delivery

--changeset steward:0.1-workspace-webhook-delivery-indexes
-- What is due of a webhook, the longest due first.
CREATE INDEX webhook_delivery_next_attempt_at_index ON webhook_delivery (workspace_id, webhook_id, next_attempt_at, id);
-- The deliveries of a webhook, newest first, and those in a state.
CREATE INDEX webhook_delivery_webhook_id_index ON webhook_delivery (workspace_id, webhook_id, id);
CREATE INDEX webhook_delivery_status_index ON webhook_delivery (workspace_id, webhook_id, status, id);
-- What is old enough to be forgotten.
CREATE INDEX webhook_delivery_created_at_index ON webhook_delivery (workspace_id, created_at, id);
--rollback DROP INDEX webhook_delivery_created_at_index;
--rollback DROP INDEX webhook_delivery_status_index;
--rollback DROP INDEX webhook_delivery_webhook_id_index;
--rollback DROP INDEX webhook_delivery_next_attempt_at_index;

--changeset steward:0.1-workspace-webhook-protect dbms:postgresql
CALL steward_protect('webhook');
CALL steward_protect('webhook_progress');
CALL steward_protect('webhook_delivery');
--rollback SELECT 1
