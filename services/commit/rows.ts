import { formatInstant, londonDate, type Instant } from '../../domain/calendar/dates';
import { notAdopted } from '../../domain/pathway/adoption';
import type { Fact } from '../../domain/pathway/events';
import { isTakenBack, latestPathway } from '../../domain/pathway/present';
import type { Deadline, Hearing, Line, Meeting, PersonRecord, Snapshot, WakeUp } from '../../domain/pathway/types';
import type { Seals } from '../../infra/seals';
import { pathwayWorkflowId, SIGNAL_OF_TYPE, type EventSignal, type SignalName } from '../../workflows/names';
import { canonicalJson, digestOf } from '../../infra/canonical';
import { linkOf, sealTexts } from '../record/chain';
import type { MeetingRow, Stored } from '../record/read';
import { columnsOf, rowMaker, type JsonRow } from '../tables/recordset';
import { sealSignal } from './signal-seal';
import type { Writes } from './write';

/** How the wake-up of events that wait is named among those of deadlines. */
export const HELD_WAKE_UP = { deadline: 'held', kind: 'held', step: 'refuse' } as const;

/** An instant as PostgreSQL reads it. */
export const timestamp = (at: Instant): string => new Date(at).toISOString();

/** The row of one event, accepted or refused, or of a batch as a whole. */
export interface EventRow {
  readonly id: string;
  readonly pathway: number;
  readonly sequence: number | null;
  readonly type: string;
  readonly on: string | null;
  readonly at: string;
  /** When it was heard, where it was held back; null: at `at`. */
  readonly received_at: string | null;
  readonly status: 'applied' | 'refused';
  readonly fact: string | null;
  readonly batch: string | null;
  readonly reason: string | null;
  readonly answer: string | null;
  readonly body_digest: string | null;
  readonly source: string;
}

/** An event's row with its place in the pathway's chain. */
export interface ChainedRow extends EventRow {
  readonly texts_digest: string | null;
  readonly chain: string;
}

/** Binds new events of one pathway, in order, to those before them. `texts`: the words typed, by event id. */
export function chainedRows(
  seals: Seals,
  stored: Pick<Stored, 'key' | 'heads' | 'person'>,
  rows: readonly EventRow[],
  texts: ReadonlyMap<string, Readonly<Record<string, string>>>,
): ChainedRow[] {
  let previous = stored.heads.get(rows[0]?.pathway ?? 0) ?? null;
  return rows.map((row) => {
    const texts_digest = sealTexts(stored.key, texts.get(row.id) ?? {});
    const chain = linkOf(seals, previous, {
      ...row,
      registerId: stored.person.register_id,
      at: Date.parse(row.at),
      receivedAt: row.received_at === null ? null : Date.parse(row.received_at),
      bodyDigest: row.body_digest,
      textsDigest: texts_digest,
    });
    previous = chain;
    return { ...row, texts_digest, chain };
  });
}

/** The day on which an event was true: its own, or the London date on which it was heard. */
export const dayOf = (fact: Fact, at: Instant): string => fact.on ?? londonDate(at);

/** The read model's row of a pathway. `opened` counts only where the row is new. */
export function pathwayRow(record: PersonRecord, number: number, snapshot: Snapshot, opened: Instant): Writes['pathways'][number] {
  const pathway = record.pathways.find((one) => one.number === number);
  if (!pathway) throw new RangeError(`there is no pathway ${number} to write`);
  // One whose opening was taken back is as good as ended: it waits for nothing, and is nobody's latest.
  const isGone = latestPathway(record)?.number !== number && isTakenBack(pathway);
  const dues = [...snapshot.deadlines.values()].flatMap(({ owed, due }) => (owed && due !== null ? [due] : []));
  return {
    number,
    pinned_rule_set: pathway.ruleSet,
    rule_set: snapshot.ruleSet,
    rating: snapshot.rating,
    inpatient: snapshot.inpatient,
    on_register: snapshot.onRegister,
    eligibility: snapshot.eligibility,
    register_consent: snapshot.registerConsent,
    consent_lapsed: snapshot.consentLapsed,
    ended_type: isGone ? 'corrected' : (snapshot.ended?.type ?? null),
    ended_on: isGone ? londonDate(opened) : (snapshot.ended?.on ?? null),
    owed_at_end: snapshot.ended?.owed ?? null,
    next_due: dues.length > 0 ? dues.reduce((a, b) => (a < b ? a : b)) : null,
    opened_at: timestamp(opened),
    kept: pathway.kept ?? null,
    not_adopted: notAdopted(pathway, londonDate(opened)),
  };
}

const factsOfDeadline = rowMaker('deadline', columnsOf('deadline', 'register_id', 'pathway', 'digest'));

/** The columns of a deadline's row that its digest is made of. */
export const DEADLINE_COLUMNS = columnsOf('deadline', 'register_id', 'digest');
export type DeadlineRow = JsonRow<'deadline', (typeof DEADLINE_COLUMNS)[number]>;

/** The read model's row of a deadline, all but its digest. */
export const deadlineRow = (pathway: number, deadline: Deadline): DeadlineRow => ({ pathway, ...factsOfDeadline(deadline) });

/** The deadlines whose rows must be written, and those whose rows are no longer right at all. */
export function deadlineRows(
  stored: Stored,
  pathway: number,
  snapshot: Snapshot,
): { written: Writes['deadlines'][number][]; gone: { pathway: number; id: string }[] } {
  const written: Writes['deadlines'][number][] = [];
  for (const deadline of snapshot.deadlines.values()) {
    const row = deadlineRow(pathway, deadline);
    const digest = digestOf(row);
    if (stored.digests.get(`${pathway}/${deadline.id}`) !== digest) written.push({ ...row, digest });
  }
  const prefix = `${pathway}/`;
  const gone = [...stored.digests.keys()]
    .filter((key) => key.startsWith(prefix) && !snapshot.deadlines.has(key.slice(prefix.length)))
    .map((key) => ({ pathway, id: key.slice(prefix.length) }));
  return { written, gone };
}

/** The step progress that is not stored as it is now; null where it is no longer there. */
export function progressRows(before: PersonRecord, after: PersonRecord): { pathway: number; key: string; taken_to: number | null }[] {
  return after.pathways.flatMap(({ number, progress }) => {
    const known = before.pathways.find((pathway) => pathway.number === number)?.progress ?? {};
    const moved = Object.entries(progress).filter(([key, takenTo]) => known[key] !== takenTo);
    const gone = Object.keys(known).filter((key) => progress[key] === undefined);
    return [
      ...moved.map(([key, takenTo]) => ({ pathway: number, key, taken_to: takenTo })),
      ...gone.map((key) => ({ pathway: number, key, taken_to: null })),
    ];
  });
}

/** Wake-ups with the kind that their timer is named after. */
export function wakeUpRows(pathway: number, snapshot: Snapshot, wakeUps: readonly WakeUp[]): Writes['wakeUps'] {
  return wakeUps.map(({ deadline, step, at }) => ({
    pathway,
    deadline,
    step,
    kind: snapshot.deadlines.get(deadline)?.kind ?? 'pathway',
    at: timestamp(at),
  }));
}

/** The wake-up at which the first of the events that wait has waited long enough; none where none waits. */
export function heldWakeUp(pathway: number, untils: readonly Instant[]): Writes['wakeUps'] {
  if (untils.length === 0) return [];
  return [{ pathway, ...HELD_WAKE_UP, at: timestamp(Math.min(...untils) as Instant) }];
}

/** The meetings that changed. The place is typed text: it comes from the event's words, never from the core. */
export function meetingRows(
  stored: Stored,
  pathway: number,
  meetings: readonly Meeting[],
  places: ReadonlyMap<string, string>,
): MeetingRow[] {
  const before = new Map(stored.meetings.filter((row) => row.pathway === pathway).map((row) => [row.id, row]));
  return meetings
    .map(({ id, kind, status, on, time, until, invited, revision }): MeetingRow => ({
      pathway,
      id,
      kind,
      status,
      on,
      time,
      until,
      invited,
      revision,
      place: places.get(id) ?? before.get(id)?.place ?? null,
    }))
    .filter((row) => {
      const known = before.get(row.id);
      return !known || canonicalJson(known) !== canonicalJson(row);
    });
}

/** The timeline's rows, in order. */
export function timelineRows(lines: readonly Line[]): Writes['timeline'] {
  return lines.map((line) => ({ pathway: line.pathway, at: timestamp(line.at), what: line.what, line }));
}

/** The signal that tells a pathway's workflow of what was committed, sealed: the whole event but its text, one for a batch. */
export function outboxRow(
  seals: Seals,
  registerId: string,
  pathway: number,
  hearing: Hearing,
  { sequence, chain }: { sequence: number; chain: string },
): { pathway: number; signal: SignalName; payload: string } {
  const { received } = hearing;
  const facts = hearing.facts.map((fact) => ({ ...fact, on: dayOf(fact, received ?? hearing.at) }));
  const [first] = facts;
  if (!first) throw new Error(`a commit for ${pathwayWorkflowId(registerId, pathway)} has no event`);
  const about = {
    eventId: hearing.id,
    at: formatInstant(hearing.at),
    ...(received === undefined ? {} : { received: formatInstant(received) }),
    sequence,
    chain,
    digest: digestOf(hearing.batch ? facts : first),
  };
  const body: EventSignal = hearing.batch ? { ...about, events: facts } : { ...about, ...first };
  const signal = hearing.batch ? 'event' : (SIGNAL_OF_TYPE[first.type] ?? 'event');
  return { pathway, signal, payload: JSON.stringify(sealSignal(seals, { registerId, pathway, name: signal }, body)) };
}
