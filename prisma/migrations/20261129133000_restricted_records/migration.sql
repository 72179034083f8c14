-- Restricted records. Each row says that a record is restricted, by whom it is opened as usual, or that it is restricted no more; the last one
-- counts, and none is ever altered.
CREATE TABLE "restriction" (
  "register_id" TEXT NOT NULL REFERENCES "person",
  "number" INTEGER NOT NULL,
  -- restricted, changed, ended
  "act" TEXT NOT NULL,
  -- The number of the row with which this restriction began.
  "since" INTEGER NOT NULL,
  -- Why, as a code and in words.
  "code" TEXT NOT NULL,
  "why" TEXT NOT NULL,
  -- The members of staff who work with the person: they open the record as usual, and so does the owner of the pathway.
  "staff" TEXT[] NOT NULL,
  "at" TIMESTAMPTZ NOT NULL,
  "by" TEXT NOT NULL,
  PRIMARY KEY ("register_id", "number")
);
-- Break-glass: that a member of staff opened a restricted record, why, and until when. Never altered.
CREATE TABLE "break_glass" (
  "id" TEXT PRIMARY KEY,
  "register_id" TEXT NOT NULL REFERENCES "person",
  -- Which restriction: one that is ended and made anew is another.
  "since" INTEGER NOT NULL,
  "staff" TEXT NOT NULL REFERENCES "staff",
  "code" TEXT NOT NULL,
  "why" TEXT NOT NULL,
  "at" TIMESTAMPTZ NOT NULL,
  "until_at" TIMESTAMPTZ NOT NULL
);
CREATE INDEX "break_glass_of" ON "break_glass" ("register_id", "staff", "until_at");
CREATE INDEX "break_glass_at" ON "break_glass" ("at");
-- Who looked at an opening afterwards, and what they say of it. Never altered.
CREATE TABLE "break_glass_review" (
  "opening" TEXT PRIMARY KEY REFERENCES "break_glass" ("id"),
  "at" TIMESTAMPTZ NOT NULL,
  "by" TEXT NOT NULL,
  "note" TEXT NOT NULL
);
-- On which ground a restricted record was looked at: owner, named, token, shut, or the id of the opening. Null: the record was not restricted.
ALTER TABLE "access_log" ADD COLUMN "restricted" TEXT;
CREATE INDEX "access_log_restricted" ON "access_log" ("id") WHERE "restricted" IS NOT NULL;

-- As before, and the three tables with what is append-only.
CREATE OR REPLACE FUNCTION "grant_service"("role" NAME) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
  one TEXT;
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', "role");
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %I', "role");
  EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO %I', "role");
  FOREACH one IN ARRAY ARRAY['event', 'event_text', 'person_key', 'timeline', 'access_log', 'person_record', 'notice_seal', 'signed_head',
                             'contact_version', 'staff_version', 'ownership', 'area_version', 'restriction', 'break_glass',
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
