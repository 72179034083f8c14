import { sql } from 'kysely';
import { jsonObjectFrom } from 'kysely/helpers/postgres';
import type { Pool } from 'pg';
import { londonDate, type Instant } from '../../../../domain/calendar/dates';
import type { Fact } from '../../../../domain/pathway/events';
import type { Action, CoreContext, Deadline, OwedAtEnd, Snapshot } from '../../../../domain/pathway/types';
import { reading } from '../../../../infra/database/reading';
import { toldOnItsOwn } from '../../askers/acknowledgement';
import { storedContacts } from '../../../people/contacts';
import { area } from '../../../rules/areas';
import { isOfficeOpen } from '../../../rules/office-hours';
import { db, firstOf, prepared, type RowOf } from '../../../tables/query';
import type { NoticeState } from '../../letters/notice-state';
import type { QueuedNotice } from '../../notice-rows';
import { namedAction } from '../../messages';
import { areaPeople, peopleAt } from '../../people';
import { readCompanions, type Companion } from './companions';
import { askCore, type CoreAnswers } from './core-answers';

/** What the state is read from. */
interface StateDeps {
  readonly pool: Pool;
  readonly core: CoreContext;
  readonly now: () => Instant;
}

/** What the check asks besides: the core's own answers, and who was told what. */
export interface CheckedState extends NoticeState {
  /** The person's sequence. */
  readonly sequence: number;
  /** The core's answer for the pathway now; null where nothing was accepted on it. */
  readonly snapshot: Snapshot | null;
  /** Its answer as it was once the notice's event had been heard, as known now. */
  readonly then: Snapshot | null;
  /** What became of the event: it stands; it was taken back; or it was put right, and would not bring this notice any more. */
  readonly eventStands: 'as-said' | 'taken-back' | 'brings-it-no-more';
  /** Other notices that matter to this one: of the same meeting, or of the same cause. */
  readonly companions: readonly Companion[];
  /** The team of the area is at work. */
  readonly officeOpen: boolean;
  /** Of who asked on a public form: a message of its own tells them that it arrived. */
  readonly toldOnItsOwn: boolean;
}

interface About {
  readonly registerId: string;
  readonly pathway: number | null;
  readonly meeting: string | null;
  readonly eventId: string | null;
  readonly recipient: string;
}
/** By what the notice is about, whether it is on record or only looked at before it is. */
const stateOf = prepared('state-of-notice', ({ registerId, pathway, meeting, eventId, recipient }: About) =>
  db
    .selectFrom('person')
    .leftJoin('meeting', (join) =>
      join
        .onRef('meeting.register_id', '=', 'person.register_id')
        .on('meeting.pathway', '=', sql<number>`${pathway}`)
        .on('meeting.id', '=', sql<string>`${meeting}`),
    )
    .select(['person.area', 'meeting.place'])
    .select((eb) => [
      toldOnItsOwn(eventId).as('toldOnItsOwn'),
      jsonObjectFrom(
        eb
          .selectFrom('event')
          .select(['event.id', 'event.type', 'event.on', 'event.status', 'event.reason', 'event.fact', 'event.source'])
          .select((of) => of('event.resolved', 'is not', null).$castTo<boolean>().as('resolved'))
          .where('event.id', '=', sql<string>`${eventId}`),
      ).as('event'),
      jsonObjectFrom(
        eb
          .selectFrom('contact_version')
          .select(['contact_version.state', 'contact_version.details'])
          .whereRef('contact_version.register_id', '=', 'person.register_id')
          .where(sql<string>`${recipient}`, '=', sql<string>`'contact:' || contact_version.contact`)
          .orderBy('contact_version.version', 'desc')
          .limit(1),
      ).as('last'),
    ])
    .where('person.register_id', '=', registerId),
);

/**
 * Everything that a notice's text and its permission to go depend on, as it stands now, all of it as of one moment.
 * Throws where the person is unknown, or a row is not as it should be.
 */
export async function readNoticeState({ pool, core, now }: StateDeps, notice: QueuedNotice): Promise<CheckedState> {
  return reading(pool, async (client) => {
    const { registerId, pathway } = notice;
    const row = registerId === null ? null : await firstOf(client, stateOf({ ...notice, registerId }));
    const answers = registerId === null || pathway === null ? null : await askCore(client, { core, registerId, pathway, now: now() });
    if (!row || !answers) throw new Error(`the notice ${notice.key} is about nobody on file`);
    const [leaver] = row.last === null || row.last.state === 'present' ? [] : storedContacts([row.last.details]);
    const contacts = [...storedContacts(answers.contacts), ...(leaver ? [leaver] : [])];
    const companions = await readCompanions(client, notice);
    const event = row.event && eventOf(row.event, answers);
    return {
      area: area(row.area),
      officeOpen: isOfficeOpen(area(row.area), core.holidays, now()),
      recipients: { ...peopleAt(await areaPeople(client, row.area), now(), answers.owner), contacts },
      bornOn: answers.bornOn,
      askedThemself: answers.askedThemself,
      sequence: answers.sequence,
      event,
      eventStands: row.event ? whetherStands(notice, row.event, answers) : 'as-said',
      companions,
      toldOnItsOwn: row.toldOnItsOwn,
      left: leaver && { contact: leaver.id, silently: row.last?.state === 'ended-silently' },
      siblings: companions.filter(({ template }) => template.startsWith('meeting-')),
      ...ofSnapshot(notice, answers, row.place, event?.fact ?? null),
    };
  });
}

type NoticeEventRow = NonNullable<RowOf<typeof stateOf>['event']>;

const saidIn = ({ fact }: NoticeEventRow): Fact | null => (fact === null ? null : (JSON.parse(fact) as Fact));

function eventOf(row: NoticeEventRow, answers: CoreAnswers): NonNullable<NoticeState['event']> {
  const entry = answers.factOf(row.id);
  const takenBack = row.status === 'applied' && !entry && row.type !== 'corrected';
  return { ...row, takenBack, on: entry ? (entry.fact.on ?? londonDate(entry.at)) : row.on, fact: entry?.fact ?? saidIn(row) };
}

function whetherStands({ template, audience }: QueuedNotice, row: NoticeEventRow, answers: CoreAnswers): CheckedState['eventStands'] {
  const said = saidIn(row);
  if (row.status !== 'applied' || said === null || said.type === 'corrected') return 'as-said';
  const entry = answers.factOf(row.id);
  if (!entry) return 'taken-back';
  const isPutRight = JSON.stringify(entry.fact) !== JSON.stringify(said);
  return isPutRight && !answers.stillWants(row.id, template, audience) ? 'brings-it-no-more' : 'as-said';
}

function ofSnapshot(
  notice: QueuedNotice,
  answers: CoreAnswers,
  place: string | null,
  fact: Fact | null,
): Pick<CheckedState, 'snapshot' | 'then' | 'ratingThen' | 'pathway' | 'deadline' | 'meeting' | 'action' | 'meetings'> {
  const { now: snapshot } = answers;
  const then = notice.eventId === null ? null : answers.after(notice.eventId);
  const ratingThen = then?.rating ?? null;
  if (!snapshot) return { snapshot, then, ratingThen, pathway: null, deadline: null, meeting: null, action: null, meetings: [] };
  const { rating, registerConsent, inpatient, ended } = snapshot;
  const meeting = snapshot.meetings.find(({ id }) => id === notice.meeting);
  const deadline = notice.deadline === null ? null : (snapshot.deadlines.get(notice.deadline) ?? null);
  const named = fact !== null && 'action' in fact ? fact.action : namedAction(notice);
  const action = actionOf(snapshot, named, deadline);
  return {
    snapshot,
    then,
    ratingThen,
    pathway: {
      rating,
      registerConsent,
      inpatient,
      ended: ended && { type: ended.type, on: ended.on },
      owedAtEnd: (ended?.owed ?? []).map((one) => owedOf(snapshot, one)),
    },
    deadline,
    meeting: meeting ? { ...meeting, place } : null,
    meetings: snapshot.meetings,
    action: action ?? null,
  };
}

/** The action of this name, or that of a deadline. */
const actionOf = (
  { actions }: Snapshot,
  named: string | null,
  deadline: Pick<Deadline, 'kind' | 'subject'> | null | undefined,
): Action | undefined => actions.find(({ id }) => id === (named ?? (deadline?.kind === 'action' ? deadline.subject : null)));

const owedOf = (snapshot: Snapshot, { deadline, kind, due }: OwedAtEnd) => ({
  kind,
  due,
  agreedOn: actionOf(snapshot, null, snapshot.deadlines.get(deadline))?.agreedOn ?? null,
});
