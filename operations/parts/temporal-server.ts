import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';
import { hasEnded, startChild, stopChild } from './child';
import { temporalCli } from './executables';
import { PlainError } from '../../infra/plain-error';
import { PortTakenError } from './ports';

export interface TemporalServer {
  readonly address: string;
  readonly child: ChildProcess;
  /** Waits until the server has ended. */
  stop(): Promise<void>;
}

export interface TemporalServerOptions {
  /** The file that holds its state; made where it is not there. */
  readonly file: string;
  readonly namespace: string;
  readonly port: number;
  readonly uiPort: number;
  readonly onLog: (text: string) => void;
}

const patience = 180_000;

/** How long the history of a workflow's ended run can still be read; the event log, which is the truth, is kept by rules of its own. */
const retention = '90 days';

/**
 * Starts Temporal's development server with its web UI on 127.0.0.1, in a child process, and waits until it answers for its namespace.
 * @throws {PlainError} where it is missing or does not start
 */
export async function startTemporal(options: TemporalServerOptions): Promise<TemporalServer> {
  const address = `127.0.0.1:${options.port}`;
  const args = [
    ['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(options.port)],
    ['--ui-ip', '127.0.0.1', '--ui-port', String(options.uiPort)],
    ['--namespace', options.namespace, '--db-filename', options.file, '--log-level', 'warn'],
    // On a file it is slow with SQLite's defaults; these doubled what it does. A crash of the machine may lose its last moments, which
    // `npm run rebuild` makes good from the event log.
    ['--sqlite-pragma', 'journal_mode=wal', '--sqlite-pragma', 'synchronous=1'],
  ].flat();
  const child = startChild(temporalCli(), args, { stdio: ['ignore', 'pipe', 'pipe'], orphanSignal: 'TERM', background: true });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      const text = chunk.toString('utf8');
      said = (said + text).slice(-4000);
      options.onLog(text);
    });
  }
  child.on('error', (error) => (said += error.message));
  const stop = () => stopChild(child, 'SIGTERM', 15_000);
  const end = Date.now() + patience;
  while (!(await answers(address, options.namespace))) {
    if (hasEnded(child) || child.pid === undefined) throw explain(said, options);
    if (Date.now() > end) {
      await stop();
      throw new PlainError(
        `Temporal's development server did not answer within ${patience / 1000} seconds. It said: ${said.trim() || 'nothing'}`,
      );
    }
    await sleep(100);
  }
  return { address, child, stop };
}

function explain(said: string, { port, uiPort, file }: TemporalServerOptions): PlainError {
  if (/address already in use|can't set frontend port|can't set UI port/i.test(said)) {
    return new PortTakenError(
      `Temporal's development server cannot use port ${port} or ${uiPort}: another program does. Stop that program and try again.`,
    );
  }
  return new PlainError(`Temporal's development server did not start on ${file}. It said: ${said.trim() || 'nothing'}`);
}

async function answers(address: string, namespace: string): Promise<boolean> {
  const connection = Connection.lazy({ address, connectTimeout: '1s' });
  try {
    const config = { workflowExecutionRetentionTtl: msToTs(retention) };
    await connection.withDeadline(Date.now() + 2_000, () => connection.workflowService.updateNamespace({ namespace, config }));
    return true;
  } catch {
    return false;
  } finally {
    await connection.close();
  }
}
