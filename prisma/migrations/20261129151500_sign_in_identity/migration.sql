-- With which identity of the organisation's sign-in a member of staff signs in: { issuer, subject }, kept at their first sign-in. Null: none yet,
-- or it was taken back so that they may sign in anew. Each version keeps it too.
ALTER TABLE "staff" ADD COLUMN "identity" JSONB;

-- As before, with every table that is append-only: of the two migrations before this one each left out what the other had added.
CREATE OR REPLACE FUNCTION "grant_service"("role" NAME) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
  one TEXT;
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', "role");
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %I', "role");
  EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO %I', "role");
  FOREACH one IN ARRAY ARRAY['event', 'event_text', 'person_key', 'timeline', 'access_log', 'person_record', 'notice_seal', 'signed_head',
                             'contact_version', 'staff_version', 'ownership', 'area_version', 'confirmation', 'restriction', 'break_glass',
                             'break_glass_review'] LOOP
    IF to_regclass(quote_ident(one)) IS NOT NULL THEN
      EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM %I', one, "role");
    END IF;
  END LOOP;
  EXECUTE format('GRANT UPDATE ("resolved") ON "event" TO %I', "role");
  FOREACH one IN ARRAY ARRAY['person', 'pathway', 'notice', 'staff'] LOOP
    EXECUTE format('REVOKE DELETE, TRUNCATE ON %I FROM %I', one, "role");
  END LOOP;
END $$;
SELECT "grant_service"(current_user);
