UPDATE card SET finalized_at = '2026-02-01T10:00:00.000Z' WHERE title IN ('Offer form', 'Scale input');
INSERT INTO context_artifact (id, project_id, name, type, content, created_at, updated_at) VALUES
  ('9a9a9a9a-9a9a-4a9a-8a9a-9a9a9a9a9a9a', '11111111-1111-4111-8111-111111111111', 'offer.e2e', 'test', 'test("offers", …)', '2026-02-01T10:00:00.000Z', '2026-02-01T10:00:00.000Z');
INSERT INTO card_context_artifact VALUES ('77777777-7777-4777-8777-777777777777', '9a9a9a9a-9a9a-4a9a-8a9a-9a9a9a9a9a9a', 'finalize', 'Make it pass');
