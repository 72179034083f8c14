import { OPENING_CODES, type OpeningCode, RESTRICTION_CODES, type RestrictionCode } from '../../domain/access/restriction';
import { isOneOf } from '../../domain/text';

/** What stands in the place of the name where a record is not open to the reader. */
export const RESTRICTED_NAME = 'Restricted record';

/** Why a record is restricted. */
export const RESTRICTION_WORDS: Readonly<Record<RestrictionCode, string>> = {
  'known-to-staff': 'Staff here know the person or their family',
  safety: 'Somebody could use the record to find or harm the person',
  'public-interest': 'The public or the press take an interest',
  'person-asked': 'The person, or their family, asked for it',
  legal: 'A court or a lawyer asked for it',
  other: 'Something else',
};

/** Why somebody opens a restricted record. */
export const OPENING_WORDS: Readonly<Record<OpeningCode, string>> = {
  'urgent-risk': 'Somebody is at risk, and it cannot wait',
  covering: 'I cover for somebody who works with the person',
  deadline: 'Work on this record is due or late, and nobody else can do it',
  'person-asked': 'The person, or somebody for them, asked me',
  complaint: 'A complaint, an inquiry or a check of the record',
  other: 'Something else',
};

/** Why somebody opened a restricted record; a code that this release does not know is shown. */
export const openingWords = (code: string): string => (isOneOf(OPENING_CODES)(code) ? OPENING_WORDS[code] : code);

/** Why a record is restricted; a code that this release does not know is shown. */
export const restrictionWords = (code: string): string => (isOneOf(RESTRICTION_CODES)(code) ? RESTRICTION_WORDS[code] : code);

const GROUNDS: Readonly<Record<string, string>> = {
  owner: 'They own the pathway',
  named: 'They are named as working with the person',
  token: 'By a system whose token may read restricted records',
  shut: 'Nothing of it was shown',
};

/** On which ground a restricted record was looked at. */
export const groundWords = (ground: string): string =>
  (Object.hasOwn(GROUNDS, ground) ? GROUNDS[ground] : undefined) ?? 'Opened with a reason';
