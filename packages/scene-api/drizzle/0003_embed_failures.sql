CREATE TABLE "embed_failures" (
	"key" varchar(255) PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" bigint
);
--> statement-breakpoint
CREATE INDEX "embed_failures_expire" ON "embed_failures" USING btree ("expire");