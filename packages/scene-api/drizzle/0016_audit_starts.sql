CREATE TABLE "audit_starts" (
	"organization_id" text PRIMARY KEY NOT NULL,
	"sequence" integer NOT NULL,
	"head" jsonb NOT NULL,
	"removed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
-- Entries that a start covers may go once they are a year old; otherwise the log only grows, as before.
CREATE OR REPLACE FUNCTION audit_log_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.at < now() - interval '365 days' AND EXISTS (
      SELECT 1 FROM audit_starts WHERE organization_id = OLD.organization_id AND sequence >= OLD.sequence
    ) THEN
      RETURN OLD;
    END IF;
  END IF;
  RAISE EXCEPTION 'audit_log is append-only: % refused', TG_OP USING ERRCODE = 'integrity_constraint_violation';
END;
$$;
--> statement-breakpoint
-- Removes an organization's entries up to the one that the head names, and keeps that head. Runs as the owner, so that the
-- server's role needs no right to delete: all that it can do is this, to entries that are a year old, from the oldest on.
CREATE FUNCTION audit_log_forget(head jsonb, keep_days integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  organization text := head ->> 'organizationId';
  last integer := (head ->> 'sequence')::integer;
  removed integer;
BEGIN
  IF keep_days IS NULL OR keep_days < 365 THEN
    RAISE EXCEPTION 'audit entries are kept for 365 days at least' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NOT EXISTS (
    SELECT 1 FROM audit_log
    WHERE organization_id = organization AND sequence = last AND hash = head ->> 'hash'
  ) OR NOT EXISTS (
    SELECT 1 FROM audit_log WHERE organization_id = organization AND sequence > last
  ) OR EXISTS (
    SELECT 1 FROM audit_log
    WHERE organization_id = organization AND sequence <= last AND at >= now() - make_interval(days => keep_days)
  ) THEN
    RAISE EXCEPTION 'audit entries up to % of % cannot be removed', last, organization
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  INSERT INTO audit_starts AS start (organization_id, sequence, head, removed_at)
    VALUES (organization, last, head, now())
    ON CONFLICT (organization_id) DO UPDATE
      SET sequence = excluded.sequence, head = excluded.head, removed_at = excluded.removed_at;
  DELETE FROM audit_log WHERE organization_id = organization AND sequence <= last;
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN removed;
END;
$$;
--> statement-breakpoint
DO $$
DECLARE
  place text := quote_ident(current_schema());
BEGIN
  EXECUTE format('ALTER FUNCTION %s.audit_log_refuse_change() SET search_path = %s, pg_temp', place, place);
  EXECUTE format('ALTER FUNCTION %s.audit_log_forget(jsonb, integer) SET search_path = %s, pg_temp', place, place);
  EXECUTE format('REVOKE ALL ON FUNCTION %s.audit_log_forget(jsonb, integer) FROM PUBLIC', place);
END;
$$;
