ALTER TABLE project ADD COLUMN finalized_at TEXT;
