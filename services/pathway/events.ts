import type { Pool } from 'pg';
import { z } from 'zod';
import type { PlainDate } from '../../domain/calendar/dates';
import { type EventType, type PathwayEvent, splitTexts } from '../../domain/pathway/events';
import { spellingsOf } from '../../domain/uuids';
import type { RecordedAnswer } from '../commit/types';
import { anything, at, dateField, orNull, registerId, text } from '../shapes/fields';
import type { Shape } from '../shapes/shape';
import { type Resolution, resolutionSchema } from './resolve';
import { instantOf } from './rows';

/** An event as it is read, decided or waiting. */
export interface EventRow {
  readonly id: string;
  readonly register_id: string;
  readonly pathway: number | null;
  readonly type: string;
  readonly status: 'applied' | 'refused' | 'held';
  readonly sequence: number | null;
  readonly on: PlainDate | null;
  readonly at: Date;
  readonly received: Date | null;
  readonly until: Date | null;
  readonly batch: string | null;
  readonly reason: string | null;
  readonly source: string;
  readonly fact: string | null;
  readonly answer: string | null;
  readonly texts: Record<string, string> | null;
  readonly resolved: Resolution | null;
}

/** An event as it was heard, with its words, and what became of it. */
export const eventViewSchema = z.strictObject({
  id: text('The id that it was sent with, a UUID in small letters; of a part of a batch `<id>/<n>`'),
  registerId,
  pathway: orNull(z.number().int().min(1), "Which of the person's pathways; null: none yet"),
  type: text('The type of event; `batch` for a batch that was refused as a whole'),
  status: z.enum(['applied', 'refused', 'held']).meta({ description: 'What became of it' }),
  sequence: orNull(z.number().int().min(0), 'Its place among the accepted; null: it was not'),
  on: orNull(dateField, 'The day on which it was true'),
  at: at('When it was decided; of one that waits, when it was heard'),
  received: orNull(at('When it was heard'), 'When it was heard, where it waited before it was decided; null: at `at`'),
  until: orNull(at('Until when it waits'), 'Until when it waits; null: it does not'),
  batch: orNull(z.string(), 'The batch that it came in'),
  reason: orNull(z.string(), 'Why it was refused, or waits: a code'),
  source: text('Who sent it'),
  /** Null for a batch as a whole. */
  event: orNull(anything, 'The event as it was sent, its words included'),
  resolved: orNull(resolutionSchema, 'How a person sorted out a refused one; null: nobody has'),
});
export type EventView = Shape<typeof eventViewSchema>;

/** Everyone of whom one of these events shows words that somebody typed, in it or about it. */
export function wordsOf(events: readonly EventView[]): string[] {
  // Whatever its fields are, where its words would be is told by its type.
  const hasWords = (event: EventView['event']): boolean =>
    event !== null && Object.keys(splitTexts(event as PathwayEvent).texts).length > 0;
  const wordy = events.filter(({ event, resolved }) => resolved !== null || hasWords(event));
  return [...new Set(wordy.map(({ registerId }) => registerId))];
}

/** The event without the words that somebody typed, in it or about it: codes and dates alone. */
export function withoutWords(view: EventView): EventView {
  const resolved = view.resolved && { ...view.resolved, reason: WITHHELD };
  return { ...view, event: view.event === null ? null : (splitTexts(view.event as PathwayEvent).fact as EventView['event']), resolved };
}
/** What stands in the place of words that the record’s restriction keeps from the reader. */
export const WITHHELD = 'Withheld: the record is restricted';

const factSchema = z.record(z.string(), z.unknown());

/** Puts the words of an event, which are kept apart, back in their places (`with.reason`: inside the replacement of a correction). */
function withTexts(fact: string | null, texts: Readonly<Record<string, string>> | null): Record<string, unknown> | null {
  if (fact === null) return null;
  const whole = factSchema.parse(JSON.parse(fact));
  for (const [field, text] of Object.entries(texts ?? {})) {
    if (!field.startsWith('with.')) whole[field] = text;
    else whole['with'] = { ...factSchema.parse(whole['with'] ?? {}), [field.slice('with.'.length)]: text };
  }
  return whole;
}

/** The event of a row. */
export const viewOf = (row: EventRow): EventView => ({
  id: row.id,
  registerId: row.register_id,
  pathway: row.pathway,
  type: row.type,
  status: row.status,
  sequence: row.sequence,
  on: row.on,
  at: instantOf(row.at),
  received: row.received && instantOf(row.received),
  until: row.until && instantOf(row.until),
  batch: row.batch,
  reason: row.reason,
  source: row.source,
  event: withTexts(row.fact, row.texts),
  resolved: row.resolved,
});

/** The columns of an event that was decided; `e` is its table. */
export const COLUMNS = `e.id, e.register_id, e.pathway, e.type, e.status, e.sequence, e."on", e.at, e.received_at as received, null::timestamptz as until,
  e.batch, e.reason, e.source, e.fact, e.resolved::json as resolved, coalesce(e.answer, (select b.answer from event b where b.id = e.batch)) as answer,
  (select json_object_agg(t.field, t.text) from event_text t where t.event_id = e.id) as texts, e.position`;

/** The names of the columns of an event that was decided, or that waits. */
const HEARD = `id, register_id, pathway, type, status, sequence, "on", at, received, until, batch, reason, source, fact, resolved, answer, texts, position`;
const WAITS = `'held' as status, null::int as sequence`;
const WAITED = `h.at, null::timestamptz as received, h.until`;
const dayOfHeld = (fact: string): string => `coalesce((${fact} ->> 'on')::date, (h.at at time zone 'Europe/London')::date)`;

/** The parts of what waits, or the one event, with the columns of a decided one. */
const HELD_PARTS = `select case when h.batch then h.id || '/' || part.number else h.id end as id, h.register_id, h.pathway,
    part.fact ->> 'type' as type, ${WAITS}, ${dayOfHeld('part.fact')} as "on", ${WAITED}, case when h.batch then h.id end as batch, h.reason, h.source,
    part.fact::text as fact, null::json as resolved, h.answer, (h.texts -> (part.number - 1)::int)::json as texts, h.position
  from held_event h, lateral json_array_elements(h.facts::json) with ordinality as part(fact, number)`;

/** What waits, a batch as a whole, with the columns of a decided one. */
export const HELD_WHOLE = `select h.id, h.register_id, h.pathway, case when h.batch then 'batch' else h.facts::json -> 0 ->> 'type' end as type, ${WAITS},
    case when not h.batch then ${dayOfHeld('(h.facts::json -> 0)')} end as "on", ${WAITED}, null::text as batch, h.reason, h.source,
    case when not h.batch then (h.facts::json -> 0)::text end as fact, null::json as resolved, h.answer,
    case when not h.batch then (h.texts -> 0)::json end as texts, h.position
  from held_event h`;

/** Reads the events of a person, or of one pathway, in the order in which they were decided, and then those that wait; of a batch its parts. */
export async function readEvents(pool: Pool, registerId: string, pathway: number | null): Promise<EventView[]> {
  const { rows } = await pool.query<EventRow>({
    name: 'read-events',
    text: `select ${HEARD} from (
        select ${COLUMNS}, 1 as part from event e where e.register_id = $1 and e.type <> 'batch'
        union all select ${HEARD}, row_number() over (partition by position order by length(id), id) from (${HELD_PARTS}) as held where register_id = $1) as heard
      where $2::int is null or pathway = $2 order by status = 'held', position, part`,
    values: [registerId, pathway],
  });
  return rows.map(viewOf);
}

/** Reads the accepted events of some types of several people, in the order in which they were decided. Throws where the database is away. */
export async function readEventsOfTypes(pool: Pool, registerIds: readonly string[], types: readonly EventType[]): Promise<EventView[]> {
  const { rows } = await pool.query<EventRow>({
    name: 'read-events-of-types',
    text: `select ${COLUMNS} from event e
      where e.register_id = any($1) and e.type = any($2) and e.status = 'applied' order by e.position`,
    values: [registerIds, types],
  });
  return rows.map(viewOf);
}

/** Reads a page of the events of everyone that wait, in the order received; a batch counts as one. `next`: where the next page begins. */
export async function listHeld(
  pool: Pool,
  { after, limit }: Pick<RefusedPage, 'after' | 'limit'>,
): Promise<{ rows: EventView[]; next: number | null }> {
  const { rows } = await pool.query<EventRow & { position: string }>({
    name: 'list-held',
    text: `${HELD_WHOLE} where h.position > $1 order by h.position limit $2`,
    values: [after, limit + 1],
  });
  return page(rows, limit);
}

function page(rows: readonly (EventRow & { position: string })[], limit: number): { rows: EventView[]; next: number | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown.map(viewOf), next: rows.length > limit && last ? Number(last.position) : null };
}

export interface RefusedPage {
  /** False: those that nobody has sorted out yet; true: those that somebody has. */
  readonly resolved: boolean;
  /** Where the page before ended; 0 for the first. */
  readonly after: number;
  readonly limit: number;
}

/** Reads a page of the refused events of everyone, in the order heard; a batch counts as one. `next`: where the next page begins. */
export async function listRefused(
  pool: Pool,
  { resolved, after, limit }: RefusedPage,
): Promise<{ rows: EventView[]; next: number | null }> {
  const { rows } = await pool.query<EventRow & { position: string }>({
    name: resolved ? 'list-resolved' : 'list-refused',
    text: `select ${COLUMNS} from event e
      where e.status = 'refused' and e.position > $1 and e.batch is null and e.resolved is ${resolved ? 'not ' : ''}null
      order by e.position limit $2`,
    values: [after, limit + 1],
  });
  return page(rows, limit);
}

/** Reads one event of a person with the answer that was given (a part of a batch: that of the whole); null where the person has none of this id. */
export async function readEvent(
  pool: Pool,
  registerId: string,
  id: string,
): Promise<{ event: EventView; answer: RecordedAnswer | null } | null> {
  const { rows } = await pool.query<EventRow>({
    name: 'read-event',
    text: `select ${COLUMNS} from event e where e.register_id = $1 and e.id = any($2)`,
    values: [registerId, spellingsOf(id)],
  });
  const row = rows[0] ?? (await readHeld(pool, registerId, id));
  // The commit writes its answers in this form and no other (services/commit/types.ts).
  return row ? { event: viewOf(row), answer: row.answer === null ? null : (JSON.parse(row.answer) as RecordedAnswer) } : null;
}

async function readHeld(pool: Pool, registerId: string, id: string): Promise<EventRow | undefined> {
  const { rows } = await pool.query<EventRow>({
    name: 'read-held',
    text: `select ${HEARD} from (${HELD_WHOLE} union all ${HELD_PARTS} where h.batch) as held where register_id = $1 and id = any($2)`,
    values: [registerId, spellingsOf(id)],
  });
  return rows[0];
}
