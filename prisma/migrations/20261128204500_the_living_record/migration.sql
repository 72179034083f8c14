-- A record that was closed as a duplicate points to the one that lives on, which gets the NHS number; the number that it had stays with it
-- as history.
ALTER TABLE "person"
  ADD COLUMN "duplicate_of" TEXT REFERENCES "person",
  ADD COLUMN "former_nhs_number" TEXT;
CREATE INDEX "person_duplicate_of" ON "person" ("duplicate_of") WHERE "duplicate_of" IS NOT NULL;
CREATE INDEX "person_former_nhs_number" ON "person" ("former_nhs_number") WHERE "former_nhs_number" IS NOT NULL;

-- Those that were closed before, where the record that they named is there and open.
UPDATE "person" dead SET "duplicate_of" = living."register_id", "former_nhs_number" = dead."nhs_number", "nhs_number" = NULL
  FROM "pathway" p, "event" closing, "person" living
  WHERE p."register_id" = dead."register_id" AND p."ended_type" = 'pathway-closed'
    AND p."number" = (SELECT max("number") FROM "pathway" WHERE "register_id" = dead."register_id")
    AND closing."register_id" = dead."register_id" AND closing."pathway" = p."number"
    AND closing."type" = 'pathway-closed' AND closing."status" = 'applied'
    AND living."register_id" = closing."fact"::json ->> 'duplicateOf' AND living."register_id" <> dead."register_id"
    AND EXISTS (SELECT FROM "pathway" o WHERE o."register_id" = living."register_id" AND o."ended_type" IS NULL);
UPDATE "person" living SET "nhs_number" = dead."former_nhs_number"
  FROM (SELECT DISTINCT ON ("duplicate_of") "duplicate_of", "former_nhs_number" FROM "person"
          WHERE "duplicate_of" IS NOT NULL AND "former_nhs_number" IS NOT NULL ORDER BY "duplicate_of", "created_at") dead
  WHERE living."register_id" = dead."duplicate_of" AND living."nhs_number" IS NULL;
