CREATE TABLE "leak_reports" (
	"id" text PRIMARY KEY NOT NULL,
	"hashes" text[] NOT NULL,
	"url" text,
	"source" text NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "leaks" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"kind" text NOT NULL,
	"credential_id" text NOT NULL,
	"name" text NOT NULL,
	"preview" text NOT NULL,
	"url" text,
	"source" text NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	CONSTRAINT "leaks_once" UNIQUE NULLS NOT DISTINCT("credential_id","url")
);
--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "end_leaked_credentials" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "leaks" ADD CONSTRAINT "leaks_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "leak_reports_received" ON "leak_reports" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "leaks_organization" ON "leaks" USING btree ("organization_id","seen_at","id");