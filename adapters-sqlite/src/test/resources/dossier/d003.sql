INSERT INTO memory_unit VALUES
  ('mem-1', 'inline', 'text/plain', 'Build learning', 'Scales round to a gram', NULL, 'approved', 'mem-1', '2026-01-15 10:00:01'),
  ('mem-2', 'link', NULL, NULL, NULL, 'https://example.org/board', 'approved', 'mem-2', '2026-01-15 10:00:02');
INSERT INTO memory_unit_relation VALUES ('mem-1', 'card', 'card-1', 'source'), ('mem-1', 'activity', 'act-1', 'supports'), ('mem-2', 'project', '11111111-1111-4111-8111-111111111111', 'supports');
INSERT INTO memory_retrieval_log VALUES ('log-1', 'scale', 'card', 'card-1', '["mem-1"]', '2026-01-15T09:00:01.000Z');
