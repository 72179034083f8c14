import { birthday, type PlainDate } from './dates';

/** How old somebody is on a day, in whole years; a birthday counts from its beginning in London. Of a day before birth: below 0. */
export function ageOn(bornOn: PlainDate, day: PlainDate): number {
  const years = Number(day.slice(0, 4)) - Number(bornOn.slice(0, 4));
  return birthday(bornOn, years) <= day ? years : years - 1;
}

export type AgeGroup = 'under-18' | 'adult';

/** Whether somebody is under 18 on a day; null: it is not known when they were born. */
export const ageGroupOn = (bornOn: PlainDate | null, day: PlainDate): AgeGroup | null =>
  bornOn === null ? null : ageOn(bornOn, day) < 18 ? 'under-18' : 'adult';
