-- What somebody had typed when they could not go on: encrypted under a key that is not here, theirs alone, for 24 hours.
CREATE TABLE "kept_form" (
  "id" TEXT PRIMARY KEY,
  "staff" TEXT NOT NULL REFERENCES "staff" ("id"),
  "action" TEXT NOT NULL,
  "page" TEXT NOT NULL,
  "kept_at" TIMESTAMPTZ NOT NULL,
  "sealed" BYTEA NOT NULL CHECK (octet_length("sealed") <= 1048576)
);
CREATE INDEX "kept_form_staff" ON "kept_form" ("staff", "kept_at");
CREATE INDEX "kept_form_kept_at" ON "kept_form" ("kept_at");
SELECT "grant_service"(current_user);
