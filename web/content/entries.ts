import { isPlainDate } from '../../domain/calendar/dates';
import { dayText, listWords } from './dates';

/** What each field of an entry says, as it was sent. */
const FIELDS: Readonly<Record<string, string>> = {
  on: 'On which day',
  occurredAt: 'When exactly',
  source: 'Who said so',
  suggestedRating: 'Rating that is suggested',
  outcome: 'What came of it',
  diagnosis: 'Diagnosis',
  reviewOn: 'Look again on',
  basis: 'Basis of the consent',
  scope: 'Consent to',
  assessedOn: 'Capacity assessed on',
  by: 'Who said so',
  family: 'The family may be written to',
  rating: 'Rating',
  reason: 'Why',
  meeting: 'Meeting, by its reference',
  kind: 'Kind of meeting',
  time: 'From',
  until: 'Until',
  place: 'Where',
  invited: 'Who is invited',
  quorate: 'Everyone was there who has to be',
  declined: 'The person did not want to give feedback',
  action: 'Action, by its reference',
  due: 'By when',
  what: 'What',
  owner: 'Who is to do it',
  insteadOf: 'Instead of the action',
  evidence: 'What shows it',
  planB: 'What will be done instead',
  security: 'Kind of ward',
  detained: 'Detained under the Mental Health Act',
  planned: 'Planned',
  withoutReview: 'Why there was no C(E)TR before it',
  site: 'Hospital site, by its code',
  legalStatus: 'Legal status, by its code',
  newHospital: 'To another hospital',
  destination: 'Where to',
  bornOn: 'Date of birth',
  purpose: 'What it was for',
  onSite: 'On site',
  seen: 'The person was seen',
  urgency: 'How urgent',
  lookAgainOn: 'Look again on',
  deadline: 'Deadline, by its reference',
  ruleSet: 'Rules',
  acceptedBy: 'Which commissioner took the person over',
  duplicateOf: 'Duplicate of',
  event: 'Entry, by its reference',
  events: 'Entries, by their references',
};

/** Values that people typed, or references: shown as they are. */
const AS_TYPED: ReadonlySet<string> = new Set([
  ...[
    'reason',
    'place',
    'what',
    'evidence',
    'planB',
    'meeting',
    'action',
    'insteadOf',
    'owner',
    'site',
    'legalStatus',
    'deadline',
    'ruleSet',
  ],
  ...['acceptedBy', 'duplicateOf', 'event', 'events', 'time', 'until', 'occurredAt'],
]);

function valueText(name: string, value: unknown): string {
  if (value === null) return 'Not known';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  if (Array.isArray(value)) return listWords(value.map((one) => valueText(name, one)));
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (isPlainDate(text)) return dayText(text);
  if (AS_TYPED.has(name)) return text;
  const words = text.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export interface Said {
  readonly label: string;
  readonly value: string;
}

/** What an entry says, field by field; a field that is not known here keeps its own name, so that nothing is left out. */
export function saidIn(entry: Readonly<Record<string, unknown>>): readonly Said[] {
  return Object.entries(entry).flatMap(([name, value]): readonly Said[] => {
    if (name === 'type' || value === undefined) return [];
    if (name === 'with' && typeof value === 'object' && value !== null)
      return saidIn(value as Readonly<Record<string, unknown>>).map(({ label, value: said }) => ({
        label: `Put right: ${label}`,
        value: said,
      }));
    return [{ label: FIELDS[name] ?? name, value: valueText(name, value) }];
  });
}
