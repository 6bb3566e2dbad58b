ALTER TABLE card ADD COLUMN last_build_error TEXT;
