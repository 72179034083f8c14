-- What a second person said of a correction (services/pathway/second-person.ts). A row is never altered: of one correction the first answer
-- counts, and where that was "not-right", the one after it says that it has been put right.
CREATE TABLE "confirmation" (
  "event_id" TEXT NOT NULL REFERENCES "event",
  "number" INTEGER NOT NULL,
  "register_id" TEXT NOT NULL REFERENCES "person",
  "outcome" TEXT NOT NULL,
  -- Of "not-right": why, in words.
  "why" TEXT,
  "at" TIMESTAMPTZ NOT NULL,
  "by" TEXT NOT NULL,
  PRIMARY KEY ("event_id", "number"),
  CHECK ("number" = 1 AND "outcome" IN ('confirmed', 'not-right') OR "number" = 2 AND "outcome" = 'put-right'),
  CHECK (("why" IS NOT NULL) = ("outcome" = 'not-right'))
);
CREATE INDEX "confirmation_person" ON "confirmation" ("register_id");

-- As before, for whatever of these tables there is: the service's role can add to what is append-only, and neither alter nor remove there.
CREATE OR REPLACE FUNCTION "grant_service"("role" NAME) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
  one TEXT;
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', "role");
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %I', "role");
  EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO %I', "role");
  FOREACH one IN ARRAY ARRAY['event', 'event_text', 'person_key', 'timeline', 'access_log', 'person_record', 'notice_seal', 'signed_head',
                             'contact_version', 'staff_version', 'ownership', 'area_version', 'confirmation'] LOOP
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
