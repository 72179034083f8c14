import { z } from 'zod';

export const STEP_NAMES = ['remind', 'due', 'overdue', 'escalate'] as const;
export type StepName = (typeof STEP_NAMES)[number];

const interval = z.strictObject({ number: z.number().int().positive(), unit: z.enum(['days', 'weeks', 'months', 'years']) });

/** One clock. Its conditions and what satisfies it are code with the kind's name; its figures, counting and source are data. */
const rule = z.strictObject({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  /** What it runs from, in words: shown beside the date. */
  anchor: z.string(),
  /** Absent: no national figure, so no date. `default`, or a more telling case: under-18, low, medium, high, non-secure, picu, not-known. */
  intervals: z.record(z.string(), interval).optional(),
  /** Negative days before the anchor, for preparations. */
  daysBefore: z.number().int().positive().optional(),
  counting: z.enum(['after', 'beginning-with']).default('after'),
  soft: z.boolean().default(false),
  ladder: z.enum(['dated', 'consent', 'soft', 'none', 'urgent']),
  force: z.enum(['policy', 'local', 'statute-not-in-force', 'unverified-default']),
  source: z.string(),
});

export type Interval = z.infer<typeof interval>;
export type Rule = z.infer<typeof rule>;

/** A step of a ladder. `after`/`before`: days from the due date (or, without a date, from the day it runs from). */
const rung = z.strictObject({
  step: z.enum(STEP_NAMES),
  audience: z.enum(['owner', 'commissioner', 'manager', 'director']),
  days: z.number().int(),
  /** Again every so many days, while owed. */
  every: z.number().int().positive().optional(),
  /** Only where the deadline runs from at least so many days before it is due. */
  whereRunsFor: z.number().int().positive().optional(),
});
export type Rung = z.infer<typeof rung>;

export const ruleSetFileSchema = z.strictObject({
  name: z.string(),
  version: z.string(),
  title: z.string(),
  inForceFrom: z.string().optional(),
  /** Present: it may only be adopted by someone who has been told this. */
  notInForce: z.string().optional(),
  /** The rule set that this one is laid over. */
  over: z.string().optional(),
  rules: z.array(rule),
  ladders: z.record(z.string(), z.array(rung)).optional(),
  ratingAfterDischarge: z.enum(['green', 'amber', 'red']).optional(),
});

/** A rule set ready for use: one rule a kind, each with its own reference. */
export interface RuleSet {
  readonly name: string;
  readonly version: string;
  readonly title: string;
  readonly notInForce: string | null;
  readonly rules: ReadonlyMap<string, Rule & { readonly ref: string }>;
  readonly ladders: Readonly<Record<string, readonly Rung[]>>;
  readonly ratingAfterDischarge: 'green' | 'amber' | 'red';
}

/** Lays rule-set files over one another and names each rule `<id>@<rule set>/<version>`. Throws where a rule set or a ladder is missing, or the layers go in a circle. */
export function compileRuleSet(
  name: string,
  files: ReadonlyMap<string, z.output<typeof ruleSetFileSchema>>,
  above: readonly string[] = [],
): RuleSet {
  const file = files.get(name);
  if (!file) throw new RangeError(`unknown rule set: ${name}; known are ${[...files.keys()].join(', ')}`);
  if (above.includes(name)) throw new RangeError(`rule set ${name} is laid over itself`);
  const base = file.over === undefined ? undefined : compileRuleSet(file.over, files, [...above, name]);
  const rules = new Map(base?.rules);
  for (const own of file.rules) rules.set(own.kind, { ...own, ref: `${own.id}@${file.name}/${file.version}` });
  const ladders = { ...base?.ladders, ...file.ladders };
  for (const { kind, ladder } of rules.values()) {
    if (!ladders[ladder]) throw new RangeError(`rule set ${name}: the rule for ${kind} names a ladder that is not there: ${ladder}`);
  }
  return {
    name: file.name,
    version: file.version,
    title: file.title,
    notInForce: file.notInForce ?? null,
    rules,
    ladders,
    ratingAfterDischarge: file.ratingAfterDischarge ?? base?.ratingAfterDischarge ?? 'amber',
  };
}
