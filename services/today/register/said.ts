import { setImmediate as breathe } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Looker } from '../../../domain/access/roles';
import { type Instant, londonDate, type PlainDate } from '../../../domain/calendar/dates';
import { detailsOf } from '../../../domain/pathway/details';
import type { Diagnosis, EventType, Rating } from '../../../domain/pathway/events';
import { BEARING_ON_MEMBERSHIP, spellsTrueThen } from '../../../domain/pathway/membership';
import type { CoreContext } from '../../../domain/pathway/types';
import { siteOfStay } from '../../people/on-record';
import { type PathwayLog, readLogs } from './spells';
import { whileUnchanged } from './worked-out';

/** What the log of a pathway says beside what the tables have. */
export interface Said {
  readonly registerId: string;
  readonly pathway: number;
  /** As it was said last; null: nothing was said. */
  readonly diagnosis: Diagnosis | null;
  /** The site of the stay that lasts, as a code; null: none lasts, or its site is not known. */
  readonly site: string | null;
}

/** On these alone the diagnosis and the site of a stay rest. */
const BEARING: readonly EventType[] = [
  'eligibility-decided',
  'diagnosis-confirmed',
  'admitted',
  'transferred',
  'stay-details-confirmed',
  'discharged',
  'corrected',
];

/** And on these the rating besides. */
const BEARING_OF_PAGE: readonly EventType[] = [...new Set([...BEARING_ON_MEMBERSHIP, ...BEARING])];

/** So many people are remembered, and no more; so many are worked out before other work gets its turn. */
const MOST_KNOWN = 200_000;
const AT_ONCE = 500;

/** What was worked out last of each person, for each database: it rests on the log, which only grows, and holds until an event is added. */
const known = new WeakMap<Pool, Map<string, Known>>();
interface Known {
  readonly sequence: number;
  readonly said: ReadonlyMap<number, Pick<Said, 'diagnosis' | 'site'>>;
}

function saidOf(logs: ReadonlyMap<number, PathwayLog> | undefined, day: PlainDate): Known['said'] {
  return new Map(
    [...(logs ?? [])].map(([pathway, { log }]) => [pathway, { diagnosis: detailsOf(log, day).diagnosis, site: siteOfStay(log) }]),
  );
}

/** The pathways of some areas ($1), or those of who is in hospital. */
const heads = (
  which: string,
): string => `select p.register_id as "registerId", p.sequence, w.number as pathway from pathway w join person p using (register_id)
    where ${which} and p.area = any($1)`;
const HEADS = { everybody: heads('true'), 'in-hospital': heads('w.inpatient and w.ended_type is null') } as const;

interface Head {
  readonly registerId: string;
  readonly sequence: number;
  readonly pathway: number;
}

/**
 * What is said in the log of everybody of a reader's areas, or of the stays that last alone: worked out anew only for those of whom something
 * was recorded since it was last asked. Throws where the database is away.
 */
export const readSaid = (pool: Pool, { areas }: Looker, who: keyof typeof HEADS, now: Instant): Promise<readonly Said[]> =>
  whileUnchanged(pool, areas, `said ${who} ${londonDate(now)}`, () => workOutSaid(pool, areas, who, now));

async function workOutSaid(pool: Pool, areas: readonly string[], who: keyof typeof HEADS, now: Instant): Promise<readonly Said[]> {
  const { rows } = await pool.query<Head>({ name: `register-said-${who}`, text: HEADS[who], values: [areas] });
  let people = known.get(pool);
  if (people === undefined || people.size > MOST_KNOWN) known.set(pool, (people = new Map()));
  const own = people;
  const sequences = new Map(rows.map(({ registerId, sequence }) => [registerId, sequence]));
  const changed = [...sequences].filter(([registerId, sequence]) => own.get(registerId)?.sequence !== sequence);
  for (let from = 0; from < changed.length; from += AT_ONCE) {
    const some = changed.slice(from, from + AT_ONCE);
    const ids = some.map(([registerId]) => registerId);
    const logs = await readLogs(pool, ids, BEARING);
    for (const [registerId, sequence] of some) own.set(registerId, { sequence, said: saidOf(logs.get(registerId), londonDate(now)) });
    await breathe();
  }
  return rows.map(({ registerId, pathway }) => ({
    ...{ registerId, pathway, diagnosis: null, site: null },
    // Of a pathway on which nothing of the kind was heard nothing is said: it is among the others all the same.
    ...own.get(registerId)?.said.get(pathway),
  }));
}

/** A pathway with how it is rated. */
interface Rated {
  readonly registerId: string;
  readonly pathway: number;
  readonly rating: Rating | null;
}

/**
 * Since when the pathways of a page stand as they are rated, by all that the record says now, and what else it says of them, by `<register
 * id>/<pathway>`. Since: null for who is not on the register. Throws where the database is away.
 */
export async function readSaidOfPage(
  pool: Pool,
  core: CoreContext,
  page: readonly Rated[],
  now: Instant,
): Promise<ReadonlyMap<string, { readonly since: PlainDate | null; readonly site: string | null }>> {
  const ids = [...new Set(page.map(({ registerId }) => registerId))];
  const logs = await readLogs(pool, ids, BEARING_OF_PAGE);
  return new Map(
    page.map(({ registerId, pathway, rating }) => {
      const own = logs.get(registerId)?.get(pathway);
      const since = own === undefined || rating === null ? null : ratedSince(core, own, rating, londonDate(now));
      return [`${registerId}/${pathway}`, { since, site: own === undefined ? null : siteOfStay(own.log) }];
    }),
  );
}

/** The first of the days up to this one on which the rating has stood without a break; null: it is not rated so on the register. */
function ratedSince(core: CoreContext, { ruleSet, log }: PathwayLog, rating: Rating, day: PlainDate): PlainDate | null {
  const pathways = [{ number: 1, ruleSet, log, progress: {} }];
  const spells = spellsTrueThen(core, { bornOn: null, ruleSet: '', minutes: 0, playedTo: null, pathways });
  const present = spells.filter(({ from }) => from <= day);
  const before = present.findLastIndex((spell) => !spell.onRegister || spell.rating !== rating);
  return present[before + 1]?.from ?? null;
}

/** The sites of those in hospital, in their order, but for those whose record is not open to the reader: a list of sites would tell where they are. */
export function sitesOf(inHospital: readonly Said[], shut: readonly string[]): readonly string[] {
  const isShut = new Set(shut);
  return [...new Set(inHospital.flatMap(({ registerId, site }) => (site === null || isShut.has(registerId) ? [] : [site])))].sort();
}
