-- When an entry was last sorted out: what every page of the desk asks before it says again how many wait.
CREATE INDEX "person_record_resolved" ON "person_record" ("at") WHERE "kind" = 'resolution';
