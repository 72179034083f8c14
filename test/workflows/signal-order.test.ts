import { randomUUID } from 'node:crypto';
import { addDays, londonDate, type Instant } from '../../domain/calendar/dates';
import { newRegisterId, say } from '../support/database/commit';
import { openService, until, type Service } from '../support/service';
import { pathwayWorkflowId } from '../../workflows/names';

let service: Service;
beforeAll(async () => {
  service = await openService();
  service.startRelay();
});
afterAll(() => service?.close());

const now = (): Instant => Date.now() as Instant;
const day = (days: number) => addDays(londonDate(now()), days);
const eventsOf = async (registerId: string) => {
  const { rows } = await service.database.pool.query<{ id: string; status: string; reason: string | null }>(
    'select id, status, reason from event where register_id = $1 order by position',
    [registerId],
  );
  return rows;
};

test('what callers signal before any worker has begun with the pathway is decided in the order in which it was sent', async () => {
  const registerId = newRegisterId();
  await say(service.commit, registerId, now(), { type: 'referral-received', source: 'family' });
  const handle = service.client.workflow.getHandle(pathwayWorkflowId(registerId, 1));
  await until('Temporal knows the pathway', () =>
    handle.describe().then(
      () => true,
      () => false,
    ),
  );
  const signals = [
    ['event', { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'both', on: day(-6) }],
    ['discharged', { on: day(-5) }],
    ['admitted', { security: 'low', detained: false, planned: false, on: day(-4) }],
    ['event', { type: 'visit-held', on: day(-3) }],
    ['admission', { security: 'low', detained: false, planned: false, on: day(-3) }],
    ['discharged', { destination: 'home', on: day(-2) }],
    ['ratingChanged', { rating: 'amber', on: day(-1) }],
    ['admitted', { security: 'low', detained: true, planned: true, on: day(0) }],
    ['ratingChanged', { rating: 'red', on: day(0) }],
  ] as const;
  const ids = signals.map((): string => randomUUID());
  for (const [index, [name, body]] of signals.entries()) await handle.signal(name, { eventId: ids[index], ...body });
  await service.startWorker();
  await until('all are decided', async () => (await eventsOf(registerId)).length > signals.length);

  const [, ...heard] = await eventsOf(registerId);
  expect(heard.map(({ id }) => signals[ids.indexOf(id)]?.[0])).toEqual(signals.map(([name]) => name));
  // Each outcome follows from the order: nobody can be discharged before they are admitted, and a rating is not set by hand in a stay.
  expect(heard.map(({ status }) => status)).toEqual([
    'applied',
    'refused',
    'applied',
    'applied',
    'refused',
    'applied',
    'applied',
    'applied',
    'refused',
  ]);
  expect(heard[4]).toEqual({ id: ids[4], status: 'refused', reason: 'bad-shape' });
  const { rows } = await service.database.pool.query("select params from task where kind = 'event-refused' and params->>'event' = $1", [
    ids[4],
  ]);
  expect(rows).toEqual([{ params: { event: ids[4], types: 'unknown', reason: 'bad-shape' } }]);
});
