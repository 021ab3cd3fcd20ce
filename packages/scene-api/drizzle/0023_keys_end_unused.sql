CREATE TABLE "visitor_usage" (
	"organization_id" text NOT NULL,
	"key_id" text NOT NULL,
	"day" date NOT NULL,
	"subject" text NOT NULL,
	"client" text NOT NULL,
	"loads" bigint DEFAULT 0 NOT NULL,
	"refusals" bigint DEFAULT 0 NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "visitor_usage_key_id_day_subject_client_pk" PRIMARY KEY("key_id","day","subject","client"),
	CONSTRAINT "visitor_usage_client" CHECK ("visitor_usage"."client" in ('browser', 'other', 'ar')),
	CONSTRAINT "visitor_usage_counts" CHECK ("visitor_usage"."loads" >= 0 and "visitor_usage"."refusals" >= 0)
);
--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "end_unused_keys_after_days" integer;--> statement-breakpoint
ALTER TABLE "visitor_usage" ADD CONSTRAINT "visitor_usage_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "visitor_usage" ADD CONSTRAINT "visitor_usage_key_id_api_keys_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."api_keys"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "visitor_usage_organization" ON "visitor_usage" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "visitor_usage_last_seen" ON "visitor_usage" USING brin ("last_seen_at");