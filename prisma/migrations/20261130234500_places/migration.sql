-- A place that the service keeps for a meeting which a rule asks for: one place to one meeting, one to each request. Without a place: there is none
-- in time, and "nearest" has the three nearest.
CREATE TABLE "place_offer" (
  "register_id" TEXT NOT NULL REFERENCES "person",
  "pathway" INTEGER NOT NULL,
  "deadline" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "area" TEXT NOT NULL,
  "place" TEXT,
  "on" DATE,
  "seat" INTEGER,
  "time" TEXT,
  "until" TEXT,
  "where" TEXT,
  "nearest" JSONB NOT NULL DEFAULT '[]',
  "meeting" TEXT,
  "refused" TEXT,
  "at" TIMESTAMPTZ NOT NULL,
  PRIMARY KEY ("register_id", "pathway", "deadline")
);
CREATE UNIQUE INDEX "place_offer_taken" ON "place_offer" ("area", "place", "on", "seat") WHERE "place" IS NOT NULL;
SELECT "grant_service"(current_user);
