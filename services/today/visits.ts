import type { Pool } from 'pg';
import { type Looker, seesEveryone } from '../../domain/access/roles';
import { type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import { tripsOf, type Trip, type VisitOwed } from '../../domain/meetings/trips';
import type { CoreContext } from '../../domain/pathway/types';
import { keptShortly } from '../../infra/kept-shortly';
import { readShut } from '../access/restricted';
import { recordStamp } from '../record/stamp';
import { readSaid } from './register/said';

/** A visit of the commissioner that is owed to somebody in hospital. */
export interface Visit extends VisitOwed {
  readonly pathway: number;
  readonly deadline: string;
  readonly name: string | null;
  readonly restricted: boolean;
}

/** The visits at one hospital, put together in trips; `site` null: it is not known where, or not told. */
export interface HospitalVisits {
  readonly site: string | null;
  readonly trips: readonly Trip<Visit>[];
}

const OWED = `select d.register_id as "registerId", d.pathway, d.id as deadline, d.due::text as due, coalesce(p.register_id = any($5), false) as restricted,
    case when p.register_id = any($5) then null else p.name end as name
  from deadline d join person p on p.register_id = d.register_id
  join pathway w on w.register_id = d.register_id and w.number = d.pathway and w.inpatient and w.ended_type is null
  left join lateral (select o.staff from ownership o where o.register_id = d.register_id and o.pathway = d.pathway and o.from_at <= $4
    order by o.number desc limit 1) own on true
  where d.kind = 'oversight-visit' and d.owed and d.due is not null and p.area = any($1) and ($2 or own.staff = $3)
  order by d.due, d.register_id`;

interface OwedAsked {
  readonly areas: readonly string[];
  /** Whether everybody of the areas is seen, or what `reader` owns alone. */
  readonly everyone: boolean;
  readonly reader: string;
  readonly at: Date;
  readonly shut: readonly string[];
}
type OwedRow = Omit<Visit, 'due'> & { readonly due: PlainDate };

const readOwed = async (pool: Pool, { areas, everyone, reader, at, shut }: OwedAsked): Promise<readonly OwedRow[]> =>
  (await pool.query<OwedRow>({ name: 'visits-owed', text: OWED, values: [areas, everyone, reader, at, shut] })).rows;

interface VisitsAsked extends OwedAsked {
  readonly core: CoreContext;
  readonly looker: Looker;
  readonly now: Instant;
}

/** All who see everybody are told by one reading, and so is whoever asks for the next page. */
const readPlan = keptShortly(
  ({ areas, everyone, reader, shut, now }: VisitsAsked) => JSON.stringify([areas, everyone ? null : reader, shut, londonDate(now)]),
  recordStamp,
  async (pool: Pool, { core, looker, now, ...asked }: VisitsAsked): Promise<readonly HospitalVisits[]> => {
    const [rows, said] = await Promise.all([readOwed(pool, asked), readSaid(pool, looker, 'in-hospital', now)]);
    const sites = new Map(said.map(({ registerId, pathway, site }) => [`${registerId}/${pathway}`, site]));
    const siteOf = ({ registerId, pathway, restricted }: OwedRow): string | null =>
      restricted ? null : (sites.get(`${registerId}/${pathway}`) ?? null);
    // By what is due first, as the rows are.
    const bySite = new Map<string | null, OwedRow[]>();
    for (const visit of rows) {
      const own = bySite.get(siteOf(visit));
      if (own) own.push(visit);
      else bySite.set(siteOf(visit), [visit]);
    }
    const today = londonDate(now);
    const nowhere = bySite.get(null) ?? [];
    bySite.delete(null);
    return [
      ...[...bySite].map(([site, visits]) => ({ site, trips: tripsOf(visits, today, core.holidays) })),
      // Of those of whom it is not known where they are each is a journey of its own.
      ...(nowhere.length === 0 ? [] : [{ site: null, trips: nowhere.flatMap((one) => tripsOf([one], today, core.holidays)) }]),
    ];
  },
);

/**
 * The visits that are owed to those in hospital whom a member of staff may see, by hospital, the one with the visit that is due first before the others,
 * each hospital's in as few trips as there can be. Those of a restricted record stand at the end, where nobody is told where they are. Throws where the
 * database is away.
 */
export async function readVisits(
  { pool, core }: { readonly pool: Pool; readonly core: CoreContext },
  looker: Looker,
  now: Instant,
): Promise<readonly HospitalVisits[]> {
  const shut = await readShut(pool, looker, now);
  const asked = { areas: looker.areas, everyone: seesEveryone(looker.roles), reader: looker.id, at: new Date(now), shut };
  return readPlan(pool, { ...asked, core, looker, now });
}
