-- The access log is read by person, by day and by page of a list: the log is the longest table, and none of that reads it all.
CREATE INDEX "access_log_person" ON "access_log" ("register_id", "id");
CREATE INDEX "access_log_shown" ON "access_log" USING gin ("shown");
-- Rows are only ever added, in the order of time: a range of days is a range of the table.
CREATE INDEX "access_log_at" ON "access_log" USING brin ("at");
