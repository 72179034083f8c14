import type { Pool } from 'pg';

/** One that has the person's lock, and one that waits for it so that no time is lost between them. */
const AT_ONCE = 2;
/** A line that moves is through by then; who waits here costs nobody a connection. */
const PATIENCE_MS = 10_000;

/** Too many wait for one person: nothing was recorded, and the same call may be made again. Read by `isUnavailable` like the database's own. */
class BusyPerson extends Error {
  /** PostgreSQL's code for a lock that could not be had. */
  readonly code = '55P03';
}

interface Line {
  inside: number;
  readonly waiting: (() => void)[];
}

const lines = new WeakMap<Pool, Map<string, Line>>();

/**
 * Lets only a few commits of one person at the database's connections at a time, the others wait in line without one: whatever holds one
 * person's row, all other people's commits go on. Throws where the turn does not come within ten seconds; whatever the work throws is thrown on.
 */
export async function inTurn<Answer>(pool: Pool, registerId: string, work: () => Promise<Answer>): Promise<Answer> {
  const people = lines.get(pool) ?? new Map<string, Line>();
  lines.set(pool, people);
  const line = people.get(registerId) ?? { inside: 0, waiting: [] };
  people.set(registerId, line);
  if (line.inside >= AT_ONCE) await turnOf(line);
  else line.inside += 1;
  try {
    return await work();
  } finally {
    const next = line.waiting.shift();
    // The place goes to the next in line, or is free.
    if (next) next();
    else line.inside -= 1;
    if (line.inside === 0) people.delete(registerId);
  }
}

function turnOf(line: Line): Promise<void> {
  return new Promise((resolve, reject) => {
    const enter = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(() => {
      line.waiting.splice(line.waiting.indexOf(enter), 1);
      reject(new BusyPerson('too many events wait for this person'));
    }, PATIENCE_MS);
    line.waiting.push(enter);
  });
}
