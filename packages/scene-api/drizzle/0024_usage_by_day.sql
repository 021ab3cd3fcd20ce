CREATE TABLE "usage_days" (
	"organization_id" text NOT NULL,
	"day" date NOT NULL,
	"origin" text NOT NULL,
	"client" text NOT NULL,
	"loads" bigint DEFAULT 0 NOT NULL,
	"refusals" bigint DEFAULT 0 NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "usage_days_organization_id_day_origin_client_pk" PRIMARY KEY("organization_id","day","origin","client"),
	CONSTRAINT "usage_days_client" CHECK ("usage_days"."client" in ('browser', 'other', 'ar')),
	CONSTRAINT "usage_days_counts" CHECK ("usage_days"."loads" >= 0 and "usage_days"."refusals" >= 0)
);
--> statement-breakpoint
DROP INDEX "embed_reports_organization";--> statement-breakpoint
DROP INDEX "refusal_buckets_organization";--> statement-breakpoint
ALTER TABLE "embed_reports" ADD COLUMN "group_key" text GENERATED ALWAYS AS (md5(coalesce("project_id", '') || ' ' || coalesce("scene_id", '') || ' ' || coalesce("code", '') || ' ' || coalesce("layer", '') || ' ' || coalesce("origin", ''))) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "refusal_buckets" ADD COLUMN "group_key" text GENERATED ALWAYS AS (md5(coalesce("project_id", '') || ' ' || coalesce("key_id", '') || ' ' || coalesce("scene_id", '') || ' ' || coalesce("code", '') || ' ' || coalesce("client", '') || ' ' || coalesce("origin", ''))) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "usage_days" ADD CONSTRAINT "usage_days_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "usage_days_day" ON "usage_days" USING btree ("day");--> statement-breakpoint
CREATE INDEX "usage_days_last_seen" ON "usage_days" USING brin ("last_seen_at");--> statement-breakpoint
CREATE INDEX "embed_reports_group" ON "embed_reports" USING btree ("organization_id","group_key","received_at","id");--> statement-breakpoint
CREATE INDEX "refusal_buckets_group" ON "refusal_buckets" USING btree ("organization_id","group_key","last_seen_at","id");--> statement-breakpoint
CREATE INDEX "refusal_buckets_keyless" ON "refusal_buckets" USING btree ("organization_id","project_id","day") WHERE "refusal_buckets"."key_id" is null;--> statement-breakpoint
CREATE INDEX "usage_buckets_scene" ON "usage_buckets" USING btree ("scene_id","day");--> statement-breakpoint
CREATE INDEX "embed_reports_organization" ON "embed_reports" USING btree ("organization_id","received_at","id");--> statement-breakpoint
CREATE INDEX "refusal_buckets_organization" ON "refusal_buckets" USING btree ("organization_id","last_seen_at","id");--> statement-breakpoint
INSERT INTO "usage_days" ("organization_id", "day", "origin", "client", "loads", "refusals", "last_seen_at")
SELECT "organization_id", "day", "origin", "client", sum("loads"), sum("refusals"), max("last_seen_at")
FROM (
	SELECT "organization_id", "day", "origin", "client", "loads", "refusals", "last_seen_at" FROM "usage_buckets"
	UNION ALL
	SELECT "organization_id", "day", "origin", "client", 0, "count", "last_seen_at" FROM "refusal_buckets"
	WHERE "key_id" IS NULL AND "organization_id" IS NOT NULL
) AS "buckets"
GROUP BY "organization_id", "day", "origin", "client";
