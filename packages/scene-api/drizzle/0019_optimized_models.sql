ALTER TABLE "scene_versions" ADD COLUMN "optimization" text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE "scene_versions" ADD COLUMN "optimization_detail" text;--> statement-breakpoint
ALTER TABLE "scene_versions" ADD COLUMN "delivered_sha256" text;--> statement-breakpoint
ALTER TABLE "scene_versions" ADD COLUMN "delivered_report" jsonb;--> statement-breakpoint
ALTER TABLE "scene_versions" ADD COLUMN "optimization_lease_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "scene_versions" ADD COLUMN "optimization_attempts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "scenes" ADD COLUMN "delivery" text DEFAULT 'optimized' NOT NULL;--> statement-breakpoint
ALTER TABLE "scene_versions" ADD CONSTRAINT "scene_versions_delivered_sha256_blobs_sha256_fk" FOREIGN KEY ("delivered_sha256") REFERENCES "public"."blobs"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "scene_versions_delivered" ON "scene_versions" USING btree ("delivered_sha256");--> statement-breakpoint
CREATE INDEX "scene_versions_pending" ON "scene_versions" USING btree ("created_at") WHERE "scene_versions"."optimization" = 'pending';--> statement-breakpoint
ALTER TABLE "scene_versions" ADD CONSTRAINT "scene_versions_optimization" CHECK ("scene_versions"."optimization" in ('none', 'pending', 'optimized', 'unchanged', 'failed'));--> statement-breakpoint
ALTER TABLE "scene_versions" ADD CONSTRAINT "scene_versions_delivered" CHECK (("scene_versions"."optimization" = 'optimized') = ("scene_versions"."delivered_sha256" is not null) and ("scene_versions"."delivered_sha256" is null) = ("scene_versions"."delivered_report" is null));--> statement-breakpoint
ALTER TABLE "scenes" ADD CONSTRAINT "scenes_delivery" CHECK ("scenes"."delivery" in ('optimized', 'original'));