CREATE TABLE "usage_spans" (
	"organization_id" text NOT NULL,
	"days" smallint NOT NULL,
	"first_day" date NOT NULL,
	"origin" text NOT NULL,
	"client" text NOT NULL,
	"loads" bigint DEFAULT 0 NOT NULL,
	"refusals" bigint DEFAULT 0 NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "usage_spans_organization_id_days_first_day_origin_client_pk" PRIMARY KEY("organization_id","days","first_day","origin","client"),
	CONSTRAINT "usage_spans_days" CHECK ("usage_spans"."days" in (7, 28)),
	CONSTRAINT "usage_spans_client" CHECK ("usage_spans"."client" in ('browser', 'other', 'ar')),
	CONSTRAINT "usage_spans_counts" CHECK ("usage_spans"."loads" >= 0 and "usage_spans"."refusals" >= 0)
);
--> statement-breakpoint
CREATE TABLE "usage_totals" (
	"organization_id" text NOT NULL,
	"day" date NOT NULL,
	"client" text NOT NULL,
	"loads" bigint DEFAULT 0 NOT NULL,
	"refusals" bigint DEFAULT 0 NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "usage_totals_organization_id_day_client_pk" PRIMARY KEY("organization_id","day","client"),
	CONSTRAINT "usage_totals_client" CHECK ("usage_totals"."client" in ('browser', 'other', 'ar')),
	CONSTRAINT "usage_totals_counts" CHECK ("usage_totals"."loads" >= 0 and "usage_totals"."refusals" >= 0)
);
--> statement-breakpoint
ALTER TABLE "usage_spans" ADD CONSTRAINT "usage_spans_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "usage_totals" ADD CONSTRAINT "usage_totals_organization_id_organizations_id_fk" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "usage_totals_day" ON "usage_totals" USING btree ("day");
--> statement-breakpoint
-- A node of this version adds to the sums itself, in one order, and says so (vectreal.sums); one of before, which may run on
-- beside it, does not know them.
CREATE FUNCTION usage_days_counted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  added_loads bigint := NEW.loads - coalesce(OLD.loads, 0);
  added_refusals bigint := NEW.refusals - coalesce(OLD.refusals, 0);
BEGIN
  INSERT INTO usage_spans AS s (organization_id, days, first_day, origin, client, loads, refusals, last_seen_at)
    SELECT NEW.organization_id, span.days, NEW.day - (NEW.day - date '1970-01-05') % span.days, NEW.origin, NEW.client,
      added_loads, added_refusals, NEW.last_seen_at
    FROM (VALUES (7), (28)) AS span (days) ORDER BY span.days
    ON CONFLICT (organization_id, days, first_day, origin, client) DO UPDATE SET
      loads = s.loads + EXCLUDED.loads, refusals = s.refusals + EXCLUDED.refusals,
      last_seen_at = greatest(s.last_seen_at, EXCLUDED.last_seen_at);
  INSERT INTO usage_totals AS s (organization_id, day, client, loads, refusals, last_seen_at)
    VALUES (NEW.organization_id, NEW.day, NEW.client, added_loads, added_refusals, NEW.last_seen_at)
    ON CONFLICT (organization_id, day, client) DO UPDATE SET
      loads = s.loads + EXCLUDED.loads, refusals = s.refusals + EXCLUDED.refusals,
      last_seen_at = greatest(s.last_seen_at, EXCLUDED.last_seen_at);
  RETURN NULL;
END;
$$;
--> statement-breakpoint
-- Locks in the order in which counts are written.
CREATE FUNCTION usage_days_forgotten() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM usage_spans s WHERE (organization_id, days, first_day, origin, client) IN (
      SELECT organization_id, span.days, day - (day - date '1970-01-05') % span.days, origin, client FROM forgotten, (VALUES (7), (28)) AS span (days))
    ORDER BY organization_id, days, first_day, origin, client FOR UPDATE;
  UPDATE usage_spans s SET loads = s.loads - f.loads, refusals = s.refusals - f.refusals
    FROM (
      SELECT organization_id, span.days, day - (day - date '1970-01-05') % span.days AS first_day, origin, client, sum(loads) AS loads, sum(refusals) AS refusals
      FROM forgotten, (VALUES (7), (28)) AS span (days) GROUP BY 1, 2, 3, 4, 5
    ) f
    WHERE (s.organization_id, s.days, s.first_day, s.origin, s.client) = (f.organization_id, f.days, f.first_day, f.origin, f.client);
  DELETE FROM usage_spans WHERE loads = 0 AND refusals = 0 AND (organization_id, days, first_day, origin, client) IN (
    SELECT organization_id, span.days, day - (day - date '1970-01-05') % span.days, origin, client FROM forgotten, (VALUES (7), (28)) AS span (days));
  PERFORM FROM usage_totals s WHERE (organization_id, day, client) IN (SELECT organization_id, day, client FROM forgotten)
    ORDER BY organization_id, day, client FOR UPDATE;
  UPDATE usage_totals s SET loads = s.loads - f.loads, refusals = s.refusals - f.refusals
    FROM (
      SELECT organization_id, day, client, sum(loads) AS loads, sum(refusals) AS refusals FROM forgotten GROUP BY 1, 2, 3
    ) f
    WHERE (s.organization_id, s.day, s.client) = (f.organization_id, f.day, f.client);
  DELETE FROM usage_totals WHERE loads = 0 AND refusals = 0 AND (organization_id, day, client) IN (
    SELECT organization_id, day, client FROM forgotten);
  RETURN NULL;
END;
$$;
--> statement-breakpoint
-- A dump of the data alone brings the sums beside the days that were summed while they came in: the dump's are the right ones.
CREATE FUNCTION usage_sums_restored() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_TABLE_NAME = 'usage_spans' THEN
    DELETE FROM usage_spans WHERE (organization_id, days, first_day, origin, client)
      = (NEW.organization_id, NEW.days, NEW.first_day, NEW.origin, NEW.client);
  ELSE
    DELETE FROM usage_totals WHERE (organization_id, day, client) = (NEW.organization_id, NEW.day, NEW.client);
  END IF;
  RETURN NEW;
END;
$$;
--> statement-breakpoint
DO $$
DECLARE
  place text := quote_ident(current_schema());
BEGIN
  EXECUTE format('ALTER FUNCTION %s.usage_days_counted() SET search_path = %s, pg_temp', place, place);
  EXECUTE format('ALTER FUNCTION %s.usage_days_forgotten() SET search_path = %s, pg_temp', place, place);
  EXECUTE format('ALTER FUNCTION %s.usage_sums_restored() SET search_path = %s, pg_temp', place, place);
END;
$$;
--> statement-breakpoint
CREATE TRIGGER usage_days_counted AFTER INSERT OR UPDATE ON usage_days FOR EACH ROW
  WHEN (current_setting('vectreal.sums', true) IS DISTINCT FROM 'written') EXECUTE FUNCTION usage_days_counted();
--> statement-breakpoint
CREATE TRIGGER usage_days_forgotten AFTER DELETE ON usage_days REFERENCING OLD TABLE AS forgotten
  FOR EACH STATEMENT EXECUTE FUNCTION usage_days_forgotten();
--> statement-breakpoint
-- pg_dump works with an empty search_path, and nothing else here does.
CREATE TRIGGER usage_spans_restored BEFORE INSERT ON usage_spans FOR EACH ROW
  WHEN (current_setting('search_path') = '') EXECUTE FUNCTION usage_sums_restored();
--> statement-breakpoint
CREATE TRIGGER usage_totals_restored BEFORE INSERT ON usage_totals FOR EACH ROW
  WHEN (current_setting('search_path') = '') EXECUTE FUNCTION usage_sums_restored();
--> statement-breakpoint
INSERT INTO "usage_totals" ("organization_id", "day", "client", "loads", "refusals", "last_seen_at")
SELECT "organization_id", "day", "client", sum("loads"), sum("refusals"), max("last_seen_at")
FROM "usage_days" GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
--> statement-breakpoint
INSERT INTO "usage_spans" ("organization_id", "days", "first_day", "origin", "client", "loads", "refusals", "last_seen_at")
SELECT "organization_id", span.days, "day" - ("day" - date '1970-01-05') % span.days, "origin", "client", sum("loads"), sum("refusals"), max("last_seen_at")
FROM "usage_days", (VALUES (7), (28)) AS span (days) GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5;
