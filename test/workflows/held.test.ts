import { addDays, londonDate, type Instant } from '../../domain/calendar/dates';
import type { PathwayEvent } from '../../domain/pathway/events';
import { recoverFromHistories } from '../../services/upkeep/recovery/from-histories';
import { checkDerived } from '../../services/upkeep/proof/log/check-derived';
import { lookAtPathway } from '../../services/upkeep/proof/timers/timers';
import { WAKE_UPS_QUERY, pathwayWorkflowId, type NamedWakeUp } from '../../workflows/names';
import { newRegisterId, say } from '../support/database/commit';
import { openService, until, type Service } from '../support/service';

let service: Service;
beforeAll(async () => {
  service = await openService();
  await service.startWorker();
  service.startRelay();
});
afterAll(() => service?.close());

const DAY_MS = 86_400_000;
const now = (): Instant => Date.now() as Instant;
const ago = (ms: number): Instant => (now() - ms) as Instant;
const day = (days: number) => addDays(londonDate(now()), days);
const admitted = (): PathwayEvent => ({ type: 'admitted', on: day(-3), security: 'low', detained: false, planned: false });
const discharged = (): PathwayEvent => ({ type: 'discharged', on: day(-2), destination: 'home' });
const hospital = (registerId: string, id: string, event: PathwayEvent, at: Instant) =>
  say(service.commit, registerId, at, event, { id: `${registerId}-${id}`, mayWait: true, source: 'api:RX1' });
const referred = async (): Promise<string> => {
  const registerId = newRegisterId();
  await say(service.commit, registerId, ago(2 * DAY_MS), { type: 'referral-received', source: 'family', on: day(-4) });
  return registerId;
};
const eventsOf = async (registerId: string): Promise<string[]> => {
  const { rows } = await service.database.pool.query<{ id: string; status: string }>(
    'select id, status from event where register_id = $1 order by position',
    [registerId],
  );
  return rows.slice(1).map(({ id, status }) => `${id.replace(`${registerId}-`, '')} ${status}`);
};
const labels = async (registerId: string): Promise<string[]> => {
  const wakeUps = await service.client.workflow.getHandle(pathwayWorkflowId(registerId, 1)).query<NamedWakeUp[]>(WAKE_UPS_QUERY);
  return wakeUps.map(({ label }) => label.slice(0, -' 2026-01-01'.length));
};
const isProved = async (registerId: string): Promise<boolean> => {
  const { differences } = await lookAtPathway({ ...service.commit, client: service.client, now }, registerId, 1);
  return differences.length === 0 && (await checkDerived(service.commit, registerId)).length === 0;
};

test('what waits has a timer of its name; when its event has come both are told, and the timer goes', async () => {
  const registerId = await referred();
  // A workflow that has not begun yet cannot be asked.
  await service.armed(registerId, 1, 1);
  await hospital(registerId, 'out', discharged(), now());
  await until('the timer of what waits is there', async () => (await labels(registerId)).includes('held refuse'));
  expect(await isProved(registerId)).toBe(true);

  await hospital(registerId, 'in', admitted(), now());
  await service.armed(registerId, 1, 3);
  expect(await eventsOf(registerId)).toEqual(['in applied', 'out applied']);
  await until('it is gone', async () => !(await labels(registerId)).includes('held refuse'));
  await until('all is proved', () => isProved(registerId));
});

test('when its day is over its pathway wakes, and it is refused', async () => {
  const registerId = await referred();
  // Its day ends while the test looks on.
  await hospital(registerId, 'out', discharged(), ago(DAY_MS - 4_000));
  expect(await eventsOf(registerId)).toEqual([]);
  await until('it is refused', async () => (await eventsOf(registerId)).includes('out refused'));
  await until('all is proved', () => isProved(registerId));
});

test('after a restore it comes back from the histories as it was heard', async () => {
  const registerId = await referred();
  const received = ago(5_000);
  await hospital(registerId, 'out', discharged(), received);
  await hospital(registerId, 'in', admitted(), (received + 1_000) as Instant);
  await service.armed(registerId, 1, 3);
  const read = async () =>
    (
      await service.database.pool.query(
        'select id, sequence, "on", at, received_at from event where register_id = $1 and sequence is not null order by sequence',
        [registerId],
      )
    ).rows;
  const before = await read();
  expect(before.at(-1)).toMatchObject({ id: `${registerId}-out`, received_at: new Date(received) });
  await service.stopRelay();
  for (const table of [
    'event_text',
    'timeline',
    'wake_up',
    'deadline',
    'step_progress',
    'pathway',
    'held_event',
    'person_record',
    'person_key',
  ])
    await service.database.pool.query(`delete from ${table} where ${table === 'event_text' ? 'event_id like $1' : 'register_id = $1'}`, [
      table === 'event_text' ? `${registerId}%` : registerId,
    ]);
  await service.database.pool.query('delete from event where register_id = $1', [registerId]);
  await service.database.pool.query('delete from outbox where register_id = $1', [registerId]);
  await service.database.pool.query('delete from notice where register_id = $1', [registerId]);
  await service.database.pool.query('delete from person where register_id = $1', [registerId]);
  await recoverFromHistories({
    commit: service.commit,
    client: service.client,
    area: { id: 'example', ruleSet: 'england-2023' },
    now,
    onUnreadable: (_workflowId, error) => {
      throw error;
    },
  });
  expect(await read()).toEqual(before);
  service.startRelay();
});
