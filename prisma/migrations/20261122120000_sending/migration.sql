ALTER TABLE "notice"
  -- Raised each time it is taken in hand, and never lowered: only who holds the latest lease may write down what came of it.
  ADD COLUMN "lease" INTEGER NOT NULL DEFAULT 0,
  -- How often it was given to the mail server without an answer being known: each may have brought it to its recipient.
  ADD COLUMN "unanswered" INTEGER NOT NULL DEFAULT 0;

-- A channel whose server is away, and for no longer than that.
CREATE TABLE "channel_away" (
  "channel" TEXT PRIMARY KEY,
  "since" TIMESTAMPTZ NOT NULL,
  -- How often it has been looked for, and when next: until then nothing is tried.
  "looks" INTEGER NOT NULL,
  "next_look_at" TIMESTAMPTZ NOT NULL,
  "reason" TEXT NOT NULL
);
