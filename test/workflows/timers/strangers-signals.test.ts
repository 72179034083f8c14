import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { METADATA_ENCODING_KEY, type Payload } from '@temporalio/common';
import { pathwayActivities } from '../../../activities/pathway';
import { KEY_ID } from '../../../infra/temporal/codec';
import { digestOf } from '../../../infra/canonical';
import { startWorkers } from '../../../worker';
import { PATHWAY_QUEUE, pathwayWorkflowId } from '../../../workflows/names';
import { Besieged, now, plain, today } from '../../support/workflows/besieged';
import { say } from '../../support/database/commit';
import { until, type Service } from '../../support/service';
import { testKeys } from '../../support/stage';

let besieged: Besieged;
let service: Service;
beforeAll(async () => {
  besieged = await Besieged.open();
  ({ service } = besieged);
});
afterAll(() => besieged?.close());

describe('a signal that a stranger sends', () => {
  const rules = () => ({ type: 'rules-adopted', ruleSet: 'llr-2023', on: today() }) as const;
  /** As a commit says it, but for what only this service can make. */
  const asFromCommit = (eventId: string) => ({
    eventId,
    ...rules(),
    sequence: 999,
    at: '2029-01-01T10:00:00Z',
    chain: 'x',
    digest: digestOf(rules()),
  });
  const tasksOf = (registerId: string) =>
    besieged.rowsOf<{ kind: string }>(
      `select kind from task where register_id = $1 and status = 'open' and kind <> 'look-back'`,
      registerId,
    );

  test('in the clear, in the name of a commit: not decided, not kept, and put before a person', async () => {
    const registerId = await besieged.inpatient();
    const eventId = randomUUID();
    await besieged.handleOf(registerId).signal('event', asFromCommit(eventId));
    await until('somebody is asked', async () => (await tasksOf(registerId)).length > 0);
    expect(await tasksOf(registerId)).toEqual([{ kind: 'signal-not-sealed' }]);
    expect(await besieged.rowsOf('select from event where id = $1', eventId)).toEqual([]);
    expect(await besieged.found(registerId)).toEqual([]);
    // The id is still free for whoever means to use it.
    expect(await say(service.commit, registerId, now(), { type: 'visit-held', on: today() }, { id: eventId })).toMatchObject({
      status: 'applied',
    });
  });

  test('with the payload key, in the name of a commit: it is a caller’s, and adopts no rules', async () => {
    const registerId = await besieged.inpatient();
    const eventId = randomUUID();
    const ruleSet = await besieged.rowsOf('select rule_set from pathway where register_id = $1', registerId);
    await besieged.handleOf(registerId, service.client).signal('event', asFromCommit(eventId));
    await until('it is refused', async () => (await besieged.rowsOf('select from event where id = $1', eventId)).length > 0);
    expect(await besieged.rowsOf('select status, reason, source from event where id = $1', eventId)).toEqual([
      { status: 'refused', reason: 'bad-shape', source: 'temporal' },
    ]);
    expect(await besieged.rowsOf('select rule_set from pathway where register_id = $1', registerId)).toEqual(ruleSet);
  });

  test('that it has seen go to somebody else: it does nothing', async () => {
    const [one, other] = [await besieged.inpatient(), await besieged.inpatient()];
    const [run] = await service.runs(one, 1);
    const seen = (run?.history.events ?? []).flatMap(({ workflowExecutionSignaledEventAttributes: told }) => (told ? [told] : []));
    const before = await besieged.rowsOf('select id from event order by position');
    for (const { signalName, input } of seen)
      for (const registerId of [one, other])
        await service.client.workflowService.signalWorkflowExecution({
          namespace: 'default',
          requestId: randomUUID(),
          workflowExecution: { workflowId: pathwayWorkflowId(registerId, 1) },
          signalName: signalName ?? '',
          input: input ?? null,
        });
    await besieged.goesOn(other);
    expect(await besieged.rowsOf('select id from event order by position')).toHaveLength(before.length + 1);
    expect([...(await besieged.found(one)), ...(await besieged.found(other))]).toEqual([]);
  });

  const sealedBy = (id: string, data: Buffer): Payload => ({
    metadata: { [METADATA_ENCODING_KEY]: Buffer.from('binary/encrypted'), [KEY_ID]: Buffer.from(id) },
    data,
  });
  test.each<readonly [string, string, Payload]>([
    ['plain text', 'event', plain('nonsense')],
    ['JSON cut off', 'admitted', plain('{"eventId":')],
    ['an unknown encoding', 'event', plain('x', 'json/protobuf')],
    ['no encoding at all', 'event', { data: Buffer.from([0, 255, 1]) }],
    ['nothing', 'event', {}],
    ['an unknown key', 'event', sealedBy('nobody’s', randomBytes(64))],
    ['a known key, and nothing behind it', 'event', sealedBy('of-the-tests', Buffer.alloc(0))],
    ['a known key, and rubbish', 'event', sealedBy('of-the-tests', randomBytes(500))],
    ['a megabyte', 'event', plain(JSON.stringify({ eventId: 'x', what: 'y'.repeat(1_000_000) }))],
    ['lists within lists', 'event', plain('['.repeat(30_000) + ']'.repeat(30_000))],
    ['a name that nobody knows', 'toString', plain('{"__proto__":{"sequence":9}}')],
    ['a present that says more than it may', 'present', plain('{"restored":true,"renew":true,"sequence":5}')],
  ])('of %s: the pathway goes on, and so does the check', async (_what, signalName, payload) => {
    const registerId = await besieged.inpatient();
    await service.client.workflowService.signalWorkflowExecution({
      namespace: 'default',
      requestId: randomUUID(),
      workflowExecution: { workflowId: pathwayWorkflowId(registerId, 1) },
      signalName,
      input: { payloads: [payload] },
      header: { fields: { '_tracer-data': plain('{ no json') } },
    });
    await besieged.goesOn(registerId);
    expect(await besieged.found(registerId)).toEqual([]);
    expect(await besieged.rowsOf('select from event where register_id = $1', registerId)).toHaveLength(2);
  });

  test('whose name no workflow can take: the check puts a new run in the place of the one that it stopped', async () => {
    const registerId = await besieged.inpatient();
    await besieged.handleOf(registerId).signal('__temporal_mine', {});
    await until(
      'its task has failed',
      async () => ((await besieged.handleOf(registerId).describe()).raw.pendingWorkflowTask?.attempt ?? 0) > 1,
    );
    expect(await besieged.found(registerId)).toEqual([
      expect.objectContaining({
        code: 'workflow-stranger',
        params: { why: 'signal-name', run: expect.any(String) as string },
        mended: true,
      }),
    ]);
    await besieged.goesOn(registerId);
  });
});

test('where plain signals are allowed they are heard, as a caller’s and never as the service’s own', async () => {
  const registerId = await besieged.inpatient();
  await service.stopWorker();
  const open = await startWorkers({
    connection: service.environment.nativeConnection,
    namespace: 'default',
    identity: 'test',
    keys: testKeys,
    parts: [{ taskQueue: PATHWAY_QUEUE, activities: pathwayActivities({ ...service.commit, plainSignals: true }) }],
    workflows: { workflowBundle: service.workflowBundle },
  });
  try {
    const [visit, deep, adopted] = [randomUUID(), randomUUID(), randomUUID()];
    await besieged.handleOf(registerId).signal('event', { eventId: visit, type: 'visit-held', on: today() });
    const nested = `{"eventId":"${deep}","type":${'['.repeat(5_000)}${']'.repeat(5_000)}}`;
    await service.client.workflowService.signalWorkflowExecution({
      namespace: 'default',
      requestId: randomUUID(),
      workflowExecution: { workflowId: pathwayWorkflowId(registerId, 1) },
      signalName: 'event',
      input: { payloads: [plain(nested)] },
    });
    await besieged
      .handleOf(registerId)
      .signal('event', { eventId: adopted, sequence: 0, type: 'rules-adopted', ruleSet: 'llr-2023', on: today() });
    await until('all are kept', async () => (await besieged.rowsOf('select from event where register_id = $1', registerId)).length === 4);
    expect(await besieged.rowsOf('select status, source from event where id = $1', visit)).toEqual([
      { status: 'applied', source: 'temporal' },
    ]);
    expect(await besieged.rowsOf('select status, reason from event where id = $1', adopted)).toEqual([
      { status: 'refused', reason: 'bad-shape' },
    ]);
    await service.armed(registerId, 1, 2);
    await pause(100);
    expect(await besieged.rowsOf('select from event where id = $1', deep)).toEqual([]);
  } finally {
    await open.stop();
    await service.startWorker();
  }
});
