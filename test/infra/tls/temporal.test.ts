import { createSecureServer, type Http2SecureServer } from 'node:http2';
import { connect, type AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:tls';
import { Connection } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { NativeConnection } from '@temporalio/worker';
import { readEnvironment } from '../../../infra/env';
import { temporalTls } from '../../../infra/settings/temporal-tls';
import { connectionOptions, temporalClient, type TemporalEndpoint } from '../../../infra/temporal/client';
import { startWorkersPatiently } from '../../../infra/temporal/worker/workers';
import { tellPathway } from '../../../services/workflow/relay/outbox';
import { PATHWAY_QUEUE, pathwayWorkflowId } from '../../../workflows/names';
import { newAuthority, textOf } from '../../support/mail/certificates';
import { bundleWorkflows, testKeys } from '../../support/stage';
import { devServer } from '../../support/workflows/temporal';

const authority = newAuthority('authority');
const server = authority.sign('temporal.example.test');
const client = authority.sign('client.example.test');
const stranger = newAuthority('stranger');

/** As the processes make it of their environment. */
function endpoint(variables: Readonly<Record<string, string>>): TemporalEndpoint {
  const settings = readEnvironment(variables);
  return { address: settings.TEMPORAL_ADDRESS ?? '', tls: temporalTls(settings), apiKey: settings.TEMPORAL_API_KEY };
}

const listening = async (one: Server | Http2SecureServer): Promise<number> => {
  await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has this address (node:net).
  return (one.address() as AddressInfo).port;
};

describe('Temporal behind TLS that wants to know its clients', () => {
  let environment: TestWorkflowEnvironment;
  let door: Server;
  let variables: Record<string, string>;
  beforeAll(async () => {
    environment = await devServer();
    const [host = '', port] = environment.address.split(':');
    const own = { cert: textOf(server.certificate), key: textOf(server.key) };
    door = createServer({ ...own, ca: textOf(authority.certificate), requestCert: true, ALPNProtocols: ['h2'] }, (socket) => {
      const onward = connect(Number(port), host);
      socket.pipe(onward).pipe(socket);
      for (const end of [socket, onward]) end.on('error', () => undefined);
    });
    door.on('tlsClientError', () => undefined);
    variables = {
      TEMPORAL_ADDRESS: `127.0.0.1:${await listening(door)}`,
      TEMPORAL_TLS: 'true',
      TEMPORAL_TLS_SERVER_NAME: 'temporal.example.test',
      TEMPORAL_TLS_SERVER_CA_CERT_PATH: authority.certificate,
      TEMPORAL_TLS_CLIENT_CERT_PATH: client.certificate,
      // A value with the line ends that an environment file can hold.
      TEMPORAL_TLS_CLIENT_KEY_DATA: textOf(client.key).replaceAll('\n', '\\n'),
    };
  });
  afterAll(async () => {
    door?.close();
    await environment?.teardown();
  });

  it('client and worker reach it, and a pathway takes its turn', async () => {
    const there = endpoint(variables);
    const heard: unknown[] = [];
    const takeTurn = async (turn: { heard: unknown[] }) => {
      heard.push(...turn.heard);
      return { sequence: 1, clock: Date.now(), wakeUps: [], open: false, head: null };
    };
    const away: Error[] = [];
    const workers = startWorkersPatiently({
      ...there,
      namespace: 'default',
      keys: testKeys,
      identity: 'test',
      parts: [{ taskQueue: PATHWAY_QUEUE, activities: { takeTurn } }],
      workflows: { workflowBundle: await bundleWorkflows() },
      onAway: (error) => away.push(error),
    });
    const { client: caller, close } = temporalClient({ ...there, namespace: 'default', keys: testKeys, identity: 'test' });
    try {
      await workers.tried;
      expect(away).toEqual([]);
      await tellPathway({ client: caller }, 'DSP-TEST-0001', 1, 'present', {});
      await caller.workflow.getHandle(pathwayWorkflowId('DSP-TEST-0001', 1)).result();
    } finally {
      await workers.stop();
      await close();
    }
  });

  it.each([
    ['without a certificate of its own', { TEMPORAL_TLS_CLIENT_CERT_PATH: '', TEMPORAL_TLS_CLIENT_KEY_DATA: '' }],
    ['that trusts somebody else', { TEMPORAL_TLS_SERVER_CA_CERT_PATH: stranger.certificate }],
    ['that expects another name', { TEMPORAL_TLS_SERVER_NAME: 'other.example.test' }],
    [
      'without TLS',
      Object.fromEntries(
        ['', '_SERVER_NAME', '_SERVER_CA_CERT_PATH', '_CLIENT_CERT_PATH', '_CLIENT_KEY_DATA'].map((name) => [`TEMPORAL_TLS${name}`, '']),
      ),
    ],
  ])('one %s does not', async (_who, changed) => {
    const options = connectionOptions(endpoint({ ...variables, ...changed }));
    await expect(Connection.connect({ ...options, connectTimeout: '2s' })).rejects.toThrow();
    await expect(NativeConnection.connect(options)).rejects.toThrow();
  });
});

describe('Temporal that wants an API key', () => {
  let cloud: Http2SecureServer;
  const seen: (string | undefined)[] = [];
  afterAll(() => cloud?.close());

  it('gets it from client and worker alike, and only encrypted, without a word about TLS', async () => {
    const own = authority.sign('cloud.example.test');
    cloud = createSecureServer({ cert: textOf(own.certificate), key: textOf(own.key) }, (request, response) => {
      seen.push(request.headers.authorization);
      // An answer without a field is an answer: gRPC's frame of nothing.
      response.setHeader('content-type', 'application/grpc');
      response.addTrailers({ 'grpc-status': '0' });
      response.end(Buffer.alloc(5));
    });
    const options = connectionOptions(
      endpoint({
        TEMPORAL_ADDRESS: `127.0.0.1:${await listening(cloud)}`,
        TEMPORAL_API_KEY: 'key-of-the-test',
        TEMPORAL_TLS_SERVER_NAME: 'cloud.example.test',
        TEMPORAL_TLS_SERVER_CA_CERT_PATH: authority.certificate,
      }),
    );
    const first = await Connection.connect({ ...options, connectTimeout: '5s' });
    await first.close();
    const asked = seen.length;
    const second = await NativeConnection.connect(options);
    await second.close();
    expect(asked).toBeGreaterThan(0);
    expect(seen.length).toBeGreaterThan(asked);
    expect(new Set(seen)).toEqual(new Set(['Bearer key-of-the-test']));
  });
});

describe('what is said of Temporal in the environment', () => {
  const there = { TEMPORAL_ADDRESS: 'temporal.example.test:7233' };

  it('is not encrypted unless something asks for it', () => {
    expect(endpoint(there)).toEqual({ address: there.TEMPORAL_ADDRESS, tls: undefined, apiKey: undefined });
    expect(endpoint({ ...there, TEMPORAL_TLS: 'true' }).tls).toEqual({});
    expect(endpoint({ ...there, TEMPORAL_API_KEY: 'k' }).tls).toEqual({});
  });

  it.each([
    [{ ...there, TEMPORAL_TLS: 'yes' }, 'TEMPORAL_TLS must be true or false (it is "yes").'],
    [
      { ...there, TEMPORAL_TLS: 'false', TEMPORAL_API_KEY: 'hidden' },
      'TEMPORAL_TLS is false, and TEMPORAL_API_KEY would travel unprotected',
    ],
    [{ TEMPORAL_API_KEY: 'hidden' }, 'TEMPORAL_API_KEY needs a Temporal of your own: set TEMPORAL_ADDRESS, or unset it.'],
    [{ ...there, TEMPORAL_TLS_CLIENT_CERT_PATH: client.certificate }, 'A client certificate for Temporal needs its private key'],
    [
      { ...there, TEMPORAL_TLS_CLIENT_CERT_PATH: client.certificate, TEMPORAL_TLS_CLIENT_KEY_PATH: server.key },
      'The private key for Temporal is not that of the client certificate.',
    ],
    [
      { ...there, TEMPORAL_TLS_SERVER_CA_CERT_PATH: '/nowhere/ca.crt' },
      'TEMPORAL_TLS_SERVER_CA_CERT_PATH must name a file that can be read (ENOENT) (it is "/nowhere/ca.crt").',
    ],
    [{ ...there, TEMPORAL_TLS_SERVER_CA_CERT_PATH: client.key }, 'TEMPORAL_TLS_SERVER_CA_CERT_PATH must hold a certificate in PEM form'],
    [{ ...there, TEMPORAL_TLS_CLIENT_KEY_DATA: 'hidden' }, 'TEMPORAL_TLS_CLIENT_KEY_DATA must hold a private key in PEM form, without'],
    [
      {
        ...there,
        TEMPORAL_TLS_SERVER_CA_CERT_PATH: authority.certificate,
        TEMPORAL_TLS_SERVER_CA_CERT_DATA: textOf(authority.certificate),
      },
      'TEMPORAL_TLS_SERVER_CA_CERT_PATH and TEMPORAL_TLS_SERVER_CA_CERT_DATA are both set: unset one of them.',
    ],
  ])('a mistake is answered in a sentence that tells no secret (%#)', (variables, sentence) => {
    expect(() => readEnvironment(variables)).toThrow(sentence);
    expect(() => readEnvironment(variables)).not.toThrow('hidden');
  });
});
