import type { Seals } from '../../infra/seals';
import { sealSignal } from '../commit/signal-seal';
import { db, prepared, rowsOf } from '../tables/query';
import { tellPathway, type RelayDeps } from '../workflow/relay/outbox';

const PAGE = 200;
const AT_ONCE = 20;

export interface RebuildDeps extends RelayDeps {
  /** Under which `restored` is said: a workflow believes it from this service alone. */
  readonly seals: Seals;
  readonly renew?: boolean;
  /** The log was restored from an older backup, and somebody has seen to what it lacks: each goes on from the log as it is. */
  readonly restored?: boolean;
  readonly onProgress?: (told: number) => void;
}

/** Open pathways, and those that wait for anything; a page of them behind one. */
const waitingAfter = prepared('rebuild-page', (registerId: string, number: number) =>
  db
    .selectFrom('pathway')
    .select(['register_id', 'number'])
    .where('ended_type', 'is', null)
    .where(({ eb, refTuple, tuple }) => eb(refTuple('register_id', 'number'), '>', tuple(registerId, number)))
    .union(
      db
        .selectFrom('wake_up')
        .select(['register_id', 'pathway as number'])
        .where(({ eb, refTuple, tuple }) => eb(refTuple('register_id', 'pathway'), '>', tuple(registerId, number))),
    )
    .orderBy('register_id')
    .orderBy('number')
    .limit(PAGE),
);

/**
 * Starts the workflow of every open pathway again: signal-with-start, after which it reads its present wake-ups and arms them. Where it
 * runs already, it looks again; nothing is sent twice, because what was taken is in the log. Out: how many pathways were told.
 * With `renew` each goes on in a new run, so that no open run holds a payload under an old key.
 * Throws where the database or Temporal is away; the same call may then be made again.
 */
export async function rebuild(deps: RebuildDeps): Promise<number> {
  // A new run carries the log's own sequence and link: what the old one was told and the log has no more is no difference then.
  const payload = { ...(deps.renew || deps.restored ? { renew: true } : {}), ...(deps.restored ? { restored: true } : {}) };
  let after: readonly [string, number] = ['', 0];
  let told = 0;
  for (;;) {
    const rows = await rowsOf(deps.pool, waitingAfter(...after));
    const last = rows.at(-1);
    if (!last) return told;
    for (let index = 0; index < rows.length; index += AT_ONCE) {
      await Promise.all(
        rows.slice(index, index + AT_ONCE).map(({ register_id: registerId, number: pathway }) => {
          const sealed = sealSignal(deps.seals, { registerId, pathway, name: 'present' }, payload);
          return tellPathway(deps, registerId, pathway, 'present', sealed);
        }),
      );
    }
    told += rows.length;
    deps.onProgress?.(told);
    after = [last.register_id, last.number];
  }
}
