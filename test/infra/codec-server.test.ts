import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { request } from 'node:http';
import { encryptionCodec, newKeyRing, readKeyRing } from '../../infra/codec';
import { startCodecServer, type CodecServer } from '../../infra/codec-server';

const codec = encryptionCodec(readKeyRing(newKeyRing('test')));
const ui = 'http://localhost:8243';

const base64 = ({ metadata, data }: Payload) => ({
  metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')])),
  data: Buffer.from(data ?? []).toString('base64'),
});

describe('the codec server', () => {
  let server: CodecServer;
  beforeAll(async () => {
    server = await startCodecServer({ codec, port: 0, uiPort: () => 8243 });
  });
  afterAll(() => server.stop());

  interface Answer {
    readonly status: number;
    readonly headers: NodeJS.Dict<string | string[]>;
    readonly body: string;
  }

  function ask(method: string, headers: Record<string, string>, body = '', path = '/decode'): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const asked = request(
        { host: '127.0.0.1', port: server.port, method, path, headers: { host: `localhost:${server.port}`, ...headers } },
        (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
          response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
        },
      );
      asked.on('error', reject);
      asked.end(body);
    });
  }

  it("decrypts for the UI's pages", async () => {
    const payload = defaultPayloadConverter.toPayload({ deadline: 'mam' });
    if (!payload) throw new Error('no payload');
    const body = JSON.stringify({ payloads: (await codec.encode([payload])).map(base64) });
    expect(body).not.toContain(Buffer.from('{"deadline":"mam"}').toString('base64'));
    const answer = await ask('POST', { origin: ui, 'content-type': 'application/json' }, body);
    expect(answer.status).toBe(200);
    expect(answer.headers['access-control-allow-origin']).toBe(ui);
    expect(JSON.parse(answer.body)).toEqual({ payloads: [base64(payload)] });
  });

  it("answers the browser's question beforehand", async () => {
    const answer = await ask('OPTIONS', { origin: ui, 'access-control-request-method': 'POST' });
    expect(answer.status).toBe(204);
    expect(answer.headers['access-control-allow-methods']).toBe('POST');
    expect(answer.headers['access-control-allow-headers']).toContain('x-namespace');
  });

  it.each([
    ['another origin', { origin: 'http://localhost:9999' }],
    ['no origin', {}],
    ['a name that was made to point here', { origin: ui, host: 'evil.example.test:8244' }],
  ])('refuses %s', async (_, headers) => {
    const answer = await ask('POST', headers, '{"payloads":[]}');
    expect(answer.status).toBe(403);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('refuses what it cannot read, and goes on', async () => {
    expect((await ask('POST', { origin: ui }, 'not json')).status).toBe(400);
    expect((await ask('POST', { origin: ui }, '{"payloads":[{"data":7}]}')).status).toBe(400);
    expect((await ask('GET', { origin: ui })).status).toBe(404);
    expect((await ask('POST', { origin: ui }, '{"payloads":[]}', '/encode')).status).toBe(404);
    expect((await ask('POST', { origin: ui }, '{"payloads":[]}')).status).toBe(200);
  });
});
