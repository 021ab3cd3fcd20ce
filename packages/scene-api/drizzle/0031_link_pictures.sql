ALTER TABLE "scenes" ADD COLUMN "link_sha256" text;--> statement-breakpoint
ALTER TABLE "scenes" ADD CONSTRAINT "scenes_link_sha256_blobs_sha256_fk" FOREIGN KEY ("link_sha256") REFERENCES "public"."blobs"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "scenes_link" ON "scenes" USING btree ("link_sha256");