import { isCetr, type MeetingKind, type PathwayEvent } from '../../domain/pathway/events';
import type { Life } from './lives';

/** A meeting on its day. */
export interface OnItsDay {
  readonly meeting: string;
  readonly kind: MeetingKind;
  /** Which of its kind for this person, 1 and on. */
  readonly nth: number;
  readonly inpatient: boolean;
}

/** What is said at the end of that day, and what follows so many days later. */
export interface Answer {
  readonly events: readonly PathwayEvent[];
  readonly later: readonly { readonly inDays: number; readonly event: PathwayEvent }[];
}

/** Of a hundred meetings so many are not held: somebody is ill, or a room is shut. */
const NOT_HELD = 8;
const REASON = 'A made-up reason';
const rate = (rating: 'green' | 'amber' | 'red'): PathwayEvent => ({ type: 'rating-set', rating, reason: REASON });

/** What becomes of a meeting: chance decides by person, kind and number alone, so that it is the same whoever arranges and whenever it is held. */
export function answerOf(life: Life, { meeting, kind, nth, inpatient }: OnItsDay): Answer {
  const dice = life.dice.fork(`${kind} ${nth}`);
  if (dice.percent(NOT_HELD)) return { events: [{ type: 'meeting-cancelled', meeting }], later: [] };
  const held = (outcome: string): PathwayEvent => ({ type: 'meeting-held', meeting, kind, outcome });
  const after: PathwayEvent[] = isCetr(kind)
    ? [
        { type: 'report-sent', meeting },
        { type: 'feedback-taken', meeting },
      ]
    : [];
  const roll = dice.between(1, 100);
  if (kind === 'mam') {
    if (roll <= 30) return { events: [held('continue')], later: [] };
    return roll <= 94 ? { events: [held('stand-down'), rate('green')], later: [] } : { events: [held('escalate'), rate('red')], later: [] };
  }
  if (kind !== 'community-cetr') return { events: [held(dice.pick(['at-1', 'at-2', 'at-3'])), ...after], later: [] };
  // Nobody is rated while in hospital.
  if (inpatient) return { events: [held('admission-supported'), ...after], later: [] };
  if (roll <= 75) return { events: [held('stay-in-community'), ...after, rate(roll <= 40 ? 'amber' : 'green')], later: [] };
  return { events: [held('admission-supported'), ...after, rate('red')], later: admission(life, dice.between(20, 150)) };
}

/** Admitted as planned after the review that supported it, and discharged. */
const admission = ({ site }: Life, length: number): Answer['later'] => [
  { inDays: 7, event: { type: 'admitted', security: 'non-secure', detained: false, planned: true, site } },
  { inDays: 7 + length, event: { type: 'discharged', destination: 'home' } },
];
