ALTER TABLE milestone ADD COLUMN target_date DATE;

INSERT INTO schema_migration (version, description, applied_at) VALUES
  ('v2', 'Add target_date column to milestone', '2026-01-12 06:30:00');
