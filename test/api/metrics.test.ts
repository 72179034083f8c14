import { createApp } from '../../api/app';
import { startApi } from '../../api/server';
import { openPool } from '../../infra/database/database';
import { anyFreePort } from '../../operations/parts/ports';
import { READINGS } from '../../api/metrics/readings';
import { recordProof } from '../../services/upkeep/proof/last-proof';
import { parseInstant, type Instant } from '../../domain/calendar/dates';
import { admission, aReferral, send, startService, type Service } from './support/service';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

const sql = (text: string, ...values: unknown[]) => service.pool.query(text, values);

/** The figures of one name, by label; those without a label under ''. */
async function figures(name: string): Promise<Record<string, number>> {
  const text = await service.figures();
  const lines = text.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));
  return Object.fromEntries(
    lines.map((line) => {
      const [, label = '', value] = /^\w+(?:\{\w+="([^"]*)"\})? (.+)$/.exec(line) ?? [];
      return [label, Number(value)];
    }),
  );
}
const figure = async (name: string): Promise<number | undefined> => (await figures(name))[''];

test('every reading is one that the database answers', async () => {
  for (const { sql: text } of READINGS) await service.pool.query(text, text.includes('$1') ? [new Date()] : []);
});

test('where nothing waits the ages are 0, and of a proof that there never was, nothing is said', async () => {
  expect(await figure('pathway_outbox_oldest_seconds')).toBe(0);
  expect(await figure('pathway_notice_oldest_due_seconds')).toBe(0);
  expect(await figure('pathway_timer_lateness_seconds')).toBe(0);
  expect(await figure('pathway_mail_away_seconds')).toBe(0);
  expect(await figure('pathway_archive_failing')).toBe(0);
  expect(await figure('pathway_sending_stopped')).toBe(0);
  expect(await figures('pathway_notices_stopped')).toEqual({ failed: 0, held: 0 });
  expect(await figures('pathway_open_tasks')).toEqual({});
  for (const name of ['pathway_proof_age_seconds', 'pathway_proof_well_age_seconds', 'pathway_proof_differences'])
    expect(await figures(name)).toEqual({});
});

test('the age of what waits, and how late wake-ups are', async () => {
  service.setClock('2026-10-01T10:00');
  const registerId = await aReferral(service);
  await send(service, registerId, { ...admission, on: '2026-10-01' });
  await sql(`update outbox set created_at = now() - interval '90 seconds' where id = (select min(id) from outbox)`);
  const waited = await figure('pathway_outbox_oldest_seconds');
  expect(waited).toBeGreaterThanOrEqual(90);
  expect(waited).toBeLessThan(300);

  const { rows } = await sql('select min(at) as at from wake_up');
  expect(await figure('pathway_timer_lateness_seconds')).toBe(0);
  const late = parseInstant('2026-11-20T10:00');
  service.setClock('2026-11-20T10:00');
  expect(await figure('pathway_timer_lateness_seconds')).toBe((late - rows[0].at.getTime()) / 1_000);
  service.setClock('2026-10-01T10:00');

  await sql('delete from notice');
  await sql('delete from task');
  await sql(`insert into notice (key, template, audience, recipient, channel, status, reason, planned_at, not_before, attempts) values
    ('n1', 'digest', 'team', 'staff:x', 'mail', 'queued', null, '2026-10-01T08:30Z', '2026-10-01T08:30Z', 0),
    ('n2', 'digest', 'team', 'staff:x', 'mail', 'queued', null, '2026-10-01T08:00Z', '2026-10-02T08:00Z', 0),
    ('n3', 'digest', 'team', 'staff:x', 'mail', 'failed', '550 DATA', '2026-10-01T08:00Z', '2026-10-01T08:00Z', 6),
    ('n4', 'digest', 'team', 'staff:x', 'mail', 'held', 'sending-off', '2026-10-01T08:00Z', '2026-10-01T08:00Z', 1),
    ('n5', 'digest', 'team', 'staff:x', 'mail', 'held', 'sending-off', '2026-10-01T08:00Z', '2026-10-01T08:00Z', 1)`);
  expect(await figure('pathway_notice_oldest_due_seconds')).toBe(30 * 60);
  expect(await figures('pathway_notices_stopped')).toEqual({ failed: 1, held: 2 });
  // One that waits for its next attempt waits for its recipient's server.
  await sql(`update notice set attempts = 2, not_before = '2026-10-01T12:00Z', created_at = '2026-10-01T07:00Z' where key = 'n1'`);
  const sent = `insert into notice (key, template, audience, recipient, channel, status, planned_at, not_before, attempts, sent_at) values
    ('n6', 'digest', 'team', 'staff:y', 'mail', 'sent', '2026-10-01T08:45Z', '2026-10-01T08:45Z', 1, '2026-10-01T08:46Z')`;
  // While nothing at all goes, it is not its recipient's server alone.
  expect(await figure('pathway_notice_oldest_due_seconds')).toBe(30 * 60);
  await sql(sent);
  expect(await figure('pathway_notice_oldest_due_seconds')).toBe(0);
  // On-call should have heard at once.
  await sql(`update notice set audience = 'on-call' where key = 'n1'`);
  expect(await figure('pathway_notice_oldest_due_seconds')).toBe(30 * 60);

  await sql(
    `insert into channel_away (channel, since, looks, next_look_at, reason) values ('mail', '2026-10-01T08:58:20Z', 3, '2026-10-01T09:01Z', 'x')`,
  );
  expect(await figure('pathway_mail_away_seconds')).toBe(100);
  await sql(`insert into task (key, kind, audience, status) values ('a', 'notice-failed', 'team', 'open'), ('b', 'notice-failed', 'team', 'open'),
    ('c', 'notice-failed', 'team', 'done'), ('d', 'event-refused', 'team', 'open')`);
  expect(await figures('pathway_open_tasks')).toEqual({ 'notice-failed': 2, 'event-refused': 1 });
});

test('the age of the last proof, and what it left unmended', async () => {
  const proof = (at: string, unmended: number) => {
    const provedAt = parseInstant(at);
    const difference = { code: 'timer-missing', registerId: 'TEST-0001', pathway: 1, params: {}, mended: false } as const;
    const differences = [...Array.from({ length: unmended }, () => difference), { ...difference, mended: true }];
    const counts = { pathways: 1, timersExpected: 3, timersFound: 3 };
    return recordProof(service.pool, { startedAt: (provedAt - 5) as Instant, provedAt, ...counts, differences });
  };
  await proof('2026-10-01T09:00', 0);
  await proof('2026-10-01T09:45', 2);
  service.setClock('2026-10-01T10:00');
  expect(await figure('pathway_proof_age_seconds')).toBe(900);
  expect(await figure('pathway_proof_well_age_seconds')).toBe(3_600);
  expect(await figure('pathway_proof_differences')).toBe(2);
});

test('no figure names a person', async () => {
  const text = await service.figures();
  const { rows } = await sql('select register_id from person');
  for (const { register_id } of rows) expect(text).not.toContain(register_id);
  expect(text).not.toMatch(/Test Person|[0-9A-Z]{4}-[0-9A-Z]{4}/);
});

test('without the database they are absent, not zero', async () => {
  const pool = openPool({ url: 'postgres://nobody@127.0.0.1:9/nothing' });
  const text = await createApp({ ...service.deps, pool }).registry.metrics();
  for (const { name } of READINGS) expect(text).not.toMatch(new RegExp(`^${name}[ {]`, 'm'));
  expect(text).toContain('process_cpu_seconds_total');
  await pool.end();
});

test('they are shown on a port of their own, never on that of the callers, and are read at most every few seconds', async () => {
  const port = await anyFreePort();
  const server = await startApi({ deps: service.deps, port: 0, host: '127.0.0.1', metrics: { port, host: '127.0.0.1' } });
  const seen = async (): Promise<string> => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  const asked = jest.spyOn(service.pool, 'query');
  try {
    expect((await fetch(`${server.url}/metrics`)).status).toBe(404);
    const [first, ...others] = await Promise.all([seen(), seen(), seen(), seen()]);
    expect(first).toContain('pathway_open_tasks');
    for (const other of [...others, await seen()]) expect(other).toBe(first);
    const readings = new Set(READINGS.map(({ sql: text }) => text));
    expect(asked.mock.calls.filter(([text]) => readings.has(String(text)))).toHaveLength(READINGS.length);
    expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(200);
    await expect(startApi({ deps: service.deps, port: 0, metrics: { port, host: '127.0.0.1' } })).rejects.toThrow('API_METRICS_PORT');
  } finally {
    asked.mockRestore();
    await server.stop();
  }
});
