--liquibase formatted sql

-- What a claim looks for stands in two columns: is_claimable is true while the assignment is queued, live and waits for nobody, or is held under a
-- lease that is not its last; claimable_at is since when, or the lease's end. So one index from equality columns to the oldest answers a claim, whatever else is stored.
-- fence rises at every claim. lease_seconds and max_attempts are the run's policy, here so that a claim reads one row.
--changeset steward:0.1-orchestration-assignment
CREATE TABLE card_assignment (
  workspace_id ${uuid} NOT NULL,
  id ${uuid} NOT NULL,
  version ${long} NOT NULL,
  created_at ${instant} NOT NULL,
  updated_at ${instant} NOT NULL,
  project_id ${uuid} NOT NULL,
  run_id ${uuid} NOT NULL,
  card_id ${uuid} NOT NULL,
  agent_role ${text} NOT NULL,
  agent_profile ${text} NOT NULL,
  feature_branch ${text} NOT NULL,
  worktree_path ${text} NOT NULL,
  agent_session ${text} NOT NULL,
  allowed_paths ${json} NOT NULL,
  forbidden_paths ${json} NOT NULL,
  overlap ${text} NOT NULL,
  input_snapshot ${json} NOT NULL,
  priority INTEGER NOT NULL,
  lease_seconds INTEGER NOT NULL,
  max_attempts INTEGER NOT NULL,
  status ${text} NOT NULL,
  attempt INTEGER NOT NULL,
  fence ${long} NOT NULL,
  claimed_by ${text},
  claimed_at ${instant},
  lease_expires_at ${instant},
  is_claimable ${bool} NOT NULL,
  claimable_at ${instant},
  block_reason ${text} NOT NULL,
  summary ${text} NOT NULL,
  error ${text} NOT NULL,
  learnings ${json} NOT NULL,
  ended_at ${instant},
  CONSTRAINT card_assignment_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT card_assignment_run_id_unique UNIQUE (workspace_id, run_id, id),
  CONSTRAINT card_assignment_profile_unique UNIQUE (workspace_id, run_id, card_id, agent_profile),
  CONSTRAINT card_assignment_run_id_fk FOREIGN KEY (workspace_id, project_id, run_id) REFERENCES orchestration_run (workspace_id, project_id, id) ON DELETE CASCADE,
  CONSTRAINT card_assignment_card_id_fk FOREIGN KEY (workspace_id, project_id, card_id) REFERENCES card (workspace_id, project_id, id) ON DELETE CASCADE,
  CONSTRAINT card_assignment_agent_role_check CHECK (agent_role IN ('planner', 'coder', 'reviewer', 'integrator', 'tester')),
  CONSTRAINT card_assignment_overlap_check CHECK (overlap IN ('wait', 'allow')),
  CONSTRAINT card_assignment_status_check CHECK (status IN ('queued', 'running', 'blocked', 'failed', 'completed', 'cancelled')),
  CONSTRAINT card_assignment_attempt_check CHECK (attempt >= 0),
  CONSTRAINT card_assignment_fence_check CHECK (fence >= 0),
  CONSTRAINT card_assignment_lease_check CHECK ((lease_expires_at IS NULL) = (status <> 'running')),
  CONSTRAINT card_assignment_claimed_by_check CHECK (status <> 'running' OR claimed_by IS NOT NULL),
  CONSTRAINT card_assignment_is_claimable_check CHECK (is_claimable IN (TRUE, FALSE)),
  CONSTRAINT card_assignment_claimable_at_check CHECK ((claimable_at IS NOT NULL) = (is_claimable IN (TRUE)))
) ${strict};
--rollback DROP TABLE card_assignment

--changeset steward:0.1-orchestration-assignment-indexes
-- Claims: by role; by role in a project; by role in a run; by role and profile. Never partial: with statistics, SQLite then scans and sorts.
CREATE INDEX card_assignment_claim_index ON card_assignment (workspace_id, is_claimable, agent_role, priority, claimable_at, id);
CREATE INDEX card_assignment_claim_project_index ON card_assignment (workspace_id, project_id, is_claimable, agent_role, priority, claimable_at, id);
CREATE INDEX card_assignment_claim_run_index ON card_assignment (workspace_id, run_id, is_claimable, agent_role, priority, claimable_at, id);
CREATE INDEX card_assignment_claim_profile_index ON card_assignment (workspace_id, agent_profile, is_claimable, agent_role, priority, claimable_at, id);
-- Leases that have run out.
CREATE INDEX card_assignment_lease_index ON card_assignment (workspace_id, status, lease_expires_at, id);
-- The assignments of a run; those of a project in a state, and whether a run has one in it; and of a card.
CREATE INDEX card_assignment_run_id_index ON card_assignment (workspace_id, project_id, run_id, id);
CREATE INDEX card_assignment_status_index ON card_assignment (workspace_id, project_id, status, run_id, id);
CREATE INDEX card_assignment_card_id_index ON card_assignment (workspace_id, project_id, card_id, id);
--rollback DROP INDEX card_assignment_card_id_index;
--rollback DROP INDEX card_assignment_status_index;
--rollback DROP INDEX card_assignment_run_id_index;
--rollback DROP INDEX card_assignment_lease_index;
--rollback DROP INDEX card_assignment_claim_profile_index;
--rollback DROP INDEX card_assignment_claim_run_index;
--rollback DROP INDEX card_assignment_claim_project_index;
--rollback DROP INDEX card_assignment_claim_index;

-- Who waits for whom, and for which paths. Written when an assignment goes live, for those of its project that are live already; taken away when
-- the one waited for ends. The later always waits for the earlier, so there is no circle.
--changeset steward:0.1-orchestration-assignment-wait
CREATE TABLE card_assignment_wait (
  workspace_id ${uuid} NOT NULL,
  assignment_id ${uuid} NOT NULL,
  waits_for_id ${uuid} NOT NULL,
  shared_paths ${json} NOT NULL,
  CONSTRAINT card_assignment_wait_pk PRIMARY KEY (workspace_id, assignment_id, waits_for_id),
  CONSTRAINT card_assignment_wait_assignment_id_fk FOREIGN KEY (workspace_id, assignment_id) REFERENCES card_assignment (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT card_assignment_wait_waits_for_id_fk FOREIGN KEY (workspace_id, waits_for_id) REFERENCES card_assignment (workspace_id, id) ON DELETE CASCADE
) ${strict};
--rollback DROP TABLE card_assignment_wait

--changeset steward:0.1-orchestration-assignment-wait-indexes
-- Who waits for an assignment.
CREATE INDEX card_assignment_wait_waits_for_id_index ON card_assignment_wait (workspace_id, waits_for_id, assignment_id);
--rollback DROP INDEX card_assignment_wait_waits_for_id_index

--changeset steward:0.1-orchestration-assignment-protect dbms:postgresql
CALL steward_protect('card_assignment');
CALL steward_protect('card_assignment_wait');
--rollback SELECT 1
