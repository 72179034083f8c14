import { spawn, type ChildProcess } from 'node:child_process';
import { variablesWith } from '../../infra/env';
import { projectRoot } from '../../infra/project-root';
import { ended } from '../../operations/parts/child';

/** Nothing of the caller's own installation. */
const ALONE = {
  DATABASE_URL: '',
  TEMPORAL_ADDRESS: '',
  SMTP_URL: '',
  PAYLOAD_KEYS: '',
  LOG_KEYS: '',
  METRICS_PORT: '',
};

/** A service that `npm start` started. */
export interface StartedService {
  /** Milliseconds from the command to `ready`. */
  readonly took: number;
  stop(): Promise<void>;
}

/** Starts the whole service as anybody would, on a data folder and a port of its own. Throws what it said where it ends before it is ready. */
export async function startService(data: string, port: number, variables: Readonly<Record<string, string>> = {}): Promise<StartedService> {
  const own = { ...ALONE, ...variables, DATA_DIR: data, PORT: String(port) };
  const begun = performance.now();
  const child = spawn('npm', ['start', '--silent'], { cwd: projectRoot, env: variablesWith(own), stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended(child);
  };
  try {
    await untilReady(child);
    return { took: performance.now() - begun, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function untilReady(child: ChildProcess): Promise<void> {
  let said = '';
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        said += chunk.toString('utf8');
        if (/^ready /m.test(said)) resolve();
      });
    }
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`npm start ended before it was ready: ${said.trim()}`)));
  });
}
