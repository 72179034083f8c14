import { MOST_OF_PROMPT, MOST_PROMPTS, type OwnPrompts } from '../../../domain/forms/sheets/prompts';
import type { Sheet, SheetSection } from '../../../domain/forms/sheets/sheet';
import { typedLine } from '../../../domain/text';
import type { FormError, Question } from '../../parts/form';
import { one, type Typed } from '../../record/fields';

type Own = OwnPrompts[string];

/** The field of a section. It ends in what no other's begins with, so that a mistake stands at its own. */
export const fieldOf = ({ code }: Pick<SheetSection, 'code'>): string => `${code}_prompts`;

/** A field for the prompts of each section, with ours beside it. */
export const promptQuestions = ({ sections }: Sheet): readonly Question[] =>
  sections.map((section, at) => ({
    ...{ as: 'words', isLong: true, name: fieldOf(section), label: `${at + 1}. ${section.title}` },
    hint:
      section.prompts === undefined
        ? 'The service has no prompts here.'
        : `Those of the service: ${section.prompts.map((line) => line.replace(/([^.?!])$/, '$1.')).join(' ')}`,
  }));

/** What the form is shown with at first: the area's own, a line each. */
export const promptsTyped = ({ sections }: Sheet, own: Own): Typed =>
  Object.fromEntries(sections.map((section) => [fieldOf(section), (own[section.code] ?? []).join('\n')]));

/** The lines of a field: empty ones and the signs that a list brings with it when it is pasted are left out. */
const linesOf = (text: string): readonly string[] =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(/^\s*[-–•·*]\s+/, '').trim())
    .filter((line) => line !== '');

/** What was typed of each section that has something; or what is wrong with it. */
export function readPrompts({ sections }: Sheet, typed: Typed): { readonly own: Own; readonly errors: readonly FormError[] } {
  const errors: FormError[] = [];
  const own = sections.flatMap((section) => {
    const lines = linesOf(one(typed, fieldOf(section)));
    const field = fieldOf(section);
    const wrong = lines.findIndex((line) => !typedLine(MOST_OF_PROMPT).safeParse(line).success);
    if (lines.length > MOST_PROMPTS)
      errors.push({
        field,
        message: `${section.title}: write at most ${MOST_PROMPTS} prompts. There are ${lines.length}: leave some out, or put two in one line`,
      });
    else if (wrong >= 0)
      errors.push({
        field,
        message: `${section.title}: line ${wrong + 1} must have at most ${MOST_OF_PROMPT} characters, and no control characters. Write it shorter, or as two lines`,
      });
    return lines.length === 0 ? [] : [[section.code, lines] as const];
  });
  return { own: Object.fromEntries(own), errors };
}

/** A section whose prompts change. */
export interface PromptsChange {
  readonly title: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Afterwards those of the service stand here again. */
  readonly back: boolean;
}

/** What changes between two, section by section in the order of the sheet. */
export const promptsChanged = ({ sections }: Sheet, before: Own, after: Own): readonly PromptsChange[] =>
  sections.flatMap(({ code, title, prompts = [] }) =>
    (before[code] ?? []).join('\n') === (after[code] ?? []).join('\n')
      ? []
      : [{ title, before: before[code] ?? prompts, after: after[code] ?? prompts, back: after[code] === undefined }],
  );
