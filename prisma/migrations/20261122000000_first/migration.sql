-- A person: someone referred. Known outside the signed-in service only by the register id.
CREATE TABLE "person" (
  "register_id" TEXT PRIMARY KEY,
  "area" TEXT NOT NULL,
  "name" TEXT,
  "nhs_number" TEXT UNIQUE,
  "born_on" DATE,
  "contacts" JSONB NOT NULL DEFAULT '[]',
  "minutes" INTEGER NOT NULL,
  "rule_set" TEXT NOT NULL,
  -- The number of accepted events over all pathways: the sequence that callers see.
  "sequence" INTEGER NOT NULL DEFAULT 0,
  -- All wake-ups up to this instant (milliseconds since 1970) have been taken.
  "played_to" BIGINT,
  "created_at" TIMESTAMPTZ NOT NULL DEFAULT now()
);

-- One person's time with the service; the read model of lists, written by the commit.
CREATE TABLE "pathway" (
  "register_id" TEXT NOT NULL REFERENCES "person",
  "number" INTEGER NOT NULL,
  -- The rule set pinned when the pathway began, and the one in force now (after adoptions).
  "pinned_rule_set" TEXT NOT NULL,
  "rule_set" TEXT NOT NULL,
  "rating" TEXT,
  "inpatient" BOOLEAN NOT NULL DEFAULT false,
  "on_register" BOOLEAN NOT NULL DEFAULT false,
  "eligibility" TEXT,
  "register_consent" BOOLEAN NOT NULL DEFAULT false,
  "consent_lapsed" BOOLEAN NOT NULL DEFAULT false,
  "ended_type" TEXT,
  "ended_on" DATE,
  -- What was still owed when it ended; kept with the pathway.
  "owed_at_end" JSONB,
  "next_due" DATE,
  "opened_at" TIMESTAMPTZ NOT NULL,
  PRIMARY KEY ("register_id", "number")
);
CREATE INDEX "pathway_list" ON "pathway" ("rating", "register_id");
CREATE INDEX "pathway_next_due" ON "pathway" ("next_due", "register_id");

-- The event log: append-only, one row an event id, accepted or refused, with the answer that was given.
CREATE TABLE "event" (
  "id" TEXT PRIMARY KEY,
  "register_id" TEXT NOT NULL REFERENCES "person",
  "pathway" INTEGER,
  -- Order of hearing of accepted events; null where refused.
  "sequence" INTEGER,
  "position" BIGSERIAL,
  "type" TEXT NOT NULL,
  "on" DATE,
  "at" TIMESTAMPTZ NOT NULL,
  "status" TEXT NOT NULL,
  -- Codes, dates and references; canonical text, so that it can be hashed. Null for the envelope row of a batch.
  "fact" TEXT,
  "batch" TEXT,
  "reason" TEXT,
  -- The answer as the caller got it (null for a part of a batch: the batch's row, whose id is in "batch", has it),
  -- and a digest of the body that it answered.
  "answer" TEXT,
  "body_digest" TEXT,
  "source" TEXT NOT NULL,
  "resolved" JSONB,
  UNIQUE ("register_id", "sequence")
);
CREATE INDEX "event_person" ON "event" ("register_id", "position");
CREATE INDEX "event_status" ON "event" ("status", "position");

-- Words that a person typed, kept away from the facts.
CREATE TABLE "event_text" (
  "event_id" TEXT NOT NULL,
  "field" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  PRIMARY KEY ("event_id", "field")
);

CREATE TABLE "deadline" (
  "register_id" TEXT NOT NULL,
  "pathway" INTEGER NOT NULL,
  "id" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "anchor" DATE NOT NULL,
  "due" DATE,
  "rule" TEXT NOT NULL,
  "status" TEXT NOT NULL,
  "owed" BOOLEAN NOT NULL,
  "soft" BOOLEAN NOT NULL,
  "before" BOOLEAN NOT NULL,
  "held" BOOLEAN NOT NULL,
  "stand_in" BOOLEAN NOT NULL,
  "settled_on" DATE,
  "subject" TEXT,
  "trace" JSONB NOT NULL,
  -- Of all that stands in this row: the commit writes only rows whose digest changed.
  "digest" TEXT NOT NULL,
  PRIMARY KEY ("register_id", "pathway", "id")
);
CREATE INDEX "deadline_due" ON "deadline" ("due", "register_id", "id") WHERE "owed";
CREATE INDEX "deadline_list" ON "deadline" ("status", "kind", "due", "register_id", "id");

-- How far a deadline's steps have gone for one due date ("none" without): up to here all have been taken or passed over.
CREATE TABLE "step_progress" (
  "register_id" TEXT NOT NULL,
  "pathway" INTEGER NOT NULL,
  -- "<deadline>|<due date or none>"
  "key" TEXT NOT NULL,
  -- Milliseconds since 1970.
  "taken_to" BIGINT NOT NULL,
  PRIMARY KEY ("register_id", "pathway", "key")
);

-- What the timers wait for: the next step of each owed deadline.
CREATE TABLE "wake_up" (
  "register_id" TEXT NOT NULL,
  "pathway" INTEGER NOT NULL,
  "deadline" TEXT NOT NULL,
  -- The deadline's kind, or "pathway": a timer is named after kind, step and day.
  "kind" TEXT NOT NULL,
  "step" TEXT NOT NULL,
  "at" TIMESTAMPTZ NOT NULL,
  PRIMARY KEY ("register_id", "pathway", "deadline")
);
CREATE INDEX "wake_up_at" ON "wake_up" ("at");

-- Every line ever given, in order. Never taken back.
CREATE TABLE "timeline" (
  "register_id" TEXT NOT NULL,
  "ordinal" BIGSERIAL PRIMARY KEY,
  "pathway" INTEGER NOT NULL,
  "at" TIMESTAMPTZ NOT NULL,
  "what" TEXT NOT NULL,
  -- The line's own fields in the order given; "at" is an instant in milliseconds since 1970.
  "line" JSON NOT NULL
);
CREATE INDEX "timeline_person" ON "timeline" ("register_id", "ordinal");

CREATE TABLE "meeting" (
  "register_id" TEXT NOT NULL,
  "pathway" INTEGER NOT NULL,
  "id" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "status" TEXT NOT NULL,
  "on" DATE NOT NULL,
  "time" TEXT,
  "until" TEXT,
  "place" TEXT,
  "invited" JSONB NOT NULL DEFAULT '[]',
  "revision" INTEGER NOT NULL,
  PRIMARY KEY ("register_id", "pathway", "id")
);

CREATE TABLE "action" (
  "register_id" TEXT NOT NULL,
  "pathway" INTEGER NOT NULL,
  "id" TEXT NOT NULL,
  "agreed_on" DATE NOT NULL,
  "due" DATE,
  "status" TEXT NOT NULL,
  PRIMARY KEY ("register_id", "pathway", "id")
);

-- One message to one recipient, through one channel. The key makes it happen once.
CREATE TABLE "notice" (
  "key" TEXT PRIMARY KEY,
  "register_id" TEXT,
  "pathway" INTEGER,
  "template" TEXT NOT NULL,
  "audience" TEXT NOT NULL,
  "recipient" TEXT NOT NULL,
  "recipient_name" TEXT,
  "channel" TEXT NOT NULL DEFAULT 'mail',
  "deadline" TEXT,
  "event_id" TEXT,
  "meeting" TEXT,
  "params" JSONB NOT NULL DEFAULT '{}',
  -- queued, sending, sent, failed, held, dropped, digested
  "status" TEXT NOT NULL DEFAULT 'queued',
  "reason" TEXT,
  "planned_at" TIMESTAMPTZ NOT NULL,
  "not_before" TIMESTAMPTZ NOT NULL,
  "lease_until" TIMESTAMPTZ,
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "message_id" TEXT,
  "sent_at" TIMESTAMPTZ,
  -- The address that it went to.
  "sent_to" TEXT,
  "subject" TEXT,
  "created_at" TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX "notice_due" ON "notice" ("channel", "not_before") WHERE "status" IN ('queued', 'sending');
CREATE INDEX "notice_person" ON "notice" ("register_id", "created_at");

-- Work for a person that no rule's date brings: a refused alert, a notice that failed.
CREATE TABLE "task" (
  "key" TEXT PRIMARY KEY,
  "register_id" TEXT,
  "kind" TEXT NOT NULL,
  "audience" TEXT NOT NULL,
  "params" JSONB NOT NULL DEFAULT '{}',
  "status" TEXT NOT NULL DEFAULT 'open',
  "created_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "done_at" TIMESTAMPTZ
);
CREATE INDEX "task_open" ON "task" ("status", "created_at");

-- Signals on their way to Temporal. Written with the commit; gone when Temporal has them.
CREATE TABLE "outbox" (
  "id" BIGSERIAL PRIMARY KEY,
  "register_id" TEXT NOT NULL,
  "pathway" INTEGER NOT NULL,
  "signal" TEXT NOT NULL,
  "payload" TEXT NOT NULL,
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "next_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "lease_until" TIMESTAMPTZ,
  "last_error" TEXT
);
CREATE INDEX "outbox_next" ON "outbox" ("next_at", "id");
CREATE INDEX "outbox_person" ON "outbox" ("register_id", "id");

CREATE TABLE "token" (
  "hash" TEXT PRIMARY KEY,
  "name" TEXT NOT NULL,
  "scopes" JSONB NOT NULL,
  "created_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "revoked_at" TIMESTAMPTZ
);

-- Who looked at whose record, and what was done in the service.
CREATE TABLE "access_log" (
  "id" BIGSERIAL PRIMARY KEY,
  "at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "actor" TEXT NOT NULL,
  "audit_event" TEXT NOT NULL,
  "register_id" TEXT,
  "outcome" TEXT NOT NULL
);

-- Members of the area's team: who gets the daily digest and owns work.
CREATE TABLE "staff" (
  "id" TEXT PRIMARY KEY,
  "area" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "email" TEXT NOT NULL UNIQUE,
  "audiences" JSONB NOT NULL,
  "active" BOOLEAN NOT NULL DEFAULT true
);

CREATE TABLE "setting" ("name" TEXT PRIMARY KEY, "value" JSONB NOT NULL);
