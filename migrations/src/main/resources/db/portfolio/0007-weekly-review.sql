--liquibase formatted sql

-- Minutes, because hours_invested is rounded. A draft's numbers are not kept: they are those of its week.
--changeset steward:0.1-portfolio-weekly-review
CREATE TABLE weekly_review (
  workspace_id ${uuid} NOT NULL,
  id ${uuid} NOT NULL,
  version ${long} NOT NULL,
  created_at ${instant} NOT NULL,
  updated_at ${instant} NOT NULL,
  week_key ${text} NOT NULL,
  week_start ${date} NOT NULL,
  status ${text} NOT NULL,
  what_moved ${text} NOT NULL,
  what_stalled ${text} NOT NULL,
  signals ${text} NOT NULL,
  decision_next_week ${text} NOT NULL,
  primary_focus ${text} NOT NULL,
  project_to_deprioritize ${text} NOT NULL,
  risk_to_watch ${text} NOT NULL,
  first_session_target ${text} NOT NULL,
  finalized_at ${instant},
  minutes_invested INTEGER,
  sessions_completed INTEGER,
  CONSTRAINT weekly_review_pk PRIMARY KEY (workspace_id, id),
  CONSTRAINT weekly_review_week_key_unique UNIQUE (workspace_id, week_key),
  CONSTRAINT weekly_review_status_check CHECK (status IN ('draft', 'final')),
  CONSTRAINT weekly_review_finalized_at_check CHECK ((status = 'final') = (finalized_at IS NOT NULL)),
  CONSTRAINT weekly_review_minutes_invested_check CHECK ((status = 'final') = (minutes_invested IS NOT NULL)),
  CONSTRAINT weekly_review_sessions_completed_check CHECK ((status = 'final') = (sessions_completed IS NOT NULL))
) ${strict};
--rollback DROP TABLE weekly_review

--changeset steward:0.1-portfolio-weekly-review-indexes
-- All reviews by week.
CREATE INDEX weekly_review_week_start_index ON weekly_review (workspace_id, week_start, id);
--rollback DROP INDEX weekly_review_week_start_index

--changeset steward:0.1-portfolio-weekly-review-protect dbms:postgresql
CALL steward_protect('weekly_review');
--rollback SELECT 1
