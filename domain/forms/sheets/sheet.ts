import { z } from 'zod';
import { dateSchema } from '../../pathway/events';
import { typedLine, typedText } from '../../text';

/** So many characters are kept of a line, and of an answer in words. */
export const MOST_OF_LINE = 300;
export const MOST_OF_WORDS = 20_000;

/** One answer that can be chosen: its code, which is never given to other words, and its words. */
export interface SheetOption {
  readonly code: string;
  readonly words: string;
  readonly hint?: string;
}

/** What a section asks. No answer is needed: what is known is filled in, and the rest another day. */
export type SheetField = {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
} & (
  | { readonly as: 'words' | 'day' }
  /** `naming`: it says who somebody is or how they are reached, and is hidden and left off paper with the names. */
  | { readonly as: 'line'; readonly naming?: true }
  | { readonly as: 'choice' | 'choices'; readonly options: readonly SheetOption[] }
);

/** A part of a sheet, saved by itself. */
export interface SheetSection {
  readonly code: string;
  readonly title: string;
  /** What to bear in mind, said before the questions. */
  readonly prompts?: readonly string[];
  readonly fields: readonly SheetField[];
}

/**
 * A form that staff fill in about a person, section by section, in their own time: an edition of it, with all its words. An edition is never
 * changed once the service has been used with it; one that asks otherwise is a new edition beside it, and the old one stays readable (004 L1000).
 */
export interface Sheet<Kind extends string = string> {
  readonly kind: Kind;
  readonly edition: number;
  readonly title: string;
  /** For what it is, in a sentence or two. */
  readonly about: string;
  /** The document whose sections these are. */
  readonly source: string;
  readonly sections: readonly SheetSection[];
}

/** Stands in the place of answers where somebody looked, and nothing is known. */
export const NOTHING_KNOWN = 'nothing-known';

/** What was answered in a section, by the names of its fields; days as `YYYY-MM-DD`. */
export type SectionAnswers = Readonly<Record<string, string | readonly string[]>>;
/** What was answered on a sheet, by the codes of its sections; one that nobody has saved is not there. */
export type SheetAnswers = Readonly<Record<string, SectionAnswers>>;

const codesOf = (options: readonly SheetOption[]) => z.enum(options.map(({ code }) => code) as [string, ...string[]]);

function answerSchema(field: SheetField): z.ZodType<string | readonly string[]> {
  switch (field.as) {
    case 'line':
      return typedLine(MOST_OF_LINE);
    case 'words':
      return typedText(MOST_OF_WORDS);
    case 'day':
      return dateSchema;
    case 'choice':
      return codesOf(field.options);
    case 'choices':
      return z
        .array(codesOf(field.options))
        .min(1)
        .refine((codes) => new Set(codes).size === codes.length, 'must not name one twice');
  }
}

/** The answers of a section as they are kept: at least one, or that nothing is known. */
export function sectionSchema({ fields }: SheetSection): z.ZodType<SectionAnswers> {
  const answers = Object.fromEntries(fields.map((field) => [field.name, answerSchema(field).optional()]));
  return z
    .strictObject({ ...answers, [NOTHING_KNOWN]: z.literal('yes').optional() })
    .transform((given) => Object.fromEntries(Object.entries(given).filter(([, answer]) => answer !== undefined)) as SectionAnswers)
    .refine((given) => Object.keys(given).length > 0, 'must answer something, or say that nothing is known')
    .refine((given) => !(NOTHING_KNOWN in given) || Object.keys(given).length === 1, {
      path: [NOTHING_KNOWN],
      error: 'must not be said beside answers',
    });
}

/** The answers of a sheet as they are kept. */
export const sheetSchema = ({ sections }: Sheet): z.ZodType<SheetAnswers> =>
  z
    .strictObject(Object.fromEntries(sections.map((section) => [section.code, sectionSchema(section).optional()])))
    .transform((given) => Object.fromEntries(Object.entries(given).filter(([, answers]) => answers !== undefined)) as SheetAnswers);

/** Short for a list of options: by code and words. */
export const options = (words: Readonly<Record<string, string>>): readonly SheetOption[] =>
  Object.entries(words).map(([code, said]) => ({ code, words: said }));
