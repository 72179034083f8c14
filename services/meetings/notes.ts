import type { PlainDate } from '../../domain/calendar/dates';
import { MAM_1 } from '../../domain/forms/sheets/mam';
import type { Sheet } from '../../domain/forms/sheets/sheet';
import type { SheetKind } from '../../domain/forms/sheets/sheets';
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
export const formIdOf = (kind: 'mam' | 'attendance', { pathway, meeting }: MeetingAt): string => `${kind}/${pathway}/${meeting}`;

/** The notes that are made at a kind of meeting; null: there are none for it yet. */
export const notesOf = (kind: MeetingKind): Sheet<SheetKind> | null => (kind === 'mam' || kind === 'mdt' ? MAM_1 : null);

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
  const of = (id: string): readonly WrittenForm[] => {
    const formId = formIdOf('mam', { registerId: standing.registerId, pathway: standing.pathway, meeting: id });
    return forms.filter((form) => form.id === formId);
  };
  const own = standing.meetings.find(({ id }) => id === meeting);
  const earlier = standing.meetings
    .filter(({ id, on, kind, status }) => id !== meeting && status !== 'cancelled' && own !== undefined && kind === own.kind && on < own.on)
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
