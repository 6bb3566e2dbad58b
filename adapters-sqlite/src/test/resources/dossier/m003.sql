CREATE TABLE memory_unit (
  id TEXT PRIMARY KEY, content_type TEXT NOT NULL CHECK (content_type IN ('inline', 'link')), mime_type TEXT, title TEXT, content_text TEXT,
  link_url TEXT, status TEXT NOT NULL CHECK (status IN ('draft', 'approved', 'rejected')), embedding_ref TEXT NOT NULL,
  updated_at TEXT NOT NULL DEFAULT (datetime('now')),
  CHECK ((content_type != 'inline') OR (content_text IS NOT NULL)), CHECK ((content_type != 'link') OR (link_url IS NOT NULL)));
CREATE TABLE memory_unit_relation (
  memory_unit_id TEXT NOT NULL REFERENCES memory_unit(id) ON DELETE CASCADE,
  entity_type TEXT NOT NULL CHECK (entity_type IN ('project', 'workflow', 'activity', 'step', 'card', 'schema')), entity_id TEXT NOT NULL,
  relation_role TEXT CHECK (relation_role IN ('source', 'supports', 'constrains')), PRIMARY KEY (memory_unit_id, entity_type, entity_id));
CREATE TABLE memory_retrieval_log (
  id TEXT PRIMARY KEY, query_text TEXT NOT NULL,
  scope_entity_type TEXT NOT NULL CHECK (scope_entity_type IN ('project', 'workflow', 'activity', 'step', 'card', 'schema')),
  scope_entity_id TEXT NOT NULL, result_memory_ids TEXT NOT NULL DEFAULT '[]', created_at TEXT NOT NULL DEFAULT (datetime('now')));
