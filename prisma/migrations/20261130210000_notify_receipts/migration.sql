-- What GOV.UK Notify says became of a message that it had taken: its own word, once it is its last one; and when it was asked.
ALTER TABLE "notice" ADD COLUMN "receipt" TEXT;
ALTER TABLE "notice" ADD COLUMN "receipt_asked_at" TIMESTAMPTZ;
CREATE INDEX "notice_no_receipt" ON "notice" ("receipt_asked_at") WHERE "channel" = 'notify' AND "status" = 'sent' AND "receipt" IS NULL;
