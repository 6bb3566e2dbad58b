--liquibase formatted sql

-- The Monday beside the week key sorts by time: as text, week 2026.10 comes before 2026.9.
--changeset steward:0.1-portfolio-project-score
CREATE TABLE project_score (
  workspace_id ${uuid} NOT NULL,
  id ${uuid} NOT NULL,
  version ${long} NOT NULL,
  created_at ${instant} NOT NULL,
  updated_at ${instant} NOT NULL,
  project_id ${uuid} NOT NULL,
  week_key ${text} NOT NULL,
  week_start ${date} NOT NULL,
  score INTEGER NOT NULL,
  status ${text} NOT NULL,
  computed_score INTEGER NOT NULL,
  inputs ${json} NOT NULL,
  is_manual_override ${bool} NOT NULL,
  override_reason ${text} NOT NULL,
  formula_version INTEGER NOT NULL,
  CONSTRAINT project_score_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT project_score_week_key_unique UNIQUE (workspace_id, project_id, week_key),
  CONSTRAINT project_score_project_id_fk FOREIGN KEY (workspace_id, project_id) REFERENCES project (workspace_id, id) ON DELETE CASCADE,
  CONSTRAINT project_score_score_check CHECK (score BETWEEN 0 AND 100),
  CONSTRAINT project_score_status_check CHECK (status = CASE WHEN score >= 80 THEN 'green' WHEN score >= 60 THEN 'yellow' ELSE 'red' END),
  CONSTRAINT project_score_computed_score_check CHECK (computed_score BETWEEN 0 AND 100),
  CONSTRAINT project_score_is_manual_override_check CHECK (is_manual_override IN (TRUE, FALSE) AND (is_manual_override OR score = computed_score)),
  CONSTRAINT project_score_override_reason_check CHECK (is_manual_override = (override_reason <> '')),
  CONSTRAINT project_score_formula_version_check CHECK (formula_version IN (1, 2))
) ${strict};
--rollback DROP TABLE project_score

--changeset steward:0.1-portfolio-project-score-indexes
-- All scores by week.
CREATE INDEX project_score_week_start_index ON project_score (workspace_id, week_start, id);
-- The scores of a project, by week.
CREATE INDEX project_score_project_id_index ON project_score (workspace_id, project_id, week_start, id);
-- The scores of a week.
CREATE INDEX project_score_week_key_index ON project_score (workspace_id, week_key, id);
--rollback DROP INDEX project_score_week_key_index;
--rollback DROP INDEX project_score_project_id_index;
--rollback DROP INDEX project_score_week_start_index;

--changeset steward:0.1-portfolio-project-score-protect dbms:postgresql
CALL steward_protect('project_score');
--rollback SELECT 1
