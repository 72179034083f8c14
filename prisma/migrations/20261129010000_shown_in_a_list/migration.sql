-- Whom else an answer showed, as a list does: with a row for each of them a page of a list cost twice as much as without.
ALTER TABLE "access_log" ADD COLUMN "shown" TEXT[] NOT NULL DEFAULT '{}';
