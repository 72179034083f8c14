import type { Pool } from 'pg';
import { z } from 'zod';
import type { PlainDate } from '../../domain/calendar/dates';
import { type PathwayEvent, splitTexts } from '../../domain/pathway/events';
import { spellingsOf } from '../commit/spelling';
import type { RecordedAnswer } from '../commit-types';
import type { Resolution } from '../events/resolve';
import { listQuery } from './list-query';
import { instantOf } from './rows';

interface EventRow {
  readonly id: string;
  readonly register_id: string;
  readonly pathway: number | null;
  readonly type: string;
  readonly status: string;
  readonly sequence: number | null;
  readonly on: PlainDate | null;
  readonly at: Date;
  readonly batch: string | null;
  readonly reason: string | null;
  readonly source: string;
  readonly fact: string | null;
  readonly answer: string | null;
  readonly texts: Record<string, string> | null;
  readonly resolved: Resolution | null;
}

export interface EventView {
  readonly id: string;
  readonly registerId: string;
  readonly pathway: number | null;
  readonly type: string;
  readonly status: string;
  readonly sequence: number | null;
  readonly on: PlainDate | null;
  readonly at: string;
  readonly batch: string | null;
  readonly reason: string | null;
  readonly source: string;
  /** The event with its words; null for a batch as a whole. */
  readonly event: Record<string, unknown> | null;
  /** How a person sorted out a refused one; null where nobody has. */
  readonly resolved: Resolution | null;
}

/** Everyone of whom one of these events shows words that somebody typed, in it or about it. */
export function wordsOf(events: readonly EventView[]): string[] {
  // Whatever its fields are, where its words would be is told by its type.
  const hasWords = (event: EventView['event']): boolean =>
    event !== null && Object.keys(splitTexts(event as PathwayEvent).texts).length > 0;
  const wordy = events.filter(({ event, resolved }) => resolved !== null || hasWords(event));
  return [...new Set(wordy.map(({ registerId }) => registerId))];
}

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

const view = (row: EventRow): EventView => ({
  id: row.id,
  registerId: row.register_id,
  pathway: row.pathway,
  type: row.type,
  status: row.status,
  sequence: row.sequence,
  on: row.on,
  at: instantOf(row.at),
  batch: row.batch,
  reason: row.reason,
  source: row.source,
  event: withTexts(row.fact, row.texts),
  resolved: row.resolved,
});

const COLUMNS = `e.id, e.register_id, e.pathway, e.type, e.status, e.sequence, e."on", e.at, e.batch, e.reason, e.source, e.fact, e.resolved,
  coalesce(e.answer, (select b.answer from event b where b.id = e.batch)) as answer,
  (select json_object_agg(t.field, t.text) from event_text t where t.event_id = e.id) as texts`;

/** Reads the events of a person, or of one pathway, in the order in which they were heard; of a batch its parts. */
export async function readEvents(pool: Pool, registerId: string, pathway: number | null): Promise<EventView[]> {
  const { rows } = await pool.query<EventRow>({
    name: 'read-events',
    text: `select ${COLUMNS} from event e
      where e.register_id = $1 and ($2::int is null or e.pathway = $2) and e.type <> 'batch'
      order by e.position`,
    values: [registerId, pathway],
  });
  return rows.map(view);
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
  const rows = await listQuery<EventRow & { position: string }>(pool, {
    name: resolved ? 'list-resolved' : 'list-refused',
    text: `select ${COLUMNS}, e.position from event e
      where e.status = 'refused' and e.position > $1 and e.batch is null and e.resolved is ${resolved ? 'not ' : ''}null
      order by e.position limit $2`,
    values: [after, limit + 1],
  });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown.map(view), next: rows.length > limit && last ? Number(last.position) : null };
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
  const row = rows[0];
  // The commit writes its answers in this form and no other (services/commit-types.ts).
  return row ? { event: view(row), answer: row.answer === null ? null : (JSON.parse(row.answer) as RecordedAnswer) } : null;
}
