import type { PoolClient } from 'pg';
import type { Instant } from '../../../../domain/calendar/dates';
import type { Seals } from '../../../../infra/seals';
import {
  digestOfResolution,
  firstIdentity,
  IDENTITY_COLUMNS,
  nextRecord,
  type LinkedRecord,
  type SealedIdentity,
} from '../../../record/person-record';

/** What a row says that was found, and not written with what it tells of. */
const SOURCE = 'found';

interface Found extends SealedIdentity {
  readonly resolved: readonly { readonly id: string; readonly resolved: unknown }[] | null;
}

/**
 * Begins the record of everybody of whom there is none: of people whom a release before this one wrote, as they are found now. Throws where
 * the database is away.
 */
export async function adoptRecords(client: PoolClient, seals: Seals, now: Instant): Promise<void> {
  const { rows } = await client.query<Found>(
    `select ${IDENTITY_COLUMNS}, (select json_agg(json_build_object('id', e.id, 'resolved', e.resolved) order by e.position)
         from event e where e.register_id = p.register_id and e.resolved is not null) as resolved
       from person p where not exists (select from person_record r where r.register_id = p.register_id) for update of p`,
  );
  const records = rows.flatMap(({ resolved, ...identity }) => recordsOf(seals, identity, resolved ?? [], now));
  if (records.length === 0) return;
  await client.query(
    `insert into person_record (register_id, number, kind, subject, at, source, digest, link)
     select "registerId", number, kind, subject, at, source, digest, link from json_to_recordset($1) as r(
       "registerId" text, number int, kind text, subject text, at timestamptz, source text, digest text, link text)`,
    [JSON.stringify(records.map((record) => ({ ...record, at: new Date(record.at).toISOString() })))],
  );
}

function recordsOf(seals: Seals, identity: SealedIdentity, resolved: NonNullable<Found['resolved']>, at: Instant): LinkedRecord[] {
  const about = { at, source: SOURCE };
  const records = [firstIdentity(seals, identity, about)];
  for (const one of resolved)
    records.push(
      nextRecord(seals, records.at(-1) ?? null, {
        ...{ registerId: identity.registerId, kind: 'resolution', subject: one.id, ...about },
        digest: digestOfResolution(seals, one.id, one.resolved),
      }),
    );
  return records;
}
