--liquibase formatted sql

-- The role of every request owns nothing and is subject to row-level security. A role belongs to the whole server, so it may
-- be there already; another server's migration may be making it right now.
--changeset steward:0.1-workspace-role dbms:postgresql splitStatements:false
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'steward_app') THEN
    CREATE ROLE steward_app NOLOGIN;
  END IF;
EXCEPTION
  WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;
--rollback SELECT 1

-- Since PostgreSQL 16, whoever makes a role may give it away but not take it on; asking for SET tells the two apart.
--changeset steward:0.1-workspace-grants dbms:postgresql splitStatements:false
DO $$
BEGIN
  IF NOT pg_has_role(current_user, 'steward_app',
      CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END) THEN
    EXECUTE format('GRANT steward_app TO %I', current_user);
  END IF;
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO steward_app', current_schema());
END
$$;
--rollback SELECT 1

-- The workspace of the session; NULL, which equals nothing, when none is set.
--changeset steward:0.1-workspace-current dbms:postgresql splitStatements:false
CREATE FUNCTION steward_workspace() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('steward.workspace', true), '')::uuid $$;
--rollback DROP FUNCTION steward_workspace()

-- Called for every table: rows of the session's workspace only, whatever the statement says. A second call changes nothing,
-- because a rollback of the change set that called it leaves the table as it is.
--changeset steward:0.1-workspace-protect dbms:postgresql splitStatements:false
CREATE PROCEDURE steward_protect(protected regclass) LANGUAGE plpgsql AS
$$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', protected);
  EXECUTE format('DROP POLICY IF EXISTS workspace_only ON %s', protected);
  EXECUTE format('CREATE POLICY workspace_only ON %s TO steward_app USING (workspace_id = steward_workspace())', protected);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO steward_app', protected);
END
$$;
--rollback DROP PROCEDURE steward_protect(regclass)
