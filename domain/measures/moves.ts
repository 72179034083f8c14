import { addDays, laterOf, type PlainDate } from '../calendar/dates';
import type { ReviewGroup } from '../meetings/register-review';
import type { Rating } from '../pathway/events';
import type { Spell } from '../pathway/membership';
import { add, type ByCode, isOf, isWithin, type Period } from './period';

/** How somebody has stood with the register, by all that is known now. */
export interface Stood {
  readonly registerId: string;
  readonly bornOn: PlainDate | null;
  readonly trueThen: readonly Spell[];
}

/** Whom the counts are of. */
export interface Asked {
  readonly group: ReviewGroup;
  readonly period: Period;
}

/** So many days after a rating came down, or a review, an admission still counts as its sequel: as long as a community C(E)TR stands in for the one after it. */
export const SEQUEL_DAYS = 28;

const ratingCode = (rating: Rating | null): string => rating ?? 'none';

/** Who came on the register, and who left it, with how they were rated then, added to counts. */
export function addMoves(
  { trueThen, bornOn }: Stood,
  { group, period }: Asked,
  { came, left }: { readonly came: Record<string, number>; readonly left: Record<string, number> },
): void {
  let before: Spell | undefined;
  for (const spell of trueThen) {
    if (isWithin(period, spell.from) && isOf(group, bornOn, spell.from)) {
      if (spell.onRegister && !before?.onRegister) add(came, ratingCode(spell.rating));
      if (!spell.onRegister && before?.onRegister) add(left, ratingCode(before.rating));
    }
    before = spell;
  }
}

/** A time in which somebody was rated red, so in the community; `ended` is how they stood next, null while it goes on. */
export interface RedTime {
  readonly from: PlainDate;
  readonly ended: Spell | null;
  /** The day of the first admission after it began, by the rating; null: there was none. */
  readonly admittedOn: PlainDate | null;
}

/** The times in which somebody was rated red, one after the other. Blue is exactly while an inpatient, so that red is in the community. */
export function redTimes(spells: readonly Spell[]): RedTime[] {
  const isRed = (spell: Spell | undefined): boolean => spell?.onRegister === true && spell.rating === 'red';
  return spells.flatMap((spell, index): RedTime[] => {
    if (!isRed(spell) || isRed(spells[index - 1])) return [];
    const later = spells.slice(index + 1);
    return [
      {
        from: spell.from,
        ended: later.find((one) => !isRed(one)) ?? null,
        admittedOn: later.find(({ rating }) => rating === 'blue')?.from ?? null,
      },
    ];
  });
}

/** What became of times of red: came down and was not admitted, was admitted, left the register, or was still red at the end of the period. */
export interface Crises {
  readonly avoided: number;
  readonly admitted: number;
  readonly left: number;
  readonly goesOn: number;
}

function crisisOf({ from, ended, admittedOn }: RedTime, { period }: Asked): keyof Crises | null {
  if (from > period.to) return null;
  if (ended === null || ended.from > period.to) return 'goesOn';
  if (ended.from < period.from) return null;
  if (!ended.onRegister) return 'left';
  // Who comes down and is admitted within four weeks was in a crisis that was not avoided.
  return admittedOn !== null && admittedOn <= addDays(ended.from, SEQUEL_DAYS) ? 'admitted' : 'avoided';
}

/** How the register went. */
export interface Moves {
  /** Whoever was on it on a day of the period. */
  readonly supported: number;
  readonly came: ByCode;
  readonly left: ByCode;
  readonly crises: Crises;
}

/** Counts how the register went in a period. In: each person once. */
export function movesOf(people: readonly Stood[], asked: Asked): Moves {
  const { group, period } = asked;
  const [came, left] = [{}, {}];
  const crises = { avoided: 0, admitted: 0, left: 0, goesOn: 0 };
  let supported = 0;
  for (const person of people) {
    const { trueThen, bornOn } = person;
    addMoves(person, asked, { came, left });
    const isSupported = trueThen.some(({ onRegister, from }, index) => {
      const next = trueThen[index + 1];
      const first = laterOf(from, period.from);
      return onRegister && from <= period.to && (next === undefined || next.from > period.from) && isOf(group, bornOn, first);
    });
    if (isSupported) supported += 1;
    for (const time of redTimes(trueThen)) {
      const crisis = crisisOf(time, asked);
      if (crisis && isOf(group, bornOn, laterOf(time.from, period.from))) crises[crisis] += 1;
    }
  }
  return { supported, came, left, crises };
}

/** How somebody stood at the end of a day; undefined: nothing had been said of them. */
export const stoodOn = (spells: readonly Spell[], day: PlainDate): Spell | undefined => spells.findLast(({ from }) => from <= day);
