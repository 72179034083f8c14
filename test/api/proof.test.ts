import type { Difference } from '../../services/upkeep/proof/difference';
import { finishTask } from '../../services/tasks/tasks';
import { recordProof } from '../../services/upkeep/proof/last-proof';
import { parseInstant, type Instant } from '../../domain/calendar/dates';
import { startService, type Service } from './support/service';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

const missing = (registerId: string, mended: boolean): Difference => ({
  code: 'timer-missing',
  registerId,
  pathway: 1,
  params: { label: 'mam due 2026-10-08', at: '2026-10-08T08:11:00+01:00' },
  mended,
});

const record = (at: string, differences: readonly Difference[]) => {
  const startedAt = parseInstant(at);
  return recordProof(service.pool, {
    startedAt,
    provedAt: (startedAt + 2_500) as Instant,
    pathways: 3,
    timersExpected: 14,
    timersFound: 13,
    differences,
  });
};

const proof = async () => (await service.get('/api/v1/proof').expect(200)).body;

test('before the first check there is no proof', async () => {
  expect(await proof()).toEqual({
    provedAt: null,
    wellAt: null,
    pathways: 0,
    timersExpected: 0,
    timersFound: 0,
    differences: [],
    more: 0,
  });
});

test('the last check counts, and when all was last well; what a check mended is well', async () => {
  await record('2026-10-01T10:00', [missing('TEST-0001', true)]);
  expect(await proof()).toEqual({
    provedAt: '2026-10-01T10:00:02.500+01:00',
    wellAt: '2026-10-01T10:00:02.500+01:00',
    pathways: 3,
    timersExpected: 14,
    timersFound: 13,
    differences: [missing('TEST-0001', true)],
    more: 0,
  });
  await record('2026-10-01T10:15', [missing('TEST-0001', true), missing('TEST-0002', false)]);
  expect(await proof()).toMatchObject({
    provedAt: '2026-10-01T10:15:02.500+01:00',
    wellAt: '2026-10-01T10:00:02.500+01:00',
    differences: [missing('TEST-0002', false), missing('TEST-0001', true)],
  });
});

test('of very many differences those that are not mended are listed first, and the rest counted', async () => {
  const many = Array.from({ length: 1_200 }, (_, index) => missing(`TEST-${String(index).padStart(4, '0')}`, index % 2 === 0));
  await record('2026-10-01T10:30', many);
  const { differences, more } = await proof();
  expect([differences.length, more]).toEqual([1_000, 200]);
  expect(differences.filter(({ mended }: Difference) => !mended)).toHaveLength(600);
});

test('old checks are forgotten, but for the last that found all well', async () => {
  await service.pool
    .query(`insert into timer_check (started_at, proved_at, pathways, timers_expected, timers_found, unmended, left_out, differences)
    select now(), now(), 0, 0, 0, 1, 0, '[]' from generate_series(1, 1500)`);
  await record('2026-10-02T10:00', [missing('TEST-0001', false)]);
  const { rows } = await service.pool.query<{ count: number }>('select count(*)::int as count from timer_check');
  expect(rows).toEqual([{ count: 1_001 }]);
  expect(await proof()).toMatchObject({ wellAt: '2026-10-01T10:00:02.500+01:00' });
});

test('what differs in a log is an open task until somebody has seen to it, and again when it is found again', async () => {
  const differs = (code: 'deadlines-differ' | 'steps-differ', mended = false): Difference => ({
    code,
    registerId: 'TEST-0003',
    pathway: 1,
    params: {},
    mended,
  });
  const tasks = async () =>
    (await service.pool.query("select register_id, status, params from task where kind = 'log-differs' order by key")).rows;
  await record('2026-10-02T10:00', [missing('TEST-0002', false)]);
  expect(await tasks()).toEqual([]);
  await record('2026-10-02T10:15', [differs('deadlines-differ'), differs('steps-differ')]);
  await record('2026-10-02T10:30', []);
  const open = { register_id: 'TEST-0003', status: 'open', params: { code: 'deadlines-differ', differences: 2 } };
  expect(await tasks()).toEqual([open]);
  expect(await finishTask(service.pool, 'log-differs/TEST-0003')).toBe(true);
  await record('2026-10-02T10:45', [differs('steps-differ')]);
  expect(await tasks()).toEqual([{ ...open, params: { code: 'steps-differ', differences: 1 } }]);
});
