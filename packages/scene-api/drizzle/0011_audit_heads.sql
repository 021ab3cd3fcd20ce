CREATE TABLE "audit_heads" (
	"organization_id" text PRIMARY KEY NOT NULL,
	"sequence" integer NOT NULL,
	"published_at" timestamp (3) with time zone NOT NULL
);
