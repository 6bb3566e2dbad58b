INSERT INTO context_artifact (id, project_id, name, type, content, created_at, updated_at) VALUES
  ('9b9b9b9b-9b9b-4b9b-8b9b-9b9b9b9b9b9b', '11111111-1111-4111-8111-111111111111', 'project-scaffold', 'scaffold', 'FILE: package.json', '2026-02-02T10:00:00.000Z', '2026-02-02T10:00:00.000Z');
INSERT INTO card_context_artifact VALUES ('78787878-7878-4787-8787-787878787878', '9b9b9b9b-9b9b-4b9b-8b9b-9b9b9b9b9b9b', 'ada', NULL);
