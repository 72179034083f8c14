import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

/** A process that is known again after its number has been given to another one: the number, and when it started. */
export const knownProcessSchema = z.object({ name: z.string(), pid: z.number(), started: z.string() });
export type KnownProcess = z.infer<typeof knownProcessSchema>;

/** When a process started, as the system tells it; undefined where there is none of that number. */
function startOf(pid: number): string | undefined {
  if (process.platform === 'linux') {
    try {
      // The fields after the program's name, which is in brackets and may itself hold any character; the 20th of them is the start.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ');
      return fields?.[0] === 'Z' ? undefined : fields?.[19];
    } catch {
      return undefined;
    }
  }
  const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout?.trim() || undefined;
}

/** What is needed to know a running process again. */
export function knownProcess(name: string, pid: number): KnownProcess {
  return { name, pid, started: startOf(pid) ?? '' };
}

/** Whether this very process still runs. */
export function isRunning({ pid, started }: KnownProcess): boolean {
  return startOf(pid) === started;
}

/**
 * Sees to it that processes left over from an instance that died have ended: they are told to stop, and ended hard after `patience`
 * milliseconds. PostgreSQL takes SIGINT as "end sessions and stop".
 */
export async function endLeftovers(processes: readonly KnownProcess[], patience = 15_000): Promise<void> {
  const left = processes.filter(isRunning);
  for (const { pid } of left) signal(pid, 'SIGINT');
  const end = Date.now() + patience;
  while (left.some(isRunning) && Date.now() < end) await sleep(100);
  for (const one of left.filter(isRunning)) signal(one.pid, 'SIGKILL');
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended in the meantime, or belongs to somebody else by now.
  }
}
