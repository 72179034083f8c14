import type { Pool } from 'pg';
import { type Instant, londonDate } from '../../domain/calendar/dates';
import type { NamedWakeUp, EventSignal } from '../../workflows/names';
import { commit, type CommitDeps } from '../commit/commit';
import { isSealed } from '../commit/signal-seal';
import { countOf, db, prepared } from '../tables/query';
import { raiseTask } from '../tasks/tasks';
import { readTrusted, isUnheard, openSignal, type Trust } from './hear';
import { refuseUnreadable } from './unreadable';
import { WANTS_PLACE, wantsPlaceValues } from './wants-place';

/** What a pathway's workflow has in hand: the signals that wait, in order, and the latest of the wake-ups whose timers ran out. */
export interface Turn {
  readonly registerId: string;
  readonly pathway: number;
  readonly heard: readonly { readonly name: string; readonly body: EventSignal }[];
  /** Milliseconds since 1970; null: no timer ran out. */
  readonly wake: number | null;
  /** The workflow's clock: becomes the `at` of events that come from callers of Temporal, where the service's own has come to it. */
  readonly clock: number;
  /** Milliseconds that the workflow was told to add to Temporal's clock. */
  readonly clockOffset?: number;
  /** The sequence that the workflow armed for last. */
  readonly armedFor: number;
  /** The last link of the log's chain that the workflow saw; null: none yet. */
  readonly armedHead?: string | null;
}

/** Where a pathway stands: what its workflow arms. */
export interface Stand {
  readonly sequence: number;
  /** The last link of the pathway's chain; null: no event yet. */
  readonly head: string | null;
  /** Up to here all wake-ups have been taken. */
  readonly clock: number;
  readonly wakeUps: readonly NamedWakeUp[];
  /** Its workflow stays, even with nothing to wait for. */
  readonly open: boolean;
  /** A meeting that is asked for has no place yet, or one is kept that nobody needs. */
  readonly arrange?: true;
}

/** The ids of the areas that have places for meetings, and of those that book by themselves. */
export interface Arranging {
  readonly areas: readonly string[];
  readonly book: readonly string[];
}

/** What a turn is taken with. */
export interface TurnDeps extends CommitDeps, Pick<Trust, 'plainSignals'> {
  /** The service's own clock, which nothing that comes from Temporal can move. Absent: the machine's. */
  readonly now?: () => Instant;
  /** The areas that have places for meetings, and which of them book by themselves; absent: nothing is arranged. */
  readonly arranges?: () => Arranging;
}

/**
 * Commits what a workflow has in hand, and reads where its pathway stands now. A repeat of the whole turn does nothing twice: events have
 * their ids, and wake-ups that were taken are taken. Whatever a workflow says of the time, nothing is played beyond the service's own clock:
 * a wake-up that it has not come to stays among those that the answer holds. Throws only where the database is away or busy.
 */
export async function takeTurn(deps: TurnDeps, given: Turn): Promise<Stand> {
  const now = deps.now?.() ?? Date.now();
  const turn = { ...given, clock: Math.min(given.clock, now), wake: given.wake === null ? null : Math.min(given.wake, now) };
  for (const { name, body } of turn.heard) if (name !== 'present') await hearSignal(deps, turn, name, body);
  if (turn.wake !== null) await commit(deps, { kind: 'wake', registerId: turn.registerId, clock: turn.wake as Instant });
  const { headKnown, ...stand } = await readStand(deps.pool, turn, deps.arranges?.() ?? null, now as Instant);
  if (!isRestored(deps, turn) && (stand.sequence < turn.armedFor || !headKnown)) {
    // The log was restored from an older backup: what it lacks may still lie in Temporal's histories.
    await raiseTask(
      deps.pool,
      {
        key: `log-behind-workflow/${turn.registerId}/${turn.armedFor}`,
        register_id: turn.registerId,
        kind: 'log-behind-workflow',
        audience: 'team',
        params: { sequence: stand.sequence, armedFor: turn.armedFor },
      },
      { again: true },
    );
  }
  // What lies at or before the instant that has been played is not taken again: its timer would fire, and be armed again, without end.
  return { ...stand, wakeUps: stand.wakeUps.filter(({ at }) => at > stand.clock) };
}

/** Whether the workflow is told, by this service, that the log was restored, and that somebody has seen to it. */
const isRestored = ({ seals }: TurnDeps, { heard, ...about }: Turn): boolean =>
  heard.some(({ name, body }) => name === 'present' && body['restored'] === true && isSealed(seals, { ...about, name }, body));

async function hearSignal(deps: TurnDeps, turn: Turn, name: string, given: EventSignal): Promise<void> {
  const { registerId, pathway } = turn;
  const body = openSignal(given, deps);
  if (isUnheard(body)) return refuseUnsealed(deps.pool, turn, body.unheard);
  const signal = readTrusted({ registerId, pathway, name, body }, deps);
  if (typeof body.sequence === 'number' && (await isInLog(deps.pool, signal.id))) return;
  if (!signal.readable) return refuseUnreadable(deps, turn, signal);
  const answer = await commit(deps, {
    kind: 'event',
    registerId: turn.registerId,
    id: signal.id,
    events: signal.facts,
    batch: signal.batch,
    // One that a commit sent, and that the log no longer knows, was heard when it says; nobody can play time forward by saying later.
    clock: Math.min(signal.at ?? turn.clock, turn.clock) as Instant,
    ...(signal.received === null ? {} : { received: signal.received }),
    source: 'temporal',
    fromWorkflow: turn.pathway,
  });
  if (answer.status === 'unknown-person') await putBeforeAPerson(deps.pool, null, 'signal-for-unknown-person', signal.id);
  // The id is another person's, or a part of a batch: this event was not decided, and nobody waits for an answer.
  if (answer.status === 'id-reused') await putBeforeAPerson(deps.pool, turn.registerId, 'signal-with-used-id', signal.id);
}

/**
 * What was not made with a key of this service is not decided, and not kept: whoever reached Temporal would choose what stands in the log,
 * and take ids that others mean to use. One task a pathway says that it came.
 */
function refuseUnsealed(pool: Pool, { registerId, pathway }: Turn, why: string): Promise<void> {
  const task = { key: `signal-not-sealed/${registerId}/${pathway}`, kind: 'signal-not-sealed', audience: 'team', params: { pathway, why } };
  return raiseTask(pool, { ...task, register_id: registerId }, { again: true });
}

function putBeforeAPerson(pool: Pool, registerId: string | null, kind: string, event: string): Promise<void> {
  return raiseTask(pool, {
    key: `${kind}/${registerId ?? 'nobody'}/${event}`,
    register_id: registerId,
    kind,
    audience: 'team',
    params: { event },
  });
}

const inLog = prepared('turn-known', (id: string) => db.selectFrom('event').select('id').where('id', '=', id));

const isInLog = async (pool: Pool, id: string): Promise<boolean> => (await countOf(pool, inLog(id))) > 0;

interface StandRow {
  readonly sequence: number;
  readonly head: string | null;
  readonly played_to: string | null;
  readonly head_known: boolean;
  readonly open: boolean | null;
  readonly arrange: boolean;
  readonly wake_ups: NamedWakeUp[] | null;
}

/**
 * Reads where a pathway stands, and whether the log still has `armedHead`, the event that its workflow saw last: true where it saw none.
 * A person who is not on file has no pathway, and nothing to wait for. Throws where the database is away.
 */
export async function readStand(
  pool: Pool,
  { registerId, pathway, armedHead = null }: Pick<Turn, 'registerId' | 'pathway' | 'armedHead'>,
  arranges: Arranging | null = null,
  now: Instant = Date.now() as Instant,
): Promise<Stand & { readonly headKnown: boolean }> {
  const { rows } = await pool.query<StandRow>({
    name: 'turn-stand',
    text: `select sequence, played_to,
      (select chain from event where register_id = $1 and pathway = $2 order by position desc limit 1) as head,
      $3::text is null or exists (select from event where register_id = $1 and pathway = $2 and chain = $3) as head_known,
      (select ended_type is null from pathway where register_id = $1 and number = $2) as open,
      ${WANTS_PLACE} as arrange,
      (select json_agg(json_build_object('deadline', deadline, 'label', kind || ' ' || step || ' ' || to_char(at at time zone 'Europe/London', 'YYYY-MM-DD'),
                                         'at', (extract(epoch from at) * 1000)::bigint) order by at, deadline)
         from wake_up where register_id = $1 and pathway = $2) as wake_ups
      from person where register_id = $1`,
    values: [registerId, pathway, armedHead, arranges?.areas ?? null, ...wantsPlaceValues, arranges?.book ?? [], londonDate(now)],
  });
  const { sequence = 0, head = null, head_known = armedHead === null, played_to, wake_ups, open, arrange } = rows[0] ?? {};
  return {
    sequence,
    head,
    headKnown: head_known,
    clock: Number(played_to ?? 0),
    wakeUps: wake_ups ?? [],
    open: open ?? false,
    ...(arrange ? { arrange } : {}),
  };
}
