-- A token ends, says when it was last used, and may be bound to sites and types of events. One that is there already, or that the release
-- before makes meanwhile, has a year from then.
ALTER TABLE "token"
  ADD COLUMN "expires_at" TIMESTAMPTZ NOT NULL DEFAULT now() + interval '1 year',
  ADD COLUMN "last_used_at" TIMESTAMPTZ,
  -- ODS codes, and types of events; null: not bound to any.
  ADD COLUMN "sites" JSONB,
  ADD COLUMN "event_types" JSONB;

-- A name says who did something: of several tokens in use under one name all but the newest get a name of their own, and go on working.
UPDATE "token" SET "name" = "name" || '-' || left("hash", 8)
  WHERE "revoked_at" IS NULL AND "hash" NOT IN (
    SELECT DISTINCT ON ("name") "hash" FROM "token" WHERE "revoked_at" IS NULL ORDER BY "name", "created_at" DESC, "hash");
CREATE UNIQUE INDEX "token_name" ON "token" ("name") WHERE "revoked_at" IS NULL;

-- How much each caller has asked for in the present minute, for all processes of the API (rate-limiter-flexible).
CREATE TABLE "rate_limit" (
  "key" TEXT PRIMARY KEY,
  "points" INTEGER NOT NULL DEFAULT 0,
  "expire" BIGINT
);
