ALTER TABLE project ADD COLUMN customer_personas TEXT;
ALTER TABLE project ADD COLUMN tech_stack TEXT;
ALTER TABLE project ADD COLUMN deployment TEXT;
