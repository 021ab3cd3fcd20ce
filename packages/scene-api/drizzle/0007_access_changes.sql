CREATE TABLE "access_changes" (
	"xid" "xid8" NOT NULL,
	"kind" text NOT NULL,
	"target_id" text NOT NULL,
	CONSTRAINT "access_changes_kind" CHECK ("access_changes"."kind" in ('key', 'project', 'scene'))
);
--> statement-breakpoint
CREATE INDEX "access_changes_xid" ON "access_changes" USING btree ("xid");--> statement-breakpoint
-- The path is fixed, so that a session with another one (a restore has none) writes to the same table.
CREATE FUNCTION access_changes_note() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  INSERT INTO access_changes (xid, kind, target_id)
    VALUES (pg_current_xact_id(), TG_ARGV[0],
      (CASE WHEN TG_OP = 'INSERT' THEN to_jsonb(NEW) ELSE to_jsonb(OLD) END) ->> TG_ARGV[1]);
  RETURN NULL;
END;
$$;
--> statement-breakpoint
CREATE TRIGGER api_keys_access_change AFTER UPDATE OF organization_id, token_hash, expires_at, revokes_at, revoked_at
  OR DELETE ON api_keys FOR EACH ROW EXECUTE FUNCTION access_changes_note('key', 'id');
--> statement-breakpoint
CREATE TRIGGER api_key_projects_access_change AFTER INSERT OR UPDATE OR DELETE ON api_key_projects
  FOR EACH ROW EXECUTE FUNCTION access_changes_note('key', 'key_id');
--> statement-breakpoint
CREATE TRIGGER projects_access_change AFTER UPDATE OF organization_id, allowed_domains, allow_localhost
  OR DELETE ON projects FOR EACH ROW EXECUTE FUNCTION access_changes_note('project', 'id');
--> statement-breakpoint
CREATE TRIGGER scenes_access_change AFTER UPDATE OR DELETE ON scenes
  FOR EACH ROW EXECUTE FUNCTION access_changes_note('scene', 'id');
--> statement-breakpoint
-- ALWAYS: also in sessions that replay replication and skip ordinary triggers.
ALTER TABLE api_keys ENABLE ALWAYS TRIGGER api_keys_access_change;
--> statement-breakpoint
ALTER TABLE api_key_projects ENABLE ALWAYS TRIGGER api_key_projects_access_change;
--> statement-breakpoint
ALTER TABLE projects ENABLE ALWAYS TRIGGER projects_access_change;
--> statement-breakpoint
ALTER TABLE scenes ENABLE ALWAYS TRIGGER scenes_access_change;
