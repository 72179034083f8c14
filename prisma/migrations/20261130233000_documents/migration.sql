-- The bytes of a document of a person. What it is, and its digest, is a form of the record (written_form), sealed like every other; the bytes go
-- where somebody takes the document away. They are never altered.
CREATE TABLE "document_file" (
  "register_id" TEXT NOT NULL REFERENCES "person",
  "id" TEXT NOT NULL,
  "bytes" BYTEA NOT NULL,
  PRIMARY KEY ("register_id", "id")
);
-- What is a picture or a PDF already is not compressed once more.
ALTER TABLE "document_file" ALTER COLUMN "bytes" SET STORAGE EXTERNAL;

-- As before, and this table, which is added to and taken from.
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
  IF to_regclass('document_file') IS NOT NULL THEN
    EXECUTE format('REVOKE UPDATE, TRUNCATE ON "document_file" FROM %I', "role");
  END IF;
  FOREACH one IN ARRAY ARRAY['person', 'pathway', 'notice', 'staff'] LOOP
    EXECUTE format('REVOKE DELETE, TRUNCATE ON %I FROM %I', one, "role");
  END LOOP;
END $$;
SELECT "grant_service"(current_user);
