import path from 'node:path';
import { ended, hasEnded, startChild, stopChild } from '../../infra/embedded/child';
import type { DataFolder } from '../../infra/embedded/data-folder';
import { messageOf, PlainError } from '../../infra/embedded/plain-error';
import { logFile, type Part } from '../../infra/embedded/parts';
import { variablesWith } from '../../infra/env';
import { projectRoot } from '../../infra/project-root';

/** How long a program of ours may take to say that it is ready, and to stop. */
const readyWithin = 60_000;
const stopWithin = 20_000;

/** npm passes on a signal that the terminal has sent to everyone already: within this time, two are one. */
const sameSignalWithin = 1_000;

/**
 * Keeps the parts of one running service: starts programs, ends the whole when one of them ends by itself, and stops all in the reverse
 * order of starting, each awaited.
 */
export class Supervisor {
  private readonly parts: Part[] = [];
  private stop: Promise<void> | undefined;

  constructor(private readonly folder: DataFolder) {}

  /** Whether the service is being stopped. */
  get stopping(): boolean {
    return this.stop !== undefined;
  }

  /** Takes charge of a part that has been started. */
  watch(part: Part): void {
    this.parts.push(part);
    const { child } = part;
    if (!child) return;
    void ended(child).then(() => {
      const how = child.signalCode ?? `exit code ${child.exitCode}`;
      return this.fail(
        new PlainError(
          `${part.name} ended unexpectedly (${how}); everything has been stopped. Its log is in ${path.join(this.folder.root, 'logs')}.`,
        ),
      );
    });
  }

  /** Starts one of our own programs, and waits until it says that it is ready. Throws what it said where it ends before. */
  async run(name: string, file: string): Promise<void> {
    const log = logFile(this.folder, name.toLowerCase());
    const child = startChild(process.execPath, ['--enable-source-maps', path.join(projectRoot, file)], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: variablesWith({}),
      cwd: projectRoot,
      orphanSignal: 'TERM',
    });
    let said = '';
    child.stdout?.on('data', log);
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-2000);
      log(chunk);
    });
    if (child.pid !== undefined) this.folder.noteChild(name, child.pid);
    const part = { name: `The ${name}`, child, stop: () => stopChild(child, 'SIGTERM', stopWithin) };
    this.parts.push(part);
    const late = Symbol('late');
    const first = await Promise.race([
      new Promise<'ready'>((resolve) => child.once('message', () => resolve('ready'))),
      ended(child),
      new Promise<typeof late>((resolve) => setTimeout(() => resolve(late), readyWithin).unref()),
    ]);
    if (this.stopping) return;
    if (first === late)
      throw new PlainError(`The ${name} was not ready within ${readyWithin / 1000} seconds. It said: ${said.trim() || 'nothing'}`);
    if (hasEnded(child)) throw new PlainError(`The ${name} did not start. It said: ${said.trim() || 'nothing'}`);
    this.parts.splice(this.parts.indexOf(part), 1);
    this.watch(part);
  }

  /** Stops everything on Ctrl-C, SIGTERM or when the terminal closes; the second time at once, without waiting. */
  stopOnSignals(): void {
    let first = 0;
    const onSignal = () => {
      if (first === 0) {
        first = Date.now();
        process.stderr.write('\nstopping (again to force)\n');
        void this.stopAll().then(() => process.exit(0));
      } else if (Date.now() - first > sameSignalWithin) {
        for (const { child } of this.parts) child?.kill('SIGKILL');
        this.folder.release();
        process.exit(130);
      }
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
  }

  /** Ends the whole because of a failure: stops everything, says why in one sentence, and exits with 1. Does nothing while stopping. */
  async fail(error: unknown): Promise<void> {
    if (this.stopping) return;
    const text = error instanceof PlainError || !(error instanceof Error) ? messageOf(error) : (error.stack ?? error.message);
    await this.stopAll();
    process.stderr.write(`\n${text}\n`);
    process.exit(1);
  }

  private stopAll(): Promise<void> {
    return (this.stop ??= (async () => {
      for (const part of this.parts.toReversed()) {
        // One that cannot be stopped must not keep the others running.
        await part.stop().catch((error: unknown) => process.stderr.write(`${part.name}: ${messageOf(error)}\n`));
      }
      this.folder.release();
    })());
  }
}
