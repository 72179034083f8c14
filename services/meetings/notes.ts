import type { PlainDate } from '../../domain/calendar/dates';
import type { Sheet } from '../../domain/forms/sheets/sheet';
import { MEETING_SHEETS, type MeetingSheetKind } from '../../domain/forms/sheets/sheets';
import type { MeetingKind } from '../../domain/pathway/events';
import { type SheetVersion, sheetVersions } from '../forms/sheets';
import { readForms, type WrittenForm } from '../forms/written-forms';
import type { Standing } from '../pathway/standing';
import type { Client } from '../tables/query';

/** Which meeting of whom. */
export interface MeetingAt {
  readonly registerId: string;
  readonly pathway: number;
  readonly meeting: string;
}

/** The id of what is written of a meeting: its kind, the pathway and the meeting, by which alone it is the meeting's own. */
export const formIdOf = (kind: MeetingSheetKind | 'attendance', { pathway, meeting }: MeetingAt): string => `${kind}/${pathway}/${meeting}`;

/** The notes that each kind of meeting has; null: it has none. */
const NOTES: Readonly<Record<MeetingKind, MeetingSheetKind | null>> = {
  mam: 'mam',
  mdt: 'mam',
  'community-cetr': 'cetr',
  'post-admission-cetr': 'cetr',
  'inpatient-cetr': 'cetr',
  'discharge-cetr': 'cetr',
  laep: 'laep',
  cpa: 'cpa',
  'discharge-planning': 'discharge-planning',
  rca: 'rca',
  'register-review': null,
};

/** The edition of the notes of a kind of meeting that is filled in now; null: it has none. */
export function notesOf(kind: MeetingKind): Sheet<MeetingSheetKind> | null {
  const sheets: readonly Sheet<MeetingSheetKind>[] = MEETING_SHEETS;
  return sheets.findLast((sheet) => sheet.kind === NOTES[kind]) ?? null;
}

/** The notes of a meeting, and what was written at the one before it. */
export interface MeetingNotes {
  readonly versions: readonly SheetVersion[];
  /** The newest notes of the same kind of an earlier day; null: there are none. */
  readonly before: { readonly on: PlainDate; readonly last: SheetVersion } | null;
}

/** What stands in notes among all that was filled in about a person. */
export function notesAmong(
  forms: readonly WrittenForm[],
  standing: Pick<Standing, 'registerId' | 'pathway' | 'meetings'>,
  meeting: string,
): MeetingNotes {
  const own = standing.meetings.find(({ id }) => id === meeting);
  const kind = own && NOTES[own.kind];
  if (!own || !kind) return { versions: [], before: null };
  const of = (id: string): readonly WrittenForm[] => {
    const formId = formIdOf(kind, { registerId: standing.registerId, pathway: standing.pathway, meeting: id });
    return forms.filter((form) => form.id === formId).toSorted((a, b) => a.version - b.version);
  };
  const earlier = standing.meetings
    .filter((one) => one.id !== meeting && one.status !== 'cancelled' && NOTES[one.kind] === kind && one.on < own.on)
    .toSorted((a, b) => b.on.localeCompare(a.on))
    .flatMap(({ id, on }) => {
      const last = sheetVersions(of(id)).at(-1);
      return last ? [{ on, last }] : [];
    });
  return { versions: sheetVersions(of(meeting)), before: earlier[0] ?? null };
}

/** The notes of a meeting with what was written at the one before it. Throws where the database is away. */
export const readNotes = async (
  database: Client,
  standing: Pick<Standing, 'registerId' | 'pathway' | 'meetings'>,
  meeting: string,
): Promise<MeetingNotes> => notesAmong(await readForms(database, standing.registerId), standing, meeting);
