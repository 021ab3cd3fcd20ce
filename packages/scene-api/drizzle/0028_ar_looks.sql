ALTER TABLE "ar_files" ADD COLUMN "metres_per_unit" double precision DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "ar_files" ADD COLUMN "variant" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "ar_files" DROP CONSTRAINT "ar_files_model_sha256_kind_pk";--> statement-breakpoint
ALTER TABLE "ar_files" ADD CONSTRAINT "ar_files_model_sha256_kind_metres_per_unit_variant_pk" PRIMARY KEY("model_sha256","kind","metres_per_unit","variant");
