-- Every version of an area's profile, with who made it, when and why; the last one counts. Where an area has none its file in policies/areas does.
CREATE TABLE "area_version" (
  "area" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "profile" JSONB NOT NULL,
  "at" TIMESTAMPTZ NOT NULL,
  -- The name of a token; "service" for the file's first, "cli:areas" for what the command imported.
  "by" TEXT NOT NULL,
  "why" TEXT NOT NULL,
  PRIMARY KEY ("area", "version")
);

SELECT "grant_service"(current_user);
