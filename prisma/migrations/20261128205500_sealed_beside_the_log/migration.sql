-- Who a person is, and what people did about refused events: a row for each change, chained for each person under a key that the database
-- does not have (services/commit/person-record.ts).
CREATE TABLE "person_record" (
  "register_id" TEXT NOT NULL REFERENCES "person",
  "number" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  -- Of a resolution: the event's id.
  "subject" TEXT,
  "at" TIMESTAMPTZ NOT NULL,
  "source" TEXT NOT NULL,
  -- A seal of what the row tells of: it says nothing by itself.
  "digest" TEXT NOT NULL,
  "link" TEXT NOT NULL,
  PRIMARY KEY ("register_id", "number")
);

-- Each process that writes the access log has a chain of its own in it, so that none waits for another. Null: of a release before this one.
ALTER TABLE "access_log" ADD COLUMN "writer" TEXT, ADD COLUMN "number" INTEGER, ADD COLUMN "link" TEXT;
CREATE UNIQUE INDEX "access_log_writer" ON "access_log" ("writer", "number") WHERE "writer" IS NOT NULL;

-- What the keeper of heads has seen of each notice: that it was made, and that it was sent. One chain for all.
CREATE TABLE "notice_seal" (
  "position" INTEGER PRIMARY KEY,
  "key" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "digest" TEXT NOT NULL,
  "link" TEXT NOT NULL,
  UNIQUE ("key", "kind")
);

-- A copy of each signed head that was kept elsewhere (services/proof/heads).
CREATE TABLE "signed_head" (
  "number" INTEGER PRIMARY KEY,
  "at" TIMESTAMPTZ NOT NULL,
  "seal" TEXT NOT NULL
);

-- Gives a role what the service needs, and no more: it can add to what is append-only, and neither alter nor remove there.
-- For a service that runs as another role than the one that owns the tables: SELECT grant_service('name'), after each migration.
CREATE FUNCTION "grant_service"("role" NAME) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
  one TEXT;
BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', "role");
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %I', "role");
  EXECUTE format('GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO %I', "role");
  FOREACH one IN ARRAY ARRAY['event', 'event_text', 'person_key', 'timeline', 'access_log', 'person_record', 'notice_seal', 'signed_head'] LOOP
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM %I', one, "role");
  END LOOP;
  EXECUTE format('GRANT UPDATE ("resolved") ON "event" TO %I', "role");
  FOREACH one IN ARRAY ARRAY['person', 'pathway', 'notice'] LOOP
    EXECUTE format('REVOKE DELETE, TRUNCATE ON %I FROM %I', one, "role");
  END LOOP;
END $$;
-- Whoever owns the tables could give itself the rights back; until then it has not got them either.
SELECT "grant_service"(current_user);
