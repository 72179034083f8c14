-- The few messages that somebody held, among the many that wait while sending is stopped: Today asks which have come to their day.
CREATE INDEX "notice_held_by_hand" ON "notice" ("key") WHERE "status" = 'held' AND "reason" = 'held-by-hand';
