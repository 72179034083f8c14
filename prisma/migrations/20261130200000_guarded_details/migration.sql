-- That a member of staff asked to see how a contact is reached whose details are guarded, and why. Never altered.
CREATE TABLE "guarded_look" (
  "id" TEXT PRIMARY KEY,
  "register_id" TEXT NOT NULL REFERENCES "person",
  "contact" TEXT NOT NULL,
  "staff" TEXT NOT NULL REFERENCES "staff",
  "why" TEXT NOT NULL,
  "at" TIMESTAMPTZ NOT NULL
);
CREATE INDEX "guarded_look_of" ON "guarded_look" ("register_id", "contact", "at");

-- As before, and this table with what is append-only.
CREATE OR REPLACE FUNCTION "grant_service"("role" NAME) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
  one TEXT;
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', "role");
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %I', "role");
  EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO %I', "role");
  FOREACH one IN ARRAY ARRAY['event', 'event_text', 'person_key', 'timeline', 'access_log', 'person_record', 'notice_seal', 'signed_head',
                             'contact_version', 'staff_version', 'ownership', 'area_version', 'confirmation', 'restriction', 'break_glass',
                             'break_glass_review', 'look_review', 'access_export', 'written_form', 'guarded_look'] LOOP
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
