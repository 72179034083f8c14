import type { Pool } from 'pg';
import type { PlainDate } from '../../domain/calendar/dates';
import { deadlineColumns, type DeadlineRow, type DeadlineView, deadlineView, instantOf, missedUnwrittenSql } from './rows';

interface PathwayRow {
  readonly register_id: string;
  readonly number: number;
  readonly rule_set: string;
  readonly rating: string | null;
  readonly inpatient: boolean;
  readonly on_register: boolean;
  readonly eligibility: string | null;
  readonly register_consent: boolean;
  readonly consent_lapsed: boolean;
  readonly ended_type: string | null;
  readonly ended_on: PlainDate | null;
  readonly owed_at_end: readonly unknown[] | null;
  readonly next_due: PlainDate | null;
  readonly opened_at: Date;
}

/** The columns of `PathwayRow`, of a table that is called w. */
const pathwayColumns = [
  'register_id',
  'number',
  'rule_set',
  'rating',
  'inpatient',
  'on_register',
  'eligibility',
  'register_consent',
  'consent_lapsed',
  'ended_type',
  'ended_on',
  'owed_at_end',
  'next_due',
  'opened_at',
]
  .map((name) => `w.${name}`)
  .join(', ');

/** One pathway of a person as it stands. */
export interface PathwayView {
  readonly registerId: string;
  readonly pathway: number;
  readonly pathways: number;
  readonly status: 'open' | 'ended';
  readonly rating: string | null;
  readonly setting: 'community' | 'inpatient';
  readonly onRegister: boolean;
  readonly eligibility: string | null;
  readonly registerConsent: boolean;
  readonly consentLapsed: boolean;
  readonly ended: { readonly type: string; readonly on: PlainDate | null; readonly owed: readonly unknown[] } | null;
  /** The record that lives on, where this one was closed as a duplicate. */
  readonly duplicateOf: string | null;
  readonly openDeadlines: readonly DeadlineView[];
  readonly ruleSet: string;
  readonly ruleSetVersion: string;
  readonly sequence: number;
  readonly openedAt: string;
}

/** A rule set by its name and version; one that is stored by its name alone is of the first version. */
function ruleSetOf(ref: string): { ruleSet: string; ruleSetVersion: string } {
  const [ruleSet = ref, ruleSetVersion = '1'] = ref.split('@');
  return { ruleSet, ruleSetVersion };
}

/** Whether a register id is on file. */
export async function personExists(pool: Pool, registerId: string): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'person-exists',
    text: 'select 1 from person where register_id = $1',
    values: [registerId],
  });
  return rowCount === 1;
}

/** Whether a pathway of this person was taken over from an older register. */
export async function isAdopted(pool: Pool, registerId: string): Promise<boolean> {
  const { rowCount } = await pool.query("select from event where register_id = $1 and type = 'adopted' and status = 'applied' limit 1", [
    registerId,
  ]);
  return rowCount === 1;
}

/**
 * Reads the latest pathway of a person, or the one of a number, with what is owed on a day, as of one moment of the database.
 * Out: null where there is none.
 */
export async function readPathway(pool: Pool, registerId: string, number: number | null, today: PlainDate): Promise<PathwayView | null> {
  const { rows } = await pool.query<PathwayRow & { sequence: number; pathways: number; living: string | null; deadlines: DeadlineRow[] }>({
    name: 'read-pathway',
    text: `select ${pathwayColumns}, p.sequence,
        (select max(number) from pathway where register_id = $1) as pathways,
        (with recursive step as (
           select p.duplicate_of as next where p.duplicate_of is not null
           union select o.duplicate_of from step join person o on o.register_id = step.next where o.duplicate_of is not null)
         select next from step join person o on o.register_id = next where o.duplicate_of is null) as living,
        (select coalesce(json_agg(d order by d.due nulls last, d.kind, d.id), '[]') from (select ${deadlineColumns} from deadline d
          where d.register_id = w.register_id and d.pathway = w.number and d.owed) as d) as deadlines
      from pathway w join person p on p.register_id = w.register_id
      where w.register_id = $1 and ($2::int is null or w.number = $2)
      order by (w.ended_type is not distinct from 'corrected'), w.number desc limit 1`,
    values: [registerId, number],
  });
  const row = rows[0];
  if (!row) return null;
  return {
    registerId: row.register_id,
    pathway: row.number,
    pathways: row.pathways,
    status: row.ended_type === null ? 'open' : 'ended',
    rating: row.rating,
    setting: row.inpatient ? 'inpatient' : 'community',
    onRegister: row.on_register,
    eligibility: row.eligibility,
    registerConsent: row.register_consent,
    consentLapsed: row.consent_lapsed,
    ended: row.ended_type === null ? null : { type: row.ended_type, on: row.ended_on, owed: row.owed_at_end ?? [] },
    duplicateOf: row.living,
    openDeadlines: row.deadlines.map((deadline) => deadlineView(deadline, today)),
    ...ruleSetOf(row.rule_set),
    sequence: row.sequence,
    openedAt: instantOf(row.opened_at),
  };
}

/** Which pathways a list holds: the register is its members only (invariant 8); the others are work in hand and what has ended. */
export type RegisterStatus = 'on-register' | 'open' | 'ended';

export interface RegisterFilter {
  readonly status: RegisterStatus;
  readonly rating: string | null;
  /** Only pathways with something owed before this day; the list is then in order of what is due first. */
  readonly dueBefore: PlainDate | null;
  readonly limit: number;
  /** After this place in the order; the due date counts only with `dueBefore`. */
  readonly after: { readonly due: PlainDate | null; readonly registerId: string; readonly pathway: number } | null;
}

export interface RegisterRow {
  readonly registerId: string;
  readonly pathway: number;
  readonly status: 'open' | 'ended';
  readonly rating: string | null;
  readonly setting: 'community' | 'inpatient';
  readonly onRegister: boolean;
  readonly consentLapsed: boolean;
  readonly nextDue: PlainDate | null;
  readonly owed: { readonly open: number; readonly missed: number };
  readonly ended: { readonly type: string; readonly on: PlainDate | null } | null;
  readonly openedAt: string;
}

const MEMBERS: Record<RegisterStatus, string> = {
  'on-register': 'w.on_register',
  open: 'w.ended_type is null',
  ended: 'w.ended_type is not null',
};

/** Reads a page of the register in a stable order, as it stands on a day; `more` says whether another page follows. */
export async function readRegister(pool: Pool, filter: RegisterFilter, today: PlainDate): Promise<{ rows: RegisterRow[]; more: boolean }> {
  const values: unknown[] = [today];
  const placeholder = (value: unknown): string => `$${values.push(value)}`;
  const where = [MEMBERS[filter.status]];
  if (filter.rating !== null) where.push(`w.rating = ${placeholder(filter.rating)}`);
  if (filter.dueBefore !== null) where.push(`w.next_due < ${placeholder(filter.dueBefore)}`);
  if (filter.after) {
    const place = `${placeholder(filter.after.registerId)}, ${placeholder(filter.after.pathway)}`;
    where.push(
      filter.dueBefore === null
        ? `(w.register_id, w.number) > (${place})`
        : `(w.next_due, w.register_id, w.number) > (${placeholder(filter.after.due)}, ${place})`,
    );
  }
  const order = filter.dueBefore === null ? 'w.register_id, w.number' : 'w.next_due, w.register_id, w.number';
  const { rows } = await pool.query<PathwayRow & { owed: number; missed: number }>({
    text: `select ${pathwayColumns}, o.owed, o.missed from pathway w
      cross join lateral (
        select count(*)::int as owed, count(*) filter (where d.status = 'missed' or ${missedUnwrittenSql('$1::date')})::int as missed
        from deadline d where d.register_id = w.register_id and d.pathway = w.number and d.owed) o
      where ${where.join(' and ')} order by ${order} limit ${placeholder(filter.limit + 1)}`,
    values,
  });
  return {
    more: rows.length > filter.limit,
    rows: rows.slice(0, filter.limit).map((row) => ({
      registerId: row.register_id,
      pathway: row.number,
      status: row.ended_type === null ? 'open' : 'ended',
      rating: row.rating,
      setting: row.inpatient ? 'inpatient' : 'community',
      onRegister: row.on_register,
      consentLapsed: row.consent_lapsed,
      nextDue: row.next_due,
      owed: { open: row.owed - row.missed, missed: row.missed },
      ended: row.ended_type === null ? null : { type: row.ended_type, on: row.ended_on },
      openedAt: instantOf(row.opened_at),
    })),
  };
}
