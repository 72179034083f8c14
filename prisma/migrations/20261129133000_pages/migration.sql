-- What the pages of a day and of a calendar ask for: what is owed, found and counted from the index alone (the row has its whole trace); what waits
-- without a date, by the day that it runs from; meetings that are planned.
CREATE INDEX "deadline_day" ON "deadline" ("due", "register_id", "pathway") INCLUDE ("id", "kind", "soft") WHERE "owed";
CREATE INDEX "deadline_undated" ON "deadline" ("anchor", "register_id", "pathway") INCLUDE ("id", "kind") WHERE "owed" AND "due" IS NULL;
CREATE INDEX "meeting_planned" ON "meeting" ("on") WHERE "status" = 'scheduled';

-- Whose people are meant, without the contacts that stand in the same row; and the register by name.
CREATE INDEX "person_area" ON "person" ("area", "register_id") INCLUDE ("born_on");
CREATE INDEX "person_name" ON "person" (lower("name"), "register_id");

-- How much is to be sorted out, which every page says.
CREATE INDEX "event_to_sort_out" ON "event" ("register_id") WHERE "status" = 'refused' AND "resolved" IS NULL AND "batch" IS NULL;
