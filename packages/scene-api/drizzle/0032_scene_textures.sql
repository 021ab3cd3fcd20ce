ALTER TABLE "scenes" ADD COLUMN "textures" text DEFAULT 'webp' NOT NULL;--> statement-breakpoint
ALTER TABLE "scenes" ADD CONSTRAINT "scenes_textures" CHECK ("scenes"."textures" in ('webp', 'ktx2'));