import { setTimeout as pause } from 'node:timers/promises';
import type { Difference, DifferenceCode } from './difference';
import type { Look } from './timers/timers';

/** One thing that can be looked at, again and again, and told to look for itself. */
export interface Subject {
  readonly look: () => Promise<Look>;
  /** Brings about what puts a mendable difference right; absent: nothing does. */
  readonly tell?: () => Promise<void>;
}

export interface SettleSettings {
  /** Before a difference counts, it is looked for afresh after each of these (milliseconds): it must be there every time. */
  readonly confirmAfter: readonly number[];
  /** After the telling it is looked after each of these whether all is well; null: nobody is told. */
  readonly mendAfter: readonly number[] | null;
  readonly signal?: AbortSignal | undefined;
}

/** So many are looked at at once: the check must leave the database and Temporal to the service. */
const AT_ONCE = 8;

/** What a new look of its workflow puts right. */
const MENDABLE: ReadonlySet<DifferenceCode> = new Set([
  'workflow-not-running',
  'workflow-stranger',
  'timer-missing',
  'timer-unwanted',
  'wake-up-late',
]);

/** What a signal that is on its way puts right by itself. */
const BROUGHT_BY_SIGNAL: ReadonlySet<DifferenceCode> = new Set(['workflow-not-running', 'timer-missing', 'timer-unwanted']);

interface Doubt {
  readonly subject: Subject;
  look: Look;
  differences: readonly Difference[];
}

/**
 * Looks at subjects, lets what was only on its way arrive, tells those that a telling can mend, and looks at them once more.
 * Out: what was found in the end, with each difference that stayed, or that was mended. Throws where a look or a telling does, and where
 * `signal` says to stop.
 */
export async function settle(subjects: readonly Subject[], settings: SettleSettings): Promise<Look> {
  const { confirmAfter, mendAfter, signal } = settings;
  const doubts: Doubt[] = await each(subjects, signal, async (subject) => {
    const look = await subject.look();
    return { subject, look, differences: look.differences };
  });
  for (const wait of confirmAfter) {
    const doubtful = doubts.filter(({ differences }) => differences.length > 0);
    const told = new Map(doubtful.map((doubt) => [doubt, doubt.look.told]));
    await lookAgain(doubtful, wait, signal);
    for (const doubt of doubtful) {
      doubt.differences = common(doubt.differences, doubt.look.differences).both;
      // What a workflow lacks that was told something meanwhile is not what it lacked before, though it has the same name and instant.
      if (doubt.look.told !== told.get(doubt)) leaveToSignal(doubt);
    }
  }
  for (const doubt of doubts) if (doubt.look.onItsWay) leaveToSignal(doubt);
  if (mendAfter) await mend(doubts, mendAfter, signal);
  return {
    expected: doubts.reduce((sum, { look }) => sum + look.expected, 0),
    found: doubts.reduce((sum, { look }) => sum + look.found, 0),
    differences: doubts.flatMap(({ differences }) => differences),
  };
}

function leaveToSignal(doubt: Doubt): void {
  doubt.differences = doubt.differences.filter(({ code }) => !BROUGHT_BY_SIGNAL.has(code));
}

async function lookAgain(doubts: readonly Doubt[], wait: number, signal: AbortSignal | undefined): Promise<void> {
  if (doubts.length === 0) return;
  await pause(wait, undefined, { ...(signal ? { signal } : {}) });
  await each(doubts, signal, async (doubt) => {
    doubt.look = await doubt.subject.look();
  });
}

/** Those of the first that are also in the second, each once, and those that are not. */
function common(first: readonly Difference[], second: readonly Difference[]): { both: Difference[]; gone: Difference[] } {
  const left = second.map(nameOf);
  const both: Difference[] = [];
  const gone: Difference[] = [];
  for (const difference of first) {
    const index = left.indexOf(nameOf(difference));
    if (index >= 0) left.splice(index, 1);
    (index >= 0 ? both : gone).push(difference);
  }
  return { both, gone };
}

/** Counts may move from look to look; what a difference is about does not. */
const nameOf = ({ code, params }: Difference): string => `${code} ${params['label'] ?? ''} ${params['at'] ?? ''}`;

/** Tells whom a telling can help, and looks until nothing is left of what it can mend, or the waits are over. */
async function mend(doubts: readonly Doubt[], waits: readonly number[], signal: AbortSignal | undefined): Promise<void> {
  const told = doubts.filter(({ subject, differences }) => subject.tell && isMendable(differences));
  await each(told, signal, ({ subject }) => subject.tell?.() ?? Promise.resolve());
  const found = new Map(told.map((doubt) => [doubt, doubt.differences]));
  let open = told;
  for (const wait of waits) {
    const before = new Map(open.map((doubt) => [doubt, doubt.look.differences]));
    await lookAgain(open, wait, signal);
    // Something may have come in place of what was mended: a workflow that runs again, and arms no timer. It counts once it stays.
    for (const doubt of open) doubt.differences = common(doubt.look.differences, before.get(doubt) ?? []).both;
    open = open.filter(({ look }) => isMendable(look.differences));
  }
  for (const [doubt, first] of found) {
    const mended = common(first, doubt.look.differences).gone.map((difference) => ({ ...difference, mended: true }));
    doubt.differences = [...mended, ...doubt.differences];
  }
}

/** A workflow that is stuck hears nothing: telling it would only make its history longer. */
function isMendable(differences: readonly Difference[]): boolean {
  return differences.some(({ code }) => MENDABLE.has(code)) && differences.every(({ code }) => code !== 'workflow-stuck');
}

/** Does some work for each item, a few at a time. Out: what came of each, in order. */
async function each<Item, Result>(
  items: readonly Item[],
  signal: AbortSignal | undefined,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of waiting) {
      signal?.throwIfAborted();
      results[index] = await work(item);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return results;
}
