import { coreContext } from '../../../services/rules/policies';
import { MockActivityEnvironment } from '@temporalio/testing';
import { londonDate, type Instant } from '../../../domain/calendar/dates';
import { pathwayActivities } from '../../../activities/pathway';
import { upkeepActivities, type UpkeepDeps } from '../../../activities/upkeep';
import { newKeyRing, readKeyRing } from '../../../infra/temporal/codec';
import { checkEverything, type Proof } from '../../../services/upkeep/proof/check-everything';
import { lastProof } from '../../../services/upkeep/proof/last-proof';
import { startWorkers } from '../../../worker';
import { PATHWAY_QUEUE, pathwayWorkflowId } from '../../../workflows/names';
import { newRegisterId, say } from '../../support/database/commit';
import { replayAll } from '../../support/workflows/replay';
import { openService, until, type Service } from '../../support/service';
import { testKeys } from '../../support/stage';

let service: Service;
beforeAll(async () => {
  service = await openService();
  await service.startWorker();
  service.startRelay();
});
// Not service.close(): a task that failed under another key leaves its failure in the history, which nobody can look through.
afterAll(async () => {
  await service.stopRelay();
  await service.stopWorker();
  await service.environment.teardown();
  await service.database.drop();
});

const now = (): Instant => Date.now() as Instant;
const check = (): Promise<Proof> => checkEverything({ pool: service.database.pool, client: service.client, now });
async function inpatient(): Promise<string> {
  const registerId = newRegisterId();
  const admission = { type: 'admitted', on: londonDate(now()), security: 'low', detained: true, planned: false } as const;
  await say(service.commit, registerId, now(), admission);
  await service.armed(registerId, 1, 1);
  return registerId;
}

test('a workflow whose tasks fail again and again is stuck: named, told nothing, and well as soon as what stopped it is mended', async () => {
  const stuck = await inpatient();
  await inpatient();
  const handle = service.client.workflow.getHandle(pathwayWorkflowId(stuck, 1));
  await service.stopWorker();
  // As after a rotation that forgot the old key.
  const forgetful = await startWorkers({
    connection: service.environment.nativeConnection,
    namespace: 'default',
    keys: readKeyRing(newKeyRing('another')),
    identity: 'test',
    workflows: { workflowBundle: service.workflowBundle },
    parts: [{ taskQueue: PATHWAY_QUEUE, activities: pathwayActivities(service.commit) }],
  });
  await say(service.commit, stuck, now(), { type: 'discharged', on: londonDate(now()), destination: 'home' });
  await until(
    'its task has been tried again and again',
    async () => ((await handle.describe()).raw.pendingWorkflowTask?.attempt ?? 0) >= 3,
  );
  const { historyLength } = await handle.describe();
  const { differences, timersExpected, timersFound } = await check();
  expect(differences).toEqual([
    {
      code: 'workflow-stuck',
      registerId: stuck,
      pathway: 1,
      params: { attempt: expect.any(Number) as number, readable: 'yes', missing: timersExpected - timersFound },
      mended: false,
    },
  ]);
  expect(timersExpected).toBeGreaterThan(timersFound);
  expect((await handle.describe()).historyLength).toBe(historyLength);
  await forgetful.stop();
  await service.startWorker();
  await service.armed(stuck, 1, 2);
  expect((await check()).differences).toEqual([]);
  await replayAll(service.workflowBundle, testKeys, await service.runs(stuck, 1));
});

test('a payload that nobody can decrypt any more is found before its workflow needs it', async () => {
  const registerId = await inpatient();
  const converter = service.client.options.loadedDataConverter;
  const forgetful = { ...converter, payloadCodecs: [{ encode: async () => [], decode: () => Promise.reject(new Error('no such key')) }] };
  const client = new Proxy(service.client, {
    get: (target, name): unknown =>
      name === 'options' ? { ...target.options, loadedDataConverter: forgetful } : Reflect.get(target, name),
  });
  const { differences } = await checkEverything({ pool: service.database.pool, client, now, mend: false });
  expect(differences.find((one) => one.registerId === registerId)).toMatchObject({ code: 'workflow-stuck', params: { readable: 'no' } });
});

/** One check, as the worker makes it. */
function checkOnce(more: Partial<UpkeepDeps>): Promise<{ unmended: number; againAfterMs: number }> {
  const { checkTimers } = upkeepActivities({
    pool: service.database.pool,
    client: service.client,
    now,
    everyMs: 60_000,
    notBefore: 0,
    core: coreContext(),
    onAlarm: () => undefined,
    ...more,
  });
  return new MockActivityEnvironment().run(checkTimers);
}

test('a check that breaks off is no proof', async () => {
  const away = () => Promise.reject(new Error('the database went away'));
  await expect(checkOnce({ perPerson: [away] })).rejects.toThrow('the database went away');
  await expect(checkOnce({ stopping: AbortSignal.abort() })).rejects.toThrow(/abort/);
  // A worker that has just started looks later.
  expect((await checkOnce({ notBefore: Date.now() + 30_000 })).againAfterMs).toBeLessThanOrEqual(30_000);
  expect(await lastProof(service.database.pool)).toMatchObject({ provedAt: null, wellAt: null });
  expect(await checkOnce({})).toMatchObject({ unmended: 0, againAfterMs: 60_000 });
  expect((await lastProof(service.database.pool)).provedAt).not.toBeNull();
});

test('what was mended is checked again before long, and then at the usual times', async () => {
  const registerId = await inpatient();
  const quarter = 15 * 60_000;
  await service.client.workflow.getHandle(pathwayWorkflowId(registerId, 1)).terminate('it was lost');
  expect(await checkOnce({ everyMs: quarter })).toMatchObject({ unmended: 0, againAfterMs: 60_000 });
  await service.armed(registerId, 1, 1);
  expect(await checkOnce({ everyMs: quarter })).toMatchObject({ unmended: 0, againAfterMs: quarter });
});

test('only to look, it tells nobody', async () => {
  const registerId = await inpatient();
  const handle = service.client.workflow.getHandle(pathwayWorkflowId(registerId, 1));
  await handle.terminate('the rehearsal is over');
  const { differences } = await checkEverything({ pool: service.database.pool, client: service.client, now, mend: false });
  expect(differences).toEqual([{ code: 'workflow-not-running', registerId, pathway: 1, params: {}, mended: false }]);
  expect((await handle.describe()).status.name).toBe('TERMINATED');
});
