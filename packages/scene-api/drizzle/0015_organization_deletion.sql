ALTER TABLE "organizations" ADD COLUMN "deleting_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "deleting_by" jsonb;--> statement-breakpoint
CREATE INDEX "api_keys_rotated_from_id" ON "api_keys" USING btree ("rotated_from_id") WHERE "api_keys"."rotated_from_id" is not null;--> statement-breakpoint
CREATE INDEX "api_keys_replaced_by_id" ON "api_keys" USING btree ("replaced_by_id") WHERE "api_keys"."replaced_by_id" is not null;--> statement-breakpoint
CREATE INDEX "audit_log_actor_email" ON "audit_log" USING btree ("organization_id","actor_email","sequence");--> statement-breakpoint
CREATE INDEX "invitations_inviter_id" ON "invitations" USING btree ("inviter_id");--> statement-breakpoint
CREATE INDEX "organizations_deleting" ON "organizations" USING btree ("deleting_at") WHERE "organizations"."deleting_at" is not null;--> statement-breakpoint
CREATE INDEX "embed_reports_received" ON "embed_reports" USING brin ("received_at");--> statement-breakpoint
CREATE INDEX "refusal_buckets_last_seen" ON "refusal_buckets" USING brin ("last_seen_at");--> statement-breakpoint
CREATE INDEX "usage_buckets_last_seen" ON "usage_buckets" USING brin ("last_seen_at");