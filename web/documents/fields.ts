import type { PlainDate } from '../../domain/calendar/dates';
import { documentCodeSchema, DOCUMENTS, MOST_OF_FILE, MOST_OF_TITLE, MOST_OF_WHY } from '../../domain/forms/documents';
import { typedLine, typedText } from '../../domain/text';
import type { DocumentToAdd } from '../../services/forms/documents';
import type { Uploaded } from '../app/page';
import { dayOf, type FormError, type Question } from '../parts/form';
import { one, type Typed } from '../record/fields';

export const FIELDS = { what: 'what', title: 'title', dated: 'dated', file: 'file' } as const;

const MEGABYTES = MOST_OF_FILE / 1024 / 1024;

/** What the page of a new document asks. */
export const questions: readonly Question[] = [
  {
    as: 'select',
    name: FIELDS.what,
    label: 'What is it?',
    choices: [{ value: '', text: 'Choose' }, ...DOCUMENTS.map(({ code, words }) => ({ value: code, text: words }))],
  },
  {
    as: 'line',
    name: FIELDS.title,
    label: 'What would somebody look for it by? (optional)',
    hint: 'For example: letter of the clinic, autism',
  },
  { as: 'day', name: FIELDS.dated, label: 'What date stands on it? (optional)' },
  {
    as: 'file',
    name: FIELDS.file,
    label: 'The file',
    hint: `PDF, JPEG or PNG, ${MEGABYTES} MB at most. Save a Word file as a PDF first.`,
    accept: '.pdf,.jpg,.jpeg,.png',
  },
];

export const WHY: Question = { as: 'words', name: 'why', label: 'Why is it taken away?', hint: 'For example: it is about somebody else' };

/** What is wrong with a file, and what to do. */
export const wrongFile = (why: 'none' | 'too-large' | 'not-taken'): FormError => ({
  field: FIELDS.file,
  message: {
    none: 'Choose a file. If you had chosen one, choose it again',
    'too-large': `The file is larger than ${MEGABYTES} MB. Make a smaller photograph, or scan it in black and white, and choose it again`,
    'not-taken':
      'What is in this file is no whole PDF, JPEG or PNG, whatever its name says. Open it to see what it is, save it as a PDF, and choose that',
  }[why],
});

const LINE = typedLine(MOST_OF_TITLE);
const REASON = typedText(MOST_OF_WHY);

type Read = Pick<DocumentToAdd, 'what' | 'title' | 'dated' | 'bytes'>;

/** Reads what was posted of a new document. Out: it, or what is wrong. */
export function readDocumentForm(typed: Typed, file: Uploaded, today: PlainDate): Read | { readonly errors: readonly FormError[] } {
  const errors: FormError[] = [];
  const what = documentCodeSchema.safeParse(one(typed, FIELDS.what));
  if (!what.success) errors.push({ field: FIELDS.what, message: 'Choose what it is' });
  const title = one(typed, FIELDS.title);
  if (title !== '' && !LINE.safeParse(title).success)
    errors.push({ field: FIELDS.title, message: `Write one line of at most ${MOST_OF_TITLE} characters` });
  const dated = dayOf(typed, FIELDS.dated, errors);
  if (dated !== null && dated > today) errors.push({ field: FIELDS.dated, message: 'The date on it is today or before' });
  if (file === null) errors.push(wrongFile('none'));
  if (file === 'too-large') errors.push(wrongFile('too-large'));
  if (errors.length > 0 || !what.success || file === null || file === 'too-large') return { errors };
  return { what: what.data, title: title === '' ? null : title, dated, bytes: file };
}

/** Reads why a document is taken away. Out: it, or what is wrong. */
export function readWhy(typed: Typed): string | FormError {
  const why = one(typed, 'why');
  if (why === '') return { field: 'why', message: 'Say why it is taken away' };
  return REASON.safeParse(why).success ? why : { field: 'why', message: `Write at most ${MOST_OF_WHY} characters` };
}
