import { hear, latestPathway, play, snapshotAt, wakeUps, type Hearing } from '../../domain/pathway/engine';
import type { Instant, PlainDate } from '../../domain/calendar/dates';
import type { CoreContext, DeadlineWhat, Line, PersonRecord, TraceStep, WakeUp } from '../../domain/pathway/types';
import { commit, type CommitDeps } from '../commit/commit';
import { readWithKept } from './proof/log/adopted';

/** A date that an adoption changes, and why. */
export interface ChangedDate {
  readonly what: DeadlineWhat;
  readonly deadline: string;
  readonly kind: string;
  /** The date that stood; null: none, or the deadline is new. */
  readonly before: PlainDate | null;
  /** The date that the adopted rules give; null: none, or it is owed no longer. */
  readonly after: PlainDate | null;
  readonly rule: string;
  /** The steps of reasoning that make the new date; of one that ends, those of the old. */
  readonly reason: readonly TraceStep[];
}

/** A waiting step that an adoption moves; null: there was none, or is none any more. */
export interface ChangedStep {
  readonly deadline: string;
  readonly before: Pick<WakeUp, 'step' | 'at'> | null;
  readonly after: Pick<WakeUp, 'step' | 'at'> | null;
}

/** What adopting rules does, or would do, to one open pathway. */
export interface Adoption {
  readonly registerId: string;
  readonly pathway: number;
  /** The rule set in force before, and the one adopted, `<name>@<version>`. */
  readonly from: string;
  readonly to: string;
  readonly status: 'applied' | 'would-apply' | 'refused';
  readonly dates: readonly ChangedDate[];
  readonly steps: readonly ChangedStep[];
}

export interface AdoptionRequest {
  /** The rule set to adopt, by its name (its newest version) or `<name>@<version>`. Absent: for each pathway the newest version of its own. */
  readonly ruleSet?: string;
  readonly clock: Instant;
  /** False: a preview, which writes nothing. */
  readonly apply: boolean;
  /** The name of whoever approves, as a code. */
  readonly source: string;
  /** True where that person has been told that the rule set is not in force, and wants it all the same. */
  readonly notInForceUnderstood: boolean;
}

/**
 * Adopts rules, by difference: for every open pathway what is stored is held against what the present core, with the rules to adopt and the
 * present holidays, derives from the same facts. Where the rule set is another, or a date or a waiting step differs, the pathway gets one
 * `rules-adopted` event, or the preview of it (ADR 14). What was settled keeps its rule and date. Running it again changes only
 * what is left to change. Throws RangeError where the rule set is unknown, or not in force and that was not said to be understood.
 */
export async function adoptRules(deps: CommitDeps, request: AdoptionRequest): Promise<Adoption[]> {
  const target = request.ruleSet === undefined ? null : deps.core.ruleSet(request.ruleSet);
  if (target && target.notInForce !== null && !request.notInForceUnderstood) {
    throw new RangeError(
      `${target.ref} is not in force: ${target.notInForce} It is adopted only by someone who says that this is understood.`,
    );
  }
  const { rows } = await deps.pool.query<{ register_id: string }>(
    'select distinct register_id from pathway where ended_type is null order by register_id',
  );
  const adoptions: Adoption[] = [];
  for (const { register_id: registerId } of rows) {
    const adoption = await adoptFor(deps, request, target?.ref ?? null, registerId);
    if (adoption) adoptions.push(adoption);
  }
  return adoptions;
}

async function adoptFor(deps: CommitDeps, request: AdoptionRequest, target: string | null, registerId: string): Promise<Adoption | null> {
  const stored = await readWithKept(deps.pool, deps.core, registerId);
  const pathway = stored && latestPathway(stored.record);
  if (!stored || !pathway) return null;
  const from = snapshotAt(deps.core, stored.record, stored.record.playedTo ?? request.clock).ruleSet;
  const ruleSet = target ?? deps.core.ruleSet(deps.core.ruleSet(from).name).ref;
  // The run's instant is part of it, because an area may go back and forth between rule sets.
  const id = `rules-adopted:${registerId}:${pathway.number}:${ruleSet.replace('@', ':')}:${request.clock}`;
  const would = preview(deps.core, stored.record, {
    id: `${id}:preview`,
    at: request.clock,
    facts: [{ type: 'rules-adopted', ruleSet }],
    batch: false,
  });
  // A refusal is shown, whatever would have changed: somebody has to look why.
  if (!would.refused && from === ruleSet && would.dates.length + would.steps.length === 0) return null;
  const about = { registerId, pathway: pathway.number, from, to: ruleSet, dates: would.dates, steps: would.steps };
  if (!request.apply) return { ...about, status: would.refused ? 'refused' : 'would-apply' };
  const answer = await commit(deps, {
    kind: 'event',
    registerId,
    source: request.source,
    clock: request.clock,
    batch: false,
    id,
    events: [{ type: 'rules-adopted', ruleSet }],
  });
  return { ...about, status: answer.status === 'applied' ? 'applied' : 'refused' };
}

/** What an adoption would change: the same core that commits. */
function preview(
  core: CoreContext,
  record: PersonRecord,
  hearing: Hearing,
): { dates: ChangedDate[]; steps: ChangedStep[]; refused: boolean } {
  const at = Math.max(hearing.at, record.playedTo ?? 0) as Instant;
  const played = play(core, record, at);
  const heard = hear(core, played.record, { ...hearing, at });
  if (heard.outcome === 'refused') return { dates: [], steps: [], refused: true };
  const [was, is] = [snapshotAt(core, played.record, at), snapshotAt(core, heard.record, at)];
  const dates = heard.lines.filter(isOfDeadline).map(({ what, deadline, kind, rule }): ChangedDate => {
    const [before, after] = [was.deadlines.get(deadline), is.deadlines.get(deadline)];
    return {
      what,
      deadline,
      kind,
      rule,
      before: before?.due ?? null,
      after: after?.owed ? after.due : null,
      reason: (after ?? before)?.trace ?? [],
    };
  });
  return { dates, steps: movedSteps(wakeUps(core, played.record), wakeUps(core, heard.record)), refused: false };
}

type DeadlineLine = Extract<Line, { readonly what: DeadlineWhat }>;
const isOfDeadline = (line: Line): line is DeadlineLine => line.what.startsWith('deadline-');

function movedSteps(before: readonly WakeUp[], after: readonly WakeUp[]): ChangedStep[] {
  const [was, is] = [before, after].map((all) => new Map((all ?? []).map(({ deadline, step, at }) => [deadline, { step, at }])));
  const ids = [...new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])].sort();
  return ids.flatMap((deadline): ChangedStep[] => {
    const [old, now] = [was?.get(deadline) ?? null, is?.get(deadline) ?? null];
    return old?.at === now?.at && old?.step === now?.step ? [] : [{ deadline, before: old, after: now }];
  });
}
