import type { Pool } from 'pg';
import { seesEveryone, type Looker } from '../../../domain/access/roles';
import { addMonths, type Instant, londonDate, type PlainDate } from '../../../domain/calendar/dates';
import type { Diagnosis, Rating } from '../../../domain/pathway/events';
import type { CoreContext } from '../../../domain/pathway/types';
import { keptShortly } from '../../../infra/kept-shortly';
import { readShut } from '../../access/restricted';
import { recordStamp } from '../../record/stamp';
import { readSaid, readSaidOfPage, type Said, sitesOf } from './said';

/** So many people stand on a page. */
export const PEOPLE_A_PAGE = 50;

export const REGISTER_ORDERS = ['next', 'rating', 'id', 'name'] as const;

/** What of the register is asked for. */
export interface RegisterFilter {
  readonly status: 'on-register' | 'open' | 'ended';
  readonly rating?: Rating | undefined;
  readonly age?: 'under-18' | 'adult' | undefined;
  readonly only?: 'overdue' | 'no-date' | 'no-owner' | 'consent-lapsed' | undefined;
  /** `not-said`: nothing is said of one. */
  readonly diagnosis?: Diagnosis | 'not-said' | undefined;
  /** The code of the site where somebody is in hospital now; `not-known`: in hospital, and it is not known where. */
  readonly site?: string | undefined;
  /** The id of the member of staff who owns the pathway. */
  readonly owner?: string | undefined;
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
  /** Since when they are rated so on the register. */
  readonly ratedSince: PlainDate | null;
  readonly inpatient: boolean;
  /** The code of the site where they are in hospital now; null: they are not, or it is not known. */
  readonly site: string | null;
  /** The day on which the consent to the register is to be renewed, or decided anew at 18; null: no such day is set. */
  readonly consentUntil: PlainDate | null;
  readonly onRegister: boolean;
  readonly consentLapsed: boolean;
  readonly endedOn: PlainDate | null;
  readonly nextDue: PlainDate | null;
  /** The id of a deadline that is due then; null: nothing has a date. */
  readonly nextDeadline: string | null;
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
  /** The sites at which somebody of the reader's areas, whose record is open to them, is in hospital now, in their order. */
  readonly sites: readonly string[];
}

/** The record is not open to the reader ($6): what is said of it is its register id and its work. */
const SHUT = 'w.register_id = any($6)';
const told = (column: string): string => `case when ${SHUT} then null else ${column} end`;

/** In which order people stand; nobody's place tells what is not said of them. */
const ORDERS: Readonly<Record<RegisterFilter['order'], string>> = {
  next: 'w.next_due nulls last, w.register_id',
  name: `lower(${told('p.name')}) nulls last, w.register_id`,
  rating: `array_position(array['red','blue','amber','green'], ${told('w.rating')}), w.next_due nulls last, w.register_id`,
  id: 'w.register_id',
};
/** By name where every record is open to the reader: the order of an index. */
const BY_NAME = 'lower(p.name) nulls last, p.register_id';

/** Who owns a pathway at $1: what was said last, of what begins by then. */
const OWNED = `left join lateral (select o.staff from ownership o where o.register_id = w.register_id and o.pathway = w.number and o.from_at <= $1
    order by o.number desc limit 1) own on true`;

/** Whose pathways are asked for: those of somebody's areas ($2) with a status ($5), and of those who see their own people only ($3, $4), what they own. */
const WHO = `p.area = any($2) and ($3 or own.staff = $4 and w.number = (select max(l.number) from pathway l
      where l.register_id = w.register_id and l.ended_type is distinct from 'corrected'))
    and case $5 when 'on-register' then w.on_register when 'open' then w.ended_type is null else w.ended_type is not null and w.ended_type <> 'corrected' end`;

const DUE = `cross join lateral (select (count(*) filter (where d.due < $11 and not d.soft))::int as overdue, (count(*) filter (where d.due is null))::int as undated
    from deadline d where d.register_id = w.register_id and d.pathway = w.number and d.owed) due`;

/** What fits beside the status; each condition stands only where it is asked for, so that nothing else is looked up of everybody. */
const ONLY: Readonly<Record<NonNullable<RegisterFilter['only']>, string>> = {
  overdue: 'due.overdue > 0',
  'no-date': 'due.undated > 0',
  'no-owner': 's.id is null',
  'consent-lapsed': `(${SHUT} or w.consent_lapsed)`,
};
/** A shut record fits whatever is asked of who they are: nobody is told by a filter, and nobody vanishes. */
const fitting = (only: RegisterFilter['only'], bySaid: boolean, is: typeof ONLY): string => `(${SHUT} or $7::text is null or w.rating = $7)
  and (${SHUT} or $8::text is null or case when $8 = 'adult' then p.born_on <= $9 else p.born_on is null or p.born_on > $9 end)
  and ($10::text is null or ${only === undefined ? 'true' : is[only]}) and $11::date is not null
  and ($12::text is null or own.staff = $12) and ${bySaid ? `(${SHUT} or (w.register_id, w.number) in (select s.id, s.number from unnest($13::text[], $14::int[]) s(id, number)))` : '$13::text[] is null and $14::int[] is null'}`;

/** Where people stand in an order, and only the first are wanted, it is looked up of each who comes; to count them all it is asked of all at once. */
const ONLY_OF_ALL: typeof ONLY = {
  ...ONLY,
  overdue: '(w.register_id, w.number) in (select d.register_id, d.pathway from deadline d where d.owed and d.due < $11 and not d.soft)',
  'no-date': '(w.register_id, w.number) in (select d.register_id, d.pathway from deadline d where d.owed and d.due is null)',
};

const JOINED = `from pathway w join person p using (register_id) ${OWNED} left join staff s on s.id = own.staff`;
const listed = (only: RegisterFilter['only'], bySaid: boolean): string =>
  `${JOINED} ${only === 'overdue' || only === 'no-date' ? DUE : ''} where ${WHO} and ${fitting(only, bySaid, ONLY)}`;
const countedOf = (only: RegisterFilter['only'], bySaid: boolean): string =>
  `select count(*)::int as count ${JOINED} where ${WHO} and ${fitting(only, bySaid, ONLY_OF_ALL)}`;

/** What says until when the consent to the register stands. */
const CONSENT_ENDS = `'consent-renewal', 'consent-at-18'`;

/** A page is found first, and what is due is read of those who stand on it. */
const listOf = (
  order: string,
  only: RegisterFilter['only'],
  bySaid: boolean,
): string => `select w."registerId", w.pathway, w.restricted, w.name, w."bornOn", w.rating, w.inpatient,
    w."onRegister", w."consentLapsed", w."endedOn", w."nextDue", w.owner, due.overdue, due.undated,
    (select min(d.id) from deadline d where d.register_id = w.register_id and d.pathway = w.number and d.owed and d.due = w."nextDue") as "nextDeadline",
    case when w.restricted then null else (select min(d.due) from deadline d where d.register_id = w.register_id and d.pathway = w.number and d.owed
      and d.kind in (${CONSENT_ENDS})) end as "consentUntil"
  from (select w.register_id, w.number, w.register_id as "registerId", w.number as pathway, ${SHUT} as restricted, ${told('p.name')} as name,
      ${told('p.born_on')} as "bornOn", ${told('w.rating')} as rating, w.inpatient and not ${SHUT} as inpatient, w.on_register as "onRegister",
      w.consent_lapsed and not ${SHUT} as "consentLapsed", ${told('w.ended_on')} as "endedOn", w.next_due as "nextDue", s.name as owner,
      row_number() over (order by ${order}) as place
    ${listed(only, bySaid)} order by ${order} limit ${PEOPLE_A_PAGE} offset $15) w ${DUE} order by w.place`;

/** What fits by what the log says; null: that is not asked for. */
async function fittingSaid(
  pool: Pool,
  looker: Looker,
  { diagnosis, site }: RegisterFilter,
  inHospital: readonly Said[],
  now: Instant,
): Promise<readonly Said[] | null> {
  if (diagnosis === undefined && site === undefined) return null;
  const said = site === undefined ? await readSaid(pool, looker, 'everybody', now) : inHospital;
  return said.filter(
    (one) =>
      (diagnosis === undefined || (one.diagnosis ?? 'not-said') === diagnosis) &&
      (site === undefined || (one.site ?? 'not-known') === site),
  );
}

/** A count of everybody as it is asked for. In its key is whoever sees their own people only, and not the instant. */
interface Counting {
  readonly name: string;
  readonly text: string;
  /** $1 is the instant, $4 the reader. */
  readonly values: readonly unknown[];
}

const count = keptShortly(
  ({ text, values: [_at, areas, everyone, reader, ...rest] }: Counting) => JSON.stringify([text, areas, everyone ? null : reader, rest]),
  recordStamp,
  async (pool: Pool, { name, text, values }: Counting) =>
    (await pool.query<{ rating: Rating | 'none' | 'restricted'; count: number }>({ name, text, values: [...values] })).rows,
);

/** A row of a page before what the log says of it. */
type Listed = Omit<RegisterPerson, 'ratedSince' | 'site'>;

/**
 * Reads a page of the register as a member of staff may see it at an instant. By diagnosis and by site it is filtered for those alone who see
 * everybody: to others nothing fits. Throws where the database is away.
 */
export async function readRegisterPage(
  pool: Pool,
  core: CoreContext,
  looker: Looker,
  filter: RegisterFilter,
  now: Instant,
): Promise<RegisterPage> {
  const today = londonDate(now);
  const { status, rating, age, only, owner, order, page } = filter;
  const everyone = seesEveryone(looker.roles);
  const shut = await readShut(pool, looker, now);
  const inHospital = everyone ? await readSaid(pool, looker, 'in-hospital', now) : [];
  const said = await fittingSaid(pool, looker, filter, inHospital, now);
  const bySaid = said !== null;
  const who = [new Date(now), looker.areas, everyone, looker.id, status, shut];
  const asked = [...who, rating ?? null, age ?? null, addMonths(today, -18 * 12), only ?? null, today];
  const fits = [...asked, owner ?? null, said?.map(({ registerId }) => registerId) ?? null, said?.map(({ pathway }) => pathway) ?? null];
  const byIndex = order === 'name' && shut.length === 0;
  const [counted, people, found] = await Promise.all([
    count(pool, {
      name: `register-by-rating${everyone ? '' : '-own'}`,
      // Whose it is matters only to those who see their own people only.
      text: `select case when ${SHUT} then 'restricted' else coalesce(w.rating, 'none') end as rating, count(*)::int as count from pathway w join person p using (register_id)
        ${everyone ? 'cross join (select null::text as staff, $1::timestamptz) own' : OWNED} where ${WHO} group by 1`,
      values: who,
    }),
    pool.query<Listed>({
      name: `register-people-${order}-${only ?? 'all'}${byIndex ? '-open' : ''}${bySaid ? '-said' : ''}`,
      text: listOf(byIndex ? BY_NAME : ORDERS[order], only, bySaid),
      values: [...fits, (page - 1) * PEOPLE_A_PAGE],
    }),
    // By status and rating they are counted already.
    age === undefined && only === undefined && owner === undefined && !bySaid
      ? null
      : count(pool, { name: `register-fit-${only ?? 'all'}${bySaid ? '-said' : ''}`, text: countedOf(only, bySaid), values: fits }),
  ]);
  const countOf = (one: Rating | 'none' | 'restricted'): number => counted.find((row) => row.rating === one)?.count ?? 0;
  const all = counted.reduce((sum, { count }) => sum + count, 0);
  const counts = {
    ...{ red: countOf('red'), amber: countOf('amber'), green: countOf('green'), blue: countOf('blue') },
    ...{ none: countOf('none'), restricted: countOf('restricted') },
  };
  const more = await readSaidOfPage(pool, core, people.rows, now);
  return {
    people: people.rows.map((row): RegisterPerson => {
      const own = row.restricted ? undefined : more.get(`${row.registerId}/${row.pathway}`);
      return { ...row, ratedSince: own?.since ?? null, site: row.inpatient ? (own?.site ?? null) : null };
    }),
    fit: found ? (found[0]?.count ?? 0) : rating === undefined ? all : counts[rating] + counts.restricted,
    all,
    byRating: counts,
    sites: sitesOf(inHospital, shut),
  };
}
