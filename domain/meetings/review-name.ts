import { ageOn } from '../calendar/ages';
import type { PlainDate } from '../calendar/dates';

/** What a review is called: with education for who is under 18 or has an EHC plan, without it for other adults, and with the brackets where that is not known. */
export type ReviewName = 'CETR' | 'CTR' | 'C(E)TR';

/** From this birthday on nobody has an EHC plan: it lasts at the longest to the end of the school year in which somebody is 25 (Children and Families Act 2014, section 46). */
const NO_PLAN_FROM = 26;

/**
 * What a review of somebody is called on a day. The record does not say who has an EHC plan, so that from 18 to 25 both may be right.
 * `bornOn` null: not known.
 */
export function reviewName(bornOn: PlainDate | null, day: PlainDate): ReviewName {
  if (bornOn === null) return 'C(E)TR';
  const age = ageOn(bornOn, day);
  if (age < 18) return 'CETR';
  return age < NO_PLAN_FROM ? 'C(E)TR' : 'CTR';
}

/** The same in full, as the person and their family read it. */
export const REVIEW_IN_FULL: Readonly<Record<ReviewName, string>> = {
  CETR: 'Care, Education and Treatment Review',
  CTR: 'Care and Treatment Review',
  'C(E)TR': 'Care (Education) and Treatment Review',
};

/** Words of the service with the name of the review that fits one person. Never for words that somebody typed. */
export const reviewsNamed = (text: string, name: ReviewName): string => text.replaceAll('C(E)TR', name);
