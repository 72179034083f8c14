import type { Pool, PoolClient } from 'pg';
import type { Instant } from '../../../../domain/calendar/dates';
import { emptyRecord, hear, latestPathway, play, snapshotAt, wakeUps, type Hearing } from '../../../../domain/pathway/engine';
import type { Fact } from '../../../../domain/pathway/events';
import type { CoreContext, Line, PersonRecord } from '../../../../domain/pathway/types';
import { canonicalJson } from '../../../../infra/canonical';
import { beyondCore, refuseForOthers } from '../../../commit/duplicates';
import { isOwnWork } from '../../../record/stored-answers';
import { readPerson, readStored, type HeldEvent, type Stored } from '../../../record/read';
import { storedFact } from '../../../record/rule-set-version';
import { DEADLINE_COLUMNS, deadlineRow, HELD_WAKE_UP, progressRows, type DeadlineRow } from '../../../commit/rows';
import { reading } from '../../../../infra/database/reading';
import { jsonOf } from '../../../tables/recordset';
import type { Difference, DifferenceCode } from '../difference';
import { compareLists, type KeptAction } from './compare-lists';

/** What a notice line tells is free to change from release to release; these are the promise. */
const PROMISED = `what in ('event-applied', 'event-refused', 'rating', 'step') or what like 'deadline-%'`;
const isPromised = ({ what }: Line): boolean =>
  ['event-applied', 'event-refused', 'rating', 'step'].includes(what) || what.startsWith('deadline-');

interface LogRow {
  readonly id: string;
  readonly batch: string | null;
  readonly at: number;
  readonly received: number | null;
  readonly status: string;
  readonly fact: string | null;
  readonly reason: string | null;
}

interface Rows {
  readonly log: readonly LogRow[];
  readonly deadlines: readonly DeadlineRow[];
  readonly wakeUps: readonly { deadline: string; step: string; at: number }[];
  readonly timeline: readonly Line[];
  readonly actions: readonly KeptAction[];
  /** Whether one core, with one set of rules and holidays, decided all of it. */
  readonly oneCore: boolean;
}

/**
 * Works a person's whole course out again from the event log alone, by the core, from nothing: what each event was answered, every deadline,
 * every step that fired, what is waited for. Out: where what is stored differs, by pathway; empty where all is as it should be.
 * Of what another core decided in part only the present state is worked out. Throws where the database is away.
 */
export async function checkDerived({ pool, core }: { pool: Pool; core: CoreContext }, registerId: string): Promise<Difference[]> {
  const read = await readAll(pool, registerId);
  if (!read) return [];
  const { stored, rows } = read;
  // Another core wrote the record: what differs is said to wait for an adoption (checkAdopted).
  if (!isOwnWork(core, stored.person)) return [];
  const found: Difference[] = [];
  const say = (code: DifferenceCode, pathway: number, params: Difference['params']): void =>
    void found.push({ code, registerId, pathway, params, mended: false });

  const { person } = stored;
  if (!rows.oneCore) {
    // Part of the course was decided by another core: its answers and lines stand, and only what is owed now is worked out.
    compareDeadlines(core, stored.record, rows.deadlines, say);
    compareWakeUps(core, stored.record, rows.wakeUps, stored.held, say);
    compareLists(core, stored.record, { ...rows, meetings: stored.meetings }, say);
    return found;
  }
  let record = emptyRecord({ bornOn: person.born_on, minutes: person.minutes, ruleSet: person.rule_set, owned: stored.record.owned });
  const lines: Line[] = [];
  for (const { hearing, status, reason } of hearingsOf(rows.log)) {
    const code = beyondCore(reason);
    const heard = code ? refuseForOthers(play(core, record, hearing.at), hearing, { code, detail: '' }) : hear(core, record, hearing);
    const decided = heard.outcome === 'applied' ? null : heard.refusal.code;
    if (heard.outcome !== status || decided !== reason)
      say('decision-differs', heard.pathway, { event: hearing.id, stored: reason ?? status, derived: decided ?? heard.outcome });
    record = heard.record;
    lines.push(...heard.lines);
  }
  if (stored.record.playedTo !== null) {
    const played = play(core, record, stored.record.playedTo);
    record = played.record;
    lines.push(...played.lines);
  }
  compareTimelines(rows.timeline, lines.filter(isPromised), say);
  compareDeadlines(core, record, rows.deadlines, say);
  compareWakeUps(core, record, rows.wakeUps, stored.held, say);
  compareLists(core, record, { ...rows, meetings: stored.meetings }, say);
  for (const { pathway, key } of progressRows(stored.record, record)) say('steps-differ', pathway, { steps: key });
  return found;
}

type Say = (code: DifferenceCode, pathway: number, params: Difference['params']) => void;

/** What was put to the core, in the order in which it was: a batch as a whole. A signal that could not be read was never put to it. */
function hearingsOf(log: readonly LogRow[]): { hearing: Hearing; status: string; reason: string | null }[] {
  const parts = new Map<string, Fact[]>();
  for (const { batch, fact } of log) {
    if (batch !== null && fact !== null) parts.set(batch, [...(parts.get(batch) ?? []), storedFact(fact)]);
  }
  return log.flatMap(({ id, batch, at, received, status, fact, reason }) => {
    const facts = parts.get(id) ?? (fact === null ? [] : [storedFact(fact)]);
    if (batch !== null || facts.length === 0) return [];
    const held = received === null ? {} : { received: received as Instant };
    return [{ hearing: { id, at: at as Instant, ...held, facts, batch: parts.has(id) }, status, reason }];
  });
}

function compareTimelines(stored: readonly Line[], derived: readonly Line[], say: Say): void {
  const read = stored.filter((line) => !(line.what === 'event-refused' && line.reason === 'bad-shape'));
  const at = read.findIndex((line, index) => canonicalJson(line) !== canonicalJson(derived[index] ?? null));
  const first = at >= 0 ? at : read.length < derived.length ? read.length : -1;
  if (first < 0) return;
  const line = read[first] ?? derived[first];
  say('timeline-differs', line?.pathway ?? 1, {
    line: first + 1,
    stored: read[first]?.what ?? null,
    derived: derived[first]?.what ?? null,
  });
}

function compareDeadlines(core: CoreContext, record: PersonRecord, stored: readonly DeadlineRow[], say: Say): void {
  const left = new Map(stored.map((row) => [`${row.pathway}/${row.id}`, row]));
  for (const { number } of record.pathways) {
    if (record.playedTo === null) break;
    for (const deadline of snapshotAt(core, record, record.playedTo, number).deadlines.values()) {
      const key = `${number}/${deadline.id}`;
      const row = left.get(key);
      left.delete(key);
      if (!row) say('deadlines-differ', number, { deadline: deadline.id, stored: null, derived: deadline.status });
      else if (canonicalJson(row) !== canonicalJson(deadlineRow(number, deadline)))
        say('deadlines-differ', number, {
          deadline: deadline.id,
          stored: `${row.status} ${row.due ?? 'no date'}`,
          derived: `${deadline.status} ${deadline.due ?? 'no date'}`,
        });
    }
  }
  for (const row of left.values()) say('deadlines-differ', row.pathway, { deadline: row.id, stored: row.status, derived: null });
}

function compareWakeUps(core: CoreContext, record: PersonRecord, stored: Rows['wakeUps'], held: readonly HeldEvent[], say: Say): void {
  const pathway = latestPathway(record)?.number ?? 1;
  const named = ({ deadline, step, at }: { deadline: string; step: string; at: number }) =>
    `${deadline} ${step} ${new Date(at).toISOString()}`;
  const over = held.length > 0 ? [{ ...HELD_WAKE_UP, at: Math.min(...held.map(({ until }) => until)) }] : [];
  const wanted = new Set([...wakeUps(core, record), ...over].map(named));
  const found = new Set(stored.map(named));
  for (const one of wanted) if (!found.has(one)) say('wake-ups-differ', pathway, { stored: null, derived: one });
  for (const one of found) if (!wanted.has(one)) say('wake-ups-differ', pathway, { stored: one, derived: null });
}

const readAll = (pool: Pool, registerId: string): Promise<{ stored: Stored; rows: Rows } | null> =>
  reading(pool, async (client) => {
    const stored = await readStored(client, { registerId }, readPerson(client, registerId, false));
    return stored && { stored, rows: await readRows(client, registerId) };
  });

const MILLISECONDS = '(extract(epoch from at) * 1000)::bigint';

async function readRows(client: PoolClient, registerId: string): Promise<Rows> {
  const { rows } = await client.query<Record<Exclude<keyof Rows, 'oneCore'>, never[] | null> & { oneCore: boolean }>({
    name: 'proof-derive',
    text: `select
      (select json_agg(json_build_object('id', id, 'batch', batch, 'at', ${MILLISECONDS}, 'received', (extract(epoch from received_at) * 1000)::bigint, 'status', status, 'fact', fact, 'reason', reason) order by position)
         from event where register_id = $1) as log,
      (select json_agg(${jsonOf('deadline', DEADLINE_COLUMNS)}) from deadline where register_id = $1) as deadlines,
      (select json_agg(json_build_object('deadline', deadline, 'step', step, 'at', ${MILLISECONDS})) from wake_up where register_id = $1) as "wakeUps",
      (select json_agg(line order by ordinal) from timeline where register_id = $1 and (${PROMISED})) as timeline,
      (select json_agg(json_build_object('pathway', pathway, 'id', id, 'agreedOn', agreed_on, 'due', due, 'status', status)) from action where register_id = $1) as actions,
      (select one_core from person where register_id = $1) as "oneCore"`,
    values: [registerId],
  });
  const row = rows[0];
  return {
    log: row?.log ?? [],
    deadlines: row?.deadlines ?? [],
    wakeUps: row?.wakeUps ?? [],
    timeline: row?.timeline ?? [],
    actions: row?.actions ?? [],
    oneCore: row?.oneCore ?? false,
  };
}
