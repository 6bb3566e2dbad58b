--liquibase formatted sql

-- The type has no CHECK: its list is open.
--changeset steward:0.1-portfolio-area
CREATE TABLE area (
  workspace_id ${uuid} NOT NULL,
  id ${uuid} NOT NULL,
  version ${long} NOT NULL,
  created_at ${instant} NOT NULL,
  updated_at ${instant} NOT NULL,
  name ${text} NOT NULL,
  type ${text} NOT NULL,
  slug ${text} NOT NULL,
  color ${text} NOT NULL,
  icon ${text} NOT NULL,
  description ${text} NOT NULL,
  is_active ${bool} NOT NULL,
  sort_order INTEGER NOT NULL,
  config ${json} NOT NULL,
  search_text ${text} NOT NULL,
  CONSTRAINT area_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT area_slug_unique UNIQUE (workspace_id, slug),
  CONSTRAINT area_is_active_check CHECK (is_active IN (TRUE, FALSE))
) ${strict};
--rollback DROP TABLE area

--changeset steward:0.1-portfolio-area-indexes
-- All areas in their own order.
CREATE INDEX area_order_index ON area (workspace_id, sort_order, name, id);
--rollback DROP INDEX area_order_index

--changeset steward:0.1-portfolio-area-protect dbms:postgresql
CALL steward_protect('area');
--rollback SELECT 1
