import { birthday, type PlainDate } from './dates';

/** How old somebody is on a day, in whole years; a birthday counts from its beginning in London. Of a day before birth: below 0. */
export function ageOn(bornOn: PlainDate, day: PlainDate): number {
  const years = Number(day.slice(0, 4)) - Number(bornOn.slice(0, 4));
  return birthday(bornOn, years) <= day ? years : years - 1;
}
