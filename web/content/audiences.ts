import type { Audience } from '../../domain/pathway/types';

/** Who an audience is, as part of a sentence. */
export const AUDIENCE_WORDS: Readonly<Record<Audience, string>> = {
  owner: 'the owner',
  team: 'the team',
  commissioner: 'the commissioner',
  manager: 'the manager',
  director: 'the director',
  'on-call': 'whoever is on call',
  keyworker: 'the keyworker',
  referrer: 'who made the referral',
  provider: 'the provider',
  panel: 'the panel',
  person: 'the person',
  'chosen-contacts': 'the contacts whom the person chose',
};

/** As what one of an audience is written to, after their name. */
export const ONE_OF_AUDIENCE: Readonly<Record<Audience, string>> = {
  owner: 'as the owner',
  team: 'for the team',
  commissioner: 'for the commissioner',
  manager: 'for the manager',
  director: 'for the director',
  'on-call': 'on call',
  keyworker: 'for the keyworker',
  referrer: 'who made the referral',
  provider: 'for the provider',
  panel: 'for the panel',
  person: 'the person',
  'chosen-contacts': 'a contact whom the person chose',
};

/** The person, or those around them. */
export const FAMILY: ReadonlySet<Audience> = new Set(['person', 'chosen-contacts']);

/** An audience in words; null for what is none, such as the id of a contact. */
export const audienceWords = (audience: string): string | null =>
  Object.hasOwn(AUDIENCE_WORDS, audience) ? AUDIENCE_WORDS[audience as Audience] : null;

/** An audience as the beginning of a line. */
export const audienceTitle = (audience: Audience): string => {
  const words = AUDIENCE_WORDS[audience];
  return words.charAt(0).toUpperCase() + words.slice(1);
};
