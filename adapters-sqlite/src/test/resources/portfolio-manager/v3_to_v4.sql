ALTER TABLE milestone ADD COLUMN notes TEXT NOT NULL DEFAULT '';

INSERT INTO schema_migration (version, description, applied_at) VALUES
  ('v4', 'Add notes column to milestone', '2026-04-06 05:59:59');
