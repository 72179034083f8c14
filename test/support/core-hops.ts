import { endOfDay, type Instant } from '../../domain/calendar/dates';
import { emptyRecord, hear, play, snapshotAt, wakeUps } from '../../domain/pathway/engine';
import type { CoreContext, Line, PersonRecord, Snapshot, WakeUp } from '../../domain/pathway/types';
import { coreContext } from '../../services/policies';
import { playable, type Scenario } from '../../services/scenario';

export interface Course {
  readonly lines: readonly Line[];
  readonly record: PersonRecord;
  /** What stands at the end, pathway by pathway. */
  readonly snapshots: readonly Snapshot[];
  readonly wakeUps: readonly WakeUp[];
  readonly refused: number;
  readonly until: Instant;
}

/** Plays a scenario through the core; with `hop`, also stopping every so many milliseconds on the way, which must change nothing. */
export function courseOf(scenario: Scenario, hop?: number): Course {
  const context: CoreContext = coreContext();
  const { bornOn, ruleSet, steps, until: lastDay } = playable(scenario);
  const until = endOfDay(lastDay);
  const lines: Line[] = [];
  let refused = 0;
  let record = emptyRecord({ bornOn, minutes: 0, ruleSet });
  const hopTo = (end: Instant): void => {
    if (hop === undefined) return;
    const first = record.playedTo;
    if (first === null) return;
    for (let at = first + hop; at < end; at += hop) {
      const played = play(context, record, at as Instant);
      record = played.record;
      lines.push(...played.lines);
    }
  };
  for (const { id, at, fact } of steps) {
    if (at > until) break;
    hopTo(at);
    const heard = hear(context, record, { id, at, facts: [fact], batch: false });
    if (heard.outcome === 'refused') refused += 1;
    record = heard.record;
    lines.push(...heard.lines);
  }
  hopTo(until);
  const rest = play(context, record, until);
  lines.push(...rest.lines);
  record = rest.record;
  const snapshots = record.pathways.map(({ number }) => snapshotAt(context, record, until, number));
  return { lines, record, snapshots, wakeUps: wakeUps(context, record), refused, until };
}
