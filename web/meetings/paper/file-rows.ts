import type { SectionAnswers, Sheet, SheetAnswers, SheetField, SheetSection } from '../../../domain/forms/sheets/sheet';
import type { FileRow } from '../../../services/meetings/review-file';
import { readOneDay } from '../../content/dates';
import { answersOf, readSection } from '../../forms/answers';
import { type Typed, typedDay } from '../../record/fields';

const allowedOf = (field: SheetField): string =>
  'options' in field ? field.options.map(({ words }) => words).join('\n') : field.as === 'day' ? 'A day, like 15 October 2026' : '';

/** The questions of notes with their answers, a row for each. */
export const rowsOf = (sheet: Sheet, answers: SheetAnswers): readonly FileRow[] =>
  sheet.sections.flatMap((section) =>
    section.fields.map((field): FileRow => {
      const own = answers[section.code];
      const [answer] = own === undefined ? [] : answersOf({ ...section, fields: [field] }, own);
      return {
        section: section.title,
        question: field.label,
        answer: (answer?.lines ?? []).join('\n'),
        allowed: allowedOf(field),
        code: `${section.code}.${field.name}`,
      };
    }),
  );

/** What is wrong with a row, where it stands, and what to do. */
const wrongRow = (row: number, section: SheetSection, field: SheetField, why: string): string =>
  `Row ${row}, ${section.title}, “${field.label}”: ${why}`;

/** An answer of a file as the page of its section would have had it typed; or what is wrong with it. */
function typedOf(field: SheetField, text: string): { readonly typed: Typed } | { readonly why: string } {
  if (field.as === 'day') {
    const day = readOneDay(text.replace(/^\w+day,? /, ''));
    if (day === null) return { why: `“${text}” is not a day. Write it like 15 October 2026.` };
    return { typed: typedDay(field.name, day) };
  }
  if (!('options' in field)) return { typed: { [field.name]: text } };
  const given = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const codes = given.map(
    (line) => field.options.find(({ words, code }) => words.toLowerCase() === line.toLowerCase() || code === line)?.code,
  );
  const unknown = given.find((_, index) => codes[index] === undefined);
  if (unknown !== undefined) return { why: `“${unknown}” is none of the answers. Copy one of those that stand beside it.` };
  if (field.as === 'choice' && codes.length > 1) return { why: 'one answer alone can be given. Leave one line.' };
  const chosen = codes.flatMap((code) => code ?? []);
  return { typed: { [field.name]: field.as === 'choice' ? (chosen[0] ?? '') : chosen } };
}

/**
 * The sections that a file answers, each as it is kept; or all that is wrong with it. A section of which nothing is answered is left as it stands, and so
 * is a question whose row is not there: one that is there and empty takes the answer away. `present`: what stands, as the file would have it.
 */
export function sectionsOf(
  sheet: Sheet,
  answers: ReadonlyMap<string, { readonly row: number; readonly text: string }>,
  present: readonly FileRow[],
):
  | { readonly sections: readonly { readonly section: SheetSection; readonly answers: SectionAnswers }[] }
  | { readonly problems: readonly string[] } {
  const codes = new Set(present.map(({ code }) => code));
  const standing = new Map(present.map(({ code, answer }) => [code, answer]));
  const problems = [...answers].flatMap(([code, { row, text }]) =>
    codes.has(code) || text === '' ? [] : [`Row ${row}: “${code}” is the code of no question here. Copy the code from a fresh file.`],
  );
  const sections = sheet.sections.flatMap((section) => {
    let typed: Typed = {};
    let first = 0;
    for (const field of section.fields) {
      const code = `${section.code}.${field.name}`;
      const own = answers.get(code);
      const text = own ? own.text : (standing.get(code) ?? '');
      if (text === '') continue;
      if (own) first ||= own.row;
      const read = typedOf(field, text);
      if ('why' in read) problems.push(wrongRow(own?.row ?? 0, section, field, read.why));
      else typed = { ...typed, ...read.typed };
    }
    if (first === 0 || problems.length > 0) return [];
    const read = readSection(section, typed);
    if ('answers' in read) return [{ section, answers: read.answers }];
    problems.push(...read.errors.map(({ message }) => `Row ${first}, ${section.title}: ${message}.`));
    return [];
  });
  return problems.length > 0 ? { problems } : { sections };
}
