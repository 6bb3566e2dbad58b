INSERT INTO system_policy_profile VALUES
  ('pol-1', '11111111-1111-4111-8111-111111111111', '["lint","unit"]', '["migrations/**"]', '["../up", ".github/**"]', '{"max": 3}', '{}', '{}', '{"who": "ada"}', '2026-01-13 07:00:00'),
  ('pol-2', '22222222-2222-4222-8222-222222222222', '[]', NULL, NULL, '{}', '{}', '{}', 'not json', '2026-01-13T07:00:00.000Z');
INSERT INTO orchestration_run VALUES
  ('90909090-9090-4090-8090-909090909090', '11111111-1111-4111-8111-111111111111', 'card', NULL, 'card-1', 'card', 'completed', 'ada', 'https://github.com/ada/seeds.git', 'trunk', 'pol-1', '{"required_checks":["lint"]}', '{"card_id":"card-1"}', '/tmp/trees', '2026-01-15T09:00:00.000Z', '2026-01-15T10:00:00.000Z', '2026-01-15 08:59:00', '2026-01-15 10:00:00'),
  ('run-live', '11111111-1111-4111-8111-111111111111', 'workflow', 'wf-1', NULL, 'workflow', 'running', 'ada', 'https://github.com/ada/seeds.git', 'trunk', 'pol-1', '{"required_checks":["lint","integration"]}', '{"workflow_id":"wf-1"}', NULL, '2026-01-16T09:00:00.000Z', NULL, '2026-01-16 08:59:00', '2026-01-16 09:05:00');
INSERT INTO card_assignment (id, run_id, card_id, agent_role, agent_profile, feature_branch, worktree_path, allowed_paths, forbidden_paths, assignment_input_snapshot, status, created_at, updated_at) VALUES
  ('91919191-9191-4191-8191-919191919191', '90909090-9090-4090-8090-909090909090', 'card-1', 'coder', 'default', 'feat/run-90909090-card', '/tmp/trees/1', '["src/offer/form.tsx"]', '[]', '{"acceptance_criteria":["Year is required"],"card_id":"card-1"}', 'completed', '2026-01-15T09:00:01.000Z', '2026-01-15 10:00:00'),
  ('asg-live', 'run-live', 'card-1', 'coder', 'default', 'feat/run-live-card', NULL, '["src/offer/form.tsx"]', NULL, '{}', 'queued', '2026-01-16T09:00:01.000Z', '2026-01-16T09:00:01.000Z'),
  ('asg-blocked', 'run-live', '77777777-7777-4777-8777-777777777777', 'tester', 'default', 'feat/run-live-scale', NULL, '["/etc/passwd", "src/scale.ts"]', NULL, '{}', 'blocked', '2026-01-16T09:00:02.000Z', '2026-01-16T09:05:00.000Z');
INSERT INTO agent_execution VALUES
  ('exe-2', '91919191-9191-4191-8191-919191919191', 'completed', '2026-01-15T09:30:00.000Z', '2026-01-15T10:00:00.000Z', 'Done', NULL),
  ('exe-1', '91919191-9191-4191-8191-919191919191', 'failed', '2026-01-15T09:00:02.000Z', '2026-01-15T09:20:00.000Z', NULL, 'Tests failed'),
  ('exe-3', 'asg-blocked', 'running', '2026-01-16T09:00:03.000Z', NULL, NULL, NULL);
INSERT INTO agent_commit VALUES
  ('com-1', '91919191-9191-4191-8191-919191919191', 'deadbeef00000000000000000000000000000000', 'feat/run-90909090-card', 'Add the form', '2026-01-15T09:55:00.000Z'),
  ('com-2', '91919191-9191-4191-8191-919191919191', 'deadbeef00000000000000000000000000000000', 'feat/run-90909090-card', 'The same again', '2026-01-15T09:56:00.000Z');
INSERT INTO run_check VALUES
  ('chk-1', '90909090-9090-4090-8090-909090909090', 'lint', 'failed', 'semicolon', '2026-01-15T09:57:00.000Z', '2026-01-15T09:57:00.000Z'),
  ('chk-2', '90909090-9090-4090-8090-909090909090', 'lint', 'passed', NULL, '2026-01-15T09:58:00.000Z', '2026-01-15T09:58:00.000Z'),
  ('chk-3', '90909090-9090-4090-8090-909090909090', 'unit', 'skipped', NULL, NULL, '2026-01-15 09:59:00');
INSERT INTO pull_request_candidate VALUES ('pr-1', '90909090-9090-4090-8090-909090909090', 'trunk', 'feat/run-90909090-card', 'Offer form', 'Adds it', 'merged', 'https://github.com/ada/seeds/pull/1', '2026-01-15T10:01:00.000Z', '2026-01-15T11:00:00.000Z');
INSERT INTO approval_request VALUES
  ('app-1', '90909090-9090-4090-8090-909090909090', 'create_pr', 'approved', 'agent', '2026-01-15T10:00:30.000Z', 'ada', '2026-01-15T10:00:40.000Z', 'Go', '2026-01-15T10:00:30.000Z', '2026-01-15T10:00:40.000Z'),
  ('app-2', '90909090-9090-4090-8090-909090909090', 'merge_pr', 'pending', 'agent', '2026-01-15T10:30:00.000Z', NULL, NULL, NULL, '2026-01-15T10:30:00.000Z', '2026-01-15T10:30:00.000Z');
INSERT INTO event_log VALUES
  ('ev-1', '11111111-1111-4111-8111-111111111111', '90909090-9090-4090-8090-909090909090', 'run_initialized', 'system', '{"card_id":"card-1"}', '2026-01-15T09:00:00.000Z'),
  ('ev-2', '11111111-1111-4111-8111-111111111111', NULL, 'agent_run_started', 'system', '{}', '2026-01-15 09:00:02');
