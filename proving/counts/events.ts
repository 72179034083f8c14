import type { Pool } from 'pg';
import { z } from 'zod';
import { appliedBody } from '../../api/common/commit-answers';
import { canonicalJson } from '../../infra/canonical';
import type { Applied } from '../../services/commit/types';
import type { Journal, Sent } from './journal';
import { Counts, type Count } from './count';

const NAMES = {
  unanswered: 'events without an answer',
  lost: 'accepted events lost',
  refusedLost: 'refused events lost',
  undecided: 'signals taken and not decided',
  twice: 'events counted twice',
  order: 'events out of order',
  unknown: 'events in the log that nobody sent',
  altered: 'answers that are not those of the log',
  otherwise: 'decisions that are not those of the core alone',
  differing: 'repeats answered otherwise',
  odd: 'answers that are neither a decision nor 503',
} as const;

interface EventRow {
  readonly id: string;
  readonly register_id: string;
  /** Who sent it. */
  readonly source: string;
  readonly sequence: number | null;
  readonly position: number;
  readonly status: string;
  readonly batch: string | null;
  readonly reason: string | null;
  readonly answer: string | null;
}

/** Holds what the callers were answered against the event log: everything accepted is there, once, in order, as it was answered. */
export async function countEvents(pool: Pool, { sent }: Pick<Journal, 'sent'>): Promise<Count[]> {
  const counts = new Counts(Object.values(NAMES));
  const { rows } = await pool.query<EventRow>(
    'select id, register_id, source, sequence, position::float8 as position, status, batch, reason, answer from event order by position',
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  for (const note of sent) {
    if (note.answeredAt === null) counts.add(NAMES.unanswered, `${shown(note)}, sent ${note.tries} times`);
    else if (note.way === 'signal') countSignal(counts, note, byId.get(note.id));
    else countAnswered(counts, note, byId);
    if (note.differing > 0) counts.add(NAMES.differing, shown(note));
    for (const status of note.odd) counts.add(NAMES.odd, `${shown(note)}: ${status}`);
  }
  countUnknown(counts, sent, rows);
  countSequences(counts, rows);
  countOrder(counts, sent, byId);
  await countLines(counts, pool, rows);
  return counts.all();
}

const shown = ({ id, type, way, person }: Pick<Sent, 'id' | 'type' | 'way' | 'person'>): string =>
  `${id} (${way} ${type}, person ${person})`;

function countSignal(counts: Counts, note: Sent, row: EventRow | undefined): void {
  if (!row) counts.add(NAMES.undecided, shown(note));
  else if (row.status !== note.expected) counts.add(NAMES.otherwise, `${shown(note)}: ${row.status} (${row.reason ?? ''})`);
}

const problemSchema = z.looseObject({ code: z.string(), event: z.object({ id: z.string() }).optional() });

function countAnswered(counts: Counts, note: Sent, byId: ReadonlyMap<string, EventRow>): void {
  const row = byId.get(note.id);
  const applied = note.status === 200 || note.status === 201;
  const problem = problemSchema.safeParse(note.body).data;
  if (!applied && (note.status !== 409 || problem?.event?.id !== note.id)) {
    counts.add(NAMES.odd, `${shown(note)}: ${note.status} ${problem?.code ?? ''}`);
    return;
  }
  if ((applied ? 'applied' : 'refused') !== note.expected)
    counts.add(NAMES.otherwise, `${shown(note)}: ${note.status} ${problem?.code ?? ''}`);
  if (!applied) {
    if (row?.status !== 'refused') counts.add(NAMES.refusedLost, shown(note));
    else if (row.reason !== problem?.code) counts.add(NAMES.altered, `${shown(note)}: answered ${problem?.code}, kept ${row.reason}`);
    return;
  }
  const parts = Array.from({ length: note.parts }, (_, index) => byId.get(`${note.id}/${index + 1}`));
  const kept = note.parts === 0 ? [row] : parts;
  if (row?.status !== 'applied' || kept.some((one) => one?.status !== 'applied' || one.sequence === null)) {
    counts.add(NAMES.lost, shown(note));
    return;
  }
  if (!isSameAnswer(note, row)) counts.add(NAMES.altered, shown(note));
}

/** The answer as the log has it, written as the API writes it. */
function isSameAnswer({ body, way }: Sent, row: EventRow): boolean {
  if (row.answer === null) return false;
  // Written by the commit when the answer was given.
  const recorded = appliedBody(JSON.parse(row.answer) as Applied);
  const expected = way === 'referral' || way === 'return' ? { registerId: row.register_id, ...recorded } : recorded;
  return canonicalJson(JSON.parse(JSON.stringify(expected))) === canonicalJson(body);
}

function countUnknown(counts: Counts, sent: readonly Sent[], rows: readonly EventRow[]): void {
  const ids = new Set(sent.flatMap(({ id, parts }) => [id, ...Array.from({ length: parts }, (_, index) => `${id}/${index + 1}`)]));
  // The meetings that the service books are events of its own.
  for (const { id, register_id, source } of rows)
    if (!ids.has(id) && source !== 'service') counts.add(NAMES.unknown, `${id} of ${register_id}`);
}

/** Accepted events of a person are numbered 1, 2, 3, … in the order in which they were written. */
function countSequences(counts: Counts, rows: readonly EventRow[]): void {
  const last = new Map<string, number>();
  for (const { id, register_id, sequence } of rows) {
    if (sequence === null) continue;
    const before = last.get(register_id) ?? 0;
    if (sequence <= before) counts.add(NAMES.order, `${id} of ${register_id}: number ${sequence} after ${before}`);
    else if (sequence !== before + 1) counts.add(NAMES.lost, `number ${before + 1} of ${register_id}, before ${id}`);
    last.set(register_id, Math.max(before, sequence));
  }
}

/** In the log a person's events stand as they were sent. Nobody waited for a signal: what was sent after it may stand before it, but for other signals. */
function countOrder(counts: Counts, sent: readonly Sent[], byId: ReadonlyMap<string, EventRow>): void {
  const last = new Map<number, { answered: number; signal: number }>();
  for (const note of sent) {
    const position = byId.get(note.id)?.position;
    if (position === undefined) continue;
    const before = last.get(note.person) ?? { answered: 0, signal: 0 };
    const isSignal = note.way === 'signal';
    if (position < before.answered || (isSignal && position < before.signal)) counts.add(NAMES.order, shown(note));
    last.set(note.person, isSignal ? { ...before, signal: position } : { ...before, answered: Math.max(position, before.answered) });
  }
}

/** The timeline tells of each event once: an event that was worked upon twice would show here. */
async function countLines(counts: Counts, pool: Pool, rows: readonly EventRow[]): Promise<void> {
  const { rows: lines } = await pool.query<{ event: string; told: number }>(
    `select line->>'event' as event, count(*)::int as told from timeline where what = 'event-applied' group by 1`,
  );
  const told = new Map(lines.map((line) => [line.event, line.told]));
  for (const { id, sequence } of rows) {
    const times = told.get(id) ?? 0;
    if (sequence !== null && times > 1) counts.add(NAMES.twice, `${id}: ${times} times in the timeline`);
    if (sequence !== null && times === 0) counts.add(NAMES.lost, `${id}: not in the timeline`);
    if (sequence === null && times > 0) counts.add(NAMES.twice, `${id}: in the timeline, though it has no number`);
  }
}
