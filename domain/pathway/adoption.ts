import { compareText } from './lines/deadline-lines';
import { derivedAt, latestPathway, snapshotAt } from './present';
import { nextStepTeller, progressKey } from './lines/steps';
import { standingOf } from './derive/kept';
import { londonDate, type Instant, type PlainDate } from '../calendar/dates';
import type { StepName } from '../rules/rule-set';
import type { DeadlineKind } from './kinds';
import type {
  CoreContext,
  Deadline,
  DeadlineStatus,
  Kept,
  KeptDeadline,
  KeptStep,
  LogEntry,
  PathwayRecord,
  PersonRecord,
  Standing,
} from './types';

/** A deadline as it is stored. */
export interface StoredDeadline {
  readonly id: string;
  readonly kind: DeadlineKind;
  readonly anchor: PlainDate;
  readonly due: PlainDate | null;
  readonly rule: string;
  readonly status: DeadlineStatus;
  readonly owed: boolean;
  readonly settledOn: PlainDate | null;
  readonly subject: string | null;
  readonly soft: boolean;
}

/** A waiting step as it is stored. */
export interface StoredStep {
  readonly deadline: string;
  readonly step: StepName;
  readonly at: Instant;
}

const NOTHING: Kept = { deadlines: [], steps: [] };

/** What an adoption does not touch: what was settled, and what was missed by a day (contract 6.15(1)). */
const isSettled = ({ stored }: KeptDeadline, day: PlainDate): boolean =>
  stored !== null && (stored.state !== 'open' || (!stored.soft && stored.due !== null && stored.due < day));

/** What becomes of what is kept when events are applied: an adoption of rules lets all go that is not settled (contract 6.15). */
export function afterAdoption(pathway: PathwayRecord, applied: readonly LogEntry[]): PathwayRecord {
  const adoption = applied.find(({ fact }) => fact.type === 'rules-adopted');
  if (!pathway.kept || !adoption) return pathway;
  const day = londonDate(adoption.at);
  const settled = pathway.kept.deadlines.filter((one) => isSettled(one, day));
  const { kept: _, ...rest } = pathway;
  return settled.length === 0 ? rest : { ...rest, kept: { deadlines: settled, steps: [] } };
}

/** How many dates and steps of a pathway stand on a day that this core would answer differently, and that an adoption would move. */
export const notAdopted = ({ kept = NOTHING }: Pick<PathwayRecord, 'kept'>, day: PlainDate): number =>
  kept.deadlines.filter((one) => !isSettled(one, day)).length + kept.steps.length;

/**
 * Holds what is stored of a pathway against what this core, its rules and its holidays derive from the same facts, as at the instant to which it
 * was played. Out: what stands although it is derived otherwise; undefined where the two agree.
 */
export function compareStored(
  context: CoreContext,
  record: PersonRecord,
  number: number,
  stored: { readonly deadlines: readonly StoredDeadline[]; readonly steps: readonly StoredStep[] },
): Kept | undefined {
  const pathway = record.pathways.find((one) => one.number === number);
  if (!pathway || record.playedTo === null) return undefined;
  const { kept: _, ...plain } = pathway;
  const bare: PersonRecord = { ...record, pathways: record.pathways.map((one) => (one.number === number ? plain : one)) };
  const deadlines = keptDeadlines(context, bare, plain, stored.deadlines);
  const held: PathwayRecord = deadlines.length === 0 ? plain : { ...plain, kept: { deadlines, steps: [] } };
  const isLatest = latestPathway(bare)?.number === number;
  const steps = isLatest
    ? keptSteps(context, { ...bare, pathways: bare.pathways.map((one) => (one.number === number ? held : one)) }, held, stored.steps)
    : [];
  return deadlines.length === 0 && steps.length === 0 ? undefined : { deadlines, steps };
}

function keptDeadlines(
  context: CoreContext,
  record: PersonRecord,
  pathway: PathwayRecord,
  stored: readonly StoredDeadline[],
): KeptDeadline[] {
  const at = record.playedTo ?? (0 as Instant);
  const entries = new Map(derivedAt(context, record, pathway, at).entries.map((entry) => [entry.id, entry]));
  const told = snapshotAt(context, record, at, pathway.number).deadlines;
  const rows = new Map(stored.map((row) => [row.id, row]));
  return [...new Set([...entries.keys(), ...rows.keys()])].sort(compareText).flatMap((id): KeptDeadline[] => {
    const [entry, row] = [entries.get(id), rows.get(id)];
    if (entry && row && agrees(told.get(id), row)) return [];
    const kind = row?.kind ?? entry?.kind;
    if (kind === undefined) return [];
    const derived = entry ? standingOf(entry) : null;
    return [
      {
        id,
        kind,
        derived,
        stored: row
          ? {
              ...stateOf(row),
              anchor: row.anchor,
              rule: row.rule,
              subject: row.subject,
              soft: row.soft,
              openedOn: entry?.openedOn ?? row.anchor,
            }
          : null,
      },
    ];
  });
}

const agrees = (told: Deadline | undefined, row: StoredDeadline): boolean =>
  told !== undefined && told.due === row.due && told.status === row.status && told.settledOn === row.settledOn;

function stateOf({ due, status, owed, settledOn }: StoredDeadline): Standing {
  const state = (): Standing['state'] => {
    if (status === 'met' || status === 'late') return 'done';
    if (status === 'missed') return owed || settledOn === null ? 'open' : 'released';
    return status;
  };
  return { due, state: state(), settledOn };
}

function keptSteps(context: CoreContext, record: PersonRecord, pathway: PathwayRecord, stored: readonly StoredStep[]): KeptStep[] {
  const at = record.playedTo ?? (0 as Instant);
  const snapshot = snapshotAt(context, record, at);
  const tell = nextStepTeller(context, record.minutes);
  return stored.flatMap(({ deadline: id, step, at: planned }): KeptStep[] => {
    const deadline = snapshot.deadlines.get(id);
    if (!deadline?.owed || deadline.held) return [];
    const next = tell(snapshot.ruleSet, pathway, deadline, at);
    if (next?.at === planned && next.step === step) return [];
    const taken = pathway.progress[progressKey(deadline)] ?? 0;
    if (planned <= taken) return [];
    const rung = (context.ruleSet(snapshot.ruleSet).ladders[deadline.ladder] ?? []).find((one) => one.step === step);
    const audience = next?.step === step ? next.audience : (rung?.audience ?? 'owner');
    return [{ deadline: id, due: deadline.due, step, audience, at: planned, instead: next?.step === step ? next.at : null }];
  });
}
