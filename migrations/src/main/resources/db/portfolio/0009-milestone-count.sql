--liquibase formatted sql

--changeset steward:0.1-portfolio-milestone-count
-- How many milestones of each project are in each status, from the index alone: the page of every week counts them.
CREATE INDEX milestone_count_index ON milestone (workspace_id, project_id, status);
--rollback DROP INDEX milestone_count_index
