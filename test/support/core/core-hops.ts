import { endOfDay, londonDate, type Instant } from '../../../domain/calendar/dates';
import { emptyRecord, hear, play, snapshotAt, wakeUps, type Heard } from '../../../domain/pathway/engine';
import { isTakenBack, latestPathway } from '../../../domain/pathway/present';
import type { CoreContext, Line, PersonRecord, Snapshot, WakeUp } from '../../../domain/pathway/types';
import { coreContext } from '../../../services/rules/policies';
import { playable, type Scenario } from '../../../services/rehearsal/scenario';

export interface Course {
  readonly lines: readonly Line[];
  readonly record: PersonRecord;
  /** What stands at the end, pathway by pathway. */
  readonly snapshots: readonly Snapshot[];
  /** What stood of the latest pathway at the end of each day on which something was heard, where any fact stood. */
  readonly dayEnds: readonly Snapshot[];
  readonly wakeUps: readonly WakeUp[];
  readonly refused: number;
  /** The answer to each event, in the order heard. */
  readonly answers: readonly Heard[];
  readonly until: Instant;
}

/** Plays a scenario through the core; with `hop`, also stopping every so many milliseconds on the way, which must change nothing. */
export function courseOf(scenario: Scenario, hop?: number): Course {
  const context: CoreContext = coreContext();
  const { bornOn, ruleSet, steps, until: lastDay } = playable(scenario);
  const until = endOfDay(lastDay);
  const lines: Line[] = [];
  const answers: Heard[] = [];
  const dayEnds: Snapshot[] = [];
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
    const before = record.playedTo;
    if (before !== null && londonDate(before) < londonDate(at)) dayEnds.push(...endOf(context, record, before));
    hopTo(at);
    const heard = hear(context, record, { id, at, facts: [fact], batch: false });
    answers.push(heard);
    record = heard.record;
    lines.push(...heard.lines);
  }
  hopTo(until);
  const rest = play(context, record, until);
  lines.push(...rest.lines);
  record = rest.record;
  const snapshots = record.pathways.map(({ number }) => snapshotAt(context, record, until, number));
  if (record.playedTo !== null) dayEnds.push(...endOf(context, record, record.playedTo));
  const refused = answers.filter(({ outcome }) => outcome === 'refused').length;
  return { lines, record, snapshots, dayEnds, wakeUps: wakeUps(context, record), refused, answers, until };
}

/** What stands at the end of the day to which a record was played. */
function endOf(context: CoreContext, record: PersonRecord, at: Instant): Snapshot[] {
  const end = endOfDay(londonDate(at));
  const latest = latestPathway(record);
  return !latest || isTakenBack(latest) ? [] : [snapshotAt(context, play(context, record, end).record, end)];
}
