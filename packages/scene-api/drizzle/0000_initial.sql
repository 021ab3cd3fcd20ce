CREATE TABLE "api_key_projects" (
	"key_id" text NOT NULL,
	"project_id" text NOT NULL,
	"organization_id" text NOT NULL,
	CONSTRAINT "api_key_projects_key_id_project_id_pk" PRIMARY KEY("key_id","project_id")
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"token_hash" text NOT NULL,
	"pepper_id" text,
	"preview" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by_id" text NOT NULL,
	"created_by_name" text NOT NULL,
	"created_by_email" text,
	"expires_at" timestamp (3) with time zone,
	"revokes_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"revoked_by_id" text,
	"revoked_by_name" text,
	"revoked_by_email" text,
	"rotated_from_id" text,
	"replaced_by_id" text,
	"external_id" text,
	"holds_external_id" boolean DEFAULT true NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"last_used_origin" text,
	CONSTRAINT "api_keys_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "api_keys_of_organization" UNIQUE("id","organization_id"),
	CONSTRAINT "api_keys_name" CHECK (char_length("api_keys"."name") between 1 and 100),
	CONSTRAINT "api_keys_description" CHECK (char_length("api_keys"."description") <= 500),
	CONSTRAINT "api_keys_token_hash" CHECK ("api_keys"."token_hash" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "api_keys_preview" CHECK (char_length("api_keys"."preview") = 4),
	CONSTRAINT "api_keys_expiry_order" CHECK ("api_keys"."expires_at" > "api_keys"."created_at"),
	CONSTRAINT "api_keys_overlap_end" CHECK ("api_keys"."revokes_at" <= "api_keys"."expires_at" or "api_keys"."expires_at" is null),
	CONSTRAINT "api_keys_overlap" CHECK ("api_keys"."revokes_at" is null or "api_keys"."replaced_by_id" is not null),
	CONSTRAINT "api_keys_revoker" CHECK ("api_keys"."revoked_at" is null or "api_keys"."revoked_by_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"organization_id" text NOT NULL,
	"sequence" integer NOT NULL,
	"id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"action" text NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"actor_email" text,
	"target_kind" text NOT NULL,
	"target_id" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"address" text,
	"request_id" text,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_log_organization_id_sequence_pk" PRIMARY KEY("organization_id","sequence"),
	CONSTRAINT "audit_log_sequence" CHECK ("audit_log"."sequence" > 0),
	CONSTRAINT "audit_log_hash" CHECK ("audit_log"."hash" ~ '^[0-9a-f]{64}$' and "audit_log"."previous_hash" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
CREATE TABLE "blobs" (
	"sha256" text PRIMARY KEY NOT NULL,
	"bytes" bigint NOT NULL,
	"media_type" text NOT NULL,
	"encodings" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"touched_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "blobs_sha256" CHECK ("blobs"."sha256" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "blobs_bytes" CHECK ("blobs"."bytes" >= 0)
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"organization_id" text NOT NULL,
	"actor_id" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" integer NOT NULL,
	"body" jsonb NOT NULL,
	"encrypted_token" text,
	"token_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_organization_id_actor_id_key_pk" PRIMARY KEY("organization_id","actor_id","key")
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"email" text NOT NULL,
	"role" text,
	"status" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"inviter_id" text NOT NULL,
	CONSTRAINT "invitations_role" CHECK ("invitations"."role" in ('owner', 'admin', 'member', 'viewer'))
);
--> statement-breakpoint
CREATE TABLE "members" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"user_id" text NOT NULL,
	"role" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "members_role" CHECK ("members"."role" in ('owner', 'admin', 'member', 'viewer'))
);
--> statement-breakpoint
CREATE TABLE "organizations" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"logo" text,
	"metadata" text,
	"plan" text DEFAULT 'free' NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "organizations_slug_unique" UNIQUE("slug"),
	CONSTRAINT "organizations_plan" CHECK ("organizations"."plan" in ('free', 'pro', 'business', 'enterprise'))
);
--> statement-breakpoint
CREATE TABLE "projects" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"name" text NOT NULL,
	"slug" text NOT NULL,
	"allowed_domains" text[] DEFAULT '{}' NOT NULL,
	"allow_localhost" boolean DEFAULT true NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "projects_of_organization" UNIQUE("id","organization_id"),
	CONSTRAINT "projects_name" CHECK (char_length("projects"."name") between 1 and 100)
);
--> statement-breakpoint
CREATE TABLE "scene_versions" (
	"scene_id" text NOT NULL,
	"version" integer NOT NULL,
	"model_sha256" text NOT NULL,
	"report" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by_id" text,
	"created_by_name" text,
	"created_by_email" text,
	CONSTRAINT "scene_versions_scene_id_version_pk" PRIMARY KEY("scene_id","version"),
	CONSTRAINT "scene_versions_version" CHECK ("scene_versions"."version" > 0)
);
--> statement-breakpoint
CREATE TABLE "scenes" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"project_id" text NOT NULL,
	"name" text NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"settings" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"model_sha256" text,
	"public_poster" boolean DEFAULT false NOT NULL,
	"poster_sha256" text,
	"poster_width" integer,
	"poster_height" integer,
	"poster_placeholder" text,
	"published_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "scenes_name" CHECK (char_length("scenes"."name") between 1 and 100),
	CONSTRAINT "scenes_status" CHECK ("scenes"."status" in ('draft', 'published')),
	CONSTRAINT "scenes_published_has_model" CHECK ("scenes"."status" = 'draft' or "scenes"."model_sha256" is not null),
	CONSTRAINT "scenes_version" CHECK (("scenes"."version" = 0) = ("scenes"."model_sha256" is null)),
	CONSTRAINT "scenes_poster" CHECK (("scenes"."poster_sha256" is null) = ("scenes"."poster_width" is null) and ("scenes"."poster_sha256" is null) = ("scenes"."poster_height" is null))
);
--> statement-breakpoint
CREATE TABLE "service_tokens" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"name" text NOT NULL,
	"token_hash" text NOT NULL,
	"pepper_id" text,
	"preview" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by_id" text NOT NULL,
	"created_by_name" text NOT NULL,
	"created_by_email" text,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"revoked_by_id" text,
	"revoked_by_name" text,
	"revoked_by_email" text,
	"last_used_at" timestamp (3) with time zone,
	CONSTRAINT "service_tokens_token_hash_unique" UNIQUE("token_hash"),
	CONSTRAINT "service_tokens_name" CHECK (char_length("service_tokens"."name") between 1 and 100),
	CONSTRAINT "service_tokens_token_hash" CHECK ("service_tokens"."token_hash" ~ '^[0-9a-f]{64}$'),
	CONSTRAINT "service_tokens_preview" CHECK (char_length("service_tokens"."preview") = 4),
	CONSTRAINT "service_tokens_expiry_order" CHECK ("service_tokens"."expires_at" > "service_tokens"."created_at"),
	CONSTRAINT "service_tokens_revoker" CHECK ("service_tokens"."revoked_at" is null or "service_tokens"."revoked_by_id" is not null)
);
--> statement-breakpoint
CREATE TABLE "embed_reports" (
	"id" text PRIMARY KEY NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"organization_id" text,
	"project_id" text,
	"scene_id" text,
	"origin" text NOT NULL,
	"code" text NOT NULL,
	"layer" text,
	"detail" text,
	"sdk_version" text,
	"user_agent" text,
	"request_id" text
);
--> statement-breakpoint
CREATE TABLE "refusal_buckets" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"organization_id" text,
	"project_id" text,
	"key_id" text,
	"scene_id" text,
	"day" date NOT NULL,
	"origin" text NOT NULL,
	"code" text NOT NULL,
	"layer" text,
	"client" text NOT NULL,
	"count" bigint NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "refusal_buckets_once" UNIQUE NULLS NOT DISTINCT("organization_id","project_id","key_id","scene_id","day","origin","code","client"),
	CONSTRAINT "refusal_buckets_client" CHECK ("refusal_buckets"."client" in ('browser', 'other')),
	CONSTRAINT "refusal_buckets_count" CHECK ("refusal_buckets"."count" > 0)
);
--> statement-breakpoint
CREATE TABLE "usage_buckets" (
	"organization_id" text NOT NULL,
	"key_id" text NOT NULL,
	"scene_id" text NOT NULL,
	"project_id" text NOT NULL,
	"day" date NOT NULL,
	"origin" text NOT NULL,
	"client" text NOT NULL,
	"loads" bigint DEFAULT 0 NOT NULL,
	"refusals" bigint DEFAULT 0 NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "usage_buckets_key_id_scene_id_day_origin_client_pk" PRIMARY KEY("key_id","scene_id","day","origin","client"),
	CONSTRAINT "usage_buckets_client" CHECK ("usage_buckets"."client" in ('browser', 'other')),
	CONSTRAINT "usage_buckets_counts" CHECK ("usage_buckets"."loads" >= 0 and "usage_buckets"."refusals" >= 0)
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp (3) with time zone,
	"refresh_token_expires_at" timestamp (3) with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "auth_rate_limits" (
	"id" text PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"count" integer NOT NULL,
	"last_request" bigint NOT NULL,
	CONSTRAINT "auth_rate_limits_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"token" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"user_id" text NOT NULL,
	"active_organization_id" text,
	CONSTRAINT "sessions_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "verifications" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "api_key_projects" ADD CONSTRAINT "api_key_projects_key" FOREIGN KEY ("key_id","organization_id") REFERENCES "public"."api_keys"("id","organization_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_key_projects" ADD CONSTRAINT "api_key_projects_project" FOREIGN KEY ("project_id","organization_id") REFERENCES "public"."projects"("id","organization_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_rotated_from_id_api_keys_id_fk" FOREIGN KEY ("rotated_from_id") REFERENCES "public"."api_keys"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_replaced_by_id_api_keys_id_fk" FOREIGN KEY ("replaced_by_id") REFERENCES "public"."api_keys"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_inviter_id_users_id_fk" FOREIGN KEY ("inviter_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projects" ADD CONSTRAINT "projects_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scene_versions" ADD CONSTRAINT "scene_versions_scene_id_scenes_id_fk" FOREIGN KEY ("scene_id") REFERENCES "public"."scenes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scene_versions" ADD CONSTRAINT "scene_versions_model_sha256_blobs_sha256_fk" FOREIGN KEY ("model_sha256") REFERENCES "public"."blobs"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scenes" ADD CONSTRAINT "scenes_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scenes" ADD CONSTRAINT "scenes_model_sha256_blobs_sha256_fk" FOREIGN KEY ("model_sha256") REFERENCES "public"."blobs"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scenes" ADD CONSTRAINT "scenes_poster_sha256_blobs_sha256_fk" FOREIGN KEY ("poster_sha256") REFERENCES "public"."blobs"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scenes" ADD CONSTRAINT "scenes_project" FOREIGN KEY ("project_id","organization_id") REFERENCES "public"."projects"("id","organization_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_tokens" ADD CONSTRAINT "service_tokens_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "embed_reports" ADD CONSTRAINT "embed_reports_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refusal_buckets" ADD CONSTRAINT "refusal_buckets_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_buckets" ADD CONSTRAINT "usage_buckets_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_buckets" ADD CONSTRAINT "usage_buckets_key_id_api_keys_id_fk" FOREIGN KEY ("key_id") REFERENCES "public"."api_keys"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_key_projects_project_id" ON "api_key_projects" USING btree ("project_id");--> statement-breakpoint
CREATE INDEX "api_keys_organization" ON "api_keys" USING btree ("organization_id","created_at","id");--> statement-breakpoint
CREATE INDEX "api_keys_expiry" ON "api_keys" USING btree ("expires_at") WHERE "api_keys"."revoked_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_external_id" ON "api_keys" USING btree ("organization_id","external_id") WHERE "api_keys"."external_id" is not null and "api_keys"."holds_external_id";--> statement-breakpoint
CREATE UNIQUE INDEX "audit_log_id" ON "audit_log" USING btree ("id");--> statement-breakpoint
CREATE INDEX "audit_log_action" ON "audit_log" USING btree ("organization_id","action","sequence");--> statement-breakpoint
CREATE INDEX "audit_log_actor" ON "audit_log" USING btree ("organization_id","actor_id","sequence");--> statement-breakpoint
CREATE INDEX "audit_log_at" ON "audit_log" USING btree ("organization_id","at");--> statement-breakpoint
CREATE INDEX "idempotency_keys_created_at" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "invitations_organization_id" ON "invitations" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "invitations_email" ON "invitations" USING btree ("email");--> statement-breakpoint
CREATE UNIQUE INDEX "members_once" ON "members" USING btree ("organization_id","user_id");--> statement-breakpoint
CREATE INDEX "members_user_id" ON "members" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "projects_slug" ON "projects" USING btree ("organization_id","slug");--> statement-breakpoint
CREATE INDEX "scene_versions_model" ON "scene_versions" USING btree ("model_sha256");--> statement-breakpoint
CREATE INDEX "scenes_project_id" ON "scenes" USING btree ("project_id","created_at","id");--> statement-breakpoint
CREATE INDEX "scenes_organization_id" ON "scenes" USING btree ("organization_id");--> statement-breakpoint
CREATE INDEX "scenes_model" ON "scenes" USING btree ("model_sha256");--> statement-breakpoint
CREATE INDEX "scenes_poster" ON "scenes" USING btree ("poster_sha256");--> statement-breakpoint
CREATE INDEX "service_tokens_organization" ON "service_tokens" USING btree ("organization_id","created_at","id");--> statement-breakpoint
CREATE INDEX "embed_reports_organization" ON "embed_reports" USING btree ("organization_id","received_at");--> statement-breakpoint
CREATE INDEX "refusal_buckets_organization" ON "refusal_buckets" USING btree ("organization_id","last_seen_at");--> statement-breakpoint
CREATE INDEX "usage_buckets_organization" ON "usage_buckets" USING btree ("organization_id","day");--> statement-breakpoint
CREATE INDEX "usage_buckets_project" ON "usage_buckets" USING btree ("project_id","day");--> statement-breakpoint
CREATE INDEX "accounts_user_id" ON "accounts" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_user_id" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "verifications_identifier" ON "verifications" USING btree ("identifier");