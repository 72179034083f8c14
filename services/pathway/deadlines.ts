import { type Expression, expressionBuilder, type SqlBool } from 'kysely';
import type { Pool } from 'pg';
import type { PlainDate } from '../../domain/calendar/dates';
import type { DeadlineStatus } from '../../domain/pathway/types';
import { db, numberedOrAny, prepared, rowsOf, shaped } from '../tables/query';
import type { Row, Tables } from '../tables/tables';
import { DEADLINE, type DeadlineRow, type DeadlineView, deadlineView, isMissedUnwritten } from './rows';

/** A deadline with the reasoning that made its date. */
export interface TracedDeadline extends DeadlineView {
  readonly held: boolean;
  readonly trace: Row<'deadline'>['trace'];
}

const deadlinesOf = prepared('read-deadlines', (registerId: string, pathway: number | null) =>
  db
    .selectFrom('deadline')
    .select([...DEADLINE, 'held', 'trace'])
    .where('register_id', '=', registerId)
    .where((eb) => numberedOrAny(eb, 'pathway', pathway))
    .orderBy('pathway')
    .orderBy('due')
    .orderBy('kind')
    .orderBy('id'),
);

/** Reads all deadlines of a person, or of one pathway, by pathway and due date (those without one last), as they stand on a day. */
export async function readDeadlines(pool: Pool, registerId: string, pathway: number | null, today: PlainDate): Promise<TracedDeadline[]> {
  const rows = await rowsOf(pool, deadlinesOf(registerId, pathway));
  return rows.map((row) => ({ ...deadlineView(row, today), held: row.held, trace: row.trace }));
}

export interface DeadlineFilter {
  readonly status: DeadlineStatus | 'owed' | null;
  readonly kind: string | null;
  /** Due from this day, to this day, both counted. What has no date is left out, but where what is still to be done is asked for: it is to be done now. */
  readonly from: PlainDate | null;
  readonly to: PlainDate | null;
  readonly limit: number;
  readonly after: { readonly due: PlainDate | null; readonly registerId: string; readonly pathway: number; readonly id: string } | null;
}

/** A status by what stands on a day, not by what was last written. */
function isOfStatus(status: DeadlineStatus | 'owed', today: PlainDate): Expression<SqlBool> {
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
export async function listDeadlines(
  pool: Pool,
  filter: DeadlineFilter,
  today: PlainDate,
): Promise<{ rows: DeadlineView[]; more: boolean }> {
  const rows = await rowsOf(pool, deadlinePage({ ...filter, limit: filter.limit + 1, today }));
  return { more: rows.length > filter.limit, rows: rows.slice(0, filter.limit).map((row) => deadlineView(row, today)) };
}

/** What a page is asked for by; `limit` counts the row that says whether another page follows. */
type Asked = DeadlineFilter & { readonly today: PlainDate };

/** No deadline. */
const NONE = expressionBuilder<Tables, 'deadline'>().lit(false);

const deadlinePage = shaped(['status'], (asked: Asked) => {
  const [first = NONE, second] = partsOf(asked);
  const page = pageOf(asked, first);
  return second ? joined(page, pageOf(asked, second), asked.limit) : page;
});

function pageOf({ status, kind, limit, today }: Asked, conditions: Expression<SqlBool>) {
  let page = db.selectFrom('deadline').select(DEADLINE).where(conditions);
  if (status !== null) page = page.where(isOfStatus(status, today));
  if (kind !== null) page = page.where('kind', '=', kind as DeadlineRow['kind']);
  return page.orderBy('due').orderBy('register_id').orderBy('pathway').orderBy('id').limit(limit);
}

/** Dated deadlines and those without a date are asked for apart, so that an index finds each. Out: the conditions of each part; none: an empty page. */
function partsOf({ status, from, to, after }: DeadlineFilter): Expression<SqlBool>[] {
  const eb = expressionBuilder<Tables, 'deadline'>();
  const ofDays = from !== null || to !== null;
  if (!ofDays && after === null) return [eb.and([])];
  const parts: Expression<SqlBool>[] = [];
  if (after?.due !== null) {
    const dated = [eb('due', 'is not', null)];
    if (from !== null) dated.push(eb('due', '>=', from));
    if (to !== null) dated.push(eb('due', '<=', to));
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
