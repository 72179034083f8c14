import { type Expression, type ExpressionBuilder, expressionBuilder, sql, type SqlBool } from 'kysely';
import { z } from 'zod';
import type { Instant } from '../../domain/calendar/dates';
import { AUDIENCES } from '../../domain/notices/catalogue';
import type { Audience } from '../../domain/pathway/types';
import { area } from '../rules/areas';
import { keepFirstVersion } from '../areas/versions';
import { addFirstStaff } from '../staff/first';
import { among, type Client, countOf, db, firstOf, prepared, rowsOf, unprepared } from '../tables/query';
import type { Tables } from '../tables/tables';
import { isStaffAudience } from './expand';

/** The setting `sending`, by area: whether anything is sent at all, and to whom. An audience that is not named is not written to unless it is inside the team. */
const sendingSchema = z.record(z.string(), z.object({ all: z.boolean(), audiences: z.partialRecord(z.enum(AUDIENCES), z.boolean()) }));

/** Whether the area may write to an audience. Denies what nobody has decided (invariant 12). */
export async function maySend(database: Client, areaId: string, audience: Audience): Promise<boolean> {
  const setting = (await readSetting(database))[areaId];
  if (!setting) return isStaffAudience(audience);
  return setting.all && (setting.audiences[audience] ?? isStaffAudience(audience));
}

/** Who may be written to in an area. */
export interface Sending {
  /** False: nothing is sent at all. */
  readonly all: boolean;
  readonly audiences: Readonly<Record<Audience, boolean>>;
}

/** Whom an area may write to while it sends at all, as `maySend` answers for each. */
export async function readSending(database: Client, areaId: string): Promise<Sending> {
  const setting = (await readSetting(database))[areaId];
  const on = (audience: Audience): boolean => setting?.audiences[audience] ?? isStaffAudience(audience);
  return { all: setting?.all ?? true, audiences: Object.fromEntries(AUDIENCES.map((one) => [one, on(one)])) as Sending['audiences'] };
}

/** How many notices of an area wait because sending to their audience is off, by audience. */
export const readHeldBySwitch = (database: Client, areaId: string): Promise<{ audience: Audience; count: number }[]> =>
  rowsOf(
    database,
    unprepared(
      db
        .selectFrom('notice')
        .select(['audience', sql<number>`count(*)::int`.as('count')])
        .where('status', '=', 'held')
        .where('reason', '=', 'sending-off')
        .where((eb) => isOfArea(eb, areaId))
        .groupBy('audience'),
    ),
  );

const settingOf = prepared('setting', (name: string) => db.selectFrom('setting').select('value').where('name', '=', name));

const SENDING = 'sending';

async function readSetting(database: Client): Promise<z.output<typeof sendingSchema>> {
  const row = await firstOf(database, settingOf(SENDING));
  return row ? sendingSchema.parse(row.value) : {};
}

/**
 * Makes an area ready in a new installation: the first version of its profile, its first staff, and who may be written to. Repeating it changes nothing.
 * With a mail server of its own, nobody outside the team is written to until somebody says so; mail that reaches only the
 * embedded catcher goes to whom the area's profile names.
 */
export async function prepareArea(database: Client, areaId: string, { ownMailServer }: { ownMailServer: boolean }): Promise<void> {
  const profile = area(areaId);
  await keepFirstVersion(database, profile);
  await addFirstStaff(database, profile);
  const audiences = Object.fromEntries(
    AUDIENCES.map((audience) => [audience, isStaffAudience(audience) || (!ownMailServer && profile.sending[audience] === true)]),
  );
  await mergeSetting(database, areaId, { all: true, audiences }, 'present');
}

/**
 * Switches sending on or off for one audience of an area, or (without an audience) for the whole area.
 * Switched on, what was held for that reason goes; each is checked again at sending.
 */
export async function setSending(database: Client, areaId: string, { audience, on }: { audience?: Audience; on: boolean }): Promise<void> {
  const present = (await readSetting(database))[areaId] ?? { all: true, audiences: {} };
  const next = audience === undefined ? { ...present, all: on } : { ...present, audiences: { ...present.audiences, [audience]: on } };
  await mergeSetting(database, areaId, next, 'new');
  if (!on || !next.all) return;
  const open = AUDIENCES.filter((one) => next.audiences[one] ?? isStaffAudience(one));
  await countOf(database, unprepared(letGo(areaId, open)));
}

/** What was held because sending to an audience was off. */
const letGo = (areaId: string, open: readonly Audience[]) =>
  db
    .updateTable('notice')
    .set({ status: 'queued', reason: null, attempts: 0 })
    .where('status', '=', 'held')
    .where('reason', '=', 'sending-off')
    .where('audience', '=', among(open))
    .where((eb) => isOfArea(eb, areaId));

/** A notice is of the area of the person whom it is about, and where it is about nobody, of the one that it names. */
function isOfArea(eb: ExpressionBuilder<Tables, 'notice'>, areaId: string) {
  const ofPerson = eb.selectFrom('person').select('person.area').whereRef('person.register_id', '=', 'notice.register_id');
  return eb(eb.fn.coalesce(ofPerson, sql<string>`params ->> 'area'`), '=', areaId);
}

async function mergeSetting(database: Client, areaId: string, value: object, wins: 'present' | 'new'): Promise<void> {
  const merged = wins === 'present' ? sql<string>`excluded.value || setting.value` : sql<string>`setting.value || excluded.value`;
  const statement = db
    .insertInto('setting')
    .values({ name: SENDING, value: JSON.stringify({ [areaId]: value }) })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: merged }));
  await countOf(database, unprepared(statement));
}

/** The setting that is there while sending is stopped for the whole service. */
export const SENDING_STOPPED = 'sending-stopped';

/** True while sending is stopped for the whole service. */
export const sendingIsStopped = (): Expression<SqlBool> =>
  expressionBuilder<Tables>().exists(db.selectFrom('setting').select('name').where('name', '=', SENDING_STOPPED));

/**
 * Stops sending for the whole service, beside what areas and audiences have switched: nothing leaves, everything waits as it is and goes
 * once it is started again, each checked again. What a sender has in hand at this moment may still go. Repeating it changes nothing.
 */
export async function stopSending(database: Client, now: Instant): Promise<void> {
  const statement = db
    .insertInto('setting')
    .values({ name: SENDING_STOPPED, value: JSON.stringify({ since: new Date(now).toISOString() }) })
    .onConflict((conflict) => conflict.column('name').doNothing());
  await countOf(database, unprepared(statement));
}

/** Starts it again, also where a mail server that was away is to be looked for only later. */
export async function startSending(database: Client): Promise<void> {
  const statement = db
    .with('started', (also) => also.deleteFrom('setting').where('name', '=', SENDING_STOPPED))
    .updateTable('channel_away')
    .set(({ ref }) => ({ next_look_at: ref('since') }));
  await countOf(database, unprepared(statement));
}

/** Since when sending is stopped for the whole service; null: it is not. */
export async function stoppedSince(database: Client): Promise<string | null> {
  const row = await firstOf(database, stopOf());
  return row?.since ?? null;
}

const stopOf = prepared('sending-stopped', () =>
  db
    .selectFrom('setting')
    .select(sql<string | null>`value ->> 'since'`.as('since'))
    .where('name', '=', SENDING_STOPPED),
);
