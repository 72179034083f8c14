import { setTimeout as sleep } from 'node:timers/promises';
import { ended } from '../../../operations/parts/child';
import { messageOf, PlainError } from '../../../infra/plain-error';
import type { PartName } from '../../counts/journal';
import { familyOf, gone, kill, signal, type RunningPart } from '../../stage/processes';

export interface PartSettings {
  readonly name: PartName;
  readonly start: () => Promise<RunningPart>;
  /** Told where the part ended by itself, or did not start. */
  readonly endedItself: (how: string) => void;
}

const PATIENCE_MS = 90_000;
const START_AGAIN_AFTER_MS = 500;

/** One part of the service as a process of its own, started again whenever it has ended, as whoever runs a service does. */
export class Part {
  private running: RunningPart | undefined;
  private waiting: { resolve: () => void; reject: (error: Error) => void }[] = [];
  private pause = START_AGAIN_AFTER_MS;
  private killed = false;
  private stopping = false;
  private failure: Error | undefined;
  private life: Promise<void> | undefined;

  constructor(private readonly settings: PartSettings) {}

  get name(): PartName {
    return this.settings.name;
  }

  /** Starts the part, and goes on starting it until `stop`. Resolves when it runs. Throws where it does not within 90 seconds. */
  begin(): Promise<void> {
    this.life = this.live();
    return this.up();
  }

  /** Waits until the part runs. */
  up(): Promise<void> {
    if (this.failure) return Promise.reject(this.failure);
    if (this.running && !this.killed) return Promise.resolve();
    return new Promise((resolve, reject) => this.waiting.push({ resolve, reject }));
  }

  /** Kills the part, all its processes, at one blow; it is started again after `awayFor` milliseconds. Out: when it was killed, and when all was gone. */
  async kill(awayFor: number): Promise<{ at: number; gone: number }> {
    await this.up();
    const { running } = this;
    if (running?.child.pid === undefined) throw new PlainError(`${this.name} has no process`);
    this.killed = true;
    this.pause = awayFor;
    const family = familyOf(running.child.pid);
    const at = Date.now();
    // The parent first: it must not take the others' deaths for crashes that it can mend.
    kill(family);
    await gone(family);
    return { at, gone: Date.now() };
  }

  /** Suspends the part, all its processes, as a paused machine does, and lets it go on after so many milliseconds. Out: from when until when. */
  async suspend(forMs: number): Promise<{ at: number; gone: number }> {
    await this.up();
    const { running } = this;
    if (running?.child.pid === undefined) throw new PlainError(`${this.name} has no process`);
    const family = familyOf(running.child.pid);
    const at = Date.now();
    signal(family, 'SIGSTOP');
    try {
      await sleep(forMs);
    } finally {
      signal(family, 'SIGCONT');
    }
    return { at, gone: Date.now() };
  }

  /** Stops the part for good. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.running?.stop();
    await this.life;
  }

  private async live(): Promise<void> {
    let triedSince = Date.now();
    while (!this.isStopping()) {
      try {
        this.running = await this.settings.start();
      } catch (error) {
        if (Date.now() - triedSince > PATIENCE_MS) {
          this.failure = new PlainError(`${this.name} cannot be started: ${messageOf(error)}`);
          this.settle();
          return;
        }
        this.settings.endedItself(messageOf(error));
        await sleep(START_AGAIN_AFTER_MS);
        continue;
      }
      const { child } = this.running;
      // Told to stop while it was starting.
      if (this.isStopping()) return this.running.stop();
      this.killed = false;
      this.pause = START_AGAIN_AFTER_MS;
      this.settle();
      await ended(child);
      this.running = undefined;
      if (this.isStopping()) return;
      if (!this.killed) this.settings.endedItself(child.signalCode ?? `exit code ${child.exitCode}`);
      await sleep(this.pause);
      triedSince = Date.now();
    }
  }

  /** Asked anew each time: it may be set while something is waited for. */
  private isStopping(): boolean {
    return this.stopping;
  }

  private settle(): void {
    for (const { resolve, reject } of this.waiting.splice(0)) {
      if (this.failure) reject(this.failure);
      else resolve();
    }
  }
}
