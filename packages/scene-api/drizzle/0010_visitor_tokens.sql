ALTER TABLE "api_keys" ADD COLUMN "public_key" text;--> statement-breakpoint
ALTER TABLE "projects" ADD COLUMN "require_visitor_token" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_public_key_unique" UNIQUE("public_key");--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_public_key" CHECK ("api_keys"."public_key" ~ '^[A-Za-z0-9_-]{43}$');--> statement-breakpoint
DROP TRIGGER api_keys_access_change ON api_keys;
--> statement-breakpoint
CREATE TRIGGER api_keys_access_change
  AFTER UPDATE OF organization_id, token_hash, public_key, expires_at, revokes_at, revoked_at
  OR DELETE ON api_keys FOR EACH ROW EXECUTE FUNCTION access_changes_note('key', 'id');
--> statement-breakpoint
ALTER TABLE api_keys ENABLE ALWAYS TRIGGER api_keys_access_change;
--> statement-breakpoint
DROP TRIGGER projects_access_change ON projects;
--> statement-breakpoint
CREATE TRIGGER projects_access_change
  AFTER UPDATE OF organization_id, allowed_domains, allow_localhost, require_visitor_token
  OR DELETE ON projects FOR EACH ROW EXECUTE FUNCTION access_changes_note('project', 'id');
--> statement-breakpoint
ALTER TABLE projects ENABLE ALWAYS TRIGGER projects_access_change;
