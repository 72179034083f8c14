-- Every version of every contact of a person, beside the column "contacts" of "person", which has those that are written to now. One that was
-- never changed since the person came on file has no row: its first version is what the column holds, and is written down with the second.
CREATE TABLE "contact_version" (
  "register_id" TEXT NOT NULL REFERENCES "person",
  -- The contact's id, the same for its life, and never that of another contact of this person.
  "contact" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "at" TIMESTAMPTZ NOT NULL,
  -- present, ended, ended-silently
  "state" TEXT NOT NULL,
  -- All that was recorded of them: of one that has ended, as it was last.
  "details" JSONB NOT NULL,
  -- Why, in words.
  "reason" TEXT,
  "source" TEXT NOT NULL,
  PRIMARY KEY ("register_id", "contact", "version")
);

-- As before, and "contact_version" with what is append-only.
CREATE OR REPLACE FUNCTION "grant_service"("role" NAME) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
  one TEXT;
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', "role");
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %I', "role");
  EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO %I', "role");
  FOREACH one IN ARRAY ARRAY['event', 'event_text', 'person_key', 'timeline', 'access_log', 'person_record', 'notice_seal', 'signed_head',
                             'contact_version'] LOOP
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM %I', one, "role");
  END LOOP;
  EXECUTE format('GRANT UPDATE ("resolved") ON "event" TO %I', "role");
  FOREACH one IN ARRAY ARRAY['person', 'pathway', 'notice'] LOOP
    EXECUTE format('REVOKE DELETE, TRUNCATE ON %I FROM %I', one, "role");
  END LOOP;
END $$;
SELECT "grant_service"(current_user);
