-- The review of an area's whole register: its due day, the list of everybody as it stood when its pack was made, and what came of it. What came of
-- each person stands in their own record.
CREATE TABLE "register_review" (
  "id" TEXT PRIMARY KEY,
  "area" TEXT NOT NULL,
  "group" TEXT NOT NULL,
  "since" DATE NOT NULL,
  "due" DATE NOT NULL,
  "opened_at" TIMESTAMPTZ NOT NULL,
  "pack_at" TIMESTAMPTZ,
  "steps_to" TIMESTAMPTZ NOT NULL,
  "held_on" DATE,
  "next_on" DATE,
  "closed_at" TIMESTAMPTZ,
  "closed_by" TEXT,
  "who" TEXT,
  "outcome" TEXT
);
CREATE UNIQUE INDEX "register_review_open" ON "register_review" ("area", "group") WHERE "closed_at" IS NULL;
CREATE INDEX "register_review_area" ON "register_review" ("area", "held_on");
CREATE TABLE "register_review_person" (
  "review" TEXT NOT NULL REFERENCES "register_review",
  "register_id" TEXT NOT NULL REFERENCES "person",
  "rating" TEXT,
  PRIMARY KEY ("review", "register_id")
);
SELECT "grant_service"(current_user);
