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

/** The person, or those around them. */
export const FAMILY: ReadonlySet<Audience> = new Set(['person', 'chosen-contacts']);
