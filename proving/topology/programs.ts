import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { ended, hasEnded, startChild, stopChild } from '../../operations/parts/child';
import { PlainError } from '../../infra/plain-error';
import { onlyVariables } from '../../infra/env';
import { projectRoot } from '../../infra/project-root';
import type { RunningPart } from '../stage/processes';
import { composeProgram } from './compose';
import { Member } from './member';

const READY_WITHIN_MS = 90_000;
const STOP_WITHIN_MS = 30_000;

export type Variables = Readonly<Record<string, string>>;
type Log = (chunk: Uint8Array) => void;

/** Nothing of this process's own environment but where programs are found: as in a container. */
function spawnService(service: string, variables: Variables, own: Variables, log: Log): ChildProcess {
  const { command, environment } = composeProgram(service, variables);
  const [, ...args] = command;
  const child = startChild(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: projectRoot,
    env: onlyVariables({ NODE_ENV: 'production', ...environment, ...own }),
    orphanSignal: 'TERM',
  });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', log);
  return child;
}

/** Runs a service of docker-compose.yml that does one thing and ends. Throws PlainError where it ends badly. */
export async function runJob(service: string, variables: Variables, log: Log): Promise<void> {
  const child = spawnService(service, variables, {}, log);
  await ended(child);
  if (child.exitCode !== 0) throw new PlainError(`${service} ended with ${child.exitCode}: its log is in the folder of the run`);
}

export interface ProgramSettings {
  readonly service: 'api' | 'worker' | 'sender';
  readonly name: string;
  readonly port: number;
  readonly variables: Variables;
  readonly log: Log;
}

/** A service of docker-compose.yml as a process of its own; not started yet. */
export function programMember({ service, name, port, variables, log }: ProgramSettings): Member {
  const url = `http://127.0.0.1:${port}`;
  // In a container each has an address of its own; here each has a port of its own.
  const [portName, hostName] = service === 'api' ? ['PORT', 'HOST'] : ['METRICS_PORT', 'METRICS_HOST'];
  const own: Variables = { [portName]: String(port), [hostName]: '127.0.0.1' };
  const launch = async (): Promise<RunningPart> => {
    const child = spawnService(service, variables, own, log);
    for (const end = Date.now() + READY_WITHIN_MS; !(await isReady(url)); await sleep(200)) {
      if (!hasEnded(child) && Date.now() <= end) continue;
      await stopChild(child, 'SIGTERM', STOP_WITHIN_MS);
      throw new PlainError(`${name} is not ready: its log is in the folder of the run`);
    }
    return { child, stop: () => stopChild(child, 'SIGTERM', STOP_WITHIN_MS) };
  };
  return new Member(name, launch, url);
}

/** Whether a program says that it is ready. */
const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) }).then(
    (answer) => answer.ok,
    () => false,
  );
