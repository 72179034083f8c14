import type { Pool } from 'pg';
import type { PlainDate } from '../../domain/calendar/dates';
import type { Period } from '../../domain/measures/period';
import type { Speed } from '../../domain/measures/speed';
import { type Clock, CLOCKS } from '../../domain/measures/standards/standards';
import type { DeadlineKind } from '../../domain/pathway/kinds';
import { missedUnwritten } from '../pathway/rows';

/** Those that an older register left behind are no fault of this pathway, and one for which a review before the admission stood in never ran. */
const COLUMNS = `select d.register_id as "registerId", d.id as deadline, d.kind, d.anchor, d.due, d.status, d.soft, d.settled_on as "settledOn"
  from deadline d join person p on p.register_id = d.register_id join pathway w on w.register_id = d.register_id and w.number = d.pathway
  where p.area = $1 and p.duplicate_of is null and w.ended_type is distinct from 'corrected' and not d.before and not d.stand_in`;
const IN_PERIOD = `${COLUMNS} and d.kind = any($4) and d.due between $2 and $3
  union all ${COLUMNS} and d.kind = 'mam' and d.anchor between $2 and $3`;

/**
 * Reads the deadlines of an area that are standards: those that were due in a period, and of multi-agency meetings those that began in it. They are
 * as the core left them, and missed as soon as their day has passed (`today`, in London). Throws where the database is away.
 */
export async function readClocks(pool: Pool, area: string, { from, to }: Period, today: PlainDate): Promise<Clock[]> {
  const { rows } = await pool.query<Clock>({ name: 'measures-clocks', text: IN_PERIOD, values: [area, from, to, Object.keys(CLOCKS)] });
  return rows.map((row) => (missedUnwritten(row, today) ? { ...row, status: 'missed' } : row));
}

/** What is owed while something that is measured is waited for. */
export const WAITED_FOR: Readonly<Partial<Record<Speed, DeadlineKind>>> = {
  'referral-to-decision': 'eligibility-decision',
  'red-to-cetr': 'community-cetr',
  'admission-to-cetr': 'post-admission-cetr',
  'cetr-to-report': 'cetr-report',
  'laep-to-cetr': 'laep-follow-up',
};

/** Somebody for whom something is owed. */
export interface Waiting {
  readonly kind: DeadlineKind;
  readonly bornOn: PlainDate | null;
  /** Since when. */
  readonly anchor: PlainDate;
}

const WAITING = `select d.kind, d.anchor, p.born_on as "bornOn" from deadline d join person p on p.register_id = d.register_id
  where p.area = $1 and p.duplicate_of is null and d.owed and d.anchor <= $3 and d.kind = any($2)`;

/** Reads who waits on a day for what is measured. Throws where the database is away. */
export async function readWaiting(pool: Pool, area: string, today: PlainDate): Promise<readonly Waiting[]> {
  const { rows } = await pool.query<Waiting>({
    name: 'measures-waiting',
    text: WAITING,
    values: [area, Object.values(WAITED_FOR), today],
  });
  return rows;
}
