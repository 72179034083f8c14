-- For which area somebody asked on a public form; null: it came from a caller, for the area of the service.
ALTER TABLE "held_referral" ADD COLUMN "area" TEXT;
