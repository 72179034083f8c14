import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { children, type Place } from './service';

/** The processes that run on this machine, by number, with that of their parent. */
function parents(): Map<number, number> {
  const found = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      // Behind the program's name, which may hold anything: the state, and the parent.
      const [, parent] = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
      found.set(Number(name), Number(parent));
    } catch {
      // It has just ended.
    }
  }
  return found;
}

/** A process and all that it has started, and so on. */
function family(pid: number): number[] {
  const all = parents();
  const of = new Set([pid]);
  for (let size = 0; size !== of.size;) {
    size = of.size;
    for (const [one, parent] of all) if (of.has(parent)) of.add(one);
  }
  return [...of];
}

const partOf = (place: Place, name: string): number => {
  const pid = children(place)[name];
  if (pid === undefined) throw new Error(`${name} is no part that runs`);
  return pid;
};

/** Does some work while a part is there and does not answer, as on a machine that hangs. It goes on afterwards, whatever came of the work. */
export async function whileFrozen<T>(place: Place, name: string, work: () => Promise<T>): Promise<T> {
  const first = partOf(place, name);
  // The first one stops first, so that it starts no more of them.
  process.kill(first, 'SIGSTOP');
  const all = family(first);
  for (const pid of all) process.kill(pid, 'SIGSTOP');
  try {
    return await work();
  } finally {
    for (const pid of all) process.kill(pid, 'SIGCONT');
  }
}

/** Does some work while a part has died and nobody starts it again; afterwards what watches it does so, whatever came of the work. */
export async function whileDead<T>(place: Place, name: string, work: () => Promise<T>): Promise<T> {
  const { holder } = JSON.parse(readFileSync(path.join(place.folder, 'instance.json'), 'utf8')) as { holder: { pid: number } };
  process.kill(holder.pid, 'SIGSTOP');
  try {
    process.kill(partOf(place, name), 'SIGKILL');
    return await work();
  } finally {
    process.kill(holder.pid, 'SIGCONT');
  }
}

/** Looks again and again until it is so. Throws after a time in seconds, with what was seen last. */
export async function until<Seen>(what: string, seconds: number, look: () => Promise<Seen>, so: (seen: Seen) => boolean): Promise<Seen> {
  for (const end = Date.now() + seconds * 1_000; ; await sleep(500)) {
    const seen = await look();
    if (so(seen)) return seen;
    if (Date.now() > end) throw new Error(`it did not come about that ${what}: ${typeof seen === 'string' ? seen : JSON.stringify(seen)}`);
  }
}
