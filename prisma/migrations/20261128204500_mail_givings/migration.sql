ALTER TABLE "notice"
  -- When the mail server last turned it away for what would have met every other as well. Where others went since, it is the notice's own.
  ADD COLUMN "turned_at" TIMESTAMPTZ,
  -- When it was last given to the mail server, and to which address: who may have got it is told what follows from it.
  ADD COLUMN "given_at" TIMESTAMPTZ,
  ADD COLUMN "given_to" TEXT,
  -- What it said of its meeting: a digest of what a reader can see.
  ADD COLUMN "told" TEXT,
  -- When a person let it go.
  ADD COLUMN "released_at" TIMESTAMPTZ;
UPDATE "notice" SET "released_at" = "not_before" WHERE "reason" = 'released' AND "status" IN ('queued', 'sending');
