-- A booked meeting whose place has fallen away: it is moved to another one, or a person is told.
ALTER TABLE "place_offer" ADD COLUMN "moves_from" DATE;
