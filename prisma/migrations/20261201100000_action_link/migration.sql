-- A link by which the owner of an action answers without an account. Its secret is made of the keys of the log and stands in no table.
CREATE TABLE "action_link" (
  "id" TEXT PRIMARY KEY,
  "register_id" TEXT NOT NULL REFERENCES "person",
  "pathway" INTEGER NOT NULL,
  "action" TEXT NOT NULL,
  "recipient" TEXT NOT NULL,
  "made_by" TEXT NOT NULL,
  "made_at" TIMESTAMPTZ NOT NULL,
  "ends_at" TIMESTAMPTZ NOT NULL,
  "opened_at" TIMESTAMPTZ,
  "revoked_at" TIMESTAMPTZ,
  "revoked_by" TEXT
);
CREATE INDEX "action_link_of" ON "action_link" ("register_id", "pathway", "action");
SELECT "grant_service"(current_user);
