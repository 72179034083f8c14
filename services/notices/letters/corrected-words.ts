import type { NoticeName } from '../../../domain/notices/catalogue';

/** What a notice that was not right had been about, to professionals and, where it goes to them, in the family's words. */
const TOLD: Readonly<Partial<Record<NoticeName, { readonly what: string; readonly plain?: string }>>> = {
  'referral-acknowledged': { what: 'that we have your referral', plain: 'the request that you sent us' },
  'referral-received': { what: 'a new referral' },
  'not-eligible': { what: 'that the person is not eligible for the register', plain: 'what we decided about your request' },
  'rating-changed': { what: 'a change of the rating' },
  admitted: { what: 'an admission to hospital' },
  discharged: { what: 'a discharge from hospital' },
  'consent-withdrawn': { what: 'a change of consent' },
  'pathway-ended': { what: 'the end of the pathway' },
  'papers-without-consent': { what: 'papers that were sent without consent' },
  'report-sent': { what: 'that the report of a meeting is there', plain: 'the report of your meeting' },
  'change-reported': { what: 'a report that things have changed' },
  'action-agreed': { what: 'an action that was agreed' },
  'action-blocked': { what: 'an action that cannot be done' },
};

/** What the notice of that name had said, in words. Of one that has none of its own, what can be said of all. */
export function correctedWords(name: string): { readonly what: string; readonly plain: string } {
  const all: Readonly<Record<string, { readonly what: string; readonly plain?: string }>> = TOLD;
  const found = Object.hasOwn(all, name) ? all[name] : undefined;
  return { what: found?.what ?? 'something that was recorded', plain: found?.plain ?? 'what happens next' };
}
