import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import type { Instant } from '../../domain/calendar/dates';
import { AUDIENCES } from '../../domain/notices/catalogue';
import type { Audience } from '../../domain/pathway/types';
import { area } from '../rules/areas';
import { keepFirstVersion } from '../areas/versions';
import { isStaffAudience } from './expand';
import { addFirstStaff } from '../staff/first';

type Queryable = Pick<Pool | PoolClient, 'query'>;

/** The setting `sending`, by area: whether anything is sent at all, and to whom. An audience that is not named is not written to unless it is inside the team. */
const sendingSchema = z.record(z.string(), z.object({ all: z.boolean(), audiences: z.partialRecord(z.enum(AUDIENCES), z.boolean()) }));

/** Whether the area may write to an audience. Denies what nobody has decided (invariant 12). */
export async function maySend(database: Queryable, areaId: string, audience: Audience): Promise<boolean> {
  const setting = (await readSetting(database))[areaId];
  if (!setting) return isStaffAudience(audience);
  return setting.all && (setting.audiences[audience] ?? isStaffAudience(audience));
}

async function readSetting(database: Queryable): Promise<z.output<typeof sendingSchema>> {
  const { rows } = await database.query(`select value from setting where name = 'sending'`);
  const first: unknown = rows[0];
  return first === undefined ? {} : z.object({ value: sendingSchema }).parse(first).value;
}

/**
 * Makes an area ready in a new installation: the first version of its profile, its first staff, and who may be written to. Repeating it changes nothing.
 * With a mail server of its own, nobody outside the team is written to until somebody says so; mail that reaches only the
 * embedded catcher goes to whom the area's profile names.
 */
export async function prepareArea(database: Queryable, areaId: string, { ownMailServer }: { ownMailServer: boolean }): Promise<void> {
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
export async function setSending(
  database: Queryable,
  areaId: string,
  { audience, on }: { audience?: Audience; on: boolean },
): Promise<void> {
  const present = (await readSetting(database))[areaId] ?? { all: true, audiences: {} };
  const next = audience === undefined ? { ...present, all: on } : { ...present, audiences: { ...present.audiences, [audience]: on } };
  await mergeSetting(database, areaId, next, 'new');
  if (!on || !next.all) return;
  const open = AUDIENCES.filter((one) => next.audiences[one] ?? isStaffAudience(one));
  await database.query(
    `update notice n set status = 'queued', reason = null, attempts = 0
      where n.status = 'held' and n.reason = 'sending-off' and n.audience = any($2)
        and coalesce((select p.area from person p where p.register_id = n.register_id), n.params->>'area') = $1`,
    [areaId, open],
  );
}

async function mergeSetting(database: Queryable, areaId: string, value: object, wins: 'present' | 'new'): Promise<void> {
  const merged = wins === 'present' ? 'excluded.value || setting.value' : 'setting.value || excluded.value';
  await database.query(`insert into setting (name, value) values ('sending', $1) on conflict (name) do update set value = ${merged}`, [
    JSON.stringify({ [areaId]: value }),
  ]);
}

const STOPPED = 'sending-stopped';

/** SQL that is true while sending is stopped for the whole service. */
export const sendingIsStopped = `exists (select from setting where name = '${STOPPED}')`;

/**
 * Stops sending for the whole service, beside what areas and audiences have switched: nothing leaves, everything waits as it is and goes
 * once it is started again, each checked again. What a sender has in hand at this moment may still go. Repeating it changes nothing.
 */
export async function stopSending(database: Queryable, now: Instant): Promise<void> {
  await database.query('insert into setting (name, value) values ($1, $2) on conflict (name) do nothing', [
    STOPPED,
    JSON.stringify({ since: new Date(now).toISOString() }),
  ]);
}

/** Starts it again, also where a mail server that was away is to be looked for only later. */
export async function startSending(database: Queryable): Promise<void> {
  await database.query('with started as (delete from setting where name = $1) update channel_away set next_look_at = since', [STOPPED]);
}

/** Since when sending is stopped for the whole service; null: it is not. */
export async function stoppedSince(database: Queryable): Promise<string | null> {
  const { rows } = await database.query<{ since: string }>(`select value ->> 'since' as since from setting where name = $1`, [STOPPED]);
  return rows[0]?.since ?? null;
}
