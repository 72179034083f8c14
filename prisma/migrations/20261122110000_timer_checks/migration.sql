-- What each check of the timers found, the ones that found nothing too: the last of them is the proof that all is well, or says what is not.
CREATE TABLE "timer_check" (
  "id" BIGSERIAL PRIMARY KEY,
  "started_at" TIMESTAMPTZ NOT NULL,
  "proved_at" TIMESTAMPTZ NOT NULL,
  "pathways" INTEGER NOT NULL,
  "timers_expected" INTEGER NOT NULL,
  "timers_found" INTEGER NOT NULL,
  "unmended" INTEGER NOT NULL,
  "left_out" INTEGER NOT NULL,
  "differences" JSONB NOT NULL
);

-- How long a signal has waited for Temporal.
ALTER TABLE "outbox" ADD COLUMN "created_at" TIMESTAMPTZ NOT NULL DEFAULT now();

-- Counted at each reading of the metrics.
CREATE INDEX "notice_stopped" ON "notice" ("status") WHERE "status" IN ('failed', 'held');
