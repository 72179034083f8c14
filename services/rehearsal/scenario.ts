import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { parseInstant, type Instant } from '../../domain/calendar/dates';
import { dateSchema, eventIdSchema, eventSchema, splitTexts, type Fact, type PathwayEvent } from '../../domain/pathway/events';
import { PlainError } from '../../infra/plain-error';

const instantSchema = z.string().transform((text, context): Instant => {
  try {
    return parseInstant(text);
  } catch {
    context.issues.push({
      code: 'custom',
      input: text,
      message: 'must be a date and time such as 2026-09-21T10:00 (London time, unless it has an offset)',
    });
    return z.NEVER;
  }
});

const scenarioSchema = z.strictObject({
  title: z.string().default(''),
  ruleSet: z.string().default('england-2023'),
  person: z.strictObject({ bornOn: dateSchema.nullish() }).default({}),
  steps: z.array(z.strictObject({ id: eventIdSchema.optional(), at: instantSchema, event: eventSchema })),
  until: dateSchema,
});

/** A scenario file as it is written (contract section 2). */
export type Scenario = z.input<typeof scenarioSchema>;

/** A scenario ready to be played: its steps in order, only those heard by its end. */
export interface Playable {
  readonly title: string;
  readonly ruleSet: string;
  readonly bornOn: NonNullable<z.output<typeof scenarioSchema>['person']['bornOn']> | null;
  readonly steps: readonly { readonly id: string; readonly at: Instant; readonly event: PathwayEvent; readonly fact: Fact }[];
  readonly until: z.output<typeof scenarioSchema>['until'];
}

/** Checks a scenario and puts its steps in order of `at`. Throws an Error that names each place that is wrong. */
export function playable(scenario: unknown, name = 'the scenario'): Playable {
  const parsed = scenarioSchema.safeParse(scenario);
  if (!parsed.success) {
    const places = parsed.error.issues.map(({ path, message }) => `  ${path.join('.') || 'the whole'}: ${message}`);
    throw new PlainError(`${name} cannot be played:\n${places.join('\n')}`);
  }
  const { title, ruleSet, person, steps, until } = parsed.data;
  return {
    title,
    ruleSet,
    bornOn: person.bornOn ?? null,
    until,
    steps: steps
      .map(({ id, at, event }, index) => ({ id: id ?? `step-${index + 1}`, at, event, fact: splitTexts(event).fact }))
      .sort((a, b) => a.at - b.at),
  };
}

/** Reads a scenario file. Throws an Error that names the file and what is wrong with it. */
export function readScenario(file: string): Playable {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new PlainError(`${file} cannot be read: see that it is there and that you may read it.`, { cause: error });
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new PlainError(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  return playable(json, file);
}
