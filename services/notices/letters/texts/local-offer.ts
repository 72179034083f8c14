import type { LocalOfferTopic } from '../../../rules/local-offer';
import { type Block, p, ul } from '../blocks';
import type { Values } from '../values';

/** Of what the Local Offer tells that matters to each of them before a review. */
const TOPICS: Readonly<Record<'person' | 'family' | 'advocate', readonly (keyof typeof WORDS)[]>> = {
  person: ['reviews'],
  family: ['reviews', 'admission', 'personalBudgets'],
  advocate: ['reviews', 'admission', 'personalBudgets'],
};
const WORDS = {
  reviews: 'Reviews',
  admission: 'Going into a mental health hospital',
  personalBudgets: 'Personal budgets',
} as const satisfies Partial<Record<LocalOfferTopic, string>>;

/**
 * Where the area's Local Offer tells of reviews and what goes with them, in the invitation to one (003 L370, L375); last in the letter, so that a text
 * message has room for what matters more. Nothing of whoever is too old for a Local Offer: from 26 on, when a review has no education in its name.
 */
export function localOffer({ area, meeting }: Values, reader: keyof typeof TOPICS, opening: string): Block[] {
  const said = TOPICS[reader].flatMap((topic) => {
    const where = area.localOffer?.[topic];
    return where === undefined ? [] : [`${WORDS[topic]}: ${where}`];
  });
  return meeting?.review === true && meeting.name !== 'CTR' && said.length > 0 ? [p(opening), ul(...said)] : [];
}
