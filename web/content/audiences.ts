import type { Audience } from '../../domain/pathway/types';

/** To whom a notice goes, as pages speak of them. */
const AUDIENCES: Readonly<Record<Audience, string>> = {
  owner: 'The owner of the pathway',
  team: 'The team',
  commissioner: 'The commissioner',
  manager: 'The manager',
  director: 'The director',
  'on-call': 'Whoever is on call',
  keyworker: 'The keyworker',
  referrer: 'Whoever referred',
  provider: 'The hospital or provider',
  panel: 'The panel of a C(E)TR',
  person: 'The person',
  'chosen-contacts': 'Family and others whom the person chose',
};

export const audienceWords = (audience: Audience): string => AUDIENCES[audience];
