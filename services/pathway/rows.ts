import { formatInstant, type Instant, type PlainDate } from '../../domain/calendar/dates';
import type { DeadlineStatus } from '../../domain/pathway/types';

/** A time stamp of the database as it is answered: ISO 8601 with London's offset. */
export const instantOf = (stamp: Date): string => formatInstant(stamp.getTime() as Instant);

export interface DeadlineRow {
  readonly register_id: string;
  readonly pathway: number;
  readonly id: string;
  readonly kind: string;
  readonly anchor: PlainDate;
  readonly due: PlainDate | null;
  readonly rule: string;
  readonly status: DeadlineStatus;
  readonly owed: boolean;
  readonly soft: boolean;
  readonly before: boolean;
  readonly held: boolean;
  readonly settled_on: PlainDate | null;
  readonly subject: string | null;
  readonly trace: readonly { code: string; params: Record<string, string | number | boolean | null> }[];
}

/**
 * The columns of `DeadlineRow`, of a table that is called d. By name, as everywhere: a prepared statement that asks for all columns breaks, on
 * each connection, when a release adds one beside it.
 */
export const deadlineColumns = [
  'register_id',
  'pathway',
  'id',
  'kind',
  'anchor',
  'due',
  'rule',
  'status',
  'owed',
  'soft',
  'before',
  'held',
  'settled_on',
  'subject',
  'trace',
]
  .map((name) => `d.${name}`)
  .join(', ');

/** A deadline as it is answered. */
export interface DeadlineView {
  readonly registerId: string;
  readonly pathway: number;
  readonly deadline: string;
  readonly kind: string;
  readonly anchor: PlainDate;
  readonly due: PlainDate | null;
  readonly rule: string;
  readonly status: DeadlineStatus;
  readonly owed: boolean;
  readonly soft: boolean;
  readonly before: boolean;
  readonly settledOn: PlainDate | null;
  readonly subject: string | null;
}

/**
 * True where a deadline's day has ended undone, although no commit has written the miss yet:
 * a list must not lie between midnight and the next commit (contract 6.1(1)). A soft one is never missed (contract 6.1(6)).
 */
export const missedUnwritten = (row: Pick<DeadlineRow, 'status' | 'soft' | 'due'>, today: PlainDate): boolean =>
  row.status === 'open' && !row.soft && row.due !== null && row.due < today;

/** The same as a condition in SQL; `today` is the placeholder of the date in London. */
export const missedUnwrittenSql = (today: string): string => `(d.status = 'open' and not d.soft and d.due < ${today})`;

/** A stored deadline as it stands on a day. */
export function deadlineView(row: DeadlineRow, today: PlainDate): DeadlineView {
  return {
    registerId: row.register_id,
    pathway: row.pathway,
    deadline: row.id,
    kind: row.kind,
    anchor: row.anchor,
    due: row.due,
    rule: row.rule,
    status: missedUnwritten(row, today) ? 'missed' : row.status,
    owed: row.owed,
    soft: row.soft,
    before: row.before,
    settledOn: row.settled_on,
    subject: row.subject,
  };
}
