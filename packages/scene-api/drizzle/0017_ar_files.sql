CREATE TABLE "ar_files" (
	"model_sha256" text NOT NULL,
	"kind" text NOT NULL,
	"sha256" text,
	"reason" text,
	"made_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "ar_files_model_sha256_kind_pk" PRIMARY KEY("model_sha256","kind"),
	CONSTRAINT "ar_files_kind" CHECK ("ar_files"."kind" in ('glb', 'usdz_floor', 'usdz_wall')),
	CONSTRAINT "ar_files_file_or_reason" CHECK (("ar_files"."sha256" is null) <> ("ar_files"."reason" is null))
);
--> statement-breakpoint
ALTER TABLE "refusal_buckets" DROP CONSTRAINT "refusal_buckets_client";--> statement-breakpoint
ALTER TABLE "usage_buckets" DROP CONSTRAINT "usage_buckets_client";--> statement-breakpoint
ALTER TABLE "ar_files" ADD CONSTRAINT "ar_files_model_sha256_blobs_sha256_fk" FOREIGN KEY ("model_sha256") REFERENCES "public"."blobs"("sha256") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ar_files" ADD CONSTRAINT "ar_files_sha256_blobs_sha256_fk" FOREIGN KEY ("sha256") REFERENCES "public"."blobs"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ar_files_sha256" ON "ar_files" USING btree ("sha256");--> statement-breakpoint
ALTER TABLE "refusal_buckets" ADD CONSTRAINT "refusal_buckets_client" CHECK ("refusal_buckets"."client" in ('browser', 'other', 'ar'));--> statement-breakpoint
ALTER TABLE "usage_buckets" ADD CONSTRAINT "usage_buckets_client" CHECK ("usage_buckets"."client" in ('browser', 'other', 'ar'));