import { plainDate, type Instant } from '../../../domain/calendar/dates';
import { emptyRecord, hear, play, type Heard } from '../../../domain/pathway/engine';
import { eventSchema, splitTexts, type Fact } from '../../../domain/pathway/events';
import type { Line, PersonRecord } from '../../../domain/pathway/types';
import { coreContext } from '../../../services/rules/policies';
import type { Said } from './facts';

/** What the core is told at once: an event, or several as a batch. `at` is an instant with its offset, `2026-10-01T10:00:00Z`. */
export interface Told {
  readonly id: string;
  readonly at: string;
  readonly events: readonly Said[];
}

/** An event as the core reads it: checked as a caller's would be, its typed words split off. Throws where it is no event. */
export const fact = (said: Said): Fact => splitTexts(eventSchema.parse(said)).fact;

/** Milliseconds of an instant written with its offset. */
export const instant = (text: string): Instant => Date.parse(text) as Instant;

/**
 * Tells the core one thing after the other and plays to `until`, without scenario files between.
 * Out: all lines in order, the answer to each, and the record as it stands.
 */
export function tellCore(
  person: { bornOn?: string; ruleSet?: string; minutes?: number },
  told: readonly Told[],
  until: string,
): { lines: Line[]; answers: Heard[]; record: PersonRecord } {
  const { bornOn, ruleSet = 'england-2023', minutes = 0 } = person;
  let record = emptyRecord({ bornOn: bornOn === undefined ? null : plainDate(bornOn), minutes, ruleSet });
  const lines: Line[] = [];
  const answers: Heard[] = [];
  for (const { id, at, events } of told) {
    const heard = hear(coreContext(), record, { id, at: instant(at), facts: events.map(fact), batch: events.length > 1 });
    lines.push(...heard.lines);
    answers.push(heard);
    record = heard.record;
  }
  const rest = play(coreContext(), record, instant(until));
  return { lines: [...lines, ...rest.lines], answers, record: rest.record };
}
