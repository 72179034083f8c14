import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Instant, PlainDate } from '../../../domain/calendar/dates';
import type { Message } from '../../../domain/forms/meetings';
import { readGround } from '../../access/restricted';
import { storedContacts } from '../../people/contacts';
import { type Client, db, firstOf, prepared, type RowOf } from '../../tables/query';
import { isStaffAudience } from '../expand';
import { linkOf, namedAction, readMessage } from '../messages';
import type { QueuedNotice } from '../notice-rows';
import { ownDetails, type OwnDetails } from './naming/own-details';

/** What a letter is written from besides the state of its matter: words that people typed, which the core never sees, and who must not be named. */
export interface LetterFacts {
  readonly own: OwnDetails;
  /** The record is restricted, and not open to its reader: what somebody typed does not go to them. */
  readonly isShut: boolean;
  /** The calendar's UID of the meeting; null where the notice is about none. */
  readonly uid: string | null;
  /** What somebody wrote by hand; null: nobody did. */
  readonly message: Message | null;
  /** Where its reader answers, or words in its place; null: they do not. */
  readonly answerAt: string | null;
  /** The public address of a form that is read and printed, by its name; null: where people reach the pages is not known. */
  readonly formAt: ((form: string) => string) | null;
  /** The action that the notice is about: what was agreed to be done, as it was typed, and when; null where it is about none. */
  readonly action: { readonly what: string | null; readonly agreedOn: PlainDate } | null;
}

/** Whoever was recorded with the person once is not named either. */
const person = prepared('person-of-letter', (registerId: string) =>
  db
    .selectFrom('person')
    .select(['name', 'nhs_number', 'contacts'])
    .select((eb) =>
      eb
        .selectFrom('contact_version')
        .select(sql`json_agg(details)`.as('details'))
        .whereRef('contact_version.register_id', '=', 'person.register_id')
        .as('former'),
    )
    .where('register_id', '=', registerId),
);

/** Reads what the letter of a notice is written from, and gives its meeting a UID where it has none. Throws where the person is unknown. `draft`: what is written by hand and not sent yet. */
export async function loadLetterFacts(
  database: Client,
  notice: QueuedNotice,
  at: Instant,
  { draft = null, answerAt, formAt = null }: WrittenWith = {},
): Promise<LetterFacts> {
  const { registerId, pathway, meeting } = notice;
  const own = registerId === null ? null : await readOwn(database, registerId);
  if (registerId === null || own === null) throw new Error(`the notice ${notice.key} is about nobody on file`);
  const may = await mayReadWords(database, registerId, notice, at);
  return {
    own,
    uid: pathway === null || meeting === null ? null : await uidOf(database, { registerId, pathway, meeting }),
    message: draft ?? (await readMessage(database, notice)),
    answerAt: answerOf(notice, answerAt),
    formAt,
    action: withWords(await actionOf(database, notice), may),
    isShut: !may,
  };
}

/** What tells who somebody is, as far as it is on record; null: nobody is. Throws where the database is away. */
export async function readOwn(database: Client, registerId: string): Promise<OwnDetails | null> {
  const row = await firstOf(database, person(registerId));
  if (row === null) return null;
  return ownDetails({ name: row.name, nhsNumber: row.nhs_number }, [...storedContacts(row.contacts), ...storedContacts(row.former)]);
}

/** What a letter is written with: of a message by hand what is not sent yet, and the address of a link, which nobody is told but its reader; and where forms are printed. */
export interface WrittenWith {
  readonly draft?: Message | null;
  readonly answerAt?: ((link: string) => string) | undefined;
  readonly formAt?: LetterFacts['formAt'] | undefined;
}

const answerOf = (notice: QueuedNotice, at: WrittenWith['answerAt']): string | null => {
  const link = linkOf(notice);
  return link === null ? null : at ? at(link) : '(Here stands the address by which they answer. It is told to them alone.)';
};

const withWords = (action: LetterFacts['action'], may: boolean): LetterFacts['action'] =>
  action && { ...action, what: may ? action.what : null };

/**
 * Of a restricted record, what somebody typed goes by mail to those of our own alone who open it as usual: whoever gave a reason has it open on
 * the pages, for a while. The person and those around them are written to as ever.
 */
export async function mayReadWords(
  database: Client,
  registerId: string,
  { audience, recipient }: Pick<QueuedNotice, 'audience' | 'recipient'>,
  at: Instant,
): Promise<boolean> {
  if (!isStaffAudience(audience)) return true;
  const [, id = ''] = /^staff:(.*)$/.exec(recipient) ?? [];
  const { as } = await readGround(database, { id }, registerId, at);
  return as !== 'shut' && as !== 'opened';
}

/**
 * A meeting's UID for its whole life, whatever is changed, taken back or scheduled again under its id: random, so that a calendar learns
 * nothing by it. Those told of before there were random ones keep theirs.
 */
async function uidOf(database: Client, meeting: Meeting): Promise<string> {
  const row = await firstOf(database, uid(meeting, randomUUID()));
  if (!row) throw new Error('a meeting was given no UID');
  return row.uid;
}

interface Meeting {
  readonly registerId: string;
  readonly pathway: number;
  readonly meeting: string;
}

const uid = prepared('uid-of-meeting', ({ registerId, pathway, meeting }: Meeting, fresh: string) =>
  db
    .insertInto('meeting_uid')
    .values({ register_id: registerId, pathway, meeting, uid: fresh })
    .onConflict((conflict) =>
      conflict.columns(['register_id', 'pathway', 'meeting']).doUpdateSet(({ ref }) => ({ uid: ref('meeting_uid.uid') })),
    )
    .returning('uid'),
);

/** What a notice is about; null: nothing of the kind. */
type Matter = Pick<QueuedNotice, 'registerId' | 'pathway' | 'deadline' | 'eventId'>;
/** The same, with the action that a notice by hand names. */
type OfAction = Matter & { readonly named: string | null };

/** For a comparison that nothing meets where it is null. */
const given = <Value>(value: Value | null) => sql<Value>`${value}`;

const actionIn = sql<string | null>`event.fact::json ->> 'action'`;

/** The action that an event tells of. */
const actionOfEvent = (eventId: string | null) =>
  db.selectFrom('event').select(actionIn.as('action')).where('id', '=', given(eventId)).where('fact', 'is not', null);

/** The action that a notice is about, by name, by its event or its deadline; then the words of its agreement, as put right since. */
const action = prepared('action-of-letter', ({ registerId, pathway, deadline, eventId, named }: OfAction) =>
  db
    .with('about', (also) =>
      also.selectNoFrom(({ fn, selectFrom }) =>
        fn
          .coalesce(
            selectFrom('deadline')
              .select('subject')
              .where('register_id', '=', given(registerId))
              .where('pathway', '=', given(pathway))
              .where('id', '=', given(deadline))
              .where('kind', '=', 'action'),
            actionOfEvent(eventId),
            sql<string | null>`${named}::text`,
          )
          .as('action'),
      ),
    )
    .selectFrom('about')
    .innerJoin('action', 'action.id', 'about.action')
    .select('action.agreed_on as agreedOn')
    .select((eb) =>
      eb
        .selectFrom('event')
        .innerJoin('event_text', 'event_text.event_id', 'event.id')
        .select('event_text.text')
        .where('event.register_id', '=', given(registerId))
        .where('event.pathway', '=', given(pathway))
        .where('event.status', '=', 'applied')
        .where('event.fact', 'is not', null)
        .where((of) =>
          of.or([
            of.and([of('event.type', '=', 'action-agreed'), of('event_text.field', '=', 'what'), of(actionIn, '=', of.ref('action.id'))]),
            of.and([
              of('event.type', '=', 'corrected'),
              of('event_text.field', '=', 'with.what'),
              of(sql<string | null>`event.fact::json -> 'with' ->> 'action'`, '=', of.ref('action.id')),
            ]),
          ]),
        )
        .orderBy('event.position', 'desc')
        .limit(1)
        .as('what'),
    )
    .where('action.register_id', '=', given(registerId))
    .where('action.pathway', '=', given(pathway)),
);

const actionOf = (database: Client, notice: QueuedNotice): Promise<LetterFacts['action']> =>
  firstOf(database, action({ ...notice, named: namedAction(notice) }));

/** The deadline that a notice is about, or that of the action which it tells of; null where there is none any more. */
const duty = prepared('duty-of-notice', ({ registerId, pathway, deadline, eventId }: Matter) =>
  db
    .selectFrom('deadline')
    .select(['id', 'kind', 'anchor', 'due'])
    // Somebody above the team was told that it waits too long.
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('notice')
            .select('notice.key')
            .whereRef('notice.register_id', '=', 'deadline.register_id')
            .whereRef('notice.pathway', '=', 'deadline.pathway')
            .whereRef('notice.deadline', '=', 'deadline.id')
            .where('notice.template', '=', 'step-escalate')
            .where(sql`notice.params ->> 'due'`, 'is not distinct from', sql`deadline.due::text`),
        )
        .$castTo<boolean>()
        .as('escalated'),
    )
    .where('register_id', '=', given(registerId))
    .where('pathway', '=', given(pathway))
    .where((eb) =>
      eb.or([
        eb('id', '=', given(deadline)),
        eb.and([eb(sql`${deadline}::text`, 'is', null), eb('kind', '=', 'action'), eb('subject', '=', actionOfEvent(eventId))]),
      ]),
    )
    .orderBy('owed', 'desc')
    .orderBy('due', (order) => order.desc().nullsLast())
    .limit(1),
);

/** A deadline as a digest counts it: several notices about one are one duty. */
export type DutyFacts = Readonly<RowOf<typeof duty>>;

/** Reads the duty that a notice is about; null where it is about none. */
export const loadDuty = (database: Client, notice: QueuedNotice): Promise<DutyFacts | null> => firstOf(database, duty(notice));
