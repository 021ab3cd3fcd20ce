CREATE TABLE "finding_sets" (
	"organization_id" text PRIMARY KEY NOT NULL,
	"judged_at" timestamp (3) with time zone,
	"asked_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "findings" (
	"organization_id" text NOT NULL,
	"place" integer NOT NULL,
	"rank" text NOT NULL,
	"finding" jsonb NOT NULL,
	CONSTRAINT "findings_organization_id_place_pk" PRIMARY KEY("organization_id","place")
);
--> statement-breakpoint
ALTER TABLE "finding_sets" ADD CONSTRAINT "finding_sets_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "findings" ADD CONSTRAINT "findings_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;