--liquibase formatted sql

-- One try of an assignment: made by the claim whose fence it carries.
--changeset steward:0.1-orchestration-agent-execution
CREATE TABLE agent_execution (
  workspace_id ${uuid} NOT NULL,
  id ${uuid} NOT NULL,
  version ${long} NOT NULL,
  created_at ${instant} NOT NULL,
  updated_at ${instant} NOT NULL,
  project_id ${uuid} NOT NULL,
  run_id ${uuid} NOT NULL,
  assignment_id ${uuid} NOT NULL,
  fence ${long} NOT NULL,
  agent ${text} NOT NULL,
  status ${text} NOT NULL,
  started_at ${instant},
  ended_at ${instant},
  summary ${text} NOT NULL,
  error ${text} NOT NULL,
  CONSTRAINT agent_execution_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT agent_execution_fence_unique UNIQUE (workspace_id, assignment_id, fence),
  CONSTRAINT agent_execution_assignment_id_fk FOREIGN KEY (workspace_id, run_id, assignment_id) REFERENCES card_assignment (workspace_id, run_id, id) ON DELETE CASCADE,
  CONSTRAINT agent_execution_status_check CHECK (status IN ('queued', 'running', 'blocked', 'failed', 'completed', 'cancelled'))
) ${strict};
--rollback DROP TABLE agent_execution

--changeset steward:0.1-orchestration-agent-execution-indexes
-- The executions of a run's assignments; for the foreign key.
CREATE INDEX agent_execution_assignment_id_index ON agent_execution (workspace_id, run_id, assignment_id, id);
--rollback DROP INDEX agent_execution_assignment_id_index

-- files_changed: path, added, removed. violations: what of them the assignment or the policy does not allow.
--changeset steward:0.1-orchestration-agent-commit
CREATE TABLE agent_commit (
  workspace_id ${uuid} NOT NULL,
  id ${uuid} NOT NULL,
  version ${long} NOT NULL,
  created_at ${instant} NOT NULL,
  updated_at ${instant} NOT NULL,
  project_id ${uuid} NOT NULL,
  run_id ${uuid} NOT NULL,
  assignment_id ${uuid} NOT NULL,
  fence ${long} NOT NULL,
  sha ${text} NOT NULL,
  branch ${text} NOT NULL,
  message ${text} NOT NULL,
  committed_at ${instant} NOT NULL,
  files_changed ${json} NOT NULL,
  violations ${json} NOT NULL,
  CONSTRAINT agent_commit_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT agent_commit_sha_unique UNIQUE (workspace_id, assignment_id, sha),
  CONSTRAINT agent_commit_assignment_id_fk FOREIGN KEY (workspace_id, run_id, assignment_id) REFERENCES card_assignment (workspace_id, run_id, id) ON DELETE CASCADE
) ${strict};
--rollback DROP TABLE agent_commit

--changeset steward:0.1-orchestration-agent-commit-indexes
-- The commits of a run, for the hash of what is approved; for the foreign key.
CREATE INDEX agent_commit_assignment_id_index ON agent_commit (workspace_id, run_id, assignment_id, id);
--rollback DROP INDEX agent_commit_assignment_id_index

-- output_cut: how many characters of the output were not kept.
--changeset steward:0.1-orchestration-run-check
CREATE TABLE run_check (
  workspace_id ${uuid} NOT NULL,
  id ${uuid} NOT NULL,
  version ${long} NOT NULL,
  created_at ${instant} NOT NULL,
  updated_at ${instant} NOT NULL,
  project_id ${uuid} NOT NULL,
  run_id ${uuid} NOT NULL,
  assignment_id ${uuid},
  check_type ${text} NOT NULL,
  attempt INTEGER NOT NULL,
  status ${text} NOT NULL,
  output ${text} NOT NULL,
  output_cut INTEGER NOT NULL,
  executed_at ${instant} NOT NULL,
  CONSTRAINT run_check_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT run_check_attempt_unique UNIQUE (workspace_id, run_id, check_type, attempt),
  CONSTRAINT run_check_run_id_fk FOREIGN KEY (workspace_id, project_id, run_id) REFERENCES orchestration_run (workspace_id, project_id, id) ON DELETE CASCADE,
  CONSTRAINT run_check_check_type_check CHECK (check_type IN ('dependency', 'security', 'policy', 'lint', 'unit', 'integration', 'e2e')),
  CONSTRAINT run_check_status_check CHECK (status IN ('passed', 'failed', 'skipped')),
  CONSTRAINT run_check_attempt_check CHECK (attempt >= 1),
  CONSTRAINT run_check_output_cut_check CHECK (output_cut >= 0)
) ${strict};
--rollback DROP TABLE run_check

--changeset steward:0.1-orchestration-run-check-indexes
-- The checks of a run; for the foreign key.
CREATE INDEX run_check_run_id_index ON run_check (workspace_id, project_id, run_id, id);
--rollback DROP INDEX run_check_run_id_index

--changeset steward:0.1-orchestration-pull-request-candidate
CREATE TABLE pull_request_candidate (
  workspace_id ${uuid} NOT NULL,
  id ${uuid} NOT NULL,
  version ${long} NOT NULL,
  created_at ${instant} NOT NULL,
  updated_at ${instant} NOT NULL,
  project_id ${uuid} NOT NULL,
  run_id ${uuid} NOT NULL,
  base_branch ${text} NOT NULL,
  head_branch ${text} NOT NULL,
  title ${text} NOT NULL,
  description ${text} NOT NULL,
  status ${text} NOT NULL,
  pr_url ${text} NOT NULL,
  CONSTRAINT pull_request_candidate_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT pull_request_candidate_run_id_unique UNIQUE (workspace_id, run_id),
  CONSTRAINT pull_request_candidate_run_id_fk FOREIGN KEY (workspace_id, project_id, run_id) REFERENCES orchestration_run (workspace_id, project_id, id) ON DELETE CASCADE,
  CONSTRAINT pull_request_candidate_status_check CHECK (status IN ('not_created', 'draft_open', 'open', 'merged', 'closed'))
) ${strict};
--rollback DROP TABLE pull_request_candidate

--changeset steward:0.1-orchestration-pull-request-candidate-indexes
-- For the foreign key.
CREATE INDEX pull_request_candidate_run_id_index ON pull_request_candidate (workspace_id, project_id, run_id);
--rollback DROP INDEX pull_request_candidate_run_id_index

-- content_hash is of what was asked for: commits, checks and policy. When that changes, the request is superseded.
--changeset steward:0.1-orchestration-approval-request
CREATE TABLE approval_request (
  workspace_id ${uuid} NOT NULL,
  id ${uuid} NOT NULL,
  version ${long} NOT NULL,
  created_at ${instant} NOT NULL,
  updated_at ${instant} NOT NULL,
  project_id ${uuid} NOT NULL,
  run_id ${uuid} NOT NULL,
  approval_type ${text} NOT NULL,
  status ${text} NOT NULL,
  content_hash ${text} NOT NULL,
  requested_by ${text} NOT NULL,
  requested_at ${instant} NOT NULL,
  resolved_by ${text} NOT NULL,
  resolved_at ${instant},
  note ${text} NOT NULL,
  CONSTRAINT approval_request_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT approval_request_run_id_fk FOREIGN KEY (workspace_id, project_id, run_id) REFERENCES orchestration_run (workspace_id, project_id, id) ON DELETE CASCADE,
  CONSTRAINT approval_request_approval_type_check CHECK (approval_type IN ('create_pr', 'merge_pr')),
  CONSTRAINT approval_request_status_check CHECK (status IN ('pending', 'approved', 'rejected', 'superseded')),
  CONSTRAINT approval_request_resolved_at_check CHECK ((resolved_at IS NULL) = (status IN ('pending')))
) ${strict};
--rollback DROP TABLE approval_request

--changeset steward:0.1-orchestration-approval-request-indexes
-- The approvals of a run; those of a status, newest first; for the foreign key.
CREATE INDEX approval_request_run_id_index ON approval_request (workspace_id, project_id, run_id, id);
CREATE INDEX approval_request_status_index ON approval_request (workspace_id, status, id);
--rollback DROP INDEX approval_request_status_index;
--rollback DROP INDEX approval_request_run_id_index;

--changeset steward:0.1-orchestration-delivery-protect dbms:postgresql
CALL steward_protect('agent_execution');
CALL steward_protect('agent_commit');
CALL steward_protect('run_check');
CALL steward_protect('pull_request_candidate');
CALL steward_protect('approval_request');
--rollback SELECT 1
