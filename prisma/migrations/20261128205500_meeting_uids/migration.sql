-- The UID of a meeting in calendars, for its whole life: a row of its own, because a meeting that is taken back loses its row and still has to be
-- called off under the same UID.
CREATE TABLE "meeting_uid" (
  "register_id" TEXT NOT NULL,
  "pathway" INTEGER NOT NULL,
  "meeting" TEXT NOT NULL,
  "uid" TEXT NOT NULL,
  PRIMARY KEY ("register_id", "pathway", "meeting")
);
CREATE UNIQUE INDEX "meeting_uid_uid" ON "meeting_uid" ("uid");

-- Meetings that somebody may have been told of keep the UID that stands in their calendars.
INSERT INTO "meeting_uid" ("register_id", "pathway", "meeting", "uid")
SELECT DISTINCT "register_id", "pathway", "meeting", lower("register_id" || '-' || "pathway" || '-' || "meeting") || '@dynamic-support-pathway'
  FROM "notice"
 WHERE "meeting" IS NOT NULL AND "register_id" IS NOT NULL AND "pathway" IS NOT NULL
UNION
SELECT "register_id", "pathway", "id", lower("register_id" || '-' || "pathway" || '-' || "id") || '@dynamic-support-pathway' FROM "meeting"
ON CONFLICT DO NOTHING;
