-- By whom of a panel an invitation was got, for the list of their own reviews.
CREATE INDEX "notice_invited" ON "notice" (lower("sent_to")) WHERE "template" = 'meeting-invitation' AND "status" = 'sent';
