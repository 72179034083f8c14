import { londonDate, parseInstant } from '../../domain/calendar/dates';
import { readHeldBySwitch, readSending, stoppedSince } from '../../services/notices/settings';
import type { Viewer } from '../../services/staff/viewers';
import { proofTimes } from '../../services/upkeep/proof/last-proof';
import { momentText } from '../content/dates';
import { type Sureness, surenessOf } from '../content/sureness';
import { areasOf } from './areas';
import type { WebContext } from './context';

/** What stands on every page, whatever it is about. */
export interface Everywhere {
  /** How sure all lists are; null: the reader sees no deadlines. */
  readonly sure: Sureness | null;
  /** That nothing is sent, and what piles up; null: it is. */
  readonly stopped: { readonly said: string; readonly by: 'area' | 'service' } | null;
}

/** Reads what stands on every page that a member of staff sees. Throws where the database is away. */
export async function readEverywhere(context: WebContext, viewer: Viewer): Promise<Everywhere> {
  const { pool, clock } = context;
  const seesDeadlines = viewer.permissions.has('deadlines:read');
  const [proof, stopped] = await Promise.all([seesDeadlines ? proofTimes(pool) : null, readStopped(context, viewer)]);
  return { sure: proof && surenessOf(proof, clock()), stopped };
}

async function readStopped(context: WebContext, viewer: Viewer): Promise<Everywhere['stopped']> {
  const { pool, clock } = context;
  const own = areasOf(context, viewer);
  const areas = own.length > 0 ? own : [context.area()];
  const [since, ...sending] = await Promise.all([stoppedSince(pool), ...areas.map(({ id }) => readSending(pool, id))]);
  if (since !== null) {
    const at = momentText(parseInstant(since), londonDate(clock()));
    return { by: 'service', said: `All sending has been stopped since ${at}. What would go waits. Phone whoever must know at once.` };
  }
  const stopped = areas.find((_, index) => sending[index]?.all === false);
  if (!stopped) return null;
  const { id, name } = stopped;
  const waiting = (await readHeldBySwitch(pool, id)).reduce((sum, { count }) => sum + count, 0);
  const waits = waiting === 0 ? 'No message waits yet.' : waiting === 1 ? '1 message waits.' : `${waiting} messages wait.`;
  return { by: 'area', said: `Sending is stopped in ${name}: nothing goes to anybody. ${waits} Phone whoever must know at once.` };
}
