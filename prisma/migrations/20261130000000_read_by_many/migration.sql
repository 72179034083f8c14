-- When somebody was last taken over, and a notice last held or released: what many readers ask before an answer is given again.
CREATE INDEX "ownership_at" ON "ownership" ("at");
CREATE INDEX "notice_act_at" ON "notice_act" ("at");

-- Planned meetings in the order of a day: those after the ones shown are not read.
DROP INDEX "meeting_planned";
CREATE INDEX "meeting_planned" ON "meeting" ("on", "time", "register_id", "pathway", "id") WHERE "status" = 'scheduled';

-- Most looks show nobody beside whom they are about: each of them stood in this index, which every request waited for.
DROP INDEX "access_log_shown";
CREATE INDEX "access_log_shown" ON "access_log" USING gin ("shown") WHERE "shown" <> '{}';
