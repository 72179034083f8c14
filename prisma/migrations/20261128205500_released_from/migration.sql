ALTER TABLE "notice"
  -- What it was held or had failed for when a person let it go: that stops it no more.
  ADD COLUMN "released_from" TEXT,
  -- The person's sequence when it was last checked and held: what is heard since may let it go, or end it.
  ADD COLUMN "checked_sequence" INTEGER;
UPDATE "notice" SET "released_from" = 'released-by-a-person' WHERE "reason" = 'released' AND "status" IN ('queued', 'sending');
