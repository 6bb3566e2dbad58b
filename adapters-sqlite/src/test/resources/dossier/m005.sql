UPDATE card SET step_id = NULL WHERE step_id IS NOT NULL;
DROP INDEX idx_step_workflow_activity_id;
DROP INDEX idx_step_position;
DROP INDEX idx_card_step_id;
DROP INDEX idx_card_step_priority;
DROP TABLE step;
ALTER TABLE card DROP COLUMN step_id;
