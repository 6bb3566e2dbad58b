--liquibase formatted sql

--changeset steward:0.1-portfolio-tag
CREATE TABLE tag (
  workspace_id ${uuid} NOT NULL,
  id ${uuid} NOT NULL,
  version ${long} NOT NULL,
  created_at ${instant} NOT NULL,
  updated_at ${instant} NOT NULL,
  key ${text} NOT NULL,
  label ${text} NOT NULL,
  search_text ${text} NOT NULL,
  CONSTRAINT tag_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT tag_key_unique UNIQUE (workspace_id, key)
) ${strict};
--rollback DROP TABLE tag

-- What a tag is on has no foreign key, because it can be anything; who deletes a thing takes its tags off.
--changeset steward:0.1-portfolio-tag-link
CREATE TABLE tag_link (
  workspace_id ${uuid} NOT NULL,
  tag_id ${uuid} NOT NULL,
  entity_type ${text} NOT NULL,
  entity_id ${uuid} NOT NULL,
  CONSTRAINT tag_link_pk PRIMARY KEY (workspace_id, tag_id, entity_type, entity_id),
  CONSTRAINT tag_link_tag_id_fk FOREIGN KEY (workspace_id, tag_id) REFERENCES tag (workspace_id, id) ON DELETE CASCADE
) ${strict};
--rollback DROP TABLE tag_link

--changeset steward:0.1-portfolio-tag-link-indexes
-- The tags of a thing.
CREATE INDEX tag_link_entity_index ON tag_link (workspace_id, entity_type, entity_id, tag_id);
--rollback DROP INDEX tag_link_entity_index

--changeset steward:0.1-portfolio-tag-protect dbms:postgresql
CALL steward_protect('tag');
CALL steward_protect('tag_link');
--rollback SELECT 1
