import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { withoutNotify } from '../../infra/notify/notify';
import { noticeWorkerParts } from '../../activities/notices';
import { holidayCalendar } from '../../domain/calendar/working-days';
import type { Instant } from '../../domain/calendar/dates';
import { openMail, type Mail } from '../../infra/mail/mail';
import { projectRoot } from '../../infra/project-root';
import { dataConverter } from '../../infra/temporal/client';
import { prepareArea, startSending, stopSending } from '../../services/notices/settings';
import { coreContext } from '../../services/rules/policies';
import type { Client } from '@temporalio/client';
import { startNoticeBell, startNoticeWorkflows, wakeSender } from '../../services/notices/bell';
import { runsOf } from '../../infra/temporal/run-history';
import { startWorkers, type Running } from '../../worker';
import {
  DAILY_DIGEST,
  DIGEST_WORKFLOW_ID,
  MAIL_CHANNEL,
  NOTICE_QUEUE,
  NOTICE_SENDER,
  senderWorkflowId,
  WAKE_SIGNAL,
} from '../../workflows/noticeNames';
import { addAdmission, addDeadline, addNotices, addPerson, at, day, expand, takeSteps } from '../services/notices/support/world';
import { freshDatabase, type TestDatabase } from '../support/database/database';
import { checkHistories } from '../support/workflows/harvest';
import { mailCatcher, type TestMail } from '../support/mail/mail';
import { inTheClear, replayAll } from '../support/workflows/replay';
import { bundleWorkflows, testKeys } from '../support/stage';
import { timeSkipping } from '../support/workflows/temporal';

const GOLDEN = path.join(projectRoot, 'test', 'histories', 'notices');
/** Raised with each released change of a notice workflow; the histories of every version stay and must go on replaying. */
const VERSION = 1;
const SENDER_ID = senderWorkflowId(MAIL_CHANNEL);

let environment: TestWorkflowEnvironment;
let workflowBundle: WorkflowBundleWithSourceMap;
let database: TestDatabase;
let catcher: TestMail;
let mail: Mail;
let running: Running;
let now: Instant;

beforeAll(async () => {
  workflowBundle = await bundleWorkflows();
});

beforeEach(async () => {
  [environment, database, catcher] = await Promise.all([
    timeSkipping({ dataConverter: dataConverter(testKeys), identity: 'test' }),
    freshDatabase(),
    mailCatcher(),
  ]);
  mail = openMail({ url: catcher.url, from: 'service@examplevalley.example' });
  now = at('2026-10-01T12:00:00Z');
  await prepareArea(database.pool, 'example', { ownMailServer: false });
  await addPerson(database.pool);
  running = await work();
});

afterEach(async () => {
  await running.stop();
  mail.close();
  await Promise.all([environment.teardown(), database.drop(), catcher.stop()]);
});

const work = (): Promise<Running> =>
  startWorkers({
    connection: environment.nativeConnection,
    namespace: environment.namespace ?? 'default',
    keys: testKeys,
    identity: 'test',
    workflows: { workflowBundle },
    parts: [
      noticeWorkerParts({
        ...{ pool: database.pool, mail, notify: withoutNotify(mail.domain), core: coreContext(), now: () => now },
        holidays: holidayCalendar(['2026-12-25']),
      }),
    ],
  });

let number = 0;
async function queueOne(): Promise<void> {
  // The sender may look at any moment: while the scene is set it sends nothing.
  await stopSending(database.pool, now);
  await addNotices(database.pool, [await addAdmission(database.pool, `adm-${(number += 1)}`)]);
  await startSending(database.pool);
}

/** Waits in real time for what the workflow does. */
async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 15_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited 15 s for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
const sent = (count: number) => until(`${count} mails`, async () => (await catcher.mails()).length >= count);
const withStatus = (status: string) =>
  until(
    `a notice that is ${status}`,
    async () => ((await database.pool.query('select 1 from notice where status = $1', [status])).rowCount ?? 0) > 0,
  );

/** Ends a workflow, then replays every run of it and looks through each for what may not be in Temporal. */
async function replayed(workflowId: string): Promise<number> {
  const handle = environment.client.workflow.getHandle(workflowId);
  const { runId } = await handle.describe();
  const runs = await runsOf(environment.client, workflowId, [runId]);
  await handle.terminate();
  await checkHistories(workflowBundle, testKeys, runs);
  for (const [index, { history }] of runs.slice(0, 2).entries()) {
    const file = path.join(GOLDEN, `${workflowId.replace('/', '-')}-${VERSION}-${index + 1}.json`);
    // Recorded once, when the version is new; from then on the file is what must replay.
    if (!existsSync(file)) writeFileSync(file, `${await inTheClear(history, testKeys)}\n`);
  }
  return runs.length;
}

test('golden histories of both workflows replay', async () => {
  const golden = readdirSync(GOLDEN).map((name) => ({
    workflowId: name.startsWith('notices-digest') ? DIGEST_WORKFLOW_ID : SENDER_ID,
    runId: name,
    history: historyFromJSON(JSON.parse(readFileSync(path.join(GOLDEN, name), 'utf8'))),
  }));
  expect(new Set(golden.map(({ workflowId }) => workflowId)).size).toBe(2);
  await replayAll(workflowBundle, testKeys, golden);
});

test('woken, it sends; not woken, it looks each quarter of an hour; it carries on in new runs and loses nothing', async () => {
  const input = { channel: MAIL_CHANNEL, roundsARun: 2 };
  await environment.client.workflow.signalWithStart(NOTICE_SENDER, {
    workflowId: SENDER_ID,
    taskQueue: NOTICE_QUEUE,
    args: [input],
    signal: WAKE_SIGNAL,
    signalArgs: [],
  });
  for (let round = 1; round <= 5; round += 1) {
    await queueOne();
    await wakeSender(environment.client);
    await sent(round);
  }
  await queueOne();
  await environment.sleep('901s');
  await sent(6);
  expect(await catcher.mails()).toHaveLength(6);
  expect(await replayed(SENDER_ID)).toBeGreaterThan(2);
});

test('a mail server that is away: the notice waits and goes, once', async () => {
  catcher.refuseWith(451);
  await queueOne();
  await startNoticeWorkflows(environment.client);
  await startNoticeWorkflows(environment.client);
  await until(
    'the first attempt',
    async () => (await database.pool.query(`select 1 from notice where reason = '451 DATA'`)).rowCount === 1,
  );
  catcher.refuseWith(undefined);
  now = (now + 60_000) as Instant;
  await environment.sleep('901s');
  await sent(1);
  await environment.sleep('75m');
  expect(await catcher.mails()).toHaveLength(1);
  await replayed(SENDER_ID);
  await replayed(DIGEST_WORKFLOW_ID);
});

test('no worker: notices wait, and go once when there is one again', async () => {
  await wakeSender(environment.client);
  await running.stop();
  await queueOne();
  await wakeSender(environment.client);
  await wakeSender(environment.client);
  running = await work();
  await sent(1);
  await environment.sleep('30m');
  expect(await catcher.mails()).toHaveLength(1);
  await replayed(SENDER_ID);
});

test('the bell wakes the sender for what a commit anywhere queued, and starts both workflows', async () => {
  const errors: unknown[] = [];
  const bell = startNoticeBell({
    pool: database.pool,
    client: environment.client,
    now: () => Date.now() as Instant,
    onError: (error) => errors.push(error),
  });
  await queueOne();
  await sent(1);
  await queueOne();
  await sent(2);
  await bell.stop();
  expect(errors).toEqual([]);
  await replayed(SENDER_ID);
  await replayed(DIGEST_WORKFLOW_ID);
});

test('the bell wakes the sender although the digest cannot be started', async () => {
  const { workflow } = environment.client;
  const start = (type: string, options: never): Promise<unknown> =>
    type === DAILY_DIGEST ? Promise.reject(new Error('no digest')) : workflow.start(type, options);
  const client = Object.create(environment.client, { workflow: { value: Object.create(workflow, { start: { value: start } }) } }) as Client;
  const errors: unknown[] = [];
  const bell = startNoticeBell({ pool: database.pool, client, now: () => Date.now() as Instant, onError: (error) => errors.push(error) });
  await queueOne();
  await sent(1);
  await until('the digest was tried', async () => errors.length > 0);
  await queueOne();
  await sent(2);
  await bell.stop();
  expect(errors).toContainEqual(new Error('no digest'));
});

test('the bell wakes the sender for what another died holding, once its lease has run out', async () => {
  await queueOne();
  await database.pool.query(`update notice set status = 'sending', attempts = 1, lease = 1, lease_until = $1`, [new Date(now + 60_000)]);
  const bell = startNoticeBell({ pool: database.pool, client: environment.client, now: () => now, onError: () => undefined });
  const looked = async (): Promise<boolean> => {
    const { events } = await environment.client.workflow
      .getHandle(SENDER_ID)
      .fetchHistory()
      .catch(() => ({ events: [] }));
    return events?.some((event) => event.timerStartedEventAttributes) ?? false;
  };
  await until('the first look', looked);
  expect(await catcher.mails()).toHaveLength(0);
  now = (now + 60_000) as Instant;
  await sent(1);
  await bell.stop();
  expect(await catcher.mails()).toHaveLength(1);
});

test('who only sees that the workflows run wakes nobody', async () => {
  await startNoticeWorkflows(environment.client);
  await startNoticeWorkflows(environment.client);
  const { events } = await environment.client.workflow.getHandle(SENDER_ID).fetchHistory();
  expect(events?.filter((event) => event.workflowExecutionSignaledEventAttributes)).toEqual([]);
});

test('the daily digest goes out at 08:30 on the next working day', async () => {
  // The sender, which looks each quarter of an hour, is started after the night: its looks would be skipped through here.
  await environment.client.workflow.start(DAILY_DIGEST, { workflowId: DIGEST_WORKFLOW_ID, taskQueue: NOTICE_QUEUE, args: [] });
  const deadline = await addDeadline(database.pool, { kind: 'oversight-visit', due: '2026-10-02' });
  // A digest waits for steps of its morning that are late.
  await takeSteps(database.pool, '2026-10-02T07:29:00Z');
  const line = {
    pathway: 1,
    what: 'step' as const,
    deadline,
    kind: 'oversight-visit' as const,
    audience: 'team' as const,
    due: day('2026-10-02'),
  };
  await addNotices(database.pool, expand([{ ...line, at: at('2026-10-02T07:00:00Z'), step: 'due' }]));
  await until(
    'the digest to know its next time',
    async () => (await environment.client.workflow.getHandle(DIGEST_WORKFLOW_ID).describe()).historyLength > 7,
  );
  now = at('2026-10-02T07:30:00Z');
  await environment.sleep(19.5 * 3_600_000 + 1_000);
  await withStatus('digested');
  await wakeSender(environment.client);
  await sent(2);
  expect((await catcher.mails()).map(({ parsed }) => parsed.subject)).toEqual(['1 thing to do', '1 thing to do']);
  await replayed(DIGEST_WORKFLOW_ID);
  await replayed(SENDER_ID);
});
