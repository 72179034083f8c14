-- The secret address under which a member of staff's calendar is read, one at a time. Only the SHA-256 of the secret is here.
CREATE TABLE "calendar_feed" (
  "staff" TEXT PRIMARY KEY REFERENCES "staff" ("id"),
  "hash" TEXT NOT NULL,
  "made_at" TIMESTAMPTZ NOT NULL,
  "last_read_at" TIMESTAMPTZ
);
CREATE UNIQUE INDEX "calendar_feed_hash" ON "calendar_feed" ("hash");
SELECT "grant_service"(current_user);
