import type { PlainDate } from '../../../domain/calendar/dates';
import type { Standing } from '../../../services/pathway/standing';
import { dayOf, type FormError, type Question } from '../../parts/form';
import { one, type Typed } from '../../record/fields';

const LONGEST = 4_000;

export const WHAT: Question = { as: 'words', name: 'what', label: 'What will be done?' };
export const DUE: Question = { as: 'day', name: 'due', label: 'By when, as agreed?' };

/** Who can take something on: those recorded with the person, the staff and the contact book of their area. */
export const ownerQuestion = ({ contacts }: Pick<Standing, 'contacts'>, others: ReadonlyMap<string, string>): Question => ({
  as: 'select',
  name: 'owner',
  label: 'Who will do it?',
  hint: 'Somebody else is added under Needs and people first',
  choices: [
    { value: '', text: 'Nobody is named yet' },
    ...contacts.map(({ id, name }) => ({ value: id, text: name })),
    ...[...others].map(([id, name]) => ({ value: id, text: name })),
  ],
});

/** What was agreed: what, and, where it was said, who does it and by when. What is wrong with it is added to `errors`. */
export function readAgreed(
  typed: Typed,
  { contacts }: Pick<Standing, 'contacts'>,
  others: ReadonlyMap<string, string>,
  errors: FormError[],
): { readonly what: string; readonly owner?: string; readonly due?: PlainDate } {
  const what = one(typed, 'what').replaceAll('\r\n', '\n');
  if (what === '' || what.length > LONGEST)
    errors.push({ field: 'what', message: what === '' ? 'Write what will be done' : 'Write at most 4,000 characters' });
  const owner = one(typed, 'owner');
  const isKnown = owner === '' || contacts.some(({ id }) => id === owner) || others.has(owner);
  if (!isKnown) errors.push({ field: 'owner', message: 'Choose who will do it from those in the list' });
  const due = dayOf(typed, 'due', errors);
  return { what, ...(owner === '' ? {} : { owner }), ...(due === null ? {} : { due }) };
}
