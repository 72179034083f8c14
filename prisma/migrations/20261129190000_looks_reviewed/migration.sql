-- That somebody reviewed the looks of a member of staff at a person of whom they had recorded nothing, up to an instant, and what they say of it.
-- Never altered: later looks are reviewed by a row of their own.
CREATE TABLE "look_review" (
  "register_id" TEXT NOT NULL REFERENCES "person",
  "staff" TEXT NOT NULL REFERENCES "staff",
  "looked_until" TIMESTAMPTZ NOT NULL,
  "at" TIMESTAMPTZ NOT NULL,
  "by" TEXT NOT NULL,
  "note" TEXT NOT NULL,
  PRIMARY KEY ("register_id", "staff", "looked_until")
);
-- Who took entries of the access log out as a file, which ones, how many and why. Never altered.
CREATE TABLE "access_export" (
  "id" TEXT PRIMARY KEY,
  "at" TIMESTAMPTZ NOT NULL,
  "staff" TEXT NOT NULL REFERENCES "staff",
  "why" TEXT NOT NULL,
  -- What was asked for, by codes and ids.
  "asked" JSONB NOT NULL,
  "entries" INTEGER NOT NULL
);
CREATE INDEX "access_export_at" ON "access_export" ("at");

-- As before, and these two with what is append-only.
CREATE OR REPLACE FUNCTION "grant_service"("role" NAME) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
  one TEXT;
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', "role");
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %I', "role");
  EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO %I', "role");
  FOREACH one IN ARRAY ARRAY['event', 'event_text', 'person_key', 'timeline', 'access_log', 'person_record', 'notice_seal', 'signed_head',
                             'contact_version', 'staff_version', 'ownership', 'area_version', 'confirmation', 'restriction', 'break_glass',
                             'break_glass_review', 'look_review', 'access_export'] LOOP
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
