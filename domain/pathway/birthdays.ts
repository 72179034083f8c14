import { birthday, startOfDay, type Instant, type PlainDate } from '../calendar/dates';

/**
 * The birthdays on which something begins or ends by itself (contract section 5, 6.11(3)): the only list of them. The 16th is not among them:
 * what is due on it opens with the consent.
 */
export const BIRTHDAYS = [17, 18] as const;
export type Birthday = (typeof BIRTHDAYS)[number];

/** How many of them have come by a day; null: the birth date is not known. */
export const birthdaysBy = (bornOn: PlainDate | null, day: PlainDate): number =>
  bornOn === null ? 0 : BIRTHDAYS.filter((age) => birthday(bornOn, age) <= day).length;

/** The next of them after an instant, as it begins in London; undefined where there is none, or the birth date is not known. */
export const nextBirthday = (bornOn: PlainDate | null, after: Instant): Instant | undefined =>
  bornOn === null ? undefined : BIRTHDAYS.map((age) => startOfDay(birthday(bornOn, age))).find((at) => at > after);
