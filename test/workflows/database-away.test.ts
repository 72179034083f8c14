import { randomUUID } from 'node:crypto';
import { pathwayActivities } from '../../activities/pathway';
import type { Instant } from '../../domain/calendar/dates';
import { startWorkers, type Running } from '../../worker';
import { ARMED_QUERY, PATHWAY_QUEUE, pathwayWorkflowId, type Armed } from '../../workflows/names';
import { newRegisterId, say } from '../support/database/commit';
import { openService, until, type Service } from '../support/service';
import { testKeys } from '../support/stage';

let service: Service;
let worker: Running;
/** How many more turns end as they do while the database is away. */
let failing = 0;
let turns = 0;

beforeAll(async () => {
  service = await openService();
  service.startRelay();
  const real = pathwayActivities(service.commit);
  const takeTurn: typeof real.takeTurn = (turn) => {
    turns += 1;
    if (failing === 0) return real.takeTurn(turn);
    failing -= 1;
    // Its words quote what it failed on: the look through the histories at the end must not find them.
    return Promise.reject(Object.assign(new Error('could not read Ottoline Grimshaw-Test'), { code: 'ECONNREFUSED' }));
  };
  worker = await startWorkers({
    connection: service.environment.nativeConnection,
    namespace: 'default',
    keys: testKeys,
    identity: 'test',
    parts: [{ taskQueue: PATHWAY_QUEUE, activities: { takeTurn } }],
    workflows: { workflowBundle: service.workflowBundle },
  });
});
afterAll(async () => {
  await worker?.stop();
  await service?.close();
});

const now = (): Instant => Date.now() as Instant;
test('a database that refuses connections fails no pathway: the turn is taken when it is back, and a signal of that time is decided', async () => {
  const registerId = newRegisterId();
  await say(service.commit, registerId, now(), { type: 'referral-received', source: 'family' });
  await service.armed(registerId, 1, 1);
  // More than the quick way tries.
  failing = 5;
  turns = 0;
  const id = randomUUID();
  const handle = service.client.workflow.getHandle(pathwayWorkflowId(registerId, 1));
  await handle.signal('event', { eventId: id, type: 'keyworker-assigned', on: '2026-01-05' });
  await until('the signal is decided', async () => (await handle.query<Armed>(ARMED_QUERY)).sequence === 2);
  expect(turns).toBe(6);
  expect((await handle.describe()).status.name).toBe('RUNNING');
  const { rows } = await service.database.pool.query('select status from event where id = $1', [id]);
  expect(rows).toEqual([{ status: 'applied' }]);
});
