import type { Pool } from 'pg';
import type { PlainDate } from '../../domain/calendar/dates';
import type { DeadlineStatus } from '../../domain/pathway/types';
import { deadlineColumns, type DeadlineRow, type DeadlineView, deadlineView, missedUnwrittenSql } from './rows';

/** A deadline with the reasoning that made its date. */
export interface TracedDeadline extends DeadlineView {
  readonly held: boolean;
  readonly trace: DeadlineRow['trace'];
}

/** Reads all deadlines of a person, or of one pathway, by pathway and due date (those without one last), as they stand on a day. */
export async function readDeadlines(pool: Pool, registerId: string, pathway: number | null, today: PlainDate): Promise<TracedDeadline[]> {
  const { rows } = await pool.query<DeadlineRow>({
    name: 'read-deadlines',
    text: `select ${deadlineColumns} from deadline d where d.register_id = $1 and ($2::int is null or d.pathway = $2)
      order by d.pathway, d.due nulls last, d.kind, d.id`,
    values: [registerId, pathway],
  });
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

/** A status by what stands on the day `$1`, not by what was last written. */
function statusSql(status: DeadlineStatus | 'owed', placeholder: (value: unknown) => string): string {
  const unwritten = missedUnwrittenSql('$1::date');
  switch (status) {
    case 'owed':
      return 'd.owed';
    case 'open':
      return `d.status = 'open' and (d.soft or d.due is null or d.due >= $1::date)`;
    case 'missed':
      // The day of what is missed has passed, which the status alone does not tell the database.
      return `(d.status = 'missed' or ${unwritten}) and d.due < $1::date`;
    default:
      return `d.status = ${placeholder(status)}`;
  }
}

/** Reads a page of the deadlines of everyone, by due date (those without one last); `more` says whether another page follows. */
export async function listDeadlines(
  pool: Pool,
  filter: DeadlineFilter,
  today: PlainDate,
): Promise<{ rows: DeadlineView[]; more: boolean }> {
  const values: unknown[] = [today];
  const placeholder = (value: unknown): string => `$${values.push(value)}`;
  const where = ['$1::date is not null'];
  if (filter.status !== null) where.push(statusSql(filter.status, placeholder));
  if (filter.kind !== null) where.push(`d.kind = ${placeholder(filter.kind)}`);
  const limit = placeholder(filter.limit + 1);
  const page = (conditions: readonly string[]): string =>
    `select ${deadlineColumns} from deadline d where ${[...where, ...conditions].join(' and ')}
      order by d.due nulls last, d.register_id, d.pathway, d.id limit ${limit}`;
  const { rows } = await pool.query<DeadlineRow>({ text: joined(partsOf(filter, placeholder).map(page), limit), values });
  return { more: rows.length > filter.limit, rows: rows.slice(0, filter.limit).map((row) => deadlineView(row, today)) };
}

/** Dated deadlines and those without a date are asked for apart, so that an index finds each. Out: the conditions of each part. */
function partsOf({ status, from, to, after }: DeadlineFilter, placeholder: (value: unknown) => string): string[][] {
  const ofDays = from !== null || to !== null;
  if (!ofDays && after === null) return [[]];
  const parts: string[][] = [];
  const place = after ? [after.registerId, after.pathway, after.id].map(placeholder).join(', ') : '';
  if (after?.due !== null) {
    parts.push([
      'd.due is not null',
      ...(from === null ? [] : [`d.due >= ${placeholder(from)}`]),
      ...(to === null ? [] : [`d.due <= ${placeholder(to)}`]),
      ...(after ? [`(d.due, d.register_id, d.pathway, d.id) > (${placeholder(after.due)}, ${place})`] : []),
    ]);
  }
  if (!ofDays || status === 'owed' || status === 'open')
    parts.push(['d.due is null', ...(after?.due === null ? [`(d.register_id, d.pathway, d.id) > (${place})`] : [])]);
  return parts;
}

/** The parts as one page, in order. None: an empty page. */
function joined(parts: readonly string[], limit: string): string {
  const [first, ...others] = parts;
  if (first === undefined) return `select ${deadlineColumns} from deadline d where $1::date is null and ${limit}::int is null`;
  if (others.length === 0) return first;
  return `select ${deadlineColumns} from (${parts.map((part) => `(${part})`).join(' union all ')}) as d
    order by d.due nulls last, d.register_id, d.pathway, d.id limit ${limit}`;
}
