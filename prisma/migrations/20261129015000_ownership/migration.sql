-- Who owns a pathway. A row says who does from an instant on, and is never altered: what was said last of an instant counts.
CREATE TABLE "ownership" (
  "register_id" TEXT NOT NULL REFERENCES "person",
  "pathway" INTEGER NOT NULL,
  "number" INTEGER NOT NULL,
  -- Later than all that had been taken of the person's course by then, so that no step that has fired changes its audience.
  "from_at" TIMESTAMPTZ NOT NULL,
  -- Null: nobody.
  "staff" TEXT REFERENCES "staff",
  -- When it was said, by whom (the name of a token) and why, in words.
  "at" TIMESTAMPTZ NOT NULL,
  "by" TEXT NOT NULL,
  "why" TEXT NOT NULL,
  PRIMARY KEY ("register_id", "pathway", "number")
);
CREATE INDEX "ownership_staff" ON "ownership" ("staff") WHERE "staff" IS NOT NULL;

SELECT "grant_service"(current_user);
