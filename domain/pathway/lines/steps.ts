import type { Instant } from '../../calendar/dates';
import { type AheadStep, nextStep, stepsAfter, stepsBetween, type PlannedStep } from '../../rules/ladder';
import type { Rung } from '../../rules/rule-set';
import type { CoreContext, Deadline, KeptStep, PathwayRecord } from '../types';

/** What the steps of a pathway's deadlines depend on beside the deadlines themselves. */
export interface OfPathway {
  readonly pathway: PathwayRecord;
  /** The rule set in force. */
  readonly ruleSet: string;
  /** The person's own minutes after 08:00. */
  readonly minutes: number;
}

/** Under which name it is remembered how far the steps of a deadline have gone. */
export const progressKey = ({ id, due }: Pick<Deadline, 'id' | 'due'>): string => `${id}|${due ?? 'none'}`;

/** The ladder of a deadline in the rule set in force; where that has none of its name, in the rule set under which it was settled (contract 6.15(1)). */
function ladderFor(context: CoreContext, ruleSet: string, { ladder, rule }: Deadline): readonly Rung[] {
  const inForce = context.ruleSet(ruleSet).ladders[ladder];
  if (inForce) return inForce;
  const own = rule.slice(rule.indexOf('@') + 1).replace('/', '@');
  return (context.hasRuleSet(own) ? context.ruleSet(own).ladders[ladder] : undefined) ?? [];
}

/** The step that waits at another instant than this core would plan it for, as long as its deadline's date is what it was. */
const keptFor = ({ kept }: PathwayRecord, { id, due }: Deadline): KeptStep | undefined =>
  kept?.steps.find((step) => step.deadline === id && step.due === due);

/**
 * The steps of a deadline that fire at an instant: of those planned since the last the last instant's, where several had passed (contract
 * section 3). Out: undefined where none does; `takenTo`: all planned at or before it have fired, or were passed over.
 */
export function dueSteps(
  context: CoreContext,
  { pathway, ruleSet, minutes }: OfPathway,
  deadline: Deadline,
  at: Instant,
): { steps: readonly Pick<PlannedStep, 'step' | 'audience'>[]; takenTo: Instant } | undefined {
  if (!deadline.owed || deadline.held) return undefined;
  const from = pathway.progress[progressKey(deadline)] ?? (0 as Instant);
  const kept = keptFor(pathway, deadline);
  if (kept && from < kept.at) {
    if (at < kept.at) return undefined;
    // It stands for the one that this core would plan, which is not taken once more.
    return { steps: [kept], takenTo: Math.max(at, kept.instead ?? at) as Instant };
  }
  const planned = stepsBetween(ladderFor(context, ruleSet, deadline), deadline, minutes, context.holidays, from, at);
  const last = planned.at(-1);
  return last && { steps: planned.filter((step) => step.at === last.at), takenTo: at };
}

/** The steps of a deadline that lie ahead of an instant, while it stands as it does. Out: none where it is not owed, or held. */
export function stepsAhead(
  context: CoreContext,
  { pathway, ruleSet, minutes }: OfPathway,
  deadline: Deadline,
  after: Instant,
): readonly AheadStep[] {
  if (!deadline.owed || deadline.held) return [];
  const from = Math.max(after, pathway.progress[progressKey(deadline)] ?? 0) as Instant;
  const kept = keptFor(pathway, deadline);
  const waits = kept && from < kept.at ? kept : undefined;
  const then = waits ? (Math.max(waits.at, waits.instead ?? waits.at) as Instant) : from;
  const steps = stepsAfter(ladderFor(context, ruleSet, deadline), deadline, minutes, context.holidays, then);
  return waits ? [{ step: waits.step, audience: waits.audience, at: waits.at, every: null }, ...steps] : steps;
}

/** Tells the next step of a deadline after an instant; undefined where its ladder has come to its end. */
export type NextStepTeller = (ruleSet: string, pathway: PathwayRecord, deadline: Deadline, after: Instant) => PlannedStep | undefined;

/** A teller that remembers: a step that still lies ahead is still the next one of the same dates. */
export function nextStepTeller(context: CoreContext, minutes: number): NextStepTeller {
  const told = new Map<string, PlannedStep | undefined>();
  return (ruleSet, pathway, deadline, after) => {
    const from = Math.max(after, pathway.progress[progressKey(deadline)] ?? 0) as Instant;
    const kept = keptFor(pathway, deadline);
    if (kept && from < kept.at) return kept;
    const { ladder, anchor, openedOn, countsFrom, due, owedUntil, rests } = deadline;
    const key = [ruleSet, ladder, anchor, openedOn, countsFrom, due, owedUntil, ...rests.flatMap((rest) => [rest.from, rest.to])].join('|');
    const known = told.get(key);
    if (told.has(key) && (known === undefined || known.at > from)) return known;
    const step = nextStep(ladderFor(context, ruleSet, deadline), deadline, minutes, context.holidays, from);
    told.set(key, step);
    return step;
  };
}
