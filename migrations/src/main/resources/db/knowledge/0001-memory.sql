--liquibase formatted sql

-- What was made from one subject is one row for each content, however often it is reported. A unit goes only with its project, and whoever
-- deletes that is told how many go with it; a card that goes is let go first. superseded_by names a unit without a foreign key, because
-- copies of a database write each table once, in an order of which a table cannot come before itself.
--changeset steward:0.1-knowledge-memory-unit
CREATE TABLE memory_unit (
  workspace_id ${uuid} NOT NULL,
  id ${uuid} NOT NULL,
  version ${long} NOT NULL,
  created_at ${instant} NOT NULL,
  updated_at ${instant} NOT NULL,
  project_id ${uuid},
  card_id ${uuid},
  kind ${text} NOT NULL,
  status ${text} NOT NULL,
  content_type ${text} NOT NULL,
  mime_type ${text} NOT NULL,
  title ${text} NOT NULL,
  content ${text} NOT NULL,
  link_url ${text} NOT NULL,
  subject_type ${text} NOT NULL,
  subject_id ${uuid} NOT NULL,
  content_hash ${text} NOT NULL,
  source ${text} NOT NULL,
  created_by ${text} NOT NULL,
  superseded_by ${uuid},
  times_seen INTEGER NOT NULL,
  last_seen_at ${instant} NOT NULL,
  CONSTRAINT memory_unit_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT memory_unit_subject_unique UNIQUE (workspace_id, subject_type, subject_id, content_hash),
  CONSTRAINT memory_unit_project_id_fk FOREIGN KEY (workspace_id, project_id) REFERENCES project (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT memory_unit_card_id_fk FOREIGN KEY (workspace_id, project_id, card_id) REFERENCES card (workspace_id, project_id, id),
  CONSTRAINT memory_unit_kind_check CHECK (kind IN ('card', 'requirement', 'fact', 'assumption', 'question', 'artifact', 'learning', 'note')),
  CONSTRAINT memory_unit_status_check CHECK (status IN ('draft', 'approved', 'rejected', 'superseded')),
  CONSTRAINT memory_unit_content_type_check CHECK (content_type IN ('inline', 'link')),
  CONSTRAINT memory_unit_source_check CHECK (source IN ('card', 'assignment', 'user', 'agent', 'imported')),
  CONSTRAINT memory_unit_something_check CHECK (content <> '' OR link_url <> ''),
  CONSTRAINT memory_unit_card_of_project_check CHECK (card_id IS NULL OR project_id IS NOT NULL),
  CONSTRAINT memory_unit_superseded_by_check CHECK (superseded_by IS NULL OR status = 'superseded'),
  CONSTRAINT memory_unit_times_seen_check CHECK (times_seen >= 1)
) ${strict};
--rollback DROP TABLE memory_unit

--changeset steward:0.1-knowledge-memory-unit-indexes
-- The units of a project, of a card, of a kind and of a status, newest first; and both foreign keys.
CREATE INDEX memory_unit_project_id_index ON memory_unit (workspace_id, project_id, id);
CREATE INDEX memory_unit_card_id_index ON memory_unit (workspace_id, card_id, id);
CREATE INDEX memory_unit_kind_index ON memory_unit (workspace_id, kind, id);
CREATE INDEX memory_unit_status_index ON memory_unit (workspace_id, status, id);
--rollback DROP INDEX memory_unit_status_index;
--rollback DROP INDEX memory_unit_kind_index;
--rollback DROP INDEX memory_unit_card_id_index;
--rollback DROP INDEX memory_unit_project_id_index;

-- What a unit is found by: the words of its text as they are compared, ready and separated by single spaces, and before them marks for its
-- workspace (#w…), project (#p…), card (#c…) and itself (#u…), which no word can be, so that one look into the index is confined to a scope.
--changeset steward:0.1-knowledge-memory-text
CREATE TABLE memory_text (
  workspace_id ${uuid} NOT NULL,
  memory_unit_id ${uuid} NOT NULL,
  terms ${text} NOT NULL,
  CONSTRAINT memory_text_pk PRIMARY KEY (workspace_id, memory_unit_id),
  CONSTRAINT memory_text_memory_unit_id_fk FOREIGN KEY (workspace_id, memory_unit_id) REFERENCES memory_unit (workspace_id, id) ON DELETE CASCADE
) ${strict};
--rollback DROP TABLE memory_text

-- SQLite's full-text index. It keeps no text of its own; triggers keep it in step, so also what copies rows fills it. Which row is whose, it
-- finds by the unit's mark: a rowid of memory_text would not survive VACUUM.
--changeset steward:0.1-knowledge-memory-text-fts dbms:sqlite
CREATE VIRTUAL TABLE memory_text_fts USING fts5(memory_unit_id UNINDEXED, terms, content='', contentless_delete=1, contentless_unindexed=1, detail=none, tokenize="ascii tokenchars '#'");
--rollback DROP TABLE memory_text_fts

--changeset steward:0.1-knowledge-memory-text-fts-insert dbms:sqlite splitStatements:false
CREATE TRIGGER memory_text_insert AFTER INSERT ON memory_text BEGIN
  INSERT INTO memory_text_fts (memory_unit_id, terms) VALUES (new.memory_unit_id, new.terms);
END
--rollback DROP TRIGGER memory_text_insert

--changeset steward:0.1-knowledge-memory-text-fts-update dbms:sqlite splitStatements:false
CREATE TRIGGER memory_text_update AFTER UPDATE ON memory_text BEGIN
  DELETE FROM memory_text_fts WHERE rowid IN (
    SELECT rowid FROM memory_text_fts WHERE memory_text_fts MATCH '"#u' || replace(old.memory_unit_id, '-', '') || '"');
  INSERT INTO memory_text_fts (memory_unit_id, terms) VALUES (new.memory_unit_id, new.terms);
END
--rollback DROP TRIGGER memory_text_update

--changeset steward:0.1-knowledge-memory-text-fts-delete dbms:sqlite splitStatements:false
CREATE TRIGGER memory_text_delete AFTER DELETE ON memory_text BEGIN
  DELETE FROM memory_text_fts WHERE rowid IN (
    SELECT rowid FROM memory_text_fts WHERE memory_text_fts MATCH '"#u' || replace(old.memory_unit_id, '-', '') || '"');
END
--rollback DROP TRIGGER memory_text_delete

-- PostgreSQL's. The words are ready, so they become a tsvector as they are, without a parser that would take some of them apart.
--changeset steward:0.1-knowledge-memory-text-tsvector dbms:postgresql
CREATE INDEX memory_text_tsvector_index ON memory_text USING GIN (array_to_tsvector(string_to_array(terms, ' ')));
--rollback DROP INDEX memory_text_tsvector_index

-- Row-level security lets no operator that might tell of foreign rows use an index, and @@ is one. So a function of the owner looks into
-- it, which confines itself to the session's workspace. A scan of the table is never the better plan: it would make every row's tsvector.
--changeset steward:0.1-knowledge-memory-text-matching dbms:postgresql splitStatements:false
CREATE FUNCTION steward_memory_matching(wanted text, up_to integer) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path FROM CURRENT SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off AS
$$ SELECT memory_unit_id FROM memory_text
   WHERE workspace_id = steward_workspace() AND array_to_tsvector(string_to_array(terms, ' ')) @@ wanted::tsquery LIMIT up_to $$;
--rollback DROP FUNCTION steward_memory_matching(text, integer)

-- What a unit is about, or came from; the entity may be gone.
--changeset steward:0.1-knowledge-memory-unit-relation
CREATE TABLE memory_unit_relation (
  workspace_id ${uuid} NOT NULL,
  memory_unit_id ${uuid} NOT NULL,
  entity_type ${text} NOT NULL,
  entity_id ${uuid} NOT NULL,
  role ${text} NOT NULL,
  created_at ${instant} NOT NULL,
  CONSTRAINT memory_unit_relation_pk PRIMARY KEY (workspace_id, memory_unit_id, entity_type, entity_id, role),
  CONSTRAINT memory_unit_relation_memory_unit_id_fk FOREIGN KEY (workspace_id, memory_unit_id) REFERENCES memory_unit (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT memory_unit_relation_entity_type_check CHECK (entity_type IN ('project', 'workflow', 'activity', 'card', 'knowledge_item', 'artifact', 'assignment', 'run', 'memory_unit', 'schema')),
  CONSTRAINT memory_unit_relation_role_check CHECK (role IN ('source', 'supports', 'constrains', 'supersedes'))
) ${strict};
--rollback DROP TABLE memory_unit_relation

--changeset steward:0.1-knowledge-memory-unit-relation-indexes
-- The memory of an entity.
CREATE INDEX memory_unit_relation_entity_index ON memory_unit_relation (workspace_id, entity_type, entity_id, memory_unit_id);
--rollback DROP INDEX memory_unit_relation_entity_index

-- The vector is float32, big endian, in Base64: text as every other column, so that copies and exports need no kind of value of their own.
-- content_hash is the unit's when the vector was made; another one means that it is out of date.
--changeset steward:0.1-knowledge-memory-embedding
CREATE TABLE memory_embedding (
  workspace_id ${uuid} NOT NULL,
  memory_unit_id ${uuid} NOT NULL,
  model ${text} NOT NULL,
  dimension INTEGER NOT NULL,
  content_hash ${text} NOT NULL,
  vector ${text} NOT NULL,
  embedded_at ${instant} NOT NULL,
  CONSTRAINT memory_embedding_pk PRIMARY KEY (workspace_id, memory_unit_id),
  CONSTRAINT memory_embedding_memory_unit_id_fk FOREIGN KEY (workspace_id, memory_unit_id) REFERENCES memory_unit (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT memory_embedding_dimension_check CHECK (dimension >= 1)
) ${strict};
--rollback DROP TABLE memory_embedding

-- A log: project and card are those that were asked about, there or not. hits: units with rank, scope, score and what made it.
--changeset steward:0.1-knowledge-memory-retrieval
CREATE TABLE memory_retrieval (
  workspace_id ${uuid} NOT NULL,
  id ${uuid} NOT NULL,
  version ${long} NOT NULL,
  created_at ${instant} NOT NULL,
  updated_at ${instant} NOT NULL,
  purpose ${text} NOT NULL,
  query ${text} NOT NULL,
  project_id ${uuid},
  card_id ${uuid},
  asked ${json} NOT NULL,
  vectors ${json} NOT NULL,
  hits ${json} NOT NULL,
  asked_by ${text} NOT NULL,
  CONSTRAINT memory_retrieval_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT memory_retrieval_purpose_check CHECK (purpose IN ('search', 'brief', 'imported'))
) ${strict};
--rollback DROP TABLE memory_retrieval

--changeset steward:0.1-knowledge-memory-retrieval-indexes
-- The retrievals about a project or a card, newest first; and the oldest ones, which are forgotten.
CREATE INDEX memory_retrieval_project_id_index ON memory_retrieval (workspace_id, project_id, id);
CREATE INDEX memory_retrieval_card_id_index ON memory_retrieval (workspace_id, card_id, id);
CREATE INDEX memory_retrieval_created_at_index ON memory_retrieval (workspace_id, created_at, id);
--rollback DROP INDEX memory_retrieval_created_at_index;
--rollback DROP INDEX memory_retrieval_card_id_index;
--rollback DROP INDEX memory_retrieval_project_id_index;

-- What somebody thought of a hit. It outlives the log of the retrieval, because it still counts.
--changeset steward:0.1-knowledge-memory-feedback
CREATE TABLE memory_feedback (
  workspace_id ${uuid} NOT NULL,
  memory_unit_id ${uuid} NOT NULL,
  retrieval_id ${uuid} NOT NULL,
  given_by ${text} NOT NULL,
  verdict ${text} NOT NULL,
  note ${text} NOT NULL,
  given_at ${instant} NOT NULL,
  CONSTRAINT memory_feedback_pk PRIMARY KEY (workspace_id, memory_unit_id, retrieval_id, given_by),
  CONSTRAINT memory_feedback_memory_unit_id_fk FOREIGN KEY (workspace_id, memory_unit_id) REFERENCES memory_unit (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT memory_feedback_verdict_check CHECK (verdict IN ('useful', 'not_useful', 'wrong'))
) ${strict};
--rollback DROP TABLE memory_feedback

--changeset steward:0.1-knowledge-memory-feedback-indexes
-- What was thought of the hits of a retrieval.
CREATE INDEX memory_feedback_retrieval_id_index ON memory_feedback (workspace_id, retrieval_id, memory_unit_id);
--rollback DROP INDEX memory_feedback_retrieval_id_index

--changeset steward:0.1-knowledge-memory-protect dbms:postgresql
CALL steward_protect('memory_unit');
CALL steward_protect('memory_text');
CALL steward_protect('memory_unit_relation');
CALL steward_protect('memory_embedding');
CALL steward_protect('memory_retrieval');
CALL steward_protect('memory_feedback');
--rollback SELECT 1
