import { existsSync } from 'node:fs';
import path from 'node:path';
import { Client, Connection, type WorkflowClientInterceptor } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import type { WorkerOptions } from '@temporalio/worker';
import { encryptionCodec, type KeyRing } from './codec';
import { projectRoot } from './project-root';

/** How client, worker and rehearsal turn values into payloads: JSON, encrypted, failures too. */
export function dataConverter(ring: KeyRing): DataConverter {
  return { payloadCodecs: [encryptionCodec(ring)], failureConverterPath: require.resolve('./failure-converter') };
}

export interface TemporalSettings {
  readonly address: string;
  readonly namespace: string;
  readonly keys: KeyRing;
  /** Shown in Temporal's UI beside what this process did; a process's role, no machine's name. */
  readonly identity: string;
  /** Sees the calls that go to workflows. */
  readonly interceptor?: WorkflowClientInterceptor | undefined;
}

/** A client whose connection is made when first used: Temporal may be away at start. `close` ends it. */
export function temporalClient(settings: TemporalSettings): { client: Client; close: () => Promise<void> } {
  const connection = Connection.lazy({ address: settings.address, connectTimeout: '3s' });
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
