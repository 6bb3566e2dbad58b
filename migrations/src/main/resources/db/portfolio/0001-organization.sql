--liquibase formatted sql

--changeset steward:0.1-portfolio-organization
CREATE TABLE organization (
  workspace_id ${uuid} NOT NULL,
  id ${uuid} NOT NULL,
  version ${long} NOT NULL,
  created_at ${instant} NOT NULL,
  updated_at ${instant} NOT NULL,
  name ${text} NOT NULL,
  display_name ${text} NOT NULL,
  type ${text} NOT NULL,
  color ${text} NOT NULL,
  notes ${text} NOT NULL,
  search_text ${text} NOT NULL,
  CONSTRAINT organization_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT organization_name_unique UNIQUE (workspace_id, name),
  CONSTRAINT organization_type_check CHECK (type IN ('employer', 'host', 'personal', 'client'))
) ${strict};
--rollback DROP TABLE organization

--changeset steward:0.1-portfolio-organization-protect dbms:postgresql
CALL steward_protect('organization');
--rollback SELECT 1
