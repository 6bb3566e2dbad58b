--liquibase formatted sql

-- Area and organization are emptied by the application before they go: the database would empty workspace_id with them.
--changeset steward:0.1-portfolio-project
CREATE TABLE project (
  workspace_id ${uuid} NOT NULL,
  id ${uuid} NOT NULL,
  version ${long} NOT NULL,
  created_at ${instant} NOT NULL,
  updated_at ${instant} NOT NULL,
  name ${text} NOT NULL,
  slug ${text} NOT NULL,
  status ${text} NOT NULL,
  classification ${text},
  tier ${text},
  priority INTEGER NOT NULL,
  is_favorite ${bool} NOT NULL,
  area_id ${uuid},
  organization_id ${uuid},
  owner ${text} NOT NULL,
  review_cadence ${text} NOT NULL,
  started_date ${date},
  end_date ${date},
  last_worked_on ${date},
  description ${text} NOT NULL,
  plan_content ${text} NOT NULL,
  notes ${text} NOT NULL,
  brief ${json} NOT NULL,
  learning_type ${text},
  learning_status ${text},
  learning_context ${text} NOT NULL,
  archived_at ${instant},
  finalized_at ${instant},
  action_sequence ${long} NOT NULL,
  search_text ${text} NOT NULL,
  CONSTRAINT project_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT project_slug_unique UNIQUE (workspace_id, slug),
  CONSTRAINT project_area_id_fk FOREIGN KEY (workspace_id, area_id) REFERENCES area (workspace_id, id),
  CONSTRAINT project_organization_id_fk FOREIGN KEY (workspace_id, organization_id) REFERENCES organization (workspace_id, id),
  CONSTRAINT project_status_check CHECK (status IN ('active', 'backlog', 'paused', 'completed', 'cancelled')),
  CONSTRAINT project_classification_check CHECK (classification IN ('work', 'personal', 'learning', 'inactive')),
  CONSTRAINT project_tier_check CHECK (tier IN ('primary', 'secondary', 'maintenance')),
  CONSTRAINT project_priority_check CHECK (priority BETWEEN 1 AND 5),
  CONSTRAINT project_is_favorite_check CHECK (is_favorite IN (TRUE, FALSE)),
  CONSTRAINT project_end_date_check CHECK (end_date >= started_date),
  CONSTRAINT project_learning_type_check CHECK (learning_type IN ('work_related', 'personal_dev', 'hybrid')),
  CONSTRAINT project_learning_status_check CHECK (learning_status IN ('exploring', 'active_learning', 'completed', 'paused')),
  CONSTRAINT project_action_sequence_check CHECK (action_sequence >= 0)
) ${strict};
--rollback DROP TABLE project

--changeset steward:0.1-portfolio-project-indexes
-- All projects by priority, then name.
CREATE INDEX project_order_index ON project (workspace_id, priority, name, id);
-- The projects of a status, in the same order.
CREATE INDEX project_status_index ON project (workspace_id, status, priority, name, id);
-- The projects of an area, and whether an area has any.
CREATE INDEX project_area_id_index ON project (workspace_id, area_id, priority, name, id);
-- The projects of an organization, and whether an organization has any.
CREATE INDEX project_organization_id_index ON project (workspace_id, organization_id, priority, name, id);
--rollback DROP INDEX project_organization_id_index;
--rollback DROP INDEX project_area_id_index;
--rollback DROP INDEX project_status_index;
--rollback DROP INDEX project_order_index;

-- What a repository does not have is NULL, so that two without it do not collide.
--changeset steward:0.1-portfolio-project-repository
CREATE TABLE project_repository (
  workspace_id ${uuid} NOT NULL,
  id ${uuid} NOT NULL,
  version ${long} NOT NULL,
  created_at ${instant} NOT NULL,
  updated_at ${instant} NOT NULL,
  project_id ${uuid} NOT NULL,
  remote_url ${text} NOT NULL,
  normalized_remote ${text},
  default_branch ${text} NOT NULL,
  local_path ${text},
  is_primary ${bool} NOT NULL,
  CONSTRAINT project_repository_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT project_repository_normalized_remote_unique UNIQUE (workspace_id, normalized_remote),
  CONSTRAINT project_repository_local_path_unique UNIQUE (workspace_id, local_path),
  CONSTRAINT project_repository_project_id_fk FOREIGN KEY (workspace_id, project_id) REFERENCES project (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT project_repository_remote_url_check CHECK (remote_url <> '' OR local_path IS NOT NULL),
  CONSTRAINT project_repository_local_path_check CHECK (local_path <> ''),
  CONSTRAINT project_repository_is_primary_check CHECK (is_primary IN (TRUE, FALSE))
) ${strict};
--rollback DROP TABLE project_repository

--changeset steward:0.1-portfolio-project-repository-indexes
-- The repositories of a project.
CREATE INDEX project_repository_project_id_index ON project_repository (workspace_id, project_id, id);
--rollback DROP INDEX project_repository_project_id_index

--changeset steward:0.1-portfolio-project-protect dbms:postgresql
CALL steward_protect('project');
CALL steward_protect('project_repository');
--rollback SELECT 1
