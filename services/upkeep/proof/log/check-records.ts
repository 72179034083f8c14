import type { Pool } from 'pg';
import type { Seals } from '../../../../infra/seals';
import { sealTexts } from '../../../record/chain';
import { HELD_FOR_MS } from '../../../commit/waiting/held';
import {
  checkConfirmation,
  checkHeld,
  checkIdentity,
  checkOwner,
  checkRecordLink,
  checkResolution,
  checkRestriction,
  subjectOfConfirmation,
  type ConfirmationText,
  type OwnerText,
  type PersonRecordRow,
  type SealedIdentity,
} from '../../../record/person-record';
import type { Difference, DifferenceCode } from '../difference';
import { shortLink, type Mark } from '../heads/head';
import { compareContacts, type ContactRow } from './contacts';
import { compareFiles, compareForms, type FileRow, type FormRow } from './forms';

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
  /** Who owns which of their pathways from when on, and who did. */
  readonly owners: readonly OwnerText[] | null;
  /** What second persons said of corrections. */
  readonly confirmations: readonly ConfirmationText[] | null;
  /** What was said of restricting the record, who opened it, who looked at that, and which looks were reviewed, each by its kind and subject in the record. */
  readonly restricted: readonly { readonly kind: string; readonly subject: string; readonly row: object }[] | null;
  /** What waits, and what was decided after it had waited; of a batch the facts of its parts. */
  readonly held: readonly HeldEventRow[] | null;
  /** The ids of events that the log has of somebody else: of what waited under one of these, a task tells. */
  readonly elsewhere: readonly string[] | null;
  /** Every version of a contact. */
  readonly contacts: readonly ContactRow[] | null;
  /** Every version of a form. */
  readonly forms: readonly FormRow[] | null;
  /** The files of documents. */
  readonly files: readonly FileRow[] | null;
  /** The person's own, in hexadecimal; null where it was destroyed. */
  readonly key: string | null;
}

interface HeldEventRow {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly facts: readonly string[];
  readonly textsDigests: readonly (string | null)[];
  /** Of one that waits still: its words, and until when. */
  readonly waiting?: { readonly until: number; readonly texts: readonly Readonly<Record<string, string>>[] };
}

// The row as it is: a column that a release does not have yet is simply not there.
const READ = `select to_jsonb(p) as person,
  (select json_agg(to_jsonb(d) ->> 'former_nhs_number') from person d where to_jsonb(d) ->> 'duplicate_of' = p.register_id) as given,
  (select json_agg(json_build_object('registerId', register_id, 'number', number, 'kind', kind, 'subject', subject,
      'at', (extract(epoch from at) * 1000)::bigint, 'source', source, 'digest', digest, 'link', link) order by number)
     from person_record where register_id = p.register_id) as records,
  (select json_agg(json_build_object('id', id, 'resolved', resolved)) from event where register_id = p.register_id and resolved is not null) as resolved,
  (select json_agg(json_build_object('pathway', pathway, 'number', number, 'from', (extract(epoch from from_at) * 1000)::bigint, 'staff', staff,
      'at', (extract(epoch from at) * 1000)::bigint, 'by', by, 'why', why)) from ownership where register_id = p.register_id) as owners,
  (select json_agg(json_build_object('event', event_id, 'number', number, 'outcome', outcome, 'why', why,
      'at', (extract(epoch from at) * 1000)::bigint, 'by', by)) from confirmation where register_id = p.register_id) as confirmations,
  (select json_agg(one) from (
     select 'restriction' as kind, number::text as subject, json_build_object('registerId', register_id, 'number', number, 'act', act, 'since', since,
         'code', code, 'why', why, 'staff', staff, 'at', (extract(epoch from at) * 1000)::bigint, 'by', by) as row
       from restriction where register_id = p.register_id
     union all
     select 'break-glass', id, json_build_object('registerId', register_id, 'id', id, 'staff', staff, 'since', since, 'code', code, 'why', why,
         'at', (extract(epoch from at) * 1000)::bigint, 'until', (extract(epoch from until_at) * 1000)::bigint)
       from break_glass where register_id = p.register_id
     union all
     select 'break-glass-review', r.opening, json_build_object('opening', r.opening, 'at', (extract(epoch from r.at) * 1000)::bigint, 'by', r.by,
         'note', r.note)
       from break_glass_review r join break_glass b on b.id = r.opening where b.register_id = p.register_id
     union all
     select 'look-review', staff || '/' || (extract(epoch from looked_until) * 1000)::bigint, json_build_object('registerId', register_id,
         'staff', staff, 'until', (extract(epoch from looked_until) * 1000)::bigint, 'at', (extract(epoch from at) * 1000)::bigint, 'by', by,
         'note', note)
       from look_review where register_id = p.register_id) as one) as restricted,
  (select json_agg(one) from (
     select h.id, (extract(epoch from h.at) * 1000)::bigint as at,
       (select json_agg(fact::text order by n) from json_array_elements(h.facts::json) with ordinality as f(fact, n)) as facts,
       h.texts_digests::json as "textsDigests",
       json_build_object('until', (extract(epoch from h.until) * 1000)::bigint, 'texts', h.texts) as waiting
       from held_event h where h.register_id = p.register_id
     union all
     select e.id, (extract(epoch from e.received_at) * 1000)::bigint,
       case when e.fact is not null then json_build_array(e.fact)
            else (select json_agg(b.fact order by b.position) from event b where b.batch = e.id) end,
       case when e.fact is not null then json_build_array(e.texts_digest)
            else (select json_agg(b.texts_digest order by b.position) from event b where b.batch = e.id) end, null
       from event e where e.register_id = p.register_id and e.received_at is not null and e.batch is null) as one) as held,
  (select json_agg(r.subject) from person_record r join event e on e.id = r.subject
    where r.register_id = p.register_id and r.kind = 'held' and e.register_id <> p.register_id) as elsewhere,
  (select json_agg(json_build_object('contact', contact, 'version', version, 'at', (extract(epoch from at) * 1000)::bigint, 'state', state,
      'details', details, 'reason', reason, 'source', source)) from contact_version where register_id = p.register_id) as contacts,
  (select json_agg(json_build_object('id', id, 'version', version, 'kind', kind, 'edition', edition, 'at', (extract(epoch from at) * 1000)::bigint,
      'source', source, 'eventId', event_id, 'answers', answers) order by version) from written_form where register_id = p.register_id) as forms,
  (select json_agg(json_build_object('id', id, 'sha256', encode(sha256(bytes), 'hex'))) from document_file where register_id = p.register_id) as files,
  (select encode(k.key, 'hex') from person_key k where k.register_id = p.register_id) as key
 from person p where p.register_id = $1`;

/**
 * Follows the chain of a person's record of changes, and holds what stands now against it: who they are, their contacts ever
 * since, what waits, what was done about refused events, and what second persons said of corrections. Throws where the database is away.
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
  compareHeld(seals, read, records, say);
  compareContacts(seals, registerId, read.contacts ?? [], records, say);
  compareForms(seals, registerId, read.forms ?? [], records, say);
  compareFiles(read.forms ?? [], read.files ?? [], say);
  compareOwners(seals, read, records, say);
  compareConfirmations(seals, read, records, say);
  compareRestricted(seals, read, records, say);
  return found;
}

/** What was held waits still, or is in the log: as it was received, and nothing is there that was not. */
function compareHeld(
  seals: Seals,
  { held, elsewhere, key }: Read,
  records: readonly PersonRecordRow[],
  say: (code: DifferenceCode, params: Difference['params']) => void,
): void {
  const there = new Map((held ?? []).map((one) => [one.id, one]));
  const own = key === null ? null : Buffer.from(key, 'hex');
  const isAsReceived = ({ waiting, at, textsDigests }: HeldEventRow): boolean =>
    !waiting ||
    (waiting.until === at + HELD_FOR_MS &&
      (own === null || waiting.texts.every((words, index) => sealTexts(own, words) === textsDigests[index])));
  const recorded = new Set<string>();
  for (const { kind, subject, digest } of records) {
    if (kind !== 'held' || subject === null) continue;
    recorded.add(subject);
    const found = there.get(subject);
    if (!found && elsewhere?.includes(subject)) continue;
    if (!found || checkHeld(seals, found, digest) !== 'right' || !isAsReceived(found)) say('held-altered', { event: subject });
  }
  for (const event of there.keys()) if (!recorded.has(event)) say('held-altered', { event });
}

/** Who owns a pathway is what was said, all of it, and nothing that was not. */
function compareOwners(
  seals: Seals,
  { owners }: Read,
  records: readonly PersonRecordRow[],
  say: (code: DifferenceCode, params: Difference['params']) => void,
): void {
  const there = new Map((owners ?? []).map((one) => [`${one.pathway}/${one.number}`, one]));
  for (const { kind, subject, digest } of records) {
    if (kind !== 'owner' || subject === null) continue;
    const owner = there.get(subject);
    there.delete(subject);
    if (!owner || checkOwner(seals, owner, digest) !== 'right') say('owner-altered', { owner: subject });
  }
  for (const subject of there.keys()) say('owner-altered', { owner: subject });
}

/** What second persons said of corrections is what was recorded, all of it, and nothing that was not. */
function compareConfirmations(
  seals: Seals,
  { confirmations }: Read,
  records: readonly PersonRecordRow[],
  say: (code: DifferenceCode, params: Difference['params']) => void,
): void {
  const there = new Map((confirmations ?? []).map((one) => [subjectOfConfirmation(one), one]));
  for (const { kind, subject, digest } of records) {
    if (kind !== 'confirmation' || subject === null) continue;
    const found = there.get(subject);
    there.delete(subject);
    if (!found || checkConfirmation(seals, found, digest) !== 'right') say('confirmation-altered', { confirmation: subject });
  }
  for (const subject of there.keys()) say('confirmation-altered', { confirmation: subject });
}

/** That a record was restricted, opened, and that looked at, and that looks at it were reviewed, is what was said, all of it, and nothing that was not. */
function compareRestricted(
  seals: Seals,
  { restricted }: Read,
  records: readonly PersonRecordRow[],
  say: (code: DifferenceCode, params: Difference['params']) => void,
): void {
  const there = new Map((restricted ?? []).map(({ kind, subject, row }) => [`${kind}/${subject}`, row]));
  for (const { kind, subject, digest } of records) {
    if (subject === null || !/^(restriction|break-glass|look-review)/.test(kind)) continue;
    const row = there.get(`${kind}/${subject}`);
    there.delete(`${kind}/${subject}`);
    if (!row || checkRestriction(seals, row, digest) !== 'right') say('restriction-altered', { row: `${kind}/${subject}` });
  }
  for (const row of there.keys()) say('restriction-altered', { row });
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
