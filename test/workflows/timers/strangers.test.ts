import { randomBytes, randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { METADATA_ENCODING_KEY, type Payload } from '@temporalio/common';
import { KEY_ID } from '../../../infra/temporal/codec';
import { PATHWAY_QUEUE, PERSON_PATHWAY, pathwayWorkflowId } from '../../../workflows/names';
import { Besieged } from '../../support/workflows/besieged';
import { until, type Service } from '../../support/service';

let besieged: Besieged;
let service: Service;
beforeAll(async () => {
  besieged = await Besieged.open();
  ({ service } = besieged);
});
afterAll(() => besieged?.close());

const YEARS = 3 * 365 * 86_400_000;
const linesOf = (registerId: string) => besieged.rowsOf('select line from timeline where register_id = $1 order by ordinal', registerId);
const stateOf = (registerId: string, clockOffset = 0, pathway = 1) =>
  ({ version: 1, registerId, pathway, sequence: 0, wakeUps: [], clockOffset }) as const;

async function startAgain(registerId: string, client: Client, clockOffset: number): Promise<void> {
  await besieged.handleOf(registerId).terminate('mine now');
  await client.workflow.signalWithStart(PERSON_PATHWAY, {
    workflowId: pathwayWorkflowId(registerId, 1),
    taskQueue: PATHWAY_QUEUE,
    args: [stateOf(registerId, clockOffset)],
    signal: 'present',
    signalArgs: [{}],
  });
}

describe('a workflow that a stranger starts', () => {
  test('in a pathway’s place, with a clock of three years ahead: nothing is played, the check names it and puts the right one there', async () => {
    const registerId = await besieged.inpatient();
    const lines = await linesOf(registerId);
    await startAgain(registerId, besieged.stranger, YEARS);
    await until(
      'its task has failed',
      async () => ((await besieged.handleOf(registerId).describe()).raw.pendingWorkflowTask?.attempt ?? 0) > 1,
    );
    expect(await besieged.found(registerId, false)).toEqual([
      expect.objectContaining({ code: 'workflow-stranger', params: { why: 'input', run: expect.any(String) as string }, mended: false }),
    ]);
    expect(await besieged.found(registerId)).toEqual([expect.objectContaining({ code: 'workflow-stranger', mended: true })]);
    expect(await besieged.found(registerId)).toEqual([]);
    expect(await linesOf(registerId)).toEqual(lines);
    await besieged.goesOn(registerId);
  });

  test.each([YEARS, -YEARS])('with the payload key and a clock of %d ms: it ends, and nothing is played', async (offset) => {
    const registerId = await besieged.inpatient();
    const lines = await linesOf(registerId);
    await startAgain(registerId, service.client, offset);
    await until('it has ended', async () => (await besieged.handleOf(registerId).describe()).status.name === 'FAILED');
    expect(await linesOf(registerId)).toEqual(lines);
    expect(await besieged.found(registerId)).toEqual([expect.objectContaining({ code: 'workflow-not-running', mended: true })]);
    await besieged.goesOn(registerId);
  });

  test('while no worker looks, with a clock of its own: the check names the clock', async () => {
    const registerId = await besieged.inpatient();
    await service.stopWorker();
    await startAgain(registerId, service.client, -YEARS);
    expect(await besieged.found(registerId, false)).toEqual([
      expect.objectContaining({ code: 'workflow-stranger', params: { why: 'offset', run: expect.any(String) as string } }),
    ]);
    await service.startWorker();
    await until('it has ended', async () => (await besieged.handleOf(registerId).describe()).status.name === 'FAILED');
    expect(await besieged.found(registerId)).toEqual([expect.objectContaining({ code: 'workflow-not-running', mended: true })]);
    await besieged.goesOn(registerId);
  });

  test('under a number that no pathway has, in the clear or with a stolen input: nothing is written, and the check names it', async () => {
    const registerId = await besieged.inpatient();
    const [lines, armed] = [await linesOf(registerId), await service.armed(registerId, 1, 1)];
    const [run] = await service.runs(registerId, 1);
    const stolen = run?.history.events?.[0]?.workflowExecutionStartedEventAttributes?.input;
    await besieged.stranger.workflow.start(PERSON_PATHWAY, {
      workflowId: pathwayWorkflowId(registerId, 7),
      taskQueue: PATHWAY_QUEUE,
      args: [stateOf(registerId, YEARS, 7)],
    });
    await service.client.workflowService.startWorkflowExecution({
      namespace: 'default',
      requestId: randomUUID(),
      workflowId: pathwayWorkflowId(registerId, 8),
      workflowType: { name: PERSON_PATHWAY },
      taskQueue: { name: PATHWAY_QUEUE },
      input: stolen ?? null,
    });
    await besieged.handleOf(registerId, besieged.stranger, 8).signal('event', {});
    await until(
      'the thief has ended',
      async () => (await besieged.handleOf(registerId, besieged.stranger, 8).describe()).status.name === 'FAILED',
    );
    expect((await besieged.found(registerId)).map(({ code, pathway, params }) => [code, pathway, params['why'] ?? ''])).toEqual([
      ['workflow-unknown-to-log', 7, ''],
      ['workflow-stranger', 7, 'input'],
    ]);
    await besieged.handleOf(registerId, besieged.stranger, 7).terminate();
    expect(await linesOf(registerId)).toEqual(lines);
    expect(await service.armed(registerId, 1, 1)).toEqual(armed);
  });

  test.each([
    ['of this service’s type under another id', PERSON_PATHWAY, 'anything', PATHWAY_QUEUE, 'id'],
    ['of an unknown type on its queue', 'mine', 'anything-else', PATHWAY_QUEUE, 'type'],
    ['of the senders’ type', 'noticeSender', 'notices/letters', 'notices', 'id'],
    ['in the timer check’s place', 'mine', 'upkeep/timer-check', 'upkeep', 'type'],
    ['in the place of a pathway nobody has, on a queue of its own', PERSON_PATHWAY, 'upkeep/x', 'mine', 'id'],
  ])('%s: the check names its run', async (_what, type, workflowId, taskQueue, why) => {
    const { firstExecutionRunId: run } = await besieged.stranger.workflow.start(type, { workflowId, taskQueue, args: [{}] });
    try {
      await until('Temporal lists it', async () => (await besieged.stranger.workflow.count(`WorkflowId = '${workflowId}'`)).count > 0);
      const { differences } = await besieged.check();
      expect(differences).toEqual([{ code: 'workflow-stranger', registerId: 'unknown', pathway: 0, params: { why, run }, mended: false }]);
    } finally {
      await besieged.stranger.workflow.getHandle(workflowId).terminate();
    }
  });

  test('with a memo that cannot be read, and others’: the check looks at everybody all the same', async () => {
    const registerId = await besieged.inpatient();
    const broken: Payload = { metadata: { [METADATA_ENCODING_KEY]: Buffer.from('json/plain') }, data: Buffer.from('{ no json') };
    const locked: Payload = {
      metadata: { [METADATA_ENCODING_KEY]: Buffer.from('binary/encrypted'), [KEY_ID]: Buffer.from('nobody’s') },
      data: randomBytes(80),
    };
    await service.client.workflowService.startWorkflowExecution({
      namespace: 'default',
      requestId: randomUUID(),
      workflowId: 'with-a-memo',
      workflowType: { name: 'mine' },
      taskQueue: { name: PATHWAY_QUEUE },
      memo: { fields: { broken, locked } },
    });
    await until('Temporal lists it', async () => (await besieged.stranger.workflow.count(`WorkflowId = 'with-a-memo'`)).count > 0);
    expect((await besieged.check()).differences.map(({ code }) => code)).toEqual(['workflow-stranger']);
    await besieged.stranger.workflow.getHandle('with-a-memo').terminate();
    await besieged.goesOn(registerId);
  });
});
