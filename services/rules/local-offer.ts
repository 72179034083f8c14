import { z } from 'zod';
import { dateSchema } from '../../domain/pathway/events';
import { typedLine } from '../../domain/text';

/** Of what an area's Local Offer tells (003 L370, L375, L393 to 397): the register, reviews, admission, personal budgets, and how what is missing is reported. */
export const LOCAL_OFFER_TOPICS = ['register', 'reviews', 'admission', 'personalBudgets', 'gaps'] as const;
export type LocalOfferTopic = (typeof LOCAL_OFFER_TOPICS)[number];

const MOST_OF_ENTRY = 500;

/** Whether what is said is a web address that can stand in a link: https, and no name or password in it. */
export function isWebAddress(said: string): boolean {
  if (!/^https:\/\/[^\s"'<>]+$/i.test(said) || !URL.canParse(said)) return false;
  const { protocol, username, password, hostname } = new URL(said);
  return protocol === 'https:' && username === '' && password === '' && hostname.includes('.');
}

/** A web address, or where to find it in a sentence: a single word is meant as an address, and must be one. */
const entry = typedLine(MOST_OF_ENTRY)
  .transform((said) => said.trim())
  .refine((said) => (/\s/.test(said) ? !/^[a-z][a-z0-9+.-]*:\/\//i.test(said) : isWebAddress(said)), {
    error: 'must be a web address that begins with https://, or a sentence that says where to find it',
  });

/** Where an area's Local Offer tells of what, and the day on which that was last looked at. */
export const localOfferSchema = z.strictObject({
  register: entry.optional(),
  reviews: entry.optional(),
  admission: entry.optional(),
  personalBudgets: entry.optional(),
  gaps: entry.optional(),
  checkedOn: dateSchema,
});
export type LocalOffer = z.output<typeof localOfferSchema>;
