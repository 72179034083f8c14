import { Client, Connection } from '@temporalio/client';
import { londonDate, type Instant } from '../../domain/calendar/dates';
import type { CoreContext } from '../../domain/pathway/types';
import { pathwayActivities } from '../../activities/pathway';
import { deliverOutbox, waitingSignals } from '../../services/workflow/relay/outbox';
import { outboxBell, startRelay } from '../../services/workflow/relay/loop';
import { startWorkers } from '../../worker';
import { PATHWAY_QUEUE } from '../../workflows/names';
import { newRegisterId, say } from '../support/database/commit';
import { openService, until, type Service } from '../support/service';
import { testKeys } from '../support/stage';

let service: Service;
beforeAll(async () => {
  service = await openService();
  await service.startWorker();
});
afterAll(() => service?.close());

const now = (): Instant => Date.now() as Instant;
const admission = () => ({ type: 'admitted', on: londonDate(now()), security: 'low', detained: true, planned: false }) as const;

interface Waiting {
  readonly attempts: number;
  readonly last_error: string | null;
  readonly delay: number;
  readonly lease_until: Date | null;
}
async function waiting(registerId: string): Promise<Waiting[]> {
  const { rows } = await service.database.pool.query<Waiting>(
    `select attempts, last_error, lease_until, extract(epoch from next_at - now())::float8 as delay from outbox where register_id = $1 order by id`,
    [registerId],
  );
  return rows;
}

test('a signal stays in the outbox while Temporal is away, with a delay that rises, and goes when it is back', async () => {
  const registerId = newRegisterId();
  await say(service.commit, registerId, now(), admission());
  const nobody = new Client({ connection: Connection.lazy({ address: '127.0.0.1:1', connectTimeout: '200ms' }) });
  const away = { pool: service.database.pool, client: nobody };
  expect(await deliverOutbox(away)).toEqual({ sent: 0, failed: 1 });
  const [first] = await waiting(registerId);
  expect(first).toMatchObject({ attempts: 1, lease_until: null });
  expect(first?.last_error).toBeTruthy();
  expect(await waitingSignals(service.database.pool)).toEqual({ signals: 1, since: expect.any(Date), lastError: first?.last_error });
  // Not yet.
  expect(await deliverOutbox(away)).toEqual({ sent: 0, failed: 0 });
  await service.database.pool.query('update outbox set next_at = now()');
  await deliverOutbox(away);
  const [second] = await waiting(registerId);
  expect(second?.attempts).toBe(2);
  expect(second?.delay ?? 0).toBeGreaterThan(first?.delay ?? 0);
  await service.database.pool.query('update outbox set next_at = now()');
  expect(await deliverOutbox({ pool: service.database.pool, client: service.client })).toEqual({ sent: 1, failed: 0 });
  expect(await waiting(registerId)).toEqual([]);
  expect(await waitingSignals(service.database.pool)).toEqual({ signals: 0, since: null, lastError: null });
  await service.armed(registerId, 1, 1);
  await nobody.connection.close();
});

test('two relays at once send each signal in its order, and the sequence that is armed for is the last', async () => {
  const people = Array.from({ length: 5 }, newRegisterId);
  for (const registerId of people) {
    await say(service.commit, registerId, now(), admission());
    for (let visit = 0; visit < 4; visit += 1) await say(service.commit, registerId, now(), { type: 'visit-held', on: londonDate(now()) });
  }
  const deps = { pool: service.database.pool, client: service.client };
  const outcomes = await Promise.all([deliverOutbox(deps), deliverOutbox(deps)]);
  await until(
    'both have sent all',
    async () => (await deliverOutbox(deps)).sent === 0 && (await Promise.all(people.map(waiting))).flat().length === 0,
  );
  expect(outcomes.every(({ failed }) => failed === 0)).toBe(true);
  for (const registerId of people) {
    await service.armed(registerId, 1, 5);
    const [run] = await service.runs(registerId, 1);
    const signals = (run?.history.events ?? []).flatMap((event) => event.workflowExecutionSignaledEventAttributes?.signalName ?? []);
    expect(signals).toEqual(['admitted', 'event', 'event', 'event', 'event']);
  }
});

test('a lease that nobody came back from runs out, and the signal goes again', async () => {
  const registerId = newRegisterId();
  await say(service.commit, registerId, now(), admission());
  const deps = { pool: service.database.pool, client: service.client };
  await service.database.pool.query(`update outbox set lease_until = now() + interval '1 hour'`);
  expect(await deliverOutbox(deps)).toEqual({ sent: 0, failed: 0 });
  await service.database.pool.query(`update outbox set lease_until = now() - interval '1 second'`);
  expect(await deliverOutbox(deps)).toEqual({ sent: 1, failed: 0 });
});

test('the bell of another process wakes the relay at once; without it the relay looks every second', async () => {
  const ring = outboxBell(service.database.pool);
  const relay = startRelay({ pool: service.database.pool, client: service.client, onError: () => undefined });
  const bells = { ...service.commit, committed: ring };
  const silent = { pool: service.commit.pool, core: service.commit.core, seals: service.commit.seals, book: service.commit.book };
  try {
    for (const commit of [bells, silent]) {
      const registerId = newRegisterId();
      await say(commit, registerId, now(), admission());
      await until('the signal has gone', async () => (await waiting(registerId)).length === 0);
    }
  } finally {
    await relay.stop();
  }
});

test('a history that grows past its bound is cut: the workflow continues as new, and its timers run on', async () => {
  const registerId = newRegisterId();
  service.startRelay(30);
  try {
    await say(service.commit, registerId, now(), admission());
    await service.armed(registerId, 1, 1);
    for (let sequence = 2; sequence <= 16; sequence += 1) {
      await say(service.commit, registerId, now(), { type: 'visit-held', on: londonDate(now()) });
      await service.armed(registerId, 1, sequence);
    }
    const armed = await service.armed(registerId, 1, 16);
    const { rows } = await service.database.pool.query('select from wake_up where register_id = $1', [registerId]);
    expect(armed.timers).toBe(rows.length);
    expect((await service.runs(registerId, 1)).length).toBeGreaterThan(2);
  } finally {
    await service.stopRelay();
  }
});

test('a core that answers differently breaks no workflow: what ran before it replays, and goes on', async () => {
  const registerId = newRegisterId();
  service.startRelay();
  try {
    await say(service.commit, registerId, now(), admission());
    await service.armed(registerId, 1, 1);
    await service.stopWorker();
    const { core } = service.commit;
    // Every dated rule takes a day: other deadlines, other steps, other timers.
    const changed: CoreContext = {
      ...core,
      ruleSet: (name) => {
        const ruleSet = core.ruleSet(name);
        const rules = new Map(
          [...ruleSet.rules].map(([kind, rule]) => [
            kind,
            rule.intervals ? { ...rule, intervals: { default: { number: 1, unit: 'days' as const } } } : rule,
          ]),
        );
        return { ...ruleSet, rules };
      },
    };
    const commit = { ...service.commit, core: changed };
    const parts = [{ taskQueue: PATHWAY_QUEUE, activities: pathwayActivities(commit) }];
    const { environment, workflowBundle } = service;
    const worker = await startWorkers({
      connection: environment.nativeConnection,
      namespace: 'default',
      keys: testKeys,
      identity: 'test',
      parts,
      workflows: { workflowBundle },
    });
    try {
      await say(commit, registerId, now(), { type: 'visit-held', on: londonDate(now()) });
      await service.armed(registerId, 1, 2);
      const { rows } = await service.database.pool.query<{ due: string }>(
        `select due from deadline where register_id = $1 and kind = 'post-admission-cetr'`,
        [registerId],
      );
      expect(rows.map(({ due }) => due <= londonDate((now() + 2 * 86_400_000) as Instant))).toEqual([true]);
    } finally {
      await worker.stop();
      await service.startWorker();
    }
  } finally {
    await service.stopRelay();
  }
});
