ALTER TABLE card_assignment ADD COLUMN session_id TEXT;
