import { endOfDay, type Instant } from '../../domain/calendar/dates';
import { byDue, compareText } from '../../domain/pathway/lines/deadline-lines';
import { emptyRecord, hear, play, snapshotAt } from '../../domain/pathway/engine';
import type { Rating } from '../../domain/pathway/events';
import type { CoreContext, Deadline, Line, PersonRecord } from '../../domain/pathway/types';
import { coreContext } from '../rules/policies';
import { playable, type Playable, type Scenario } from './scenario';

/** The last line of a timeline (contract section 3). */
export interface Summary {
  readonly what: 'summary';
  readonly rating: Rating | null;
  readonly openDeadlines: readonly (Pick<Deadline, 'kind' | 'due' | 'rule' | 'status'> & { readonly deadline: string })[];
  readonly historyEvents: number;
  readonly runs: number;
}

export interface Rehearsal {
  readonly lines: readonly Line[];
  readonly summary: Summary;
}

/** Plays a scenario through the pure core alone: no server, no database. Throws where it is no scenario or names an unknown rule set. */
export function rehearseCore(scenario: Scenario): Rehearsal {
  return playThroughCore(coreContext(), playable(scenario));
}

/** The same for a scenario that has been read already. */
export function playThroughCore(context: CoreContext, scenario: Playable): Rehearsal {
  const until = endOfDay(scenario.until);
  context.ruleSet(scenario.ruleSet);
  const lines: Line[] = [];
  const heardIds = new Set<string>();
  let record = emptyRecord({ bornOn: scenario.bornOn, minutes: 0, ruleSet: scenario.ruleSet });
  for (const { id, at, fact } of scenario.steps) {
    if (at > until) break;
    // An event id never counts twice: the answer given the first time stands (invariant 5).
    if (heardIds.has(id)) continue;
    heardIds.add(id);
    const heard = hear(context, record, { id, at, facts: [fact], batch: false });
    record = heard.record;
    lines.push(...heard.lines);
  }
  const played = play(context, record, until);
  return { lines: [...lines, ...played.lines], summary: summarise(context, played.record, until) };
}

/** What a timeline ends with: the rating of the latest pathway, and every deadline still owed. */
export function summarise(context: CoreContext, record: PersonRecord, at: Instant, counts = { historyEvents: 0, runs: 0 }): Summary {
  const snapshots = record.pathways.map(({ number }) => snapshotAt(context, record, at, number));
  const owed = snapshots.flatMap(({ deadlines }) => [...deadlines.values()]).filter((deadline) => deadline.owed);
  return {
    what: 'summary',
    // The latest that was not taken back.
    rating: snapshots.length === 0 ? null : snapshotAt(context, record, at).rating,
    openDeadlines: owed
      .sort((a, b) => byDue(a, b) || compareText(a.kind, b.kind) || compareText(a.id, b.id))
      .map(({ id, kind, due, rule, status }) => ({ deadline: id, kind, due, rule, status })),
    ...counts,
  };
}
