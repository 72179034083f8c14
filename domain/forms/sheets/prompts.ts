import { MOST_OF_LINE, type Sheet } from './sheet';
import { MEETING_SHEETS, type SheetKind, VISIT_SHEETS } from './sheets';

/** So many prompts can be said of one section, in characters of `MOST_OF_LINE` each at most. */
export const MOST_PROMPTS = 20;
export const MOST_OF_PROMPT = MOST_OF_LINE;

/** The prompts that an area says in place of ours: by the kind of the sheet and the code of its section. */
export type OwnPrompts = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

const ALL: readonly Sheet<SheetKind>[] = [...MEETING_SHEETS, ...VISIT_SHEETS];

/** The notes of meetings, and of a visit, as they are filled in now: an area can have its own prompts on each of their sections (004 L1087). */
export const PROMPTED_SHEETS: readonly Sheet<SheetKind>[] = ALL.filter(
  ({ kind }, at) => ALL.findLastIndex((one) => one.kind === kind) === at,
);

/** One of them by its kind; null: there is none. */
export const promptedSheet = (kind: string): Sheet<SheetKind> | null => PROMPTED_SHEETS.find((sheet) => sheet.kind === kind) ?? null;

/** The codes of the sections of every edition of a kind of notes, so that prompts which were said once can always be read; null: there is no such kind. */
export function promptedSections(kind: string): readonly string[] | null {
  const codes = ALL.filter((sheet) => sheet.kind === kind).flatMap(({ sections }) => sections.map(({ code }) => code));
  return codes.length === 0 ? null : [...new Set(codes)];
}

/** A sheet with the prompts of an area in place of ours, on the sections of which it says some; the others keep ours. */
export function withPrompts<Kind extends string>(sheet: Sheet<Kind>, own: OwnPrompts): Sheet<Kind> {
  const said = own[sheet.kind];
  if (said === undefined) return sheet;
  return {
    ...sheet,
    sections: sheet.sections.map((section) => {
      const prompts = said[section.code];
      return prompts === undefined ? section : { ...section, prompts };
    }),
  };
}
