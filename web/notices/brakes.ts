import type { Pool } from 'pg';
import type { Audience } from '../../domain/pathway/types';
import { readServerAway } from '../../services/notices/sending/server-away';
import { maySend, stoppedSince } from '../../services/notices/settings';
import { MAIL_CHANNEL } from '../../workflows/noticeNames';
import { type Brakes, brakeOf } from './words';

/** Reads what keeps messages of these areas to these audiences from going. Throws where the database is away. */
export async function readBrakes(pool: Pool, to: readonly { readonly area: string; readonly audience: Audience }[]): Promise<Brakes> {
  const combinations = new Map(to.map(({ area, audience }) => [brakeOf(area, audience), { area, audience }]));
  const off = await Promise.all(
    [...combinations].map(async ([key, { area, audience }]) => ((await maySend(pool, area, audience)) ? [] : [key])),
  );
  const away = await readServerAway(pool, MAIL_CHANNEL);
  return { stoppedSince: await stoppedSince(pool), awaySince: away?.since ?? null, off: new Set(off.flat()) };
}
