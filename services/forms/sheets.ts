import type { Pool } from 'pg';
import type { Instant } from '../../domain/calendar/dates';
import { type FilledSheet, filledFormSchema } from '../../domain/forms/forms';
import { type SectionAnswers, sectionSchema, type Sheet, type SheetAnswers, type SheetSection } from '../../domain/forms/sheets/sheet';
import type { SheetKind } from '../../domain/forms/sheets/sheets';
import { canonicalJson } from '../../infra/canonical';
import type { Seals } from '../../infra/seals';
import { type Decided, inTransaction } from '../record/transaction';
import type { Client } from '../tables/query';
import { lockForForm, readVersions, toWriteVersion, type WrittenForm } from './written-forms';

export interface SheetDeps {
  readonly pool: Pool;
  readonly seals: Seals;
  readonly clock: () => Instant;
}

/** A sheet of a person as it stands, or stood in one of its versions. */
export interface SheetVersion {
  readonly version: number;
  readonly edition: number;
  readonly at: Instant;
  /** As the log of events names a source. */
  readonly source: string;
  /** The section that was saved with it. */
  readonly section: string;
  readonly answers: SheetAnswers;
}

const answersOf = ({ form }: WrittenForm): SheetAnswers => (form as FilledSheet).answers;

/** Every version of a sheet of a person, the first one first; none: nobody has begun it. A sheet about a person is one form of theirs, of the id of its kind. */
export const readSheet = async (database: Client, registerId: string, id: string): Promise<SheetVersion[]> =>
  sheetVersions(await readVersions(database, registerId, id));

/** The versions of one form as those of a sheet. */
export function sheetVersions(versions: readonly WrittenForm[]): SheetVersion[] {
  return versions.map((one, index) => {
    const before = versions[index - 1];
    const [answers, earlier] = [answersOf(one), before ? answersOf(before) : {}];
    const section = Object.keys(answers).find((code) => canonicalJson(answers[code] ?? null) !== canonicalJson(earlier[code] ?? null));
    return { version: one.version, edition: one.form.edition, at: one.at, source: one.source, section: section ?? '', answers };
  });
}

/** By whom a section was saved last, and when; null: nobody has. */
export const savedLast = (versions: readonly SheetVersion[], section: string): SheetVersion | null =>
  versions.findLast((one) => one.section === section) ?? null;

/** A section of a sheet, as somebody filled it in. */
export interface SectionToSave {
  readonly registerId: string;
  /** Of which form it is; absent: of the one sheet of its kind. */
  readonly id?: string;
  readonly sheet: Sheet<SheetKind>;
  readonly section: SheetSection;
  readonly answers: SectionAnswers;
  /** The version of the sheet that they worked from; 0: it was not begun. */
  readonly since: number;
  readonly source: string;
}

export type SectionSaved =
  | { readonly status: 'saved'; readonly version: number }
  /** Somebody else saved this section since: what stands now. Nothing is written. */
  | { readonly status: 'changed'; readonly present: SheetVersion }
  /** The record was closed as a duplicate of one that lives on: what is written here nobody would read. */
  | { readonly status: 'duplicate'; readonly duplicateOf: string }
  | { readonly status: 'unknown-person' };

/** What an older edition answered, as far as the present one asks it too. */
function carriedOver(sheet: Sheet, { edition, answers }: SheetVersion): SheetAnswers {
  if (edition === sheet.edition) return answers;
  const kept = sheet.sections.flatMap((section) => {
    const read = sectionSchema(section).safeParse(answers[section.code]);
    return read.success ? [[section.code, read.data] as const] : [];
  });
  return Object.fromEntries(kept);
}

/**
 * Saves a section of a sheet as a new version of the whole. Two who fill in different sections at one time do not meet; where somebody else has saved
 * the same section since, nothing is written. The same again is saved once. Throws where the database is away; the same call may then be made again.
 */
export function saveSection(
  deps: SheetDeps,
  { registerId, sheet, id = sheet.kind, section, answers, since, source }: SectionToSave,
): Promise<SectionSaved> {
  return inTransaction<SectionSaved>(deps, async (client): Promise<Decided<SectionSaved>> => {
    const person = await lockForForm(client, registerId);
    if (person === null) return { answer: { status: 'unknown-person' }, write: null };
    if (person.duplicateOf !== null) return { answer: { status: 'duplicate', duplicateOf: person.duplicateOf }, write: null };
    const versions = await readSheet(client, registerId, id);
    const present = versions.at(-1);
    const code = section.code;
    if (present && canonicalJson(present.answers[code] ?? null) === canonicalJson(answers))
      return { answer: { status: 'saved', version: present.version }, write: null };
    const theirs = savedLast(versions, code);
    if (theirs && theirs.version > since)
      return { answer: { status: 'changed', present: { ...theirs, version: present?.version ?? 0 } }, write: null };
    const version = (present?.version ?? 0) + 1;
    const form = filledFormSchema.parse({
      ...{ kind: sheet.kind, edition: sheet.edition },
      answers: { ...(present ? carriedOver(sheet, present) : {}), [code]: answers },
    });
    const [write = null, ...also] = await toWriteVersion(client, deps.seals, {
      ...{ registerId, id, version, form, at: deps.clock(), source, eventId: null },
    });
    return { answer: { status: 'saved', version }, write, also };
  });
}

/** How many sections of a sheet somebody has filled in, or said that nothing is known of, by all forms of a person. */
export function savedCount(forms: readonly WrittenForm[], kind: SheetKind): number {
  const last = forms.findLast(({ form }) => form.kind === kind);
  return last === undefined ? 0 : Object.keys(answersOf(last)).length;
}
