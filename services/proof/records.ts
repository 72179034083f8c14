import type { Pool } from 'pg';
import type { Seals } from '../../infra/seals';
import { checkIdentity, checkRecordLink, checkResolution, type PersonRecordRow, type SealedIdentity } from '../commit/person-record';
import type { Difference, DifferenceCode } from './difference';
import { shortLink, type Mark } from './heads/head';

export interface RecordDeps {
  readonly pool: Pool;
  readonly seals: Seals;
  /** What signed heads say of the person's record. */
  readonly kept?: Mark | undefined;
  /** Whether there may be people of whom an earlier release made no record. */
  readonly adopting: boolean;
}

interface Read {
  readonly person: Readonly<Record<string, unknown>>;
  /** The NHS numbers that records closed as duplicates of this one gave up. */
  readonly given: readonly string[] | null;
  readonly records: readonly (PersonRecordRow & { readonly link: string })[] | null;
  readonly resolved: readonly { readonly id: string; readonly resolved: unknown }[] | null;
}

// The row as it is: a column that a release does not have yet is simply not there.
const READ = `select to_jsonb(p) as person,
  (select json_agg(to_jsonb(d) ->> 'former_nhs_number') from person d where to_jsonb(d) ->> 'duplicate_of' = p.register_id) as given,
  (select json_agg(json_build_object('registerId', register_id, 'number', number, 'kind', kind, 'subject', subject,
      'at', (extract(epoch from at) * 1000)::bigint, 'source', source, 'digest', digest, 'link', link) order by number)
     from person_record where register_id = p.register_id) as records,
  (select json_agg(json_build_object('id', id, 'resolved', resolved)) from event where register_id = p.register_id and resolved is not null) as resolved
 from person p where p.register_id = $1`;

/**
 * Follows the chain of a person's record of changes, and holds what stands now against it: who they are, and what was done about refused
 * events. Throws where the database is away.
 */
export async function checkRecords({ pool, seals, kept, adopting }: RecordDeps, registerId: string): Promise<Difference[]> {
  const { rows } = await pool.query<Read>({ name: 'proof-records', text: READ, values: [registerId] });
  const [read] = rows;
  if (!read) return [];
  const records = read.records ?? [];
  const found: Difference[] = [];
  const say = (code: DifferenceCode, params: Difference['params'] = {}): void =>
    void found.push({ code, registerId, pathway: 0, params, mended: false });

  let previous: string | null = null;
  for (const [index, record] of records.entries()) {
    const checked = record.number === index + 1 ? checkRecordLink(seals, previous, record, record.link) : 'wrong';
    if (checked !== 'right') {
      say('record-broken', { number: record.number, part: checked === 'wrong' ? 'link' : 'key' });
      break;
    }
    previous = record.link;
  }
  if (kept) {
    const there = records[kept[0] - 1];
    if (!there) say('record-cut', { expected: kept[0], found: records.length });
    else if (shortLink(there.link) !== kept[1]) say('record-broken', { number: kept[0], part: 'head' });
  }
  const identity = records.findLast(({ kind }) => kind === 'identity');
  if (identity) {
    if (!isSame(seals, read, identity.digest)) say('identity-altered');
  } else if (!adopting) say('record-missing');
  compareResolutions(seals, read, records, adopting, say);
  return found;
}

/**
 * Whether somebody is who they were when it was last recorded. An NHS number goes from a record that is closed as a duplicate to the one that
 * lives on, and back, without another word about who they are.
 */
function isSame(seals: Seals, { person, given }: Read, digest: string): boolean {
  const text = (name: string): string | null => (typeof person[name] === 'string' ? person[name] : null);
  const own = text('nhs_number');
  const former = text('former_nhs_number');
  const numbers = [
    own,
    ...(text('duplicate_of') !== null && own === null ? [former] : []),
    ...(own !== null && given?.includes(own) ? [null] : []),
  ];
  return numbers.some((nhsNumber) => {
    const identity: SealedIdentity = {
      registerId: text('register_id') ?? '',
      area: text('area') ?? '',
      name: text('name'),
      nhsNumber,
      bornOn: text('born_on'),
      contacts: person['contacts'],
    };
    return checkIdentity(seals, identity, digest) === 'right';
  });
}

function compareResolutions(
  seals: Seals,
  { resolved }: Read,
  records: readonly PersonRecordRow[],
  adopting: boolean,
  say: (code: DifferenceCode, params: Difference['params']) => void,
): void {
  const recorded = new Map(
    records.flatMap(({ kind, subject, digest }) => (kind === 'resolution' && subject !== null ? [[subject, digest]] : [])),
  );
  const there = new Map((resolved ?? []).map((one) => [one.id, one.resolved]));
  for (const [event, digest] of recorded)
    if (checkResolution(seals, event, there.get(event) ?? null, digest) !== 'right') say('resolution-altered', { event });
  // One that an earlier release wrote beside this one has no row of its own.
  if (!adopting) for (const event of there.keys()) if (!recorded.has(event)) say('resolution-altered', { event });
}
