-- A member of staff as they stand now. "area" is where they belong, "also_in" where they work besides; "active" is kept for the release before
-- this one, which knows no "until_at".
ALTER TABLE "staff"
  ADD COLUMN "also_in" JSONB NOT NULL DEFAULT '[]',
  -- What they are: lda-officer, commissioner, …
  ADD COLUMN "roles" JSONB NOT NULL DEFAULT '[]',
  -- From when and until when they work here; null: always. From "until_at" on nothing goes to them.
  ADD COLUMN "from_at" TIMESTAMPTZ,
  ADD COLUMN "until_at" TIMESTAMPTZ,
  -- When they are away, and who gets what would go to them: a list of { number, from, until, cover }, instants in milliseconds since 1970.
  ADD COLUMN "away" JSONB NOT NULL DEFAULT '[]',
  ADD COLUMN "version" INTEGER NOT NULL DEFAULT 1;
UPDATE "staff" SET "until_at" = now() WHERE NOT "active";

-- Every version of a member of staff, with who made it, when and why.
CREATE TABLE "staff_version" (
  "staff" TEXT NOT NULL REFERENCES "staff",
  "version" INTEGER NOT NULL,
  "at" TIMESTAMPTZ NOT NULL,
  -- The name of a token; "service" for those that an area's file brought.
  "by" TEXT NOT NULL,
  -- added, changed, left, returned, away, back
  "change" TEXT NOT NULL,
  -- In words.
  "why" TEXT NOT NULL,
  -- All that stood from then on.
  "record" JSONB NOT NULL,
  PRIMARY KEY ("staff", "version")
);
INSERT INTO "staff_version" ("staff", "version", "at", "by", "change", "why", "record")
  SELECT "id", 1, now(), 'service', 'added', 'On record before versions were kept',
    jsonb_build_object('name', "name", 'email', "email", 'areas', jsonb_build_array("area"), 'roles', "roles", 'audiences', "audiences", 'from', NULL,
      'until', (extract(epoch from "until_at") * 1000)::bigint, 'away', "away")
  FROM "staff";

-- As before, for whatever of these tables there is: the service's role can add to what is append-only, and neither alter nor remove there.
CREATE OR REPLACE FUNCTION "grant_service"("role" NAME) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
  one TEXT;
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', "role");
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %I', "role");
  EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO %I', "role");
  FOREACH one IN ARRAY ARRAY['event', 'event_text', 'person_key', 'timeline', 'access_log', 'person_record', 'notice_seal', 'signed_head',
                             'contact_version', 'staff_version', 'ownership', 'area_version'] LOOP
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
