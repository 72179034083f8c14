-- Links every event again as the releases did that had no key for it (as the migration that made the chain).
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
