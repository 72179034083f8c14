import { type Insertable, sql } from 'kysely';
import type { Pool } from 'pg';
import type { Instant } from '../../domain/calendar/dates';
import { canonicalJson } from '../../infra/canonical';
import { inTransaction, type Decided } from '../record/transaction';
import { area, areaOfFile, isArea, keptAreaSchema, present, type Area } from '../rules/areas';
import { type Client, countOf, db, picked, prepared, rowsOf } from '../tables/query';
import { columnsOf } from '../tables/recordset';
import type { Tables } from '../tables/tables';
import { placesLost } from './lost-places';

/** A version of an area's profile. */
export interface AreaVersion {
  readonly version: number;
  readonly profile: Area;
  readonly at: Instant;
  readonly by: string;
  readonly why: string;
}

const versionsOf = prepared('area-versions', (id: string) =>
  db.selectFrom('area_version').select(['version', 'profile', 'at', 'by', 'why']).where('area', '=', id).orderBy('version'),
);

/** Every version of an area's profile, the first one first; empty where its file counts. */
export async function readAreaVersions(database: Client, id: string): Promise<AreaVersion[]> {
  const rows = await rowsOf(database, versionsOf(id));
  return rows.map(({ at, profile, ...said }) => ({ ...said, at: at.getTime() as Instant, profile: keptAreaSchema.parse(profile) }));
}

const standingAt = prepared('area-version-at', (id: string, at: Date) =>
  db
    .selectFrom('area_version')
    .select('profile')
    .where('area', '=', id)
    .where((eb) => eb.or([eb('at', '<=', at), eb('version', '=', 1)]))
    .orderBy('version', 'desc')
    .limit(1),
);

/** The profile of an area as it stood at an instant: before its first version that one, and where there is none its file. Throws RangeError where there is no such area. */
export async function readAreaAt(database: Client, id: string, at: Instant): Promise<Area> {
  const [row] = await rowsOf(database, standingAt(id, new Date(at)));
  return row ? keptAreaSchema.parse(row.profile) : area(id);
}

const keepingFirst = prepared('first-area-version', (area: string, profile: string, why: string) =>
  db
    .insertInto('area_version')
    .values({ area, version: 1, profile, at: sql<Date>`now()`, by: 'service', why })
    .onConflict((conflict) => conflict.doNothing()),
);

/** Keeps the profile of an area's file as its first version, where it has none. Repeating it changes nothing. */
export async function keepFirstVersion(database: Client, profile: Area): Promise<void> {
  const why = `As policies/areas/${profile.id}.json had it when the service began`;
  await countOf(database, keepingFirst(profile.id, JSON.stringify(profile), why));
}

const COLUMNS = columnsOf('area_version');
const adding = prepared('add-area-version', (version: Pick<Insertable<Tables['area_version']>, (typeof COLUMNS)[number]>) =>
  db.insertInto('area_version').values(picked(version, COLUMNS)),
);

/** What a new version of a profile is, and who makes it, why and when. */
export interface AreaChange {
  readonly profile: Area;
  /** The version that it was worked out from; absent: whatever stands. */
  readonly ifMatch?: number | undefined;
  readonly by: string;
  /** In words. */
  readonly why: string;
  readonly at: Instant;
}

export type AreaAnswer =
  | { readonly status: 'done'; readonly version: number }
  | { readonly status: 'unknown-area' }
  /** Somebody was faster; `version` is the present one. */
  | { readonly status: 'area-changed'; readonly version: number };

/**
 * Puts a profile in the place of the one that stands; whoever loses a place by it gets another (`placesLost`). One that changes nothing makes no version.
 * Throws where the database is away.
 */
export async function changeArea(pool: Pool, { profile, ifMatch, by, why, at }: AreaChange): Promise<AreaAnswer> {
  if (!isArea(profile.id)) return { status: 'unknown-area' };
  const undecided = (answer: AreaAnswer): Decided<AreaAnswer> => ({ answer, write: null });
  const answer = await inTransaction<AreaAnswer>({ pool }, async (client) => {
    await client.query({ name: 'lock-areas', text: `select pg_advisory_xact_lock(hashtextextended('areas', 0))` });
    const last = (await readAreaVersions(client, profile.id)).at(-1);
    const version = last?.version ?? 0;
    if (ifMatch !== undefined && ifMatch !== version) return undecided({ status: 'area-changed', version });
    if (canonicalJson(last?.profile ?? areaOfFile(profile.id)) === canonicalJson(profile)) return undecided({ status: 'done', version });
    const before = last?.profile ?? areaOfFile(profile.id);
    const lost = await placesLost(client, before, profile, at);
    const next = { area: profile.id, version: version + 1, profile: JSON.stringify(profile), at: new Date(at), by, why };
    return { answer: { status: 'done', version: version + 1 }, write: adding(next), also: lost };
  });
  await freshAreas(pool, { now: true });
  return answer;
}

/** A change made in another process is seen after so long, at most. */
const LOOK_MS = 5_000;

interface Looked {
  /** Milliseconds of this process's own clock. */
  readonly until: number;
  readonly looking: Promise<void>;
}
const looked = new WeakMap<Pool, Looked>();

/**
 * Sees to it that `area` answers as the database has it, some seconds old at most (with `now`: not at all). To be waited for before work that reads a
 * profile; it asks the database only where the last look is too old. Throws where the database is away.
 */
export async function freshAreas(pool: Pool, { now = false } = {}): Promise<void> {
  const last = looked.get(pool);
  if (!now && last && performance.now() < last.until) return last.looking;
  const looking = look(pool);
  looked.set(pool, { until: performance.now() + LOOK_MS, looking });
  // One that failed is no look.
  await looking.catch((error: unknown) => {
    looked.delete(pool);
    throw error;
  });
}

const presentAreas = prepared('present-areas', () =>
  db.selectFrom('area_version').distinctOn('area').select('profile').orderBy('area').orderBy('version', 'desc'),
);

async function look(pool: Pool): Promise<void> {
  const rows = await rowsOf(pool, presentAreas());
  for (const { profile } of rows) {
    const read = keptAreaSchema.parse(profile);
    const isOfFile = isArea(read.id) && canonicalJson(areaOfFile(read.id)) === canonicalJson(read);
    if (isOfFile) present.delete(read.id);
    else if (canonicalJson(present.get(read.id) ?? null) !== canonicalJson(read)) present.set(read.id, read);
  }
}

/** What a new profile says otherwise than the present one, a line for each field, as `team.phone: "1" → "2"`. */
export function differences(id: string, next: Area): string[] {
  return [...fieldsOf(area(id), next)];
}

function* fieldsOf(before: unknown, after: unknown, path = ''): Generator<string> {
  if (canonicalJson(before ?? null) === canonicalJson(after ?? null)) return;
  const [was, is] = [namesOf(before), namesOf(after)];
  if (!was || !is) {
    yield `${path}: ${JSON.stringify(before) ?? 'nothing'} → ${JSON.stringify(after) ?? 'nothing'}`;
    return;
  }
  for (const name of new Set([...was.keys(), ...is.keys()]))
    yield* fieldsOf(was.get(name), is.get(name), path === '' ? name : `${path}.${name}`);
}

/** The fields of an object, or the entries of a list by their ids; null for anything else. */
function namesOf(value: unknown): Map<string, unknown> | null {
  if (typeof value !== 'object' || value === null) return null;
  if (!Array.isArray(value)) return new Map(Object.entries(value));
  const named = value.map((one: unknown) => [typeof one === 'object' && one !== null ? Reflect.get(one, 'id') : undefined, one] as const);
  return named.every(([id]) => typeof id === 'string') ? new Map(named.map(([id, one]) => [String(id), one])) : null;
}
