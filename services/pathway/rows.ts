import { type Expression, expressionBuilder, type SqlBool } from 'kysely';
import { z } from 'zod';
import { formatInstant, type Instant, type PlainDate } from '../../domain/calendar/dates';
import type { DeadlineStatus } from '../../domain/pathway/types';
import { dateField, day, deadlineId, deadlineKind, due, flag, orNull, pathway, registerId, rule } from '../shapes/fields';
import { exactly, type Shape } from '../shapes/shape';
import { columnsOf, reader } from '../tables/recordset';
import type { Row, Tables } from '../tables/tables';

/** A time stamp of the database as it is answered: ISO 8601 with London's offset. */
export const instantOf = (stamp: Date): string => formatInstant(stamp.getTime() as Instant);

/**
 * The columns that are shown of a deadline: all but its reasoning, which a list would read for nothing, and what only the service works with.
 * By name, as everywhere: a prepared statement that asks for all columns breaks, on each connection, when a release adds one beside it.
 */
export const DEADLINE = columnsOf('deadline', 'stand_in', 'digest', 'held', 'trace');
export type DeadlineRow = Readonly<Pick<Row<'deadline'>, (typeof DEADLINE)[number]>>;

export const DEADLINE_STATUSES = ['open', 'met', 'late', 'missed', 'excused', 'superseded'] as const satisfies readonly DeadlineStatus[];

/** A deadline as lists show it. */
export const deadlineSchema = z.strictObject({
  registerId,
  pathway,
  deadline: deadlineId,
  kind: deadlineKind,
  anchor: day('The date that it runs from'),
  due,
  rule,
  status: z.enum(DEADLINE_STATUSES).meta({ description: '`missed` as soon as its day has ended in London' }),
  owed: flag('Whether it is still to be done'),
  soft: flag('Whether it is never missed'),
  before: flag('Due before this service took the pathway over'),
  settledOn: orNull(dateField, 'The day on which it was met, excused or superseded'),
  subject: orNull(z.string(), 'The meeting or action that it belongs to'),
});
export type DeadlineView = Shape<typeof deadlineSchema>;

const viewOf = exactly<DeadlineView>();
const shown = reader('deadline', DEADLINE, { id: 'deadline' });

/**
 * True where a deadline's day has ended undone, although no commit has written the miss yet:
 * a list must not lie between midnight and the next commit (contract 6.1(1)). A soft one is never missed (contract 6.1(6)).
 */
export const missedUnwritten = (row: Pick<DeadlineRow, 'status' | 'soft' | 'due'>, today: PlainDate): boolean =>
  row.status === 'open' && !row.soft && row.due !== null && row.due < today;

/** The same as a condition on the table `deadline`. */
export function isMissedUnwritten(today: PlainDate): Expression<SqlBool> {
  const eb = expressionBuilder<Tables, 'deadline'>();
  return eb.and([eb('deadline.status', '=', 'open'), eb('deadline.soft', '=', eb.lit(false)), eb('deadline.due', '<', today)]);
}

/** A stored deadline as it stands on a day. */
export function deadlineView(row: DeadlineRow, today: PlainDate): DeadlineView {
  const view = viewOf(shown(row));
  return missedUnwritten(row, today) ? { ...view, status: 'missed' } : view;
}
