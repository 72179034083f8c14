import { existsSync } from 'node:fs';
import path from 'node:path';
import { Client, Connection, type WorkflowClientInterceptor } from '@temporalio/client';
import type { DataConverter, PayloadCodec } from '@temporalio/common';
import type { WorkerOptions } from '@temporalio/worker';
import { readKeyRing, sealingCodec, type KeyRing } from './codec';
import { environment, needed } from '../env';
import { projectRoot } from '../project-root';
import { temporalTls, type TemporalTls } from '../settings/temporal-tls';

/** How client, worker and rehearsal turn values into payloads: JSON, encrypted, failures too. What others wrote is read as `Unsealed`. */
export function dataConverter(ring: KeyRing, codec: PayloadCodec = sealingCodec(ring)): DataConverter {
  return { payloadCodecs: [codec], failureConverterPath: require.resolve('./failure-converter') };
}

/** Where Temporal's server is, and how this process may speak to it. */
export interface TemporalEndpoint {
  /** `host:port` */
  readonly address: string;
  /** Absent: not encrypted. */
  readonly tls?: TemporalTls | undefined;
  /** Temporal Cloud's. */
  readonly apiKey?: string | undefined;
}

/** What both connections of the SDK, the client's and the worker's, are made with. */
export function connectionOptions({ address, tls, apiKey }: TemporalEndpoint): {
  address: string;
  tls: TemporalTls | null;
  apiKey?: string;
} {
  return { address, tls: tls ?? null, ...(apiKey === undefined ? {} : { apiKey }) };
}

/**
 * Temporal as the environment names it (TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_TLS…, TEMPORAL_API_KEY, PAYLOAD_KEYS).
 * @throws {PlainError} where its address or the payload keys are not set
 */
export function temporalOfEnvironment(): TemporalEndpoint & { readonly namespace: string; readonly keys: KeyRing } {
  const settings = environment();
  return {
    address: needed('TEMPORAL_ADDRESS'),
    tls: temporalTls(settings),
    apiKey: settings.TEMPORAL_API_KEY,
    namespace: settings.TEMPORAL_NAMESPACE,
    keys: readKeyRing(needed('PAYLOAD_KEYS')),
  };
}

export interface TemporalSettings extends TemporalEndpoint {
  readonly namespace: string;
  readonly keys: KeyRing;
  /** Shown in Temporal's UI beside what this process did; a process's role, no machine's name. */
  readonly identity: string;
  /** Sees the calls that go to workflows. */
  readonly interceptor?: WorkflowClientInterceptor | undefined;
}

/** A client whose connection is made when first used: Temporal may be away at start. `close` ends it. */
export function temporalClient(settings: TemporalSettings): { client: Client; close: () => Promise<void> } {
  const connection = Connection.lazy({ ...connectionOptions(settings), connectTimeout: '3s' });
  const client = new Client({
    connection,
    namespace: settings.namespace,
    identity: settings.identity,
    dataConverter: dataConverter(settings.keys),
    ...(settings.interceptor ? { interceptors: { workflow: [settings.interceptor] } } : {}),
  });
  return { client, close: () => connection.close() };
}

/** The workflows' code: the bundle that the build made where this runs from the build, otherwise the sources, to be bundled now. */
export function workflowSource(): Pick<WorkerOptions, 'workflowBundle' | 'workflowsPath'> {
  const built = path.join(projectRoot, 'dist');
  const codePath = path.join(built, 'workflow-bundle.js');
  const fromBuild = __dirname.startsWith(built);
  if (fromBuild && existsSync(codePath)) return { workflowBundle: { codePath } };
  return { workflowsPath: path.join(fromBuild ? built : projectRoot, 'workflows') };
}
