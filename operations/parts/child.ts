import { spawn, spawnSync, type ChildProcess, type StdioOptions } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';

/** Who a child runs as; `overridesAccess` lets it enter folders that only root may enter. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
  readonly overridesAccess: boolean;
}

export interface ChildOptions {
  readonly stdio: StdioOptions;
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** The signal that reaches the child should this process die without stopping it. */
  readonly orphanSignal: 'TERM' | 'INT';
  readonly as?: RunAs | undefined;
  /** True: whoever else wants the processor has it first. For what nobody waits for, on the machine of those who are waited for. */
  readonly background?: boolean | undefined;
}

/** Whether this process runs as root, which PostgreSQL refuses to. */
export const isRoot = process.platform !== 'win32' && userInfo().uid === 0;

let setprivWorks: boolean | undefined;

function hasSetpriv(): boolean {
  return (setprivWorks ??= process.platform === 'linux' && spawnSync('setpriv', ['--pdeathsig', 'TERM', 'true']).status === 0);
}

/**
 * The right to enter folders that only root may enter, for a child of another user; none of root's others. The secure bit lets access(2)
 * see that right too, by which PostgreSQL looks for its own programs.
 */
const accessRight = ['--securebits=+no_setuid_fixup', '--inh-caps=+dac_override', '--ambient-caps=+dac_override'];

/** Whether a child can be given the right to enter folders that only root may enter. A container may not allow it. */
export function canOverrideAccess(): boolean {
  return isRoot && hasSetpriv() && spawnSync('setpriv', [...accessRight, 'true']).status === 0;
}

/**
 * Starts a child in a process group of its own, so that Ctrl-C in a terminal reaches this process alone and the order of stopping stays
 * ours. On Linux the child is told to stop when this process dies, even by `kill -9`.
 */
export function startChild(command: string, args: readonly string[], options: ChildOptions): ChildProcess {
  const child = spawnChild(command, args, options);
  // Too little memory, too many processes: then there is no child, which `ended` tells; nobody ends for it.
  child.on('error', () => undefined);
  if (options.background) yieldAsGroup(child);
  return child;
}

const YIELDS = '10';

function spawnChild(command: string, args: readonly string[], options: ChildOptions): ChildProcess {
  const { stdio, as, background } = options;
  const polite = background === true && process.platform !== 'win32' ? ['nice', '-n', YIELDS] : [];
  const [program = command, ...rest] = [...polite, command, ...args];
  const common = { stdio, detached: process.platform !== 'win32', ...pick(options) };
  if (hasSetpriv()) {
    const identity = as ? [`--reuid=${as.uid}`, `--regid=${as.gid}`, '--clear-groups'] : [];
    const rights = as?.overridesAccess ? accessRight : [];
    return spawn('setpriv', [...identity, ...rights, '--pdeathsig', options.orphanSignal, program, ...rest], common);
  }
  return spawn(program, rest, { ...common, ...(as ? { uid: as.uid, gid: as.gid } : {}) });
}

/** Where Linux shares the processor among sessions first, of which each child has its own, `nice` is for within one: the session yields too. */
function yieldAsGroup({ pid }: ChildProcess): void {
  if (pid === undefined || process.platform !== 'linux') return;
  try {
    writeFileSync(`/proc/${pid}/autogroup`, YIELDS);
  } catch {
    // A system without such groups, or a child that has ended: `nice` stands by itself.
  }
}

function pick({ env, cwd }: ChildOptions) {
  return { ...(env ? { env } : {}), ...(cwd ? { cwd } : {}) };
}

/** Whether the child has ended; one that could not even be started has. */
export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

/** Waits until the child has ended. */
export function ended(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return Promise.resolve();
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

/**
 * Stops a child and waits until it has ended: the polite signal first, after `patience` milliseconds the hard one.
 */
export async function stopChild(child: ChildProcess, polite: NodeJS.Signals, patience: number): Promise<void> {
  if (hasEnded(child)) return;
  child.kill(polite);
  const timer = setTimeout(() => child.kill('SIGKILL'), patience);
  try {
    await ended(child);
  } finally {
    clearTimeout(timer);
  }
}
