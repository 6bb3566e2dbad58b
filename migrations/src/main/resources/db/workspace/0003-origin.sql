--liquibase formatted sql

-- The raw row is text, not JSON to the database: jsonb would reorder its members and refuse \u0000, and its hash would not hold.
--changeset steward:0.1-workspace-origin
CREATE TABLE origin (
  workspace_id ${uuid} NOT NULL,
  system ${text} NOT NULL,
  instance ${text} NOT NULL,
  source_table ${text} NOT NULL,
  source_key ${text} NOT NULL,
  entity_type ${text} NOT NULL,
  entity_id ${uuid},
  raw ${text} NOT NULL,
  raw_hash ${text} NOT NULL,
  import_id ${uuid} NOT NULL,
  imported_at ${instant} NOT NULL,
  CONSTRAINT origin_pk PRIMARY KEY (workspace_id, system, instance, source_table, source_key)
) ${strict};
--rollback DROP TABLE origin

--changeset steward:0.1-workspace-origin-protect dbms:postgresql
CALL steward_protect('origin');
--rollback SELECT 1
