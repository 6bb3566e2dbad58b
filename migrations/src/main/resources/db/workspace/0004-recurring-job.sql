--liquibase formatted sql

-- When recurring work was last done, so that of several servers one does it. What is done for the installation and not for one
-- tenant lies under the workspace id of nobody, all zeros; there is no such row in workspace, hence no foreign key.
--changeset steward:0.1-workspace-recurring-job
CREATE TABLE recurring_job (
  workspace_id ${uuid} NOT NULL,
  name ${text} NOT NULL,
  done_at ${instant} NOT NULL,
  CONSTRAINT recurring_job_pk PRIMARY KEY (workspace_id, name)
) ${strict};
--rollback DROP TABLE recurring_job

--changeset steward:0.1-workspace-recurring-job-protect dbms:postgresql
CALL steward_protect('recurring_job');
--rollback SELECT 1
