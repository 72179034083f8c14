-- Every list across everyone is a page in the order of one of these; without them all deadlines were read and sorted for a page of fifty.
CREATE INDEX "deadline_by_date" ON "deadline" ("due", "register_id", "pathway", "id");
CREATE INDEX "deadline_by_status" ON "deadline" ("status", "due", "register_id", "pathway", "id");
CREATE INDEX "deadline_by_kind" ON "deadline" ("kind", "due", "register_id", "pathway", "id");
-- A miss may not be written yet: then it still says "open".
CREATE INDEX "deadline_missable" ON "deadline" ("due", "register_id", "pathway", "id") WHERE "status" IN ('open', 'missed');
DROP INDEX "deadline_due", "deadline_list";
CREATE INDEX "deadline_owed" ON "deadline" ("due", "register_id", "pathway", "id") WHERE "owed";

-- Refused events stay for ever; those that nobody has sorted out are few.
CREATE INDEX "event_unresolved" ON "event" ("position") WHERE "status" = 'refused' AND "resolved" IS NULL;
CREATE INDEX "event_resolved" ON "event" ("position") WHERE "status" = 'refused' AND "resolved" IS NOT NULL;

-- What a digest gathers, out of all notices ever written.
CREATE INDEX "notice_digested" ON "notice" ("reason") WHERE "status" = 'digested';
