import { setImmediate as breathe } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { PlainDate } from '../../domain/calendar/dates';
import type { Life } from '../../domain/measures/lives';
import type { Period } from '../../domain/measures/period';
import type { EventType } from '../../domain/pathway/events';
import { inOrder } from '../../domain/pathway/stays';
import { placed, standing } from '../../domain/pathway/place';
import { bornOnFor } from '../../domain/pathway/present';
import { type PathwayLog, readLogs } from '../today/register/spells';

/** What brings somebody among those of whom a period is counted; a correction may have moved any of it into the period. */
const TOUCHING: readonly EventType[] = ['eligibility-decided', 'admitted', 'discharged', 'meeting-held', 'report-sent', 'action-agreed'];

/** On these rests what is counted of them. */
const READ: readonly EventType[] = [
  ...TOUCHING,
  'referral-received',
  'meeting-scheduled',
  'feedback-taken',
  'action-redated',
  'birth-date-recorded',
  'adopted',
  'corrected',
];

const TOUCHED = `select distinct e.register_id as "registerId", p.born_on as "bornOn" from event e join person p on p.register_id = e.register_id
  where p.area = $1 and p.duplicate_of is null and e.status = 'applied' and (e.type = 'corrected' or (e.type = any($4)
    and coalesce(e."on", (coalesce(e.received_at, e.at) at time zone 'Europe/London')::date) between $2 and $3))`;

/** So many people are read at once, and then other work gets its turn. */
const AT_ONCE = 200;

/** Reads what happened to everybody of an area of whom anything was true in a period, by all that is known now. Throws where the database is away. */
export async function readLives(pool: Pool, area: string, { from, to }: Period): Promise<Life[]> {
  const { rows } = await pool.query<{ registerId: string; bornOn: PlainDate | null }>({
    name: 'measures-touched',
    text: TOUCHED,
    values: [area, from, to, TOUCHING],
  });
  const lives: Life[] = [];
  for (let first = 0; first < rows.length; first += AT_ONCE) {
    const some = rows.slice(first, first + AT_ONCE);
    const logs = await readLogs(
      pool,
      some.map(({ registerId }) => registerId),
      READ,
    );
    for (const { registerId, bornOn } of some) lives.push(lifeOf(registerId, bornOn, logs.get(registerId) ?? new Map()));
    await breathe();
  }
  return lives;
}

function lifeOf(registerId: string, bornOn: PlainDate | null, logs: ReadonlyMap<number, PathwayLog>): Life {
  const pathways = [...logs].toSorted(([a], [b]) => a - b).map(([number, pathway]) => ({ number, ...pathway, progress: {} }));
  return {
    registerId,
    bornOn: bornOnFor({ bornOn, ruleSet: '', minutes: 0, playedTo: null, pathways }),
    pathways: pathways.map(({ number, log }) => ({ number, facts: inOrder(standing(log).map(placed)) })),
  };
}
