-- What the pages of a day and of a calendar ask for: what is owed, counted from the index alone; what waits without a date, by the day that it
-- runs from; meetings that are planned.
CREATE INDEX "deadline_day" ON "deadline" ("due", "register_id", "pathway") INCLUDE ("soft", "kind") WHERE "owed";
CREATE INDEX "deadline_undated" ON "deadline" ("anchor", "register_id") WHERE "owed" AND "due" IS NULL;
CREATE INDEX "meeting_planned" ON "meeting" ("on") WHERE "status" = 'scheduled';

-- The register by name.
CREATE INDEX "person_name" ON "person" (lower("name"), "register_id");
