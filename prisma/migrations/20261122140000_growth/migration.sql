-- Pathways that have ended stay for ever. Without these a page of those that are members, or open, was found among all that ever were; with a
-- rating, by reading and sorting every one of that rating.
CREATE INDEX "pathway_member" ON "pathway" ("register_id", "number") WHERE "on_register";
CREATE INDEX "pathway_open" ON "pathway" ("register_id", "number") WHERE "ended_type" IS NULL;

-- When a mail last went: asked for at each reading of the metrics while one waits that was tried. All notices ever written were read for it.
CREATE INDEX "notice_sent" ON "notice" ("channel", "sent_at") WHERE "sent_at" IS NOT NULL;
