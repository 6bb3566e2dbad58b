--liquibase formatted sql

-- One a project. A run keeps a snapshot of it; later edits do not reach the run.
--changeset steward:0.1-orchestration-policy-profile
CREATE TABLE policy_profile (
  workspace_id ${uuid} NOT NULL,
  id ${uuid} NOT NULL,
  version ${long} NOT NULL,
  created_at ${instant} NOT NULL,
  updated_at ${instant} NOT NULL,
  project_id ${uuid} NOT NULL,
  required_checks ${json} NOT NULL,
  protected_paths ${json} NOT NULL,
  forbidden_paths ${json} NOT NULL,
  dependency_policy ${json} NOT NULL,
  security_policy ${json} NOT NULL,
  architecture_policy ${json} NOT NULL,
  approval_policy ${json} NOT NULL,
  failure_mode ${text} NOT NULL,
  lease_seconds INTEGER NOT NULL,
  max_attempts INTEGER NOT NULL,
  require_finalized ${bool} NOT NULL,
  CONSTRAINT policy_profile_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT policy_profile_project_id_unique UNIQUE (workspace_id, project_id),
  CONSTRAINT policy_profile_project_id_fk FOREIGN KEY (workspace_id, project_id) REFERENCES project (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT policy_profile_failure_mode_check CHECK (failure_mode IN ('wait_all', 'fail_fast')),
  CONSTRAINT policy_profile_lease_seconds_check CHECK (lease_seconds > 0),
  CONSTRAINT policy_profile_max_attempts_check CHECK (max_attempts > 0),
  CONSTRAINT policy_profile_require_finalized_check CHECK (require_finalized IN (TRUE, FALSE))
) ${strict};
--rollback DROP TABLE policy_profile

-- A run outlives the workflow or card it was made for: the application empties the reference before either goes. rerun_of has no foreign key,
-- because a key into its own table would make copies depend on the order of rows; runs go with their project only.
--changeset steward:0.1-orchestration-run
CREATE TABLE orchestration_run (
  workspace_id ${uuid} NOT NULL,
  id ${uuid} NOT NULL,
  version ${long} NOT NULL,
  created_at ${instant} NOT NULL,
  updated_at ${instant} NOT NULL,
  project_id ${uuid} NOT NULL,
  scope ${text} NOT NULL,
  workflow_id ${uuid},
  card_id ${uuid},
  trigger_type ${text} NOT NULL,
  status ${text} NOT NULL,
  initiated_by ${text} NOT NULL,
  repo_url ${text} NOT NULL,
  base_branch ${text} NOT NULL,
  worktree_root ${text} NOT NULL,
  policy_snapshot ${json} NOT NULL,
  input_snapshot ${json} NOT NULL,
  attempt INTEGER NOT NULL,
  rerun_of ${uuid},
  started_at ${instant},
  ended_at ${instant},
  CONSTRAINT orchestration_run_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT orchestration_run_project_id_unique UNIQUE (workspace_id, project_id, id),
  CONSTRAINT orchestration_run_project_id_fk FOREIGN KEY (workspace_id, project_id) REFERENCES project (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT orchestration_run_workflow_id_fk FOREIGN KEY (workspace_id, project_id, workflow_id) REFERENCES workflow (workspace_id, project_id, id),
  CONSTRAINT orchestration_run_card_id_fk FOREIGN KEY (workspace_id, project_id, card_id) REFERENCES card (workspace_id, project_id, id),
  CONSTRAINT orchestration_run_scope_check CHECK ((scope = 'workflow' AND card_id IS NULL) OR (scope = 'card' AND workflow_id IS NULL)),
  CONSTRAINT orchestration_run_trigger_type_check CHECK (trigger_type IN ('card', 'workflow', 'manual')),
  CONSTRAINT orchestration_run_status_check CHECK (status IN ('queued', 'running', 'blocked', 'failed', 'completed', 'cancelled')),
  CONSTRAINT orchestration_run_attempt_check CHECK (attempt >= 1)
) ${strict};
--rollback DROP TABLE orchestration_run

--changeset steward:0.1-orchestration-run-indexes
-- The runs of a project, newest first, and of a status.
CREATE INDEX orchestration_run_project_id_index ON orchestration_run (workspace_id, project_id, id);
CREATE INDEX orchestration_run_status_index ON orchestration_run (workspace_id, project_id, status, id);
-- For the foreign keys: the runs of a workflow and of a card.
CREATE INDEX orchestration_run_workflow_id_index ON orchestration_run (workspace_id, project_id, workflow_id);
CREATE INDEX orchestration_run_card_id_index ON orchestration_run (workspace_id, project_id, card_id);
--rollback DROP INDEX orchestration_run_card_id_index;
--rollback DROP INDEX orchestration_run_workflow_id_index;
--rollback DROP INDEX orchestration_run_status_index;
--rollback DROP INDEX orchestration_run_project_id_index;

-- The events of one run.
--changeset steward:0.1-orchestration-event-run-index
CREATE INDEX event_run_index ON event (workspace_id, run_id, sequence);
--rollback DROP INDEX event_run_index

--changeset steward:0.1-orchestration-run-protect dbms:postgresql
CALL steward_protect('policy_profile');
CALL steward_protect('orchestration_run');
--rollback SELECT 1
