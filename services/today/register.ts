import type { Pool } from 'pg';
import { seesEveryone, type Looker } from '../../domain/access/roles';
import { type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import type { Rating } from '../../domain/pathway/events';

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
}

export interface RegisterPage {
  readonly people: readonly RegisterPerson[];
  /** How many fit what was asked, and how many there are with this status. */
  readonly fit: number;
  readonly all: number;
  /** How many there are of each rating with this status. */
  readonly byRating: Readonly<Record<Rating | 'none', number>>;
}

/** The first two stand in the order of an index each. */
const ORDERS: Readonly<Record<RegisterFilter['order'], string>> = {
  next: 'w.next_due nulls last, w.register_id',
  name: 'lower(p.name) nulls last, p.register_id',
  rating: `array_position(array['red','blue','amber','green'], w.rating), w.next_due nulls last, w.register_id`,
  id: 'w.register_id',
};

/** Who owns a pathway at $1: what was said last, of what begins by then. */
const OWNED = `left join lateral (select o.staff from ownership o where o.register_id = w.register_id and o.pathway = w.number and o.from_at <= $1
    order by o.number desc limit 1) own on true`;

/** Whose pathways are asked for: those of somebody's areas ($2) with a status ($5), and of those who see their own people only ($3, $4), what they own. */
const WHO = `p.area = any($2) and ($3 or own.staff = $4 and w.number = (select max(l.number) from pathway l
      where l.register_id = w.register_id and l.ended_type is distinct from 'corrected'))
    and case $5 when 'on-register' then w.on_register when 'open' then w.ended_type is null else w.ended_type is not null and w.ended_type <> 'corrected' end`;

const DUE = `cross join lateral (select (count(*) filter (where d.due < $10 and not d.soft))::int as overdue, (count(*) filter (where d.due is null))::int as undated
    from deadline d where d.register_id = w.register_id and d.pathway = w.number and d.owed) due`;

/** What fits beside the status; each condition stands only where it is asked for, so that nothing else is looked up of everybody. */
const ONLY: Readonly<Record<NonNullable<RegisterFilter['only']>, string>> = {
  overdue: 'due.overdue > 0',
  'no-date': 'due.undated > 0',
  'no-owner': 's.id is null',
  'consent-lapsed': 'w.consent_lapsed',
};
const fitting = (only: RegisterFilter['only']): string => `($6::text is null or w.rating = $6)
  and ($7::text is null or case when $7 = 'adult' then p.born_on <= $8 else p.born_on is null or p.born_on > $8 end)
  and ($9::text is null or ${only === undefined ? 'true' : ONLY[only]}) and $10::date is not null`;

const joined = (
  only: RegisterFilter['only'],
): string => `from pathway w join person p using (register_id) ${OWNED} left join staff s on s.id = own.staff
  ${only === 'overdue' || only === 'no-date' ? DUE : ''} where ${WHO} and ${fitting(only)}`;

/** A page is found first, and what is due is read of those who stand on it. */
const listOf = (
  order: RegisterFilter['order'],
  only: RegisterFilter['only'],
): string => `select w."registerId", w.pathway, w.name, w."bornOn", w.rating, w.inpatient,
    w."onRegister", w."consentLapsed", w."endedOn", w."nextDue", w.owner, due.overdue, due.undated
  from (select w.register_id, w.number, w.register_id as "registerId", w.number as pathway, p.name, p.born_on as "bornOn", w.rating, w.inpatient, w.on_register as "onRegister",
      w.consent_lapsed as "consentLapsed", w.ended_on as "endedOn", w.next_due as "nextDue", s.name as owner, row_number() over (order by ${ORDERS[order]}) as place
    ${joined(only)} order by ${ORDERS[order]} limit ${PEOPLE_A_PAGE} offset $11) w ${DUE} order by w.place`;

/** Reads a page of the register as a member of staff may see it at an instant. Throws where the database is away. */
export async function readRegisterPage(pool: Pool, looker: Looker, filter: RegisterFilter, now: Instant): Promise<RegisterPage> {
  const today = londonDate(now);
  const { status, rating, age, only, order, page } = filter;
  const adult = `${String(Number(today.slice(0, 4)) - 18)}${today.slice(4)}`;
  const everyone = seesEveryone(looker.roles);
  const who = [new Date(now), looker.areas, everyone, looker.id, status];
  const fits = [...who, rating ?? null, age ?? null, adult, only ?? null, today];
  const [counted, listed, found] = await Promise.all([
    pool.query<{ rating: Rating | 'none'; count: number }>({
      name: `register-by-rating${everyone ? '' : '-own'}`,
      // Whose it is matters only to those who see their own people only.
      text: `select coalesce(w.rating, 'none') as rating, count(*)::int as count from pathway w join person p using (register_id)
        ${everyone ? 'cross join (select null::text as staff, $1::timestamptz) own' : OWNED} where ${WHO} group by 1`,
      values: who,
    }),
    pool.query<RegisterPerson>({
      name: `register-people-${order}-${only ?? 'all'}`,
      text: listOf(order, only),
      values: [...fits, (page - 1) * PEOPLE_A_PAGE],
    }),
    // By status and rating they are counted already.
    age === undefined && only === undefined
      ? null
      : pool.query<{ count: number }>({
          name: `register-fit-${only ?? 'all'}`,
          text: `select count(*)::int as count ${joined(only)}`,
          values: fits,
        }),
  ]);
  const countOf = (one: Rating | 'none'): number => counted.rows.find((row) => row.rating === one)?.count ?? 0;
  const all = counted.rows.reduce((sum, { count }) => sum + count, 0);
  return {
    people: listed.rows,
    fit: found ? (found.rows[0]?.count ?? 0) : rating === undefined ? all : countOf(rating),
    all,
    byRating: { red: countOf('red'), amber: countOf('amber'), green: countOf('green'), blue: countOf('blue'), none: countOf('none') },
  };
}
