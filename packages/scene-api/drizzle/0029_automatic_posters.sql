ALTER TABLE "scene_versions" ADD COLUMN "poster_lease_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "scene_versions" ADD COLUMN "poster_attempts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "scenes" ADD COLUMN "poster_version" integer;--> statement-breakpoint
CREATE INDEX "scenes_poster_due" ON "scenes" USING btree ("id") WHERE model_sha256 is not null and (poster_sha256 is null or poster_version <> version);