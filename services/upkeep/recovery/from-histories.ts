import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import type { Instant } from '../../../domain/calendar/dates';
import { WORDY_TYPES } from '../../../domain/pathway/events';
import { commit, type CommitDeps } from '../../commit/commit';
import { personExists } from '../../pathway/pathways';
import { readKnown } from '../../record/read';
import { keptSignals, type KeptSignal } from './histories';
import { askForWhatIsLost, FROM_HISTORIES } from './recovered-tasks';
import { readTrusted, isUnheard, openSignal } from '../../workflow/hear';
import { readSignal, type HeardSignal, type ReadableSignal, type UnreadableSignal } from '../../workflow/signal';
import { raiseTask } from '../../tasks/tasks';
import { heardAsSaid, heardAsTaken, isHeardTooLate, type HeardAgain } from './heard-at';

export interface RecoverDeps {
  readonly commit: CommitDeps;
  readonly client: Client;
  /** For people of whom the log knows nothing: the area that they are put under, and its rule set. */
  readonly area: { readonly id: string; readonly ruleSet: string };
  /** The clock, in milliseconds since 1970. */
  readonly now: () => Instant;
  readonly onProgress?: (people: number) => void;
  /** Whether signals that are not encrypted are heard. */
  readonly plainSignals?: boolean;
  /** True: a clock that heard events was ahead, and what it heard counts as heard when Temporal took it (`heardAsTaken`). Absent: no. */
  readonly clockWasAhead?: boolean;
  /** Told of a payload that could not be read: its signal is not brought back. */
  readonly onUnreadable: (workflowId: string, error: unknown) => void;
}

/** What came of it. Every event but those brought back in `recovered` without words is also an open task. */
export interface RecoveredEvents {
  /** People whose histories were read. */
  readonly people: number;
  /** Events that the log lacked and has again. */
  readonly recovered: number;
  /** Of these, events in which somebody may have typed words: the words are gone. */
  readonly withoutWords: number;
  /** People of whom only the register id is known: name, birth date, NHS number and contacts are gone. */
  readonly withoutIdentity: number;
  /** Events that what was heard since contradicts; kept as refused. */
  readonly refused: number;
  /** Events whose commit says that it heard of them after Temporal had them: a clock was wrong. */
  readonly heardTooLate: number;
  /** Facts that are of the day on which Temporal took them now, instead of one that had not come; only with `clockWasAhead`. */
  readonly daysSetRight: number;
  /** Signals whose id was used for something else; each is an open task. */
  readonly usedOtherwise: number;
  /** Signals that could not be read: what they told is not brought back until their key is there. */
  readonly unreadable: number;
}

/**
 * After the database was restored from an older backup: commits again, under their own ids and with the instant at which they were heard,
 * the events that the log lacks and Temporal's histories still hold. What is not in Temporal (invariant 6: identity and words) is put before
 * a person, one task for each. Repeating it does nothing twice. Throws where the database or Temporal is away; the same call may then be
 * made again.
 */
export async function recoverFromHistories(deps: RecoverDeps): Promise<RecoveredEvents> {
  const counts = {
    people: 0,
    recovered: 0,
    withoutWords: 0,
    withoutIdentity: 0,
    refused: 0,
    heardTooLate: 0,
    daysSetRight: 0,
    usedOtherwise: 0,
    unreadable: 0,
  };
  const unreadable = (workflowId: string, error: unknown): void => {
    counts.unreadable += 1;
    deps.onUnreadable(workflowId, error);
  };
  for await (const { registerId, signals } of keptSignals(deps.client, unreadable)) {
    const lacking = await lackingOf(deps, signals);
    const known = lacking.length === 0 || (await personExists(deps.commit.pool, registerId));
    // Only what a commit of this service once sent shows that there was such a person: anyone may signal a workflow.
    const wasKnown = known || lacking.some(({ read }) => read.fromCommit);
    if (!known && wasKnown) counts.withoutIdentity += 1;
    if (wasKnown) for (const signal of lacking) await bringBack(deps, registerId, signal, counts);
    counts.people += 1;
    deps.onProgress?.(counts.people);
  }
  await askForWhatIsLost(deps.commit.pool);
  return counts;
}

interface Lacking {
  readonly kept: KeptSignal;
  readonly read: ReadableSignal;
  readonly heard: HeardAgain;
}

/** The signals whose events the log lacks, in the order in which they were heard. What was never readable was refused when it came. */
async function lackingOf(deps: RecoverDeps, signals: readonly KeptSignal[]): Promise<Lacking[]> {
  const read = signals.flatMap((kept): Lacking[] => {
    if (kept.name === 'present') return [];
    const body = openSignal(kept.body, deps);
    if (isUnheard(body)) return [];
    const signal = readKeptSignal({ ...kept, body }, deps);
    if (!signal.readable) return [];
    const { facts, at, received } = signal;
    const heard = (deps.clockWasAhead ? heardAsTaken : heardAsSaid)({ facts, at, received, takenAt: kept.takenAt });
    return [{ kept, read: signal, heard }];
  });
  const known = new Set(
    (
      await readKnown(
        deps.commit.pool,
        read.map(({ read: { id } }) => id),
      )
    ).map(({ id }) => id),
  );
  const firsts = new Map<string, Lacking>();
  // An earlier recovery had it sent again, to a later run: it was heard when it came first.
  const asTheyCame = read.toSorted((a, b) => a.kept.takenAt - b.kept.takenAt);
  for (const one of asTheyCame) if (!known.has(one.read.id) && !firsts.has(one.read.id)) firsts.set(one.read.id, one);
  const sequenceOf = ({ kept }: Lacking): number => (typeof kept.body.sequence === 'number' ? kept.body.sequence : Infinity);
  return [...firsts.values()].sort((a, b) => a.heard.at - b.heard.at || sequenceOf(a) - sequenceOf(b));
}

/**
 * A release before this one sealed no signals: what it encrypted, with the digest of the event, is believed here, where a person runs the
 * recovery; anything newer must be sealed.
 */
function readKeptSignal(kept: HeardSignal, { commit: { seals } }: RecoverDeps): ReadableSignal | UnreadableSignal {
  const { sequence, seal, digest } = kept.body;
  const isOfEarlierRelease = typeof sequence === 'number' && typeof digest === 'string' && seal === undefined;
  return isOfEarlierRelease ? readSignal(kept, true) : readTrusted(kept, { seals });
}

async function bringBack(
  deps: RecoverDeps,
  registerId: string,
  { kept, read, heard }: Lacking,
  counts: { -readonly [name in keyof RecoveredEvents]: number },
): Promise<void> {
  if (isHeardTooLate({ at: read.at, takenAt: kept.takenAt })) counts.heardTooLate += 1;
  const { status } = await commit(deps.commit, {
    kind: 'event',
    registerId,
    id: read.id,
    events: heard.facts,
    batch: read.batch,
    // Heard when it was heard; nobody plays time forward by a signal of their own.
    clock: Math.min(heard.at, deps.now()) as Instant,
    ...(heard.received === null ? {} : { received: heard.received }),
    source: FROM_HISTORIES,
    // Taken only where the register id is not on file: the pathway's dates run on while somebody finds out who it is.
    person: { area: deps.area.id, name: null, bornOn: null, nhsNumber: null, contacts: [], ruleSet: deps.area.ruleSet },
  });
  if (status === 'refused') counts.refused += 1;
  else if (status !== 'applied') return usedOtherwise(deps.commit.pool, registerId, read.id, counts);
  else {
    counts.recovered += 1;
    counts.daysSetRight += heard.days;
    if (read.facts.some(({ type }) => WORDY_TYPES.includes(type))) counts.withoutWords += 1;
  }
}

/** Its id is another person's, or a part of a batch: it cannot be brought back under it. */
async function usedOtherwise(pool: Pool, registerId: string, event: string, counts: { usedOtherwise: number }): Promise<void> {
  counts.usedOtherwise += 1;
  await raiseTask(pool, {
    key: `signal-with-used-id/${registerId}/${event}`,
    register_id: registerId,
    kind: 'signal-with-used-id',
    audience: 'team',
    params: { event },
  });
}
