import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { measuredTurns } from '../../activities/measured';
import type { Turn } from '../../activities/pathway';
import type { Mail, MailMessage } from '../../infra/mail/mail';
import { createWorkerMetrics, measuredMail, type WorkerMetrics } from '../../infra/metrics/worker-metrics';
import { startMetricsServer } from '../../infra/metrics/metrics-server';
import { rarely } from '../../infra/rarely';

const message: MailMessage = { to: 'x@example.test', subject: 'Meeting', text: '', html: '', messageId: 'm' };

async function lines(metrics: WorkerMetrics, name: string): Promise<string[]> {
  return (await metrics.registry.metrics()).split('\n').filter((line) => line.startsWith(name));
}

describe('the figures of a worker', () => {
  test('signals, notices, commits and differences are counted by their outcome', async () => {
    const metrics = createWorkerMetrics();
    metrics.relayed({ sent: 3, failed: 0 });
    metrics.relayed({ sent: 1, failed: 2 });
    metrics.relayed({ sent: 0, failed: 0 });
    metrics.notice('sent');
    metrics.notice('dropped');
    metrics.notice('sent');
    metrics.committed();
    metrics.differences('timer-missing', true, 4);
    expect(await lines(metrics, 'pathway_signals_total{')).toEqual([
      'pathway_signals_total{outcome="sent"} 4',
      'pathway_signals_total{outcome="failed"} 2',
    ]);
    expect(await lines(metrics, 'pathway_notices_total{')).toEqual([
      'pathway_notices_total{outcome="sent"} 2',
      'pathway_notices_total{outcome="dropped"} 1',
    ]);
    expect(await lines(metrics, 'pathway_commits_total ')).toEqual(['pathway_commits_total 1']);
    expect(await lines(metrics, 'pathway_differences_total{')).toEqual(['pathway_differences_total{code="timer-missing",mended="true"} 4']);
  });

  test('a turn is measured, whether it ends well or not, and how late its wake-up was taken', async () => {
    const metrics = createWorkerMetrics();
    const turn = (wake: number | null): Turn => ({ registerId: 'TEST-0001', pathway: 1, heard: [], wake, clock: 0, armedFor: 0 });
    const stand = { sequence: 1, clock: 0, wakeUps: [], open: true, head: null };
    const well = measuredTurns({ takeTurn: async () => stand }, metrics, () => 10_000);
    expect(await well.takeTurn(turn(null))).toBe(stand);
    await well.takeTurn(turn(8_000));
    const badly = measuredTurns({ takeTurn: () => Promise.reject(new Error('away')) }, metrics, () => 10_000);
    await expect(badly.takeTurn(turn(8_000))).rejects.toThrow('away');
    expect(await lines(metrics, 'pathway_turn_duration_seconds_count')).toEqual([
      'pathway_turn_duration_seconds_count{outcome="done"} 2',
      'pathway_turn_duration_seconds_count{outcome="failed"} 1',
    ]);
    expect(await lines(metrics, 'pathway_wake_up_lateness_seconds_sum')).toEqual(['pathway_wake_up_lateness_seconds_sum 2']);
    expect(await lines(metrics, 'pathway_wake_up_lateness_seconds_count')).toEqual(['pathway_wake_up_lateness_seconds_count 1']);
  });

  test('the mail server is measured, and answers as before', async () => {
    const metrics = createWorkerMetrics();
    let closed = false;
    const answers = [{ outcome: 'sent' } as const, { outcome: 'away', lasting: false, reason: 'ECONNREFUSED' } as const];
    const mail: Mail = { domain: 'b.example', send: async () => answers.shift() ?? { outcome: 'sent' }, close: () => void (closed = true) };
    const measured = measuredMail(mail, metrics.mail);
    expect(await measured.send(message)).toEqual({ outcome: 'sent' });
    expect(await measured.send(message)).toEqual({ outcome: 'away', lasting: false, reason: 'ECONNREFUSED' });
    measured.close();
    expect(closed).toBe(true);
    expect(await lines(metrics, 'pathway_mail_duration_seconds_count')).toEqual([
      'pathway_mail_duration_seconds_count{outcome="sent"} 1',
      'pathway_mail_duration_seconds_count{outcome="away"} 1',
    ]);
  });
});

describe('where a worker shows them', () => {
  test('metrics, and whether it works now', async () => {
    let waits: string | null = 'temporal-away';
    const { registry } = createWorkerMetrics();
    const server = await startMetricsServer({ port: 0, host: '127.0.0.1', setting: 'METRICS_PORT', registry, waitsFor: () => waits });
    const get = async (path: string, method = 'GET') => {
      const response = await fetch(`${server.url}${path}`, { method });
      return [response.status, await response.text()] as const;
    };
    expect(await get('/health/ready')).toEqual([503, '{"status":"waiting","for":"temporal-away"}']);
    waits = null;
    expect(await get('/health/ready')).toEqual([200, '{"status":"ready"}']);
    expect(await get('/health/live')).toEqual([200, '{"status":"live"}']);
    expect((await get('/metrics'))[1]).toContain('pathway_commits_total 0');
    expect((await get('/metrics', 'POST'))[0]).toBe(404);
    expect((await get('/'))[0]).toBe(404);
    await server.close();
    await expect(fetch(server.url)).rejects.toThrow();
  });

  test('a port that is taken is said in one sentence', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { registry } = createWorkerMetrics();
    await expect(startMetricsServer({ port, host: '127.0.0.1', setting: 'METRICS_PORT', registry, waitsFor: () => null })).rejects.toThrow(
      `Port ${port} of METRICS_PORT is taken by another program: stop that program, or set METRICS_PORT to a free one.`,
    );
    other.close();
  });
});

test('what is met again and again is told once, each thing that has a name for itself', () => {
  const told: unknown[] = [];
  const often = rarely(60_000, (what: number) => told.push(what));
  for (const what of [1, 2, 3]) often(what);
  expect(told).toEqual([1]);
  const each = rarely(0, (what: number) => told.push(what));
  for (const what of [4, 5]) each(what);
  expect(told).toEqual([1, 4, 5]);
  const named = rarely(60_000, (name: string, what: number) => told.push(`${name} ${what}`));
  for (const what of [6, 7]) for (const name of ['takeTurn', 'checkTimers']) named(name, what);
  expect(told).toEqual([1, 4, 5, 'takeTurn 6', 'checkTimers 6']);
});
