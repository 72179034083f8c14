import { type ExpressionBuilder, sql, type SqlBool } from 'kysely';
import { type Looker, seesEveryone } from '../../../domain/access/roles';
import type { Instant, PlainDate } from '../../../domain/calendar/dates';
import type { Audience } from '../../../domain/pathway/types';
import type { HolidayCalendar } from '../../../domain/calendar/working-days';
import { MESSAGE_CHANNELS } from '../../../workflows/noticeNames';
import { among, type Client, db, jsonObject, prepared, type RowOf, rowsOf } from '../../tables/query';
import type { Tables } from '../../tables/tables';
import { keptShortly } from '../../../infra/kept-shortly';
import { readShut } from '../../access/restricted';
import { recordStamp } from '../../record/stamp';
import { nextDigestAt } from '../digests/digest-times';

/** So many notices stand on a page. */
export const NOTICES_A_PAGE = 50;

/** Whose notices somebody may see. */
export interface Sight {
  readonly areas: readonly string[];
  /** Whoever owns a pathway; otherwise only what they own themselves. */
  readonly everyone: boolean;
  readonly id: string;
  readonly at: Date;
}

export const sightOf = ({ id, roles, areas }: Looker, now: Instant): Sight => ({
  areas,
  everyone: seesEveryone(roles),
  id,
  at: new Date(now),
});

type Noticed = ExpressionBuilder<Tables & { person: Tables['person'] }, 'notice' | 'person'>;

/** The area of a notice: that of the person, or of the digest. */
const areaOf = sql<string>`coalesce(person.area, notice.params ->> 'area')`;

/** A notice of somebody whom the reader may see; a digest is about several, and for those who see everyone. */
const isSeen = (eb: Noticed, { areas, everyone, id, at }: Sight) =>
  eb.and([
    // Not by `areaOf`: how many rows that leaves cannot be foreseen, and the latest of many would be found by sorting all.
    eb.or([eb('person.area', '=', among(areas)), eb.and([eb('notice.register_id', 'is', null), eb(areaOf, '=', among(areas))])]),
    eb.or([
      sql<SqlBool>`${everyone}::boolean`,
      eb(
        eb
          .selectFrom('ownership')
          .select('ownership.staff')
          .whereRef('ownership.register_id', '=', 'notice.register_id')
          .whereRef('ownership.pathway', '=', 'notice.pathway')
          .where('ownership.from_at', '<=', at)
          .orderBy('ownership.number', 'desc')
          .limit(1),
        '=',
        id,
      ),
    ]),
  ]);

/** The latest deed about a notice. */
const lastAct = (eb: Noticed) =>
  eb
    .selectFrom('notice_act')
    .select(({ ref }) =>
      jsonObject({ act: ref('act'), at: sql`extract(epoch from at) * 1000`, by: ref('by'), why: ref('why'), until: ref('until') })
        .$castTo<Act>()
        .as('last'),
    )
    .whereRef('notice_act.key', '=', 'notice.key')
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(1)
    .as('last');

/** What a person did about a notice. */
export interface Act {
  readonly act: 'held' | 'released' | 'sent-again' | 'sent-now';
  /** Milliseconds since 1970. */
  readonly at: Instant;
  readonly by: string;
  readonly why: string | null;
  /** The day (London) on which one that is held comes before a person again; null: no day was given, or it was released. */
  readonly until: PlainDate | null;
}

const listed = (sight: Sight) =>
  db
    .selectFrom('notice')
    .leftJoin('person', 'person.register_id', 'notice.register_id')
    .select(['notice.ref', 'notice.register_id as registerId', 'person.name', 'person.contacts', 'notice.template', 'notice.audience'])
    .select([
      'notice.channel',
      'notice.recipient',
      'notice.recipient_name as recipientName',
      'notice.status',
      'notice.reason',
      'notice.params',
    ])
    .select(['notice.not_before as notBefore', 'notice.planned_at as plannedAt', 'notice.attempts', 'notice.unanswered'])
    .select(['notice.sent_at as sentAt', 'notice.sent_to as sentTo', 'notice.subject'])
    .select((eb) => [areaOf.as('area'), lastAct(eb)])
    .where((eb) => isSeen(eb, sight));

interface Paged {
  readonly from: number;
  readonly most: number;
}

/** Those who are no professionals, or may be none. */
const PERSONAL = ['person', 'chosen-contacts', 'referrer'] as const satisfies readonly Audience[];

/** By when it goes: what lies ready for a digest goes with the next. */
const going = prepared('notices-going', (sight: Sight, family: boolean, digest: Date, { from, most }: Paged) =>
  listed(sight)
    .where('notice.status', 'in', ['queued', 'sending'])
    .where((eb) => eb(eb('notice.audience', 'in', [...PERSONAL]), '=', eb.val(family)))
    .orderBy(sql`case when notice.channel = 'digest' then ${digest} else notice.not_before end`)
    .orderBy('notice.key')
    .limit(most)
    .offset(from),
);
const stopped = prepared('notices-stopped', (sight: Sight, status: 'held' | 'failed', { from, most }: Paged) =>
  listed(sight)
    .where('notice.status', 'in', ['held', 'failed'])
    .where('notice.status', '=', status)
    .orderBy('notice.planned_at', 'desc')
    .orderBy('notice.key')
    .limit(most)
    .offset(from),
);
const sent = prepared('notices-sent', (sight: Sight, { from, most }: Paged) =>
  listed(sight)
    .where('notice.status', '=', sql.lit('sent'))
    // Written out, as the index of these rows has it.
    .where('notice.channel', '<>', sql.lit('digest'))
    .where('notice.sent_at', 'is not', null)
    .orderBy('notice.sent_at', 'desc')
    .orderBy('notice.key')
    .limit(most)
    .offset(from),
);
const dropped = prepared('notices-dropped', (sight: Sight, since: Date, { from, most }: Paged) =>
  listed(sight)
    .where('notice.status', '=', 'dropped')
    .where('notice.planned_at', '>=', since)
    .orderBy('notice.planned_at', 'desc')
    .orderBy('notice.key')
    .limit(most)
    .offset(from),
);

/**
 * A notice as a list shows it; `contacts` are those of the person, for its address. `restricted`: the record is restricted and not open to the
 * reader: who the person and their contacts are, and what somebody typed, is left out.
 */
export type ListedNotice = Readonly<RowOf<typeof sent>> & { readonly restricted: boolean };

const asShown = (row: RowOf<typeof sent>, shut: ReadonlySet<string>): ListedNotice =>
  row.registerId !== null && shut.has(row.registerId)
    ? {
        ...row,
        ...{ restricted: true, name: null, contacts: [], recipientName: null, sentTo: null, subject: null },
        last: row.last && { ...row.last, why: null },
      }
    : { ...row, restricted: false };

/** `going-to-family`: to the person, their contacts and who referred them; `going`: to all others. */
export type NoticeList = 'going-to-family' | 'going' | 'held' | 'failed' | 'sent' | 'dropped';

const DAYS_OF_DROPPED = 7;

interface ListAsked {
  readonly sight: Sight;
  readonly list: NoticeList;
  readonly digest: Instant;
  readonly paged: Paged;
}

/** In no key is the instant; and who asks is in it only where they see their own people alone. */
const keyOf = ({ areas, everyone, id }: Sight): readonly unknown[] => [areas, everyone ? null : id];

const readList = keptShortly(
  ({ sight, list, digest, paged }: ListAsked) => JSON.stringify([keyOf(sight), list, digest, paged]),
  recordStamp,
  (database: Client, { sight, list, digest, paged }: ListAsked) => {
    const statements = {
      'going-to-family': () => going(sight, true, new Date(digest), paged),
      going: () => going(sight, false, new Date(digest), paged),
      held: () => stopped(sight, 'held', paged),
      failed: () => stopped(sight, 'failed', paged),
      sent: () => sent(sight, paged),
      dropped: () => dropped(sight, new Date(sight.at.getTime() - DAYS_OF_DROPPED * 86_400_000), paged),
    };
    return rowsOf(database, statements[list]());
  },
);

/** Reads a page (from 1) of the notices of everyone whom somebody may see. `more`: there is a page after it. Throws where the database is away. */
export async function listNotices(
  database: Client,
  looker: Looker,
  list: NoticeList,
  { page, now, holidays }: { readonly page: number; readonly now: Instant; readonly holidays: HolidayCalendar },
): Promise<{ notices: ListedNotice[]; more: boolean; digestAt: Instant }> {
  const sight = sightOf(looker, now);
  const paged = { from: (page - 1) * NOTICES_A_PAGE, most: NOTICES_A_PAGE + 1 };
  const digestAt = nextDigestAt(now, holidays);
  const shut = new Set(await readShut(database, looker, now));
  const rows = await readList(database, { sight, list, digest: digestAt, paged });
  return { notices: rows.slice(0, NOTICES_A_PAGE).map((row) => asShown(row, shut)), more: rows.length > NOTICES_A_PAGE, digestAt };
}

const counted = prepared('notices-counted', (sight: Sight) =>
  db
    .selectFrom('notice')
    .leftJoin('person', 'person.register_id', 'notice.register_id')
    .select(['notice.status', sql<number>`count(*)::int`.as('count')])
    .select(
      sql<number>`(count(*) filter (where notice.channel in (${sql.join(MESSAGE_CHANNELS.map((channel) => sql.lit(channel)))}) and notice.not_before <= ${sight.at}))::int`.as(
        'due',
      ),
    )
    .where((eb) => eb.or([eb('notice.status', 'in', ['queued', 'sending']), eb('notice.status', 'in', ['failed', 'held'])]))
    .where((eb) => isSeen(eb, sight))
    .groupBy('notice.status'),
);

const readCounts = keptShortly(
  (sight: Sight) => JSON.stringify(keyOf(sight)),
  recordStamp,
  (database: Client, sight: Sight) => rowsOf(database, counted(sight)),
);

/** How many notices of everyone whom somebody may see are going, held and failed; `due`: of those that go, how many should have gone by now. */
export async function countNotices(
  database: Client,
  looker: Looker,
  now: Instant,
): Promise<Record<'going' | 'due' | 'held' | 'failed', number>> {
  const rows = await readCounts(database, sightOf(looker, now));
  const of = (...statuses: string[]): number =>
    rows.filter(({ status }) => statuses.includes(status)).reduce((sum, { count }) => sum + count, 0);
  const due = rows.filter(({ status }) => status === 'queued' || status === 'sending').reduce((sum, row) => sum + row.due, 0);
  return { going: of('queued', 'sending'), due, held: of('held'), failed: of('failed') };
}

const ahead = prepared('steps-ahead', (sight: Sight, until: Date, most: number) =>
  db
    .selectFrom('wake_up')
    .innerJoin('person', 'person.register_id', 'wake_up.register_id')
    .select(['wake_up.register_id as registerId', 'person.name', 'wake_up.kind', 'wake_up.step', 'wake_up.at', 'wake_up.deadline'])
    .where('wake_up.at', '<=', until)
    .where('wake_up.step', 'in', ['remind', 'due', 'overdue', 'escalate'])
    .where('person.area', '=', among(sight.areas))
    .where((eb) =>
      eb.or([
        sql<SqlBool>`${sight.everyone}::boolean`,
        eb(
          eb
            .selectFrom('ownership')
            .select('ownership.staff')
            .whereRef('ownership.register_id', '=', 'wake_up.register_id')
            .whereRef('ownership.pathway', '=', 'wake_up.pathway')
            .where('ownership.from_at', '<=', sight.at)
            .orderBy('ownership.number', 'desc')
            .limit(1),
          '=',
          sight.id,
        ),
      ]),
    )
    .orderBy('wake_up.at')
    .orderBy('wake_up.register_id')
    .orderBy('wake_up.deadline')
    .limit(most),
);

/** A step of a ladder that comes: who hears of it, and whether anybody, is worked out at its time. */
export type StepAhead = Readonly<RowOf<typeof ahead>> & { readonly restricted: boolean };

const HOURS_AHEAD = 24;

const readAhead = keptShortly(
  (sight: Sight) => JSON.stringify(keyOf(sight)),
  recordStamp,
  (database: Client, sight: Sight) =>
    rowsOf(database, ahead(sight, new Date(sight.at.getTime() + HOURS_AHEAD * 3_600_000), NOTICES_A_PAGE)),
);

/** The steps of the next 24 hours that will bring notices, of everyone whom somebody may see, the first first. */
export async function listStepsAhead(database: Client, looker: Looker, now: Instant): Promise<StepAhead[]> {
  const shut = new Set(await readShut(database, looker, now));
  const rows = await readAhead(database, sightOf(looker, now));
  return rows.map((row) => {
    const restricted = shut.has(row.registerId);
    return { ...row, restricted, name: restricted ? null : row.name };
  });
}
