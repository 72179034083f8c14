-- Events of integrators that contradict the record by their order, and wait a day for what may come before them (services/commit/held.ts).
-- That one was held stands in the person's record of changes; when it is decided, its row goes, and the event is in the log.
CREATE TABLE "held_event" (
  "id" TEXT PRIMARY KEY,
  "register_id" TEXT NOT NULL REFERENCES "person",
  "pathway" INTEGER NOT NULL,
  "position" BIGSERIAL NOT NULL,
  -- When it was heard, and until when it waits.
  "at" TIMESTAMPTZ NOT NULL,
  "until" TIMESTAMPTZ NOT NULL,
  "batch" BOOLEAN NOT NULL,
  -- An array each, of the same length: the events, canonical text, and the words typed in them.
  "facts" TEXT NOT NULL,
  "texts" JSONB NOT NULL,
  -- Of the words of each, under the person's key; null where it has none.
  "texts_digests" JSONB NOT NULL,
  -- Why it waits: the code of a refusal.
  "reason" TEXT NOT NULL,
  "source" TEXT NOT NULL,
  "answer" TEXT NOT NULL,
  "body_digest" TEXT
);
CREATE INDEX "held_event_person" ON "held_event" ("register_id", "position");
CREATE INDEX "held_event_list" ON "held_event" ("position");

-- When an event was heard that was held back before it was decided; null: at "at".
ALTER TABLE "event" ADD COLUMN "received_at" TIMESTAMPTZ;

SELECT "grant_service"(current_user);
