import { request } from 'node:http';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { encryptionCodec, newKeyRing, readKeyRing } from '../../infra/temporal/codec';
import type { Page } from '../../operations/parts/pages/gate';
import { startTemporalPages } from '../../operations/parts/pages/temporal-pages';
import { anyFreePort } from '../../operations/parts/ports';
import { startTemporal, type TemporalServer } from '../../operations/parts/temporal-server';

const codec = encryptionCodec(readKeyRing(newKeyRing('test')));

const base64 = ({ metadata, data }: Payload) => ({
  metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')])),
  data: Buffer.from(data ?? []).toString('base64'),
});

const keyed = (key: string): string => `Basic ${Buffer.from(`pathway:${key}`).toString('base64')}`;

describe("Temporal's pages, behind their key", () => {
  let temporal: TemporalServer;
  let pages: Page;
  beforeAll(async () => {
    const [port, uiPort] = [await anyFreePort(), await anyFreePort()];
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'pages-')), 'temporal.db');
    temporal = await startTemporal({ file, namespace: 'default', port, uiPort, onLog: () => undefined });
    pages = await startTemporalPages({ codec, port: 0, key: 'of-the-tests', uiPort: () => uiPort });
  });
  afterAll(async () => {
    await pages.stop();
    await temporal.stop();
  });

  interface Answer {
    readonly status: number;
    readonly type: string;
    readonly body: string;
  }

  function ask(method: string, way: string, headers: Record<string, string> = {}, body = ''): Promise<Answer> {
    const given = { host: `localhost:${pages.port}`, authorization: keyed('of-the-tests'), ...headers };
    return new Promise((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port: pages.port, method, path: way, headers: given }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', body: text }));
      });
      asked.on('error', reject);
      asked.end(body);
    });
  }

  async function encrypted(): Promise<{ plain: Payload; body: string }> {
    const plain = defaultPayloadConverter.toPayload({ deadline: 'mam' });
    if (!plain) throw new Error('no payload');
    return { plain, body: JSON.stringify({ payloads: (await codec.encode([plain])).map(base64) }) };
  }

  it("are Temporal's own, and are told where payloads are decrypted: at the same address", async () => {
    expect(await ask('GET', '/')).toMatchObject({ status: 200, type: expect.stringContaining('text/html') });
    const { status, body } = await ask('GET', '/api/v1/settings');
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ Codec: { Endpoint: `http://localhost:${pages.port}/codec` } });
    // The pages dial Temporal by themselves, and once more a moment later where it was not up yet.
    const isTold = ({ body: told }: Answer): boolean => /"name":\s*"default"/.test(told);
    let answer = await ask('GET', '/api/v1/namespaces/default');
    for (let times = 0; times < 50 && !isTold(answer); times += 1) {
      await sleep(200);
      answer = await ask('GET', '/api/v1/namespaces/default');
    }
    expect(isTold(answer)).toBe(true);
  });

  it('have payloads decrypted', async () => {
    const { plain, body } = await encrypted();
    expect(body).not.toContain(Buffer.from('{"deadline":"mam"}').toString('base64'));
    const answer = await ask(
      'POST',
      '/codec/decode',
      { origin: `http://localhost:${pages.port}`, 'content-type': 'application/json' },
      body,
    );
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({ payloads: [base64(plain)] });
  });

  it.each([
    ['no key', { authorization: '' }],
    ['another key', { authorization: keyed('another') }],
  ])('show and decrypt nothing for who has %s, whatever origin is claimed', async (_, headers) => {
    const { body } = await encrypted();
    for (const origin of ['http://localhost:8243', `http://localhost:${pages.port}`]) {
      expect((await ask('POST', '/codec/decode', { ...headers, origin }, body)).status).toBe(401);
      expect((await ask('GET', '/', { ...headers, origin })).status).toBe(401);
      expect((await ask('GET', '/api/v1/settings', { ...headers, origin })).status).toBe(401);
    }
  });

  it('decrypt nothing for another page in a browser that has the key, nor under a name that was made to point here', async () => {
    const { body } = await encrypted();
    expect((await ask('POST', '/codec/decode', { origin: 'http://localhost:9999' }, body)).status).toBe(403);
    expect((await ask('POST', '/codec/decode', { host: 'evil.example.test:8244' }, body)).status).toBe(403);
  });

  it('refuse what they cannot read, and go on', async () => {
    expect((await ask('POST', '/codec/decode', {}, 'not json')).status).toBe(400);
    expect((await ask('POST', '/codec/decode', {}, '{"payloads":[{"data":7}]}')).status).toBe(400);
    expect((await ask('GET', '/codec/decode')).status).toBe(405);
    expect((await ask('POST', '/codec/decode', {}, '{"payloads":[]}')).status).toBe(200);
  });
});
