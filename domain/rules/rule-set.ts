import { z } from 'zod';
import { addDays, addMonths, type PlainDate } from '../calendar/dates';
import { RATINGS, type Rating } from '../pathway/events';
import { DEADLINE_KINDS, type DeadlineKind } from '../pathway/kinds';

export const STEP_NAMES = ['remind', 'due', 'overdue', 'escalate'] as const;
export type StepName = (typeof STEP_NAMES)[number];

/** So many days, weeks, months or years. */
export const interval = z.strictObject({ number: z.number().int().nonnegative(), unit: z.enum(['days', 'weeks', 'months', 'years']) });

/** One clock. Its conditions and what satisfies it are code with the kind's name; its figures, counting and source are data. */
const rule = z.strictObject({
  id: z.string(),
  kind: z.enum(DEADLINE_KINDS),
  title: z.string(),
  /** What it runs from, in words: shown beside the date. */
  anchor: z.string(),
  /** Absent: no national figure, so no date. `default`, or a more telling case: under-18, low, medium, high, non-secure, picu, not-known; today, this-week. */
  intervals: z.record(z.string(), interval).optional(),
  /** Negative days before the anchor, for preparations. */
  daysBefore: z.number().int().positive().optional(),
  counting: z.enum(['after', 'beginning-with']).default('after'),
  soft: z.boolean().default(false),
  /** Owed for so many days after the anchor's, done or not; then it is owed no longer. Absent: until done. */
  owedFor: z.number().int().positive().optional(),
  ladder: z.string(),
  /** The ladder of one that turns out to have no date; absent: the same. */
  ladderWithoutDate: z.string().optional(),
  force: z.enum(['policy', 'local', 'statute-not-in-force', 'unverified-default']),
  source: z.string(),
});

export type Interval = z.infer<typeof interval>;

/** The day some interval after another; months and years are clamped to the month's end (contract 6.1(2)). */
export function addInterval(day: PlainDate, { number, unit }: Interval): PlainDate {
  if (unit === 'months') return addMonths(day, number);
  return unit === 'years' ? addMonths(day, 12 * number) : addDays(day, unit === 'weeks' ? 7 * number : number);
}

export type Rule = z.infer<typeof rule>;

/** A step of a ladder, so many days from the due date (or, without a date, from the day it runs from). */
const rung = z.strictObject({
  step: z.enum(STEP_NAMES),
  audience: z.enum(['owner', 'commissioner', 'manager', 'director']),
  days: z.number().int(),
  /** `opening`: the days count from the day on which the deadline opened. */
  from: z.enum(['due', 'opening']).default('due'),
  /** Again every so many days, while owed. */
  every: z.number().int().positive().optional(),
  /** Only where the deadline runs from at least so many days before it is due. */
  whereRunsFor: z.number().int().positive().optional(),
});
export type Rung = z.output<typeof rung>;

export const ruleSetFileSchema = z.strictObject({
  name: z.string(),
  version: z.string(),
  title: z.string(),
  inForceFrom: z.string().optional(),
  /** Present: it may only be adopted by someone who has been told this. */
  notInForce: z.string().optional(),
  /** The rule set that this one is laid over, with its version: `england-2023@2`. */
  over: z.string().optional(),
  rules: z.array(rule),
  ladders: z.record(z.string(), z.array(rung)).optional(),
  ratingAfterDischarge: z.enum(['green', 'amber', 'red']).optional(),
  /** The ratings in use; blue always is. */
  ratings: z.array(z.enum(RATINGS)).optional(),
});
export type RuleSetFile = z.output<typeof ruleSetFileSchema>;

/** A rule set ready for use: one rule a kind, each with its own reference. */
export interface RuleSet {
  readonly name: string;
  readonly version: string;
  /** `<name>@<version>`: what a pathway is pinned to. */
  readonly ref: string;
  readonly title: string;
  readonly notInForce: string | null;
  readonly rules: ReadonlyMap<DeadlineKind, Rule & { readonly ref: string }>;
  readonly ladders: Readonly<Record<string, readonly Rung[]>>;
  readonly ratingAfterDischarge: 'green' | 'amber' | 'red';
  readonly ratings: readonly Rating[];
}

/** The reference of a rule set's file. */
export const refOf = ({ name, version }: { readonly name: string; readonly version: string }): string => `${name}@${version}`;

/**
 * Lays rule-set files over one another and names each rule `<id>@<rule set>/<version>`. In: the reference `<name>@<version>`, and the files
 * by theirs. Throws where a rule set or a ladder is missing, or the layers go in a circle.
 */
export function compileRuleSet(ref: string, files: ReadonlyMap<string, RuleSetFile>, above: readonly string[] = []): RuleSet {
  const file = files.get(ref);
  if (!file) throw new RangeError(`unknown rule set: ${ref}; known are ${[...files.keys()].join(', ')}`);
  if (above.includes(ref)) throw new RangeError(`rule set ${ref} is laid over itself`);
  const base = file.over === undefined ? undefined : compileRuleSet(file.over, files, [...above, ref]);
  const rules = new Map(base?.rules);
  for (const own of file.rules) rules.set(own.kind, { ...own, ref: `${own.id}@${file.name}/${file.version}` });
  const ladders = { ...base?.ladders, ...file.ladders };
  for (const { kind, ladder, ladderWithoutDate } of rules.values()) {
    for (const name of [ladder, ladderWithoutDate ?? ladder]) {
      if (!ladders[name]) throw new RangeError(`rule set ${ref}: the rule for ${kind} names a ladder that is not there: ${name}`);
    }
  }
  return {
    name: file.name,
    version: file.version,
    ref,
    title: file.title,
    notInForce: file.notInForce ?? null,
    rules,
    ladders,
    ratingAfterDischarge: file.ratingAfterDischarge ?? base?.ratingAfterDischarge ?? 'amber',
    ratings: file.ratings ?? base?.ratings ?? RATINGS,
  };
}
