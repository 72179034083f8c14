import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import type { Instant, PlainDate } from '../../../domain/calendar/dates';
import { dateSchema, type Fact } from '../../../domain/pathway/events';
import { londonDate } from '../../../domain/calendar/dates';
import type { Action, CoreContext, Snapshot } from '../../../domain/pathway/types';
import { area, type Area } from '../../rules/areas';
import { storedContacts } from '../../people/contacts';
import { reading } from '../../../infra/database/reading';
import { areaPeople, peopleAt } from '../people';
import type { Recipients } from '../../../domain/notices/recipients';
import type { QueuedNotice } from './queue';
import { readCompanions, type Companion } from './companions';
import { readStanding, type Standing } from './standing';

type Queryable = Pick<Pool | PoolClient, 'query'>;

/** What the state is read from. */
export interface StateDeps {
  readonly pool: Pool;
  readonly core: CoreContext;
  readonly now: () => Instant;
}

/** All that stands about a notice's matter at the moment of sending, as far as its words need it. */
export interface NoticeState {
  readonly area: Area;
  readonly recipients: Recipients;
  readonly pathway: {
    readonly rating: string | null;
    readonly registerConsent: boolean;
    readonly inpatient: boolean;
    readonly ended: { readonly type: string; readonly on: PlainDate } | null;
    readonly owedAtEnd: readonly { readonly kind: string; readonly due: PlainDate | null }[];
  } | null;
  /** The rating once the notice's event had been heard, as known now; null: none, or there is no event. */
  readonly ratingThen: string | null;
  readonly deadline: {
    readonly kind: string;
    readonly anchor: PlainDate;
    readonly due: PlainDate | null;
    readonly owed: boolean;
    readonly held: boolean;
  } | null;
  readonly meeting: {
    readonly kind: string;
    readonly status: string;
    readonly on: PlainDate;
    readonly time: string | null;
    readonly until: string | null;
    readonly place: string | null;
    readonly invited: readonly string[];
  } | null;
  readonly event: {
    readonly id: string;
    readonly type: string;
    /** The day on which it was true, as put right since. */
    readonly on: PlainDate | null;
    readonly status: string;
    readonly reason: string | null;
    readonly position: number;
    /** As it stands after every correction; of one that was taken back or refused, as it was said. */
    readonly fact: Fact | null;
    /** A refused one that a person has sorted out. */
    readonly resolved: boolean;
    /** Accepted, and taken back since. */
    readonly takenBack: boolean;
  } | null;
  readonly action: { readonly due: PlainDate | null; readonly status: Action['status'] } | null;
  /** The notices of the same meeting, this one among them. */
  readonly siblings: readonly Pick<Companion, 'key' | 'template' | 'recipient' | 'status' | 'position'>[];
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
}

const stateRow = z.object({
  area: z.string(),
  place: z.string().nullable(),
  event: z
    .object({
      id: z.string(),
      type: z.string(),
      on: dateSchema.nullable(),
      status: z.string(),
      reason: z.string().nullable(),
      position: z.number(),
      fact: z.string().nullable(),
      resolved: z.unknown().transform((resolved) => resolved !== null && resolved !== undefined),
    })
    .nullable(),
});

const STATE = `
  select p.area, m.place, to_jsonb(e) as event
    from notice n
    join person p on p.register_id = n.register_id
    left join meeting m on m.register_id = n.register_id and m.pathway = n.pathway and m.id = n.meeting
    left join event e on e.id = n.event_id
   where n.key = $1`;

/**
 * Everything that a notice's text and its permission to go depend on, as it stands now, all of it as of one moment.
 * Throws where the person is unknown, or a row is not as it should be.
 */
export async function loadState({ pool, core, now }: StateDeps, notice: QueuedNotice): Promise<CheckedState> {
  return reading(pool, async (client) => {
    const found = await client.query(STATE, [notice.key]);
    const { registerId, pathway } = notice;
    const standing = registerId === null || pathway === null ? null : await readStanding(client, { core, registerId, pathway, now: now() });
    if (found.rows.length === 0 || !standing) throw new Error(`the notice ${notice.key} is about nobody on file`);
    const row = stateRow.parse(found.rows[0]);
    const contacts = storedContacts(standing.contacts);
    const companions = await readCompanions(client, notice);
    const event = row.event && eventOf(row.event, standing);
    return {
      area: area(row.area),
      recipients: { ...peopleAt(await areaPeople(client, row.area), now(), standing.owner), contacts },
      sequence: standing.sequence,
      event,
      eventStands: row.event ? whetherStands(notice, row.event, standing) : 'as-said',
      companions,
      siblings: companions.filter(({ template }) => template.startsWith('meeting-')),
      ...ofSnapshot(notice, standing, row.place, event?.fact ?? null),
    };
  });
}

type EventRow = NonNullable<z.output<typeof stateRow>['event']>;

const saidIn = ({ fact }: EventRow): Fact | null => (fact === null ? null : (JSON.parse(fact) as Fact));

function eventOf(row: EventRow, standing: Standing): NonNullable<NoticeState['event']> {
  const entry = standing.factOf(row.id);
  const takenBack = row.status === 'applied' && !entry && row.type !== 'corrected';
  return { ...row, takenBack, on: entry ? (entry.fact.on ?? londonDate(entry.at)) : row.on, fact: entry?.fact ?? saidIn(row) };
}

function whetherStands({ template, audience }: QueuedNotice, row: EventRow, standing: Standing): CheckedState['eventStands'] {
  const said = saidIn(row);
  if (row.status !== 'applied' || said === null || said.type === 'corrected') return 'as-said';
  const entry = standing.factOf(row.id);
  if (!entry) return 'taken-back';
  const isPutRight = JSON.stringify(entry.fact) !== JSON.stringify(said);
  return isPutRight && !standing.stillWants(row.id, template, audience) ? 'brings-it-no-more' : 'as-said';
}

function ofSnapshot(
  notice: QueuedNotice,
  standing: Standing,
  place: string | null,
  fact: Fact | null,
): Pick<CheckedState, 'snapshot' | 'then' | 'ratingThen' | 'pathway' | 'deadline' | 'meeting' | 'action'> {
  const { now: snapshot } = standing;
  const then = notice.eventId === null ? null : standing.after(notice.eventId);
  const ratingThen = then?.rating ?? null;
  if (!snapshot) return { snapshot, then, ratingThen, pathway: null, deadline: null, meeting: null, action: null };
  const { rating, registerConsent, inpatient, ended } = snapshot;
  const meeting = snapshot.meetings.find(({ id }) => id === notice.meeting);
  const action = fact !== null && 'action' in fact ? snapshot.actions.find(({ id }) => id === fact.action) : undefined;
  return {
    snapshot,
    then,
    ratingThen,
    pathway: { rating, registerConsent, inpatient, ended: ended && { type: ended.type, on: ended.on }, owedAtEnd: ended?.owed ?? [] },
    deadline: notice.deadline === null ? null : (snapshot.deadlines.get(notice.deadline) ?? null),
    meeting: meeting ? { ...meeting, place } : null,
    action: action ? { due: action.due, status: action.status } : null,
  };
}

/** Who a mailing audience of the area is at an instant, for what is about no one person (the daily digest). */
export async function areaState(database: Queryable, areaId: string, at: Instant): Promise<{ area: Area; recipients: Recipients }> {
  return { area: area(areaId), recipients: { ...peopleAt(await areaPeople(database, areaId), at, null), contacts: [] } };
}
