import type { Instant, PlainDate } from '../../../domain/calendar/dates';
import type { FilledForm } from '../../../domain/forms/forms';
import type { PanelPapers, PanelReading } from '../../../domain/forms/papers';
import { canonicalJson } from '../../../infra/canonical';
import { writeNextVersion } from '../../forms/next-version';
import type { SheetDeps } from '../../forms/sheets';
import { readVersions, type WrittenForm } from '../../forms/written-forms';
import type { Client } from '../../tables/query';
import type { MeetingAt } from '../notes';

/** What the panel of a review may read, as somebody shared it last. */
export interface SharedPapers {
  readonly version: number;
  /** By their ids, among the person's documents; none: nothing is shared any more. */
  readonly documents: readonly string[];
  /** The last day, in London, to its end. */
  readonly until: PlainDate;
  readonly at: Instant;
  /** As the log of events names a source. */
  readonly by: string;
}

/** What one member of a panel did with its papers. */
export interface Reading {
  /** The ids of what they opened, the first one first. */
  readonly opened: readonly string[];
  /** They have said since that they keep no copy. */
  readonly deleted: boolean;
  readonly at: Instant;
}

const papersId = ({ pathway, meeting }: MeetingAt): string => `panel-papers/${pathway}/${meeting}`;
const readingId = ({ pathway, meeting }: MeetingAt, staff: string): string => `panel-reading/${pathway}/${meeting}/${staff}`;

const isPapers = (form: FilledForm): form is Extract<FilledForm, { kind: 'panel-papers' }> => form.kind === 'panel-papers';
const isReading = (form: FilledForm): form is Extract<FilledForm, { kind: 'panel-reading' }> => form.kind === 'panel-reading';

function lastPapers(versions: readonly WrittenForm[]): SharedPapers | null {
  const last = versions.at(-1);
  if (!last || !isPapers(last.form)) return null;
  const { documents, until } = last.form.answers;
  return { version: last.version, documents, until, at: last.at, by: last.source };
}

function lastReading(versions: readonly WrittenForm[]): Reading | null {
  const last = versions.at(-1);
  if (!last || !isReading(last.form)) return null;
  const { opened, deleted } = last.form.answers;
  return { opened, deleted, at: last.at };
}

/** What was shared with the panel of a review last; null: nothing ever was. Throws where the database is away. */
export const readPapers = async (database: Client, at: MeetingAt): Promise<SharedPapers | null> =>
  lastPapers(await readVersions(database, at.registerId, papersId(at)));

/** The same, among all that was filled in about a person. */
export const papersAmong = (forms: readonly WrittenForm[], at: MeetingAt): SharedPapers | null =>
  lastPapers(forms.filter(({ id }) => id === papersId(at)).toSorted((a, b) => a.version - b.version));

/** What a member of staff did with the papers of a review; null: nothing. Throws where the database is away. */
export const readReading = async (database: Client, at: MeetingAt, staff: string): Promise<Reading | null> =>
  lastReading(await readVersions(database, at.registerId, readingId(at, staff)));

/** What each member of a panel did with the papers of a review, by their ids, among all that was filled in about a person. */
export function readingsAmong(forms: readonly WrittenForm[], at: MeetingAt): ReadonlyMap<string, Reading> {
  const prefix = readingId(at, '');
  const ids = [...new Set(forms.flatMap(({ id }) => (id.startsWith(prefix) ? [id] : [])))];
  return new Map(
    ids.flatMap((id) => {
      const last = lastReading(forms.filter((form) => form.id === id).toSorted((a, b) => a.version - b.version));
      return last === null ? [] : [[id.slice(prefix.length), last] as const];
    }),
  );
}

export type PapersShared = 'shared' | 'changed' | 'unknown';

/**
 * Shares documents of a person with the panel of a review, in place of what was shared before; none: takes all of them back. Whether they open is
 * for the consent that stands when somebody opens them (`readOwnReview`). Out: `changed`: somebody else shared others since the version that was
 * seen; nothing is written. Throws where the database is away; the same call may then be made again.
 * @param since the version that was seen; 0: nothing was shared
 */
export const sharePapers = (
  deps: SheetDeps,
  at: MeetingAt,
  papers: Omit<PanelPapers, 'meeting'>,
  since: number,
  source: string,
): Promise<PapersShared> =>
  writeNextVersion<'shared' | 'changed'>(deps, { registerId: at.registerId, id: papersId(at), source }, (versions) => {
    const form = { kind: 'panel-papers', edition: 1, answers: { meeting: at.meeting, ...papers } } as const;
    const last = versions.at(-1);
    if (last && canonicalJson(last.form.answers) === canonicalJson(form.answers)) return { answer: 'shared', form: null };
    if ((last?.version ?? 0) > since) return { answer: 'changed', form: null };
    return { answer: 'shared', form };
  });

const NOTHING: Omit<PanelReading, 'meeting'> = { opened: [], deleted: false };

/** Keeps what a member of a panel did; what changes nothing is not kept twice. */
const keepReading = (
  deps: SheetDeps,
  at: MeetingAt,
  staff: string,
  next: (before: Omit<PanelReading, 'meeting'>) => Omit<PanelReading, 'meeting'>,
): Promise<'kept' | 'unknown'> =>
  writeNextVersion<'kept'>(deps, { registerId: at.registerId, id: readingId(at, staff), source: `staff:${staff}` }, (versions) => {
    const last = versions.at(-1)?.form;
    const before = last && isReading(last) ? last.answers : NOTHING;
    const answers = { meeting: at.meeting, ...next(before) };
    const isSame = canonicalJson({ ...answers }) === canonicalJson({ meeting: at.meeting, ...NOTHING, ...before });
    return { answer: 'kept', form: isSame ? null : { kind: 'panel-reading', edition: 1, answers } };
  });

/** Keeps that a member of a panel opened a paper: once, and again after they said that they keep no copy. Every opening stands in the access log. Throws where the database is away. */
export const keepOpened = (deps: SheetDeps, at: MeetingAt, staff: string, document: string): Promise<'kept' | 'unknown'> =>
  keepReading(deps, at, staff, ({ opened }) => ({
    opened: opened.includes(document) ? opened : [...opened, document],
    deleted: false,
  }));

/** Keeps that a member of a panel says that they keep no copy of what they opened. Throws where the database is away. */
export const keepDeleted = (deps: SheetDeps, at: MeetingAt, staff: string): Promise<'kept' | 'unknown'> =>
  keepReading(deps, at, staff, ({ opened }) => ({ opened, deleted: true }));
