ALTER TABLE project ADD COLUMN design_inspiration TEXT;
