import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ended, hasEnded, startChild, stopChild } from '../parts/child';
import type { DataFolder } from '../parts/files/data-folder';
import { logFile, type LogWriter } from '../parts/files/log-file';
import type { Part } from '../parts/part';
import { messageOf, PlainError } from '../../infra/plain-error';
import { variablesWith } from '../../infra/env';
import { projectRoot } from '../../infra/project-root';
import { tellToBegin, WHEN_TOLD } from '../../infra/when-told';
import { Deaths } from './deaths';

/** How long a program of ours may take to say that it is ready, and to stop. */
const readyWithin = 180_000;
const stopWithin = 20_000;

/** npm passes on a signal that the terminal has sent to everyone already: within this time, two are one. */
const sameSignalWithin = 1_000;

/** A part in its place, from start to start. */
interface Slot {
  /** As a sentence begins with it. */
  readonly title: string;
  part: Part;
  /** When the part was started last. */
  since: number;
  readonly deaths: Deaths;
  /** While it is being started again. Never rejects. */
  reviving?: Promise<void>;
}

const tell = (sentence: string): void => void process.stderr.write(`\n${sentence}\n`);

/** One of our own programs. */
interface Program {
  readonly name: string;
  readonly file: string;
  /** As `startChild` has it. */
  readonly background?: boolean;
}

/** A program that is there, and waits to be told to begin. */
interface Loaded {
  /** Tells it what the environment says now, and waits until it says that it is ready. Throws what it said where it ends before. */
  run(): Promise<void>;
}

interface Spawned {
  readonly part: Part;
  /** Rejects where it ends before it is ready, with what it said. */
  readonly ready: Promise<void>;
}

/**
 * Keeps the parts of one running service: starts programs, starts again what ends by itself, for as long as that takes, and stops all in the
 * reverse order of starting, each awaited. Only what cannot be started a first time ends the whole.
 */
export class Supervisor {
  private readonly slots: Slot[] = [];
  /** Programs that were brought up, run or not: they go before all that they may use. */
  private readonly loaded: Part[] = [];
  private readonly stopped = new AbortController();
  private stop: Promise<void> | undefined;

  constructor(private readonly folder: DataFolder) {}

  /** Whether the service is being stopped. */
  get stopping(): boolean {
    return this.stop !== undefined;
  }

  /** Takes charge of a part that has been started. */
  watch(part: Part): void {
    this.follow(this.hold(part.name, part));
  }

  /** Brings up one of our own programs beside what it needs: by the time that is there it has read its code, and waits to be told (`whenTold`). */
  load(program: Program): Loaded {
    const log = logFile(this.folder, program.name.toLowerCase());
    let slot: Slot | undefined;
    const again = async (): Promise<Part> => {
      const { part, ready } = this.spawn(program, log, again);
      if (slot) this.place(slot, part);
      await ready;
      return part;
    };
    const { part, ready } = this.spawn(program, log, again, WHEN_TOLD);
    this.loaded.push(part);
    // Where it ends before it is run, that is said then.
    ready.catch(() => undefined);
    return {
      run: async () => {
        if (this.stopping) return;
        slot = this.hold(`The ${program.name}`, part);
        if (part.child) tellToBegin(part.child, variablesWith({}));
        await ready;
        if (!this.stopping) this.follow(slot);
      },
    };
  }

  /** Stops everything on Ctrl-C, SIGTERM or when the terminal closes; the second time at once, without waiting. */
  stopOnSignals(): void {
    let first = 0;
    const onSignal = () => {
      if (first === 0) {
        first = Date.now();
        tell('stopping (again to force)');
        void this.stopAll().then(() => process.exit(0));
      } else if (Date.now() - first > sameSignalWithin) {
        for (const part of [...this.loaded, ...this.slots.map((slot) => slot.part)]) part.child?.kill('SIGKILL');
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
    tell(text);
    process.exit(1);
  }

  private hold(title: string, part: Part): Slot {
    const slot: Slot = { title, part, since: Date.now(), deaths: new Deaths() };
    this.slots.push(slot);
    this.place(slot, part);
    return slot;
  }

  private place(slot: Slot, part: Part): void {
    slot.part = part;
    if (part.child?.pid !== undefined) this.folder.noteChild(part.name, part.child.pid);
  }

  private spawn({ name, file, background }: Program, log: LogWriter, again: () => Promise<Part>, ...args: readonly string[]): Spawned {
    const child = startChild(process.execPath, ['--enable-source-maps', path.join(projectRoot, file), ...args], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: variablesWith({}),
      cwd: projectRoot,
      orphanSignal: 'TERM',
      background,
    });
    let said = '';
    child.stdout?.on('data', log);
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-2000);
      log(chunk);
    });
    const part: Part = { name, child, stop: () => stopChild(child, 'SIGTERM', stopWithin), again };
    const late = Symbol('late');
    const ready = Promise.race([
      new Promise<'ready'>((resolve) => child.once('message', () => resolve('ready'))),
      ended(child),
      new Promise<typeof late>((resolve) => setTimeout(() => resolve(late), readyWithin).unref()),
    ]).then(async (first) => {
      if (this.stopping) return;
      if (first === late) {
        await part.stop();
        throw new PlainError(`The ${name} was not ready within ${readyWithin / 1000} seconds. It said: ${said.trim() || 'nothing'}`);
      }
      if (hasEnded(child)) throw new PlainError(`The ${name} did not start. It said: ${said.trim() || 'nothing'}`);
    });
    return { part, ready };
  }

  private follow(slot: Slot): void {
    const { child } = slot.part;
    if (!child) return;
    void ended(child).then(() => {
      if (this.stopping) return;
      slot.reviving = this.revive(slot, `ended unexpectedly (${child.signalCode ?? `exit code ${child.exitCode}`})`);
    });
  }

  /** Starts a part again that has ended; the others live through its absence. */
  private async revive(slot: Slot, ending: string): Promise<void> {
    const { title } = slot;
    const logs = `Its log is in ${path.join(this.folder.root, 'logs')}.`;
    let what = ending;
    let lived = Date.now() - slot.since;
    while (!this.stopping) {
      const { pause, alarming } = slot.deaths.after(lived);
      const { again } = slot.part;
      if (!again) {
        void this.fail(new PlainError(`${title} ${what}; everything has been stopped. ${logs}`));
        return;
      }
      tell(`${title} ${what}; it is started again ${pause === 0 ? 'now' : `in ${pause / 1000} seconds`}. ${logs}`);
      if (alarming) tell(`ALARM: ${title} does not stay alive. It is tried again and again; somebody must find out why.`);
      // Cut short by the stop.
      await sleep(pause, undefined, { signal: this.stopped.signal }).catch(() => undefined);
      if (this.stopping) return;
      slot.since = Date.now();
      try {
        const part = await again();
        if (part !== slot.part) this.place(slot, part);
      } catch (error) {
        what = `did not start again (${messageOf(error)})`;
        lived = 0;
        continue;
      }
      if (this.stopping) return;
      tell(`${title} runs again.`);
      this.follow(slot);
      return;
    }
  }

  private stopAll(): Promise<void> {
    return (this.stop ??= (async () => {
      this.stopped.abort();
      await Promise.all(this.loaded.filter((part) => !this.slots.some((slot) => slot.part === part)).map((part) => part.stop()));
      for (const slot of this.slots.toReversed()) {
        // One that cannot be stopped must not keep the others running.
        await this.stopSlot(slot).catch((error: unknown) => process.stderr.write(`${slot.title}: ${messageOf(error)}\n`));
      }
      this.folder.release();
    })());
  }

  private async stopSlot(slot: Slot): Promise<void> {
    await slot.part.stop();
    if (!slot.reviving) return;
    // It may just have come up again.
    await slot.reviving;
    await slot.part.stop();
  }
}
