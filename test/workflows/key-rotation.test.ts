import { randomBytes } from 'node:crypto';
import { Client } from '@temporalio/client';
import { pathwayActivities } from '../../activities/pathway';
import { londonDate, type Instant } from '../../domain/calendar/dates';
import type { KeyRing } from '../../infra/temporal/codec';
import { dataConverter } from '../../infra/temporal/client';
import { keyUse } from '../../services/workflow/key-use';
import { rebuild } from '../../services/upkeep/rebuild';
import { startWorkers, type Running } from '../../worker';
import { PATHWAY_QUEUE, pathwayWorkflowId } from '../../workflows/names';
import { newRegisterId, say } from '../support/database/commit';
import { openService, until, type Service } from '../support/service';
import { testKeys } from '../support/stage';

const now = (): Instant => Date.now() as Instant;
const admission = () => ({ type: 'admitted', on: londonDate(now()), security: 'low', detained: true, planned: false }) as const;
const next = ['the-next', randomBytes(32)] as const;
const old = new Map(testKeys);
/** As every process has it after its restart: the new key first, the old one still there. */
const rotated: KeyRing = new Map([next, ...old]);

let service: Service;
let worker: Running | undefined;
beforeAll(async () => {
  service = await openService();
  // The look through all histories at the end reads both; this ring still encrypts with its first.
  (testKeys as Map<string, Buffer>).set(...next);
});
// Not service.close(): a task that failed under another key leaves its failure, with its place in the code, in the history.
afterAll(async () => {
  await worker?.stop();
  await service.stopRelay();
  await service.environment.teardown();
  await service.database.drop();
});

async function work(keys: KeyRing): Promise<void> {
  await worker?.stop();
  worker = await startWorkers({
    connection: service.environment.nativeConnection,
    namespace: 'default',
    identity: 'test',
    keys,
    parts: [{ taskQueue: PATHWAY_QUEUE, activities: pathwayActivities(service.commit) }],
    workflows: { workflowBundle: service.workflowBundle },
  });
}

test('a payload key is rotated: open pathways go on under the new one, and it is seen what still holds the old one', async () => {
  const registerId = newRegisterId();
  service.startRelay();
  await work(old);
  await say(service.commit, registerId, now(), admission());
  const { timers } = await service.armed(registerId, 1, 1);

  await work(rotated);
  const client = new Client({ connection: service.environment.connection, dataConverter: dataConverter(rotated) });
  expect(await keyUse(client)).toEqual(new Map([['of-the-tests', { open: 1, ended: 0 }]]));
  await rebuild({ pool: service.database.pool, seals: service.commit.seals, client, renew: true });
  await until('no open run holds the old key', async () => (await keyUse(client)).get('of-the-tests')?.open === 0);
  await until('the new run is armed', async () => (await service.armed(registerId, 1, 1)).timers === timers);
  const use = await keyUse(client);
  expect(use.get('of-the-tests')).toEqual({ open: 0, ended: 1 });
  expect(use.get('the-next')?.open).toBe(1);
});

test('a worker without the key stops that pathway and no other; with the key it goes on, and nothing is lost', async () => {
  const [locked, other] = [newRegisterId(), newRegisterId()];
  const client = new Client({ connection: service.environment.connection, dataConverter: dataConverter(rotated) });
  await work(old);
  // Its first signal is under a key that this worker has not.
  await client.workflow.signalWithStart('personPathway', {
    workflowId: pathwayWorkflowId(locked, 1),
    taskQueue: PATHWAY_QUEUE,
    args: [{ version: 1, registerId: locked, pathway: 1, sequence: 0, wakeUps: [], clockOffset: 0 }],
    signal: 'present',
    signalArgs: [{}],
  });
  await say(service.commit, locked, now(), admission());
  await say(service.commit, other, now(), admission());
  await service.armed(other, 1, 1);
  const handle = client.workflow.getHandle(pathwayWorkflowId(locked, 1));
  await until('its task has failed', async () =>
    ((await handle.fetchHistory()).events ?? []).some((event) => event.workflowTaskFailedEventAttributes),
  );
  expect((await handle.describe()).status.name).toBe('RUNNING');
  await work(rotated);
  await service.armed(locked, 1, 1);
});
