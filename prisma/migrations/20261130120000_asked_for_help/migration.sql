-- Forms that were filled in about a person, each version of each: what was typed is never altered, and each is sealed in the person's record.
CREATE TABLE "written_form" (
  "register_id" TEXT NOT NULL REFERENCES "person",
  -- The form's id, the same for its life.
  "id" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  -- Which form it is, and which edition of it: an old edition stays readable beside a new one.
  "kind" TEXT NOT NULL,
  "edition" INTEGER NOT NULL,
  "at" TIMESTAMPTZ NOT NULL,
  "source" TEXT NOT NULL,
  -- The event that it came with; null: with none.
  "event_id" TEXT,
  "answers" JSONB NOT NULL,
  PRIMARY KEY ("register_id", "id", "version")
);

-- Who asked for help on a public form: the code that they say on the phone, and what they answered, until a person has decided.
ALTER TABLE "held_referral" ADD COLUMN "code" TEXT UNIQUE, ADD COLUMN "asked" JSONB;

-- As before, and "written_form" with what is append-only.
CREATE OR REPLACE FUNCTION "grant_service"("role" NAME) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
  one TEXT;
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', "role");
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %I', "role");
  EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO %I', "role");
  FOREACH one IN ARRAY ARRAY['event', 'event_text', 'person_key', 'timeline', 'access_log', 'person_record', 'notice_seal', 'signed_head',
                             'contact_version', 'staff_version', 'ownership', 'area_version', 'confirmation', 'restriction', 'break_glass',
                             'break_glass_review', 'look_review', 'access_export', 'written_form'] LOOP
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
