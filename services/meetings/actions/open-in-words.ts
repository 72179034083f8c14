import { sql } from 'kysely';
import type { Pool } from 'pg';
import { type Instant, londonDate, type PlainDate } from '../../../domain/calendar/dates';
import type { Contact } from '../../../domain/notices/recipients';
import type { EventType } from '../../../domain/pathway/events';
import { readFormsOfKinds } from '../../forms/written-forms';
import { type ActionInWords, openInWords } from './in-words';
import { readEventsOfTypes } from '../../pathway/events';
import { storedContacts } from '../../people/contacts';
import type { MeetingRow } from '../../record/read';
import { among, db, prepared, rowsOf } from '../../tables/query';
import type { OpenAction } from './open';

/** An action of a page in words, with what a row of it shows besides. */
export interface OpenInWords {
  readonly action: ActionInWords;
  readonly area: string;
  readonly contacts: readonly Contact[];
  /** At which it was agreed; null: at none. */
  readonly meeting: Pick<MeetingRow, 'id' | 'kind' | 'on'> | null;
  /** The deadline that is owed for it; null: none. */
  readonly deadline: string | null;
  /** When whoever is to do it was last asked how it stands; null: they were not. */
  readonly asked: PlainDate | null;
}

/** By what a page finds one of its actions. */
export const actionKey = ({ registerId, pathway, action }: Pick<OpenAction, 'registerId' | 'pathway' | 'action'>): string =>
  `${registerId}/${pathway}/${action}`;

/** What says something of an action that is still to be done. */
const TELLING: readonly EventType[] = ['action-agreed', 'action-blocked', 'corrected'];

const peopleOf = prepared('open-actions-people', (ids: readonly string[]) =>
  db
    .selectFrom('person')
    .select(['register_id as registerId', 'area', sql`contacts`.as('contacts')])
    .where('register_id', '=', among(ids)),
);
const meetingsOf = prepared('open-actions-meetings', (ids: readonly string[]) =>
  db
    .selectFrom('meeting')
    .select(['register_id as registerId', 'pathway', 'id', 'kind', sql<PlainDate>`"on"::text`.as('on')])
    .where('register_id', '=', among(ids)),
);
const deadlinesOf = prepared('open-actions-deadlines', (ids: readonly string[]) =>
  db
    .selectFrom('deadline')
    .select(['register_id as registerId', 'pathway', 'id', 'subject as action'])
    .where('register_id', '=', among(ids))
    .where('kind', '=', 'action')
    .where('owed', '=', true),
);
const askedOf = prepared('open-actions-asked', (ids: readonly string[]) =>
  db
    .selectFrom('notice')
    .select([
      'register_id as registerId',
      'pathway',
      sql<string | null>`params ->> 'action'`.as('action'),
      sql<Date>`max(sent_at)`.as('at'),
    ])
    .where('register_id', '=', among(ids))
    .where('template', '=', 'action-asked')
    .where('status', '=', 'sent')
    .groupBy(['register_id', 'pathway', sql`params ->> 'action'`]),
);

/** Of whom, and of what, a row is that was read for all of them. */
interface OfSomebody {
  readonly registerId: string | null;
}
interface OnPathway extends OfSomebody {
  readonly pathway: number | null;
}
interface OfAction extends OnPathway {
  readonly action: string | null;
}

/**
 * The actions of a page in words, by their keys: what was said of each and written about it, read at once for all of their people, without working
 * out anybody's dates. None for a restricted record. Throws where the database is away, or a form is not as it should be.
 */
export async function readOpenInWords(pool: Pool, page: readonly OpenAction[]): Promise<ReadonlyMap<string, OpenInWords>> {
  const open = page.filter(({ restricted }) => !restricted);
  const ids = [...new Set(open.map(({ registerId }) => registerId))];
  const [events, forms, people, meetings, deadlines, asked] = await Promise.all([
    readEventsOfTypes(pool, ids, TELLING),
    readFormsOfKinds(pool, ids, ['action', 'answer']),
    rowsOf(pool, peopleOf(ids)),
    rowsOf(pool, meetingsOf(ids)),
    rowsOf(pool, deadlinesOf(ids)),
    rowsOf(pool, askedOf(ids)),
  ]);
  return new Map(
    open.map((one) => {
      const { registerId, pathway } = one;
      const ofPerson = (row: OfSomebody): boolean => row.registerId === registerId;
      const onPathway = (row: OnPathway): boolean => ofPerson(row) && row.pathway === pathway;
      const ofAction = (row: OfAction): boolean => onPathway(row) && row.action === one.action;
      const person = people.find(ofPerson);
      const action = openInWords({ ...one, id: one.action }, events.filter(onPathway), forms.filter(ofPerson));
      const askedAt = asked.find(ofAction)?.at;
      return [
        actionKey(one),
        {
          ...{ action, area: person?.area ?? '', contacts: storedContacts(person?.contacts) },
          meeting: meetings.find((meeting) => onPathway(meeting) && meeting.id === action.meeting) ?? null,
          deadline: deadlines.find(ofAction)?.id ?? null,
          asked: askedAt === undefined ? null : londonDate(askedAt.getTime() as Instant),
        },
      ];
    }),
  );
}
