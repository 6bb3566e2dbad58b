CREATE TABLE system_policy_profile (
  id TEXT PRIMARY KEY, project_id TEXT NOT NULL UNIQUE REFERENCES project(id) ON DELETE CASCADE,
  required_checks TEXT NOT NULL DEFAULT '[]', protected_paths TEXT, forbidden_paths TEXT,
  dependency_policy TEXT NOT NULL DEFAULT '{}', security_policy TEXT NOT NULL DEFAULT '{}', architecture_policy TEXT NOT NULL DEFAULT '{}',
  approval_policy TEXT NOT NULL DEFAULT '{}', updated_at TEXT NOT NULL DEFAULT (datetime('now')));

CREATE TABLE orchestration_run (
  id TEXT PRIMARY KEY, project_id TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
  scope TEXT NOT NULL CHECK (scope IN ('workflow','card')),
  workflow_id TEXT REFERENCES workflow(id) ON DELETE SET NULL, card_id TEXT REFERENCES card(id) ON DELETE SET NULL,
  trigger_type TEXT NOT NULL CHECK (trigger_type IN ('card','workflow','manual')),
  status TEXT NOT NULL DEFAULT 'queued' CHECK (status IN ('queued','running','blocked','failed','completed','cancelled')),
  initiated_by TEXT NOT NULL, repo_url TEXT NOT NULL, base_branch TEXT NOT NULL,
  system_policy_profile_id TEXT NOT NULL REFERENCES system_policy_profile(id) ON DELETE RESTRICT,
  system_policy_snapshot TEXT NOT NULL, run_input_snapshot TEXT NOT NULL, worktree_root TEXT, started_at TEXT, ended_at TEXT,
  created_at TEXT NOT NULL DEFAULT (datetime('now')), updated_at TEXT NOT NULL DEFAULT (datetime('now')),
  CHECK ((scope != 'workflow') OR (workflow_id IS NOT NULL AND card_id IS NULL)), CHECK ((scope != 'card') OR (card_id IS NOT NULL)));

CREATE TABLE card_assignment (
  id TEXT PRIMARY KEY, run_id TEXT NOT NULL REFERENCES orchestration_run(id) ON DELETE CASCADE,
  card_id TEXT NOT NULL REFERENCES card(id) ON DELETE CASCADE,
  agent_role TEXT NOT NULL CHECK (agent_role IN ('planner','coder','reviewer','integrator','tester')),
  agent_profile TEXT NOT NULL, feature_branch TEXT NOT NULL, worktree_path TEXT, allowed_paths TEXT NOT NULL, forbidden_paths TEXT,
  assignment_input_snapshot TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'queued' CHECK (status IN ('queued','running','blocked','failed','completed','cancelled')),
  created_at TEXT NOT NULL DEFAULT (datetime('now')), updated_at TEXT NOT NULL DEFAULT (datetime('now')),
  UNIQUE(run_id, card_id, agent_profile));

CREATE TABLE agent_execution (
  id TEXT PRIMARY KEY, assignment_id TEXT NOT NULL REFERENCES card_assignment(id) ON DELETE CASCADE,
  status TEXT NOT NULL CHECK (status IN ('queued','running','blocked','failed','completed','cancelled')),
  started_at TEXT, ended_at TEXT, summary TEXT, error TEXT);
CREATE TABLE agent_commit (
  id TEXT PRIMARY KEY, assignment_id TEXT NOT NULL REFERENCES card_assignment(id) ON DELETE CASCADE,
  sha TEXT NOT NULL, branch TEXT NOT NULL, message TEXT NOT NULL, committed_at TEXT NOT NULL);
CREATE TABLE run_check (
  id TEXT PRIMARY KEY, run_id TEXT NOT NULL REFERENCES orchestration_run(id) ON DELETE CASCADE,
  check_type TEXT NOT NULL CHECK (check_type IN ('dependency','security','policy','lint','unit','integration','e2e')),
  status TEXT NOT NULL CHECK (status IN ('passed','failed','skipped')), output TEXT, executed_at TEXT,
  created_at TEXT NOT NULL DEFAULT (datetime('now')));
CREATE TABLE pull_request_candidate (
  id TEXT PRIMARY KEY, run_id TEXT NOT NULL UNIQUE REFERENCES orchestration_run(id) ON DELETE CASCADE,
  base_branch TEXT NOT NULL, head_branch TEXT NOT NULL, title TEXT NOT NULL, description TEXT NOT NULL,
  status TEXT NOT NULL DEFAULT 'not_created' CHECK (status IN ('not_created','draft_open','open','merged','closed')), pr_url TEXT,
  created_at TEXT NOT NULL DEFAULT (datetime('now')), updated_at TEXT NOT NULL DEFAULT (datetime('now')));
CREATE TABLE approval_request (
  id TEXT PRIMARY KEY, run_id TEXT NOT NULL REFERENCES orchestration_run(id) ON DELETE CASCADE,
  approval_type TEXT NOT NULL CHECK (approval_type IN ('create_pr','merge_pr')),
  status TEXT NOT NULL DEFAULT 'pending' CHECK (status IN ('pending','approved','rejected')),
  requested_by TEXT NOT NULL, requested_at TEXT NOT NULL, resolved_by TEXT, resolved_at TEXT, notes TEXT,
  created_at TEXT NOT NULL DEFAULT (datetime('now')), updated_at TEXT NOT NULL DEFAULT (datetime('now')));
CREATE TABLE event_log (
  id TEXT PRIMARY KEY, project_id TEXT NOT NULL REFERENCES project(id) ON DELETE CASCADE,
  run_id TEXT REFERENCES orchestration_run(id) ON DELETE SET NULL, event_type TEXT NOT NULL, actor TEXT NOT NULL,
  payload TEXT NOT NULL DEFAULT '{}', created_at TEXT NOT NULL DEFAULT (datetime('now')));
