import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { z } from 'zod';
import { anyFreePort } from '../../operations/parts/ports';
import { pathwayWorkflowId } from '../../workflows/names';
import { ask, newPlace, ready, runCommand, start, token, type Place, type Run } from './support/service';

const referred = z.object({ registerId: z.string() });
const proof = z.looseObject({ provedAt: z.string().nullable(), timersExpected: z.number(), timersFound: z.number() });

let run: Run | undefined;
afterEach(async () => {
  run?.child.kill('SIGTERM');
  await run?.ended;
});

/** Asks again and again until the answer is so; throws after 20 seconds. */
async function until(what: string, so: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 20_000; !(await so()); await sleep(100)) {
    if (Date.now() > end) throw new Error(`it did not come about that ${what}`);
  }
}

async function prove(place: Place, ...options: string[]): Promise<{ code: number | null; said: string }> {
  const command = runCommand('prove', options, { DATA_DIR: place.folder });
  const code = await command.ended;
  // What the last moments brought is still on its way: the proof says so, and is asked again.
  return code === 3 ? prove(place, ...options) : { code, said: command.stdout() };
}

it('can be watched: figures of every part, traces, and a proof that mends what is missing', async () => {
  const traces: string[] = [];
  const sink = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => traces.push(chunk.toString('utf8')));
    request.on('end', () => response.end('{}'));
  });
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  const place = await newPlace();
  const [metrics, sdk, api] = [await anyFreePort(), await anyFreePort(), await anyFreePort()];
  run = start(place, {
    METRICS_PORT: String(metrics),
    API_METRICS_PORT: String(api),
    TEMPORAL_METRICS_ADDRESS: `127.0.0.1:${sdk}`,
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(sink.address() as AddressInfo).port}`,
  });
  const url = await ready(run);
  const bearer = await token(place);
  const text = async (address: string): Promise<string> => (await fetch(address)).text();
  expect((await fetch(`http://127.0.0.1:${metrics}/health/ready`)).status).toBe(200);
  expect(proof.parse(await ask(url, bearer, '/proof'))).toMatchObject({ provedAt: null });

  const event = { type: 'referral-received', source: 'family' };
  const { registerId } = referred.parse(
    await ask(url, bearer, '/referrals', { person: { name: 'Test Tom', bornOn: '2011-03-02' }, event }),
  );
  await until('the worker has counted it', async () => {
    const figures = await text(`http://127.0.0.1:${metrics}/metrics`);
    return (
      /^pathway_signals_total\{outcome="sent"\} [1-9]/m.test(figures) &&
      /^pathway_turn_duration_seconds_count\{outcome="done"\} [1-9]/m.test(figures)
    );
  });
  await until('its trace has arrived', async () => traces.join('').includes('RunActivity:takeTurn'));
  expect(await text(`http://127.0.0.1:${sdk}/metrics`)).toMatch(/^temporal_workflow_task_execution_latency/m);

  expect(await prove(place)).toMatchObject({ code: 0, said: expect.stringContaining('All is well.') as string });
  const instance = z.object({ addresses: z.object({ TEMPORAL_ADDRESS: z.string() }) });
  const { addresses } = instance.parse(JSON.parse(readFileSync(path.join(place.folder, 'instance.json'), 'utf8')));
  const connection = await Connection.connect({ address: addresses.TEMPORAL_ADDRESS });
  await new Client({ connection }).workflow.getHandle(pathwayWorkflowId(registerId, 1)).terminate();
  await connection.close();
  const looked = await prove(place, '--only-look');
  expect([looked.code, looked.said]).toEqual([
    1,
    expect.stringMatching(new RegExp(`^LEFT .*workflow-not-running .*${registerId}, pathway 1`)),
  ]);
  const mended = await prove(place);
  expect([mended.code, mended.said]).toEqual([0, expect.stringMatching(new RegExp(`^mended .*workflow-not-running .*${registerId}`))]);
  const last = proof.parse(await ask(url, bearer, '/proof'));
  expect(last.timersFound).toBe(last.timersExpected);
  expect(last).toMatchObject({ pathways: 1, differences: [{ code: 'workflow-not-running', registerId, mended: true }] });
  const shown = await text(`http://127.0.0.1:${api}/metrics`);
  expect((await fetch(`${url}/metrics`)).status).toBe(404);
  expect(shown).toMatch(/^pathway_proof_differences 0$/m);
  expect(shown).toMatch(/^pathway_proof_age_seconds \d/m);

  const everything = [
    traces.join(''),
    shown,
    await text(`http://127.0.0.1:${metrics}/metrics`),
    await text(`http://127.0.0.1:${sdk}/metrics`),
  ].join('');
  expect(everything).not.toMatch(/Test Tom|2011-03-02/);
  sink.close();
  sink.closeAllConnections();
});
