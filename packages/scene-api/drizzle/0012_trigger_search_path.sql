-- Triggers work on the tables beside them whatever the session's path, which a restore empties and a temporary table can
-- get in front of.
DO $$
DECLARE
  place text := quote_ident(current_schema());
BEGIN
  EXECUTE format('ALTER FUNCTION %s.audit_log_continue_chain() SET search_path = %s, pg_temp', place, place);
  EXECUTE format('ALTER FUNCTION %s.access_changes_note() SET search_path = %s, pg_temp', place, place);
END;
$$;
