INSERT INTO project (id, name, repo_url, default_branch, action_sequence, created_at, updated_at) VALUES
  ('11111111-1111-4111-8111-111111111111', 'Seed Exchange', 'https://github.com/ada/seeds.git', 'trunk', 3, '2026-01-10 08:00:00', '2026-01-12T09:30:00.123Z'),
  ('22222222-2222-4222-8222-222222222222', '  Größe & Übersicht ', NULL, 'main', 0, '2026-01-11T10:00:00.000Z', '2026-01-11T10:00:00.000Z'),
  ('33333333-3333-4333-8333-333333333333', 'Same remote', 'git@github.com:ada/seeds.git', 'main', 0, '2026-01-11T11:00:00.000Z', 'yesterday');

-- Positions have gaps and repeat; ids are no UUIDs.
INSERT INTO workflow VALUES
  ('wf-1', '11111111-1111-4111-8111-111111111111', 'Swap seeds', 'From offer to envelope', 'running', 0, '2026-01-10 08:01:00', '2026-01-10 08:01:00'),
  ('44444444-4444-4444-8444-444444444444', '11111111-1111-4111-8111-111111111111', 'Find neighbours', NULL, NULL, 5, '2026-01-10T08:02:00.000Z', '2026-01-10T08:02:00.000Z'),
  ('45454545-4545-4545-8545-454545454545', '22222222-2222-4222-8222-222222222222', 'Only one', NULL, 'completed', 7, '2026-01-11T10:01:00.000Z', '2026-01-11T10:01:00.000Z');
INSERT INTO workflow_activity VALUES
  ('act-1', 'wf-1', 'Offer', 'yellow', 0, '2026-01-10 08:03:00', '2026-01-10 08:03:00'),
  ('55555555-5555-4555-8555-555555555555', 'wf-1', 'Send', NULL, 0, '2026-01-10T08:04:00.000Z', '2026-01-10T08:04:00.000Z'),
  ('56565656-5656-4565-8565-565656565656', '45454545-4545-4545-8545-454545454545', 'Alone', 'pink', 1, '2026-01-11T10:02:00.000Z', '2026-01-11T10:02:00.000Z');
INSERT INTO step VALUES
  ('step-b', 'act-1', 'Describe the variety', 1, '2026-01-10 08:05:00', '2026-01-10 08:05:00'),
  ('step-a', 'act-1', 'Weigh the seeds', 0, '2026-01-10 08:05:01', '2026-01-10 08:05:01'),
  ('66666666-6666-4666-8666-666666666666', '55555555-5555-4555-8555-555555555555', 'Nothing below it', 0, '2026-01-10 08:05:02', '2026-01-10 08:05:02');
INSERT INTO card (id, workflow_activity_id, step_id, title, description, status, priority, position, quick_answer, build_state, last_built_at, last_build_ref, created_at, updated_at) VALUES
  ('card-1', 'act-1', 'step-b', 'Offer form', 'A form with variety, year and amount.', 'active', 2, 0, 'Yes, on one page', 'completed', '2026-01-15T10:00:00.000Z', NULL, '2026-01-10 08:06:00', '2026-01-15 10:00:00'),
  ('77777777-7777-4777-8777-777777777777', 'act-1', 'step-a', 'Scale input', NULL, 'todo', 0, 0, NULL, 'blocked', NULL, NULL, '2026-01-10T08:07:00.000Z', '2026-01-10T08:07:00.000Z'),
  ('78787878-7878-4787-8787-787878787878', 'act-1', NULL, 'No step', '', 'questions', 7, 3, NULL, NULL, NULL, NULL, '2026-01-10T08:08:00.000Z', '2026-01-10T08:08:00.000Z'),
  ('79797979-7979-4797-8797-797979797979', '56565656-5656-4565-8565-565656565656', NULL, 'Elsewhere', NULL, 'production', -3, 0, NULL, 'cancelled', NULL, NULL, '2026-01-11T10:03:00.000Z', '2026-01-11T10:03:00.000Z');

INSERT INTO card_requirement VALUES
  ('req-1', 'card-1', 'Year is required', 'approved', 'user', NULL, 0, '2026-01-10 08:10:00', '2026-01-10 08:10:00'),
  ('req-2', 'card-1', 'Amount in grams', 'draft', 'agent', 0.75, 0, '2026-01-10T08:10:01.000Z', '2026-01-10T08:10:01.000Z'),
  ('req-3', 'card-1', 'Out of bounds', 'draft', 'imported', 1.5, 9, '2026-01-10T08:10:02.000Z', '2026-01-10T08:10:02.000Z');
INSERT INTO card_known_fact VALUES ('fact-1', 'card-1', 'Seeds are weighed in grams', 'seed catalogue, page 3', 'approved', 'agent', 1.0, 4, '2026-01-10 08:11:00', '2026-01-10 08:11:00');
INSERT INTO card_assumption VALUES ('ass-1', 'card-1', 'Neighbours own a scale', 'rejected', 'user', 0.25, 0, '2026-01-10 08:12:00', '2026-01-10 08:12:00');
INSERT INTO card_question VALUES ('que-1', 'card-1', 'May seeds be sold?', 'draft', 'agent', NULL, 0, '2026-01-10 08:13:00', '2026-01-10 08:13:00');
INSERT INTO card_planned_file VALUES
  ('pf-1', 'card-1', './src//offer/form.tsx', 'offer', 'component', 'create', 'The form', 'Emits OfferDraft', 'approved', 1, '2026-01-10 08:14:00', '2026-01-10 08:14:00'),
  ('pf-2', 'card-1', 'src/offer/model.ts', NULL, 'schema', 'edit', 'Its fields', NULL, 'user_edited', 0, '2026-01-10 08:14:01', '2026-01-10 08:14:01'),
  ('pf-3', 'card-1', '../secrets.env', NULL, 'config', 'edit', 'Leaves the project', NULL, 'proposed', 2, '2026-01-10 08:14:02', '2026-01-10 08:14:02');
INSERT INTO context_artifact VALUES
  ('doc-1', '11111111-1111-4111-8111-111111111111', 'domain', 'doc', 'Domain', '# Seeds' || char(10), NULL, NULL, 'text/markdown', NULL, 'old', '2026-01-10 08:15:00', '2026-01-10 08:15:00'),
  ('88888888-8888-4888-8888-888888888888', '11111111-1111-4111-8111-111111111111', 'board', 'link', NULL, NULL, 'https://example.org/board', 'p. 2', NULL, '{"tool": "miro", "board": 7}', NULL, '2026-01-10T08:15:01.000Z', '2026-01-10T08:15:01.000Z'),
  ('89898989-8989-4898-8898-898989898989', '22222222-2222-4222-8222-222222222222', 'elsewhere', 'spec', NULL, 'text', NULL, NULL, NULL, 'no json', NULL, '2026-01-11T10:05:00.000Z', '2026-01-11T10:05:00.000Z');
INSERT INTO card_context_artifact VALUES
  ('card-1', 'doc-1', 'finalize', 'Read the words'),
  ('77777777-7777-4777-8777-777777777777', '88888888-8888-4888-8888-888888888888', NULL, NULL);

INSERT INTO planning_action (id, project_id, action_type, target_ref, payload, validation_status, rejection_reason, applied_at, idempotency_key, created_at) VALUES
  ('pa-1', '11111111-1111-4111-8111-111111111111', 'createWorkflow', '{"project_id":"11111111-1111-4111-8111-111111111111"}', '{"id":"wf-1","title":"Swap seeds","position":0}', 'accepted', NULL, '2026-01-10T08:01:00.000Z', NULL, '2026-01-10 08:01:00'),
  ('pa-2', '11111111-1111-4111-8111-111111111111', 'createActivity', '{"workflow_id":"wf-1"}', '{"id":"act-1","title":"Offer","color":"yellow"}', 'accepted', NULL, '2026-01-10T08:03:00.000Z', 'k-1', '2026-01-10 08:03:00'),
  ('pa-3', '11111111-1111-4111-8111-111111111111', 'createStep', '{"workflow_activity_id":"act-1"}', '{"id":"step-a","title":"Weigh the seeds"}', 'accepted', NULL, '2026-01-10T08:05:01.000Z', NULL, '2026-01-10 08:05:01'),
  ('pa-4', '11111111-1111-4111-8111-111111111111', 'createCard', '{"workflow_activity_id":"act-1"}', '{"id":"card-1","title":"Offer form"}', 'accepted', NULL, '2026-01-10T08:06:00.000Z', NULL, '2026-01-10 08:06:00'),
  ('pa-5', '11111111-1111-4111-8111-111111111111', 'createCard', '{"workflow_activity_id":"no such"}', '{"title":"card-1"}', 'rejected', 'Activity not found', NULL, NULL, '2026-01-10T08:06:30.000Z'),
  ('pa-6', '11111111-1111-4111-8111-111111111111', 'linkContextArtifact', '{"card_id":"card-1"}', '{"context_artifact_id":"doc-1","linked_by":"finalize","usage_hint":"Read the words"}', 'accepted', NULL, '2026-01-10T08:16:00.000Z', NULL, '2026-01-10T08:16:00.000Z'),
  ('pa-7', '11111111-1111-4111-8111-111111111111', 'setCardKnowledgeStatus', '{"card_id":"card-1"}', '{"knowledge_item_id":"req-1","status":"approved"}', 'accepted', NULL, NULL, NULL, '2026-01-10T08:17:00.000Z'),
  ('pa-8', '11111111-1111-4111-8111-111111111111', 'updateCard', '{"card_id":"card-1"', 'half a document', 'accepted', NULL, NULL, NULL, 'not a time');
