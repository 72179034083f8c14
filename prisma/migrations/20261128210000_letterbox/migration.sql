-- Referrals from those who may not find people: taken in, and answered, before anybody looks who is known.
CREATE TABLE "held_referral" (
  "reference" TEXT PRIMARY KEY,
  -- The name of the token, and the id that it gave.
  "sender" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "body_digest" TEXT NOT NULL,
  "received_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  -- Who is referred and with which event, as it was sent; gone when a person has decided.
  "referred" JSONB,
  -- Null: nobody has looked yet, neither the service nor a person.
  "looked_at" TIMESTAMPTZ,
  -- Those on file who may be the same person.
  "candidates" JSONB NOT NULL DEFAULT '[]',
  "register_id" TEXT REFERENCES "person",
  -- received, matched, not-taken: what a person has decided, and what the sender is told.
  "status" TEXT NOT NULL DEFAULT 'received',
  "reason" TEXT,
  "decided_by" TEXT,
  "decided_at" TIMESTAMPTZ,
  -- Whether the sender is told the register id.
  "told" BOOLEAN NOT NULL DEFAULT false,
  UNIQUE ("sender", "id")
);
CREATE INDEX "held_referral_unlooked" ON "held_referral" ("received_at", "reference") WHERE "looked_at" IS NULL;
CREATE INDEX "held_referral_list" ON "held_referral" ("status", "received_at", "reference");

-- Events about somebody named by NHS number and birth date. What they say is encrypted under a key made of these and of LOG_KEYS, so that
-- nobody reads what matched nobody; gone after a day.
CREATE TABLE "sealed_event" (
  "sender" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "received_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "locator" TEXT NOT NULL,
  "body_digest" TEXT NOT NULL,
  -- Null: it has been delivered. The row stays for its day, so that a repeat is answered the same whether anyone matched.
  "sealed" BYTEA,
  PRIMARY KEY ("sender", "id")
);
CREATE INDEX "sealed_event_received" ON "sealed_event" ("received_at");
CREATE INDEX "person_born_on" ON "person" ("born_on");
