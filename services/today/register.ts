import type { Pool } from 'pg';
import { seesEveryone, type Looker } from '../../domain/access/roles';
import { addMonths, type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import type { Rating } from '../../domain/pathway/events';
import { readShut } from '../access/restricted';

/** So many people stand on a page. */
export const PEOPLE_A_PAGE = 50;

export const REGISTER_ORDERS = ['next', 'rating', 'id', 'name'] as const;

/** What of the register is asked for. */
export interface RegisterFilter {
  readonly status: 'on-register' | 'open' | 'ended';
  readonly rating?: Rating | undefined;
  readonly age?: 'under-18' | 'adult' | undefined;
  readonly only?: 'overdue' | 'no-date' | 'no-owner' | 'consent-lapsed' | undefined;
  readonly order: (typeof REGISTER_ORDERS)[number];
  /** Counted from 1. */
  readonly page: number;
}

/** Somebody as the register shows them. */
export interface RegisterPerson {
  readonly registerId: string;
  readonly pathway: number;
  readonly name: string | null;
  readonly bornOn: PlainDate | null;
  readonly rating: Rating | null;
  readonly inpatient: boolean;
  readonly onRegister: boolean;
  readonly consentLapsed: boolean;
  readonly endedOn: PlainDate | null;
  readonly nextDue: PlainDate | null;
  readonly overdue: number;
  readonly undated: number;
  readonly owner: string | null;
  /** The record is restricted and not open to the reader: who they are, their rating, consent and stay are left out. */
  readonly restricted: boolean;
}

export interface RegisterPage {
  readonly people: readonly RegisterPerson[];
  /** How many fit what was asked, and how many there are with this status. */
  readonly fit: number;
  readonly all: number;
  /** How many there are of each rating with this status; `restricted`: those whose rating the reader is not told. */
  readonly byRating: Readonly<Record<Rating | 'none' | 'restricted', number>>;
}

const ORDERS: Readonly<Record<RegisterFilter['order'], string>> = {
  next: '"nextDue" nulls last, "registerId"',
  rating: `array_position(array['red','blue','amber','green'], rating), "nextDue" nulls last, "registerId"`,
  id: '"registerId"',
  name: 'lower(name) nulls last, "registerId"',
};

/** Whose pathways are asked for: those of somebody's areas, and of those who see their own people only, what they own. */
const WHO = `from pathway w join person p using (register_id)
  left join lateral (select o.staff from ownership o where o.register_id = w.register_id and o.pathway = w.number and o.from_at <= $1
    order by o.number desc limit 1) own on true
  left join staff s on s.id = own.staff
  where p.area = any($2) and ($3 or own.staff = $4 and w.number = (select max(l.number) from pathway l
      where l.register_id = w.register_id and l.ended_type is distinct from 'corrected'))
    and case $5 when 'on-register' then w.on_register when 'open' then w.ended_type is null else w.ended_type is not null and w.ended_type <> 'corrected' end`;

/** What stands of a record that is not open to the reader fits whatever is asked of who they are: nobody is told by a filter, and nobody vanishes. */
const FITS = `(restricted or $6::text is null or rating = $6)
  and (restricted or $7::text is null or case when $7 = 'adult' then "bornOn" <= $8 else "bornOn" is null or "bornOn" > $8 end)
  and case $9 when 'overdue' then overdue > 0 when 'no-date' then undated > 0 when 'no-owner' then owner is null when 'consent-lapsed' then restricted or "consentLapsed" else true end`;

/** Reads a page of the register as a member of staff may see it at an instant. Throws where the database is away. */
export async function readRegisterPage(pool: Pool, looker: Looker, filter: RegisterFilter, now: Instant): Promise<RegisterPage> {
  const today = londonDate(now);
  const { status, rating = null, age = null, only = null, order, page } = filter;
  const adult = addMonths(today, -18 * 12);
  const shut = await readShut(pool, looker, now);
  const who = [new Date(now), looker.areas, seesEveryone(looker.roles), looker.id, status];
  const [counted, listed] = await Promise.all([
    pool.query<{ rating: Rating | 'none' | 'restricted'; count: number }>({
      name: 'register-by-rating',
      text: `select case when w.register_id = any($6) then 'restricted' else coalesce(w.rating, 'none') end as rating, count(*)::int as count ${WHO} group by 1`,
      values: [...who, shut],
    }),
    pool.query<RegisterPerson & { fit: number }>({
      name: `register-people-${order}`,
      text: `with who as (select w.register_id as "registerId", w.number as pathway, w.register_id = any($12) as restricted,
          case when w.register_id = any($12) then null else p.name end as name, case when w.register_id = any($12) then null else p.born_on end as "bornOn",
          case when w.register_id = any($12) then null else w.rating end as rating, w.inpatient and not w.register_id = any($12) as inpatient,
          w.on_register as "onRegister", w.consent_lapsed and not w.register_id = any($12) as "consentLapsed",
          case when w.register_id = any($12) then null else w.ended_on end as "endedOn", w.next_due as "nextDue", s.name as owner,
          due.overdue, due.undated
        ${WHO.replace(
          'where p.area',
          `cross join lateral (select (count(*) filter (where d.due < $10 and not d.soft))::int as overdue, (count(*) filter (where d.due is null))::int as undated
            from deadline d where d.register_id = w.register_id and d.pathway = w.number and d.owed) due where p.area`,
        )})
        select "registerId", pathway, name, "bornOn", rating, inpatient, "onRegister", "consentLapsed", "endedOn", "nextDue", owner, restricted, overdue, undated,
          count(*) over ()::int as fit from who where ${FITS} order by ${ORDERS[order]} limit ${PEOPLE_A_PAGE} offset $11`,
      values: [...who, rating, age, adult, only, today, (page - 1) * PEOPLE_A_PAGE, shut],
    }),
  ]);
  const countOf = (one: Rating | 'none' | 'restricted'): number => counted.rows.find((row) => row.rating === one)?.count ?? 0;
  return {
    people: listed.rows,
    fit: listed.rows[0]?.fit ?? 0,
    all: counted.rows.reduce((sum, { count }) => sum + count, 0),
    byRating: {
      red: countOf('red'),
      amber: countOf('amber'),
      green: countOf('green'),
      blue: countOf('blue'),
      none: countOf('none'),
      restricted: countOf('restricted'),
    },
  };
}
