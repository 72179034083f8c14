-- The key under which a person's typed words and request bodies are digested: destroyed, the digests tell nothing, and the chain stays whole.
CREATE TABLE "person_key" (
  "register_id" TEXT PRIMARY KEY REFERENCES "person",
  "key" BYTEA NOT NULL
);
INSERT INTO "person_key" ("register_id", "key")
SELECT "register_id", sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())) FROM "person";

-- Each event of a pathway is bound to the one before it, in the order of "position" (services/commit/chain.ts does the same).
ALTER TABLE "event" ADD COLUMN "texts_digest" TEXT, ADD COLUMN "chain" TEXT;

-- HMAC-SHA-256 (RFC 2104) with a key of 32 bytes, in hexadecimal.
CREATE FUNCTION pg_temp.hmac("secret" BYTEA, "data" TEXT) RETURNS TEXT LANGUAGE sql AS $$
  SELECT encode(sha256(outer_pad || sha256(inner_pad || convert_to("data", 'UTF8'))), 'hex') FROM (
    SELECT decode(string_agg(lpad(to_hex(b # 92), 2, '0'), '' ORDER BY i), 'hex') AS outer_pad,
           decode(string_agg(lpad(to_hex(b # 54), 2, '0'), '' ORDER BY i), 'hex') AS inner_pad
      FROM (SELECT i, CASE WHEN i < 32 THEN get_byte("secret", i) ELSE 0 END AS b FROM generate_series(0, 63) AS i) AS bytes) AS pads
$$;

UPDATE "event" e SET "body_digest" = pg_temp.hmac(k."key", e."body_digest")
  FROM "person_key" k WHERE k."register_id" = e."register_id" AND e."body_digest" IS NOT NULL;
UPDATE "event" e SET "texts_digest" = pg_temp.hmac(k."key", t."canonical")
  FROM "person_key" k, (
    SELECT "event_id", '{' || string_agg(to_json("field")::text || ':' || to_json("text")::text, ',' ORDER BY "field" COLLATE "C") || '}' AS "canonical"
      FROM "event_text" GROUP BY "event_id") t
  WHERE k."register_id" = e."register_id" AND t."event_id" = e."id";

DO $$
DECLARE
  e RECORD;
  place TEXT;
  previous TEXT;
  link TEXT;
BEGIN
  FOR e IN SELECT * FROM "event" ORDER BY "register_id", "pathway", "position" LOOP
    link := CASE WHEN place = e."register_id" || '/' || e."pathway" THEN previous END;
    place := e."register_id" || '/' || e."pathway";
    SELECT encode(sha256(convert_to(string_agg(coalesce(octet_length(v) || ':' || v, '-'), ',' ORDER BY n), 'UTF8')), 'hex') INTO link
      FROM unnest(ARRAY['1', link, e."register_id", e."pathway"::text, e."id", e."sequence"::text, e."type", e."on"::text,
                        (extract(epoch FROM e."at") * 1000)::bigint::text, e."status", e."batch", e."reason", e."source", e."fact", e."answer",
                        e."body_digest", e."texts_digest"]) WITH ORDINALITY AS field(v, n);
    UPDATE "event" SET "chain" = link WHERE "id" = e."id";
    previous := link;
  END LOOP;
END $$;
ALTER TABLE "event" ALTER COLUMN "chain" SET NOT NULL;
