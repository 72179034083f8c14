import { type Expression, expressionBuilder, type SqlBool } from 'kysely';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { PlainDate } from '../../domain/calendar/dates';
import { dateField, deadlineKind, flag, text } from '../shapes/fields';
import type { Shape } from '../shapes/shape';
import { gatheredBy } from '../../infra/gathered';
import { among, db, prepared, rowsOf, shaped } from '../tables/query';
import type { Tables } from '../tables/tables';
import { DEADLINE, DEADLINE_STATUSES, deadlineSchema, type DeadlineView, deadlineView, isMissedUnwritten } from './rows';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
/** A deadline with the reasoning that made its date. */
export const tracedDeadlineSchema = deadlineSchema.extend({
  held: flag('Its steps wait for a release'),
  trace: z
    .array(
      z.strictObject({
        code: text('What was reasoned'),
        params: z.record(z.string(), scalar).meta({ description: 'From which figures' }),
      }),
    )
    .meta({ description: 'The steps of reasoning that made the date' }),
});
type TracedDeadline = Shape<typeof tracedDeadlineSchema>;

const deadlinesOf = prepared('read-deadlines', (registerIds: readonly string[]) =>
  db
    .selectFrom('deadline')
    .select([...DEADLINE, 'held', 'trace'])
    .where('register_id', '=', among(registerIds))
    .orderBy('register_id')
    .orderBy('pathway')
    .orderBy('due')
    .orderBy('kind')
    .orderBy('id'),
);

const allDeadlinesOf = gatheredBy(async (pool: Pool, registerIds: readonly string[]) => {
  const rows = await rowsOf(pool, deadlinesOf([...new Set(registerIds)]));
  const byPerson = new Map<string, (typeof rows)[number][]>();
  for (const row of rows) {
    const own = byPerson.get(row.register_id);
    if (own) own.push(row);
    else byPerson.set(row.register_id, [row]);
  }
  return registerIds.map((registerId) => byPerson.get(registerId) ?? []);
});

/**
 * Reads all deadlines of a person, or of one pathway, by pathway and due date (those without one last), as they stand on a day. Those who ask at
 * one moment are answered together. Throws where the database is away.
 */
export async function readDeadlines(pool: Pool, registerId: string, pathway: number | null, today: PlainDate): Promise<TracedDeadline[]> {
  const rows = await allDeadlinesOf(pool, registerId);
  return rows
    .filter((row) => pathway === null || row.pathway === pathway)
    .map((row): TracedDeadline => ({ ...deadlineView(row, today), held: row.held, trace: row.trace }));
}

/**
 * What the list of deadlines can be asked for. Both days are counted; what has no date is left out by them, but where what is still to be done is
 * asked for: it is to be done now.
 */
export const deadlineFilter = z
  .strictObject({
    status: z
      .enum(['owed', ...DEADLINE_STATUSES])
      .optional()
      .meta({ description: 'What they stand at today; `owed`: open or missed' }),
    kind: deadlineKind.optional().meta({ description: 'The kind of deadline' }),
    from: dateField.optional().meta({ description: 'Due on this day or later' }),
    to: dateField.optional().meta({ description: 'Due on this day or before' }),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, { path: ['to'], error: 'must not be before from' });
export type DeadlineFilter = Shape<typeof deadlineFilter>;

interface DeadlinePage extends DeadlineFilter {
  readonly limit: number;
  readonly after: { readonly due: PlainDate | null; readonly registerId: string; readonly pathway: number; readonly id: string } | null;
}

/** A status by what stands on a day, not by what was last written. */
function isOfStatus(status: NonNullable<DeadlineFilter['status']>, today: PlainDate): Expression<SqlBool> {
  const eb = expressionBuilder<Tables, 'deadline'>();
  switch (status) {
    case 'owed':
      return eb('owed', '=', eb.lit(true));
    case 'open':
      return eb.and([eb('status', '=', 'open'), eb.or([eb('soft', '=', eb.lit(true)), eb('due', 'is', null), eb('due', '>=', today)])]);
    case 'missed':
      // The day of what is missed has passed, which the status alone does not tell the database.
      return eb.and([eb.or([eb('status', '=', 'missed'), isMissedUnwritten(today)]), eb('due', '<', today)]);
    default:
      return eb('status', '=', status);
  }
}

/** Reads a page of the deadlines of everyone, by due date (those without one last); `more` says whether another page follows. */
export async function listDeadlines(pool: Pool, filter: DeadlinePage, today: PlainDate): Promise<{ rows: DeadlineView[]; more: boolean }> {
  const rows = await rowsOf(pool, deadlinePage({ ...filter, limit: filter.limit + 1, today }));
  return { more: rows.length > filter.limit, rows: rows.slice(0, filter.limit).map((row) => deadlineView(row, today)) };
}

/** What a page is asked for by; `limit` counts the row that says whether another page follows. */
type Asked = DeadlinePage & { readonly today: PlainDate };

/** No deadline. */
const NONE = expressionBuilder<Tables, 'deadline'>().lit(false);

const deadlinePage = shaped(['status'], (asked: Asked) => {
  const [first = NONE, second] = partsOf(asked);
  const page = pageOf(asked, first);
  return second ? joined(page, pageOf(asked, second), asked.limit) : page;
});

function pageOf({ status, kind, limit, today }: Asked, conditions: Expression<SqlBool>) {
  let page = db.selectFrom('deadline').select(DEADLINE).where(conditions);
  if (status !== undefined) page = page.where(isOfStatus(status, today));
  if (kind !== undefined) page = page.where('kind', '=', kind);
  return page.orderBy('due').orderBy('register_id').orderBy('pathway').orderBy('id').limit(limit);
}

/** Dated deadlines and those without a date are asked for apart, so that an index finds each. Out: the conditions of each part; none: an empty page. */
function partsOf({ status, from, to, after }: DeadlinePage): Expression<SqlBool>[] {
  const eb = expressionBuilder<Tables, 'deadline'>();
  const ofDays = from !== undefined || to !== undefined;
  if (!ofDays && after === null) return [eb.and([])];
  const parts: Expression<SqlBool>[] = [];
  if (after?.due !== null) {
    const dated = [eb('due', 'is not', null)];
    if (from !== undefined) dated.push(eb('due', '>=', from));
    if (to !== undefined) dated.push(eb('due', '<=', to));
    if (after) {
      const { due, registerId, pathway, id } = after;
      dated.push(eb(eb.refTuple('due', 'register_id', 'pathway', 'id'), '>', eb.tuple(due, registerId, pathway, id)));
    }
    parts.push(eb.and(dated));
  }
  if (!ofDays || status === 'owed' || status === 'open') {
    const undated = [eb('due', 'is', null)];
    if (after?.due === null)
      undated.push(eb(eb.refTuple('register_id', 'pathway', 'id'), '>', eb.tuple(after.registerId, after.pathway, after.id)));
    parts.push(eb.and(undated));
  }
  return parts;
}

/** Two parts as one page, in order. */
const joined = (first: ReturnType<typeof pageOf>, second: ReturnType<typeof pageOf>, limit: number) =>
  db
    .selectFrom(
      db
        .selectFrom(first.as('dated'))
        .select(DEADLINE)
        .unionAll(db.selectFrom(second.as('undated')).select(DEADLINE))
        .as('page'),
    )
    .select(DEADLINE)
    .orderBy('due')
    .orderBy('register_id')
    .orderBy('pathway')
    .orderBy('id')
    .limit(limit);
