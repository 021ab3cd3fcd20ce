CREATE TABLE "sign_up_invitations" (
	"email" text PRIMARY KEY NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "access_changes" DROP CONSTRAINT "access_changes_kind";--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "suspended_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "access_changes" ADD CONSTRAINT "access_changes_kind" CHECK ("access_changes"."kind" in ('key', 'organization', 'project', 'scene'));
--> statement-breakpoint
CREATE TRIGGER organizations_access_change AFTER UPDATE OF suspended_at ON organizations
  FOR EACH ROW EXECUTE FUNCTION access_changes_note('organization', 'id');
--> statement-breakpoint
ALTER TABLE organizations ENABLE ALWAYS TRIGGER organizations_access_change;
