-- What is still to be done of all that was agreed, the first due first.
CREATE INDEX "action_open" ON "action" ("due", "register_id", "pathway", "id") WHERE "status" IN ('open', 'blocked');
