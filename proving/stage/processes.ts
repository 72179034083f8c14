import { spawnSync, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a part is once it runs. */
export interface RunningPart {
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

/** Parent and state of a process, as Linux tells them; undefined where there is none of that number. */
function statOf(pid: number): { parent: number; zombie: boolean } | undefined {
  try {
    // The program's name, in brackets, may hold any character; state and parent follow it.
    const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return { parent: Number(parent), zombie: state === 'Z' };
  } catch {
    return undefined;
  }
}

function allParents(): Map<number, number> {
  if (process.platform === 'linux') {
    const pids = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
    return new Map(
      pids.flatMap((pid) => {
        const stat = statOf(pid);
        return stat ? [[pid, stat.parent] as const] : [];
      }),
    );
  }
  const { stdout } = spawnSync('ps', ['-axo', 'pid=,ppid='], { encoding: 'utf8' });
  return new Map(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]),
  );
}

/** A process and all that it has started, itself first. PostgreSQL's are each in a process group of their own, so that no signal to a group reaches them. */
export function familyOf(pid: number): number[] {
  const parents = allParents();
  const family = [pid];
  for (const one of family) for (const [child, parent] of parents) if (parent === one) family.push(child);
  return family;
}

/** Kills processes hard, in this order. */
export const kill = (pids: readonly number[]): void => signal(pids, 'SIGKILL');

/** Sends processes a signal, in this order. */
export function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // It has ended in the meantime.
    }
  }
}

function runs(pid: number): boolean {
  if (process.platform === 'linux') return statOf(pid)?.zombie === false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until none of these processes runs. */
export async function gone(pids: readonly number[]): Promise<void> {
  while (pids.some(runs)) await sleep(2);
}
