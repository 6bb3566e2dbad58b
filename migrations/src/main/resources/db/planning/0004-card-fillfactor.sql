--liquibase formatted sql

--changeset steward:0.1-planning-card-fillfactor dbms:postgresql
-- A card changes its state often. Where its page has room for the new row, none of the indexes is written.
ALTER TABLE card SET (fillfactor = 85);
--rollback ALTER TABLE card RESET (fillfactor)
