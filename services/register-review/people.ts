import type { Pool } from 'pg';
import { addMonths, type PlainDate, startOfDay } from '../../domain/calendar/dates';
import type { ReviewDecision, ReviewGroup } from '../../domain/meetings/register-review';
import type { Rating } from '../../domain/pathway/events';
import type { Client } from '../tables/query';
import type { RegisterReview } from './reviews';

/** Somebody who is gone through in a review. */
export interface ReviewPerson {
  readonly registerId: string;
  /** As they stand now; null: not rated, or the record is not open to the reader. */
  readonly rating: Rating | null;
  readonly restricted: boolean;
  /** They came on the register since the pack was made. */
  readonly isNew: boolean;
  /** They are on the register no more. */
  readonly hasLeft: boolean;
  /** What came of it; null: nobody has said yet. */
  readonly decision: ReviewDecision | null;
}

/** By what is known of somebody's age on a day they belong to a group; who was born when is not known counts as a child (contract 6.5(3)). */
const inGroup = (group: string, adultFrom: string): string =>
  `case ${group} when 'adult' then p.born_on <= ${adultFrom} when 'under-18' then p.born_on is null or p.born_on > ${adultFrom} else true end`;

/** Those of an area's register in a group ($1 area, $2 group, $3 born on this day or before is an adult) who are not in the pack of a review ($4). */
export const NEWCOMERS = `select w.register_id, w.rating from pathway w join person p on p.register_id = w.register_id
  where w.on_register and p.area = $1 and ${inGroup('$2', '$3::date')}
    and not exists (select from register_review_person r where r.review = $4 and r.register_id = w.register_id)`;

export const newcomersOf = ({ id, area, group }: Pick<RegisterReview, 'id' | 'area' | 'group'>, today: PlainDate): readonly unknown[] => [
  ...[area, group, addMonths(today, -18 * 12), id],
];

/** The form of a person that says what came of them in a review. */
export const formIdOf = (review: string): string => `register-review/${review}`;

/** Whoever was moved to another area, or closed as a duplicate, is gone through there. */
const LIST = `with members as (
    select r.register_id, false as "isNew" from register_review_person r where r.review = $4
    union all select n.register_id, true from (${NEWCOMERS}) n where not $5)
  select m.register_id as "registerId", m."isNew", coalesce(m.register_id = any($6), false) as restricted, coalesce(not w.on_register, true) as "hasLeft",
    case when m.register_id = any($6) then null else w.rating end as rating, said.decision
  from members m join person p on p.register_id = m.register_id
  left join lateral (select w.on_register, w.rating from pathway w where w.register_id = m.register_id and w.ended_type is distinct from 'corrected'
    order by w.number desc limit 1) w on true
  left join lateral (select f.answers ->> 'decision' as decision from written_form f where f.register_id = m.register_id and f.id = $7
    order by f.version desc limit 1) said on true
  where p.area = $1 and p.duplicate_of is null
  order by array_position(array['red','blue','amber','green'], case when m.register_id = any($6) then null else w.rating end) nulls last, m.register_id`;

/**
 * Everybody whom a review goes through, red first: those of its pack, and, until it is closed, who has come on the register since.
 * @param shut the records that are not open to the reader: their rating is not told
 */
export async function readReviewPeople(
  database: Client,
  review: RegisterReview,
  shut: readonly string[],
  today: PlainDate,
): Promise<readonly ReviewPerson[]> {
  const { rows } = await database.query<ReviewPerson>({
    name: 'register-review-people',
    text: LIST,
    values: [...newcomersOf(review, today), review.closedAt !== null, shut, formIdOf(review.id)],
  });
  // Before there is a pack nobody has come since.
  return review.packAt === null ? rows.map((row) => ({ ...row, isNew: false })) : rows;
}

/** What the group is told of somebody before it looks at them. */
export interface ReviewPersonDetails {
  readonly registerId: string;
  readonly name: string | null;
  readonly bornOn: PlainDate | null;
  /** The rating when the pack was made; null: not rated then, or not in the pack, or not open to the reader. */
  readonly was: Rating | null;
  /** They are in the pack. */
  readonly packed: boolean;
  readonly inpatient: boolean;
  /** How many entries were recorded since the last review. */
  readonly entries: number;
  readonly overdue: number;
  readonly undated: number;
  /** What is due next, and the next meeting that is booked. */
  readonly nextDue: PlainDate | null;
  readonly nextMeeting: PlainDate | null;
  /** The last review in which they were looked at. */
  readonly lookedOn: PlainDate | null;
}

const DETAILS = `select p.register_id as "registerId", case when p.register_id = any($2) then null else p.name end as name,
    case when p.register_id = any($2) then null else p.born_on end as "bornOn", w.inpatient and not p.register_id = any($2) as inpatient,
    case when p.register_id = any($2) then null else r.rating end as was, r.register_id is not null as packed, w.next_due as "nextDue",
    (select count(*)::int from event e where e.register_id = p.register_id and e.status = 'applied' and e.at >= $3) as entries,
    (select count(*)::int from deadline d where d.register_id = p.register_id and d.pathway = w.number and d.owed and d.due < $4 and not d.soft) as overdue,
    (select count(*)::int from deadline d where d.register_id = p.register_id and d.pathway = w.number and d.owed and d.due is null) as undated,
    (select min(m."on") from meeting m where m.register_id = p.register_id and m.pathway = w.number and m.status = 'scheduled' and m."on" >= $4)
      as "nextMeeting",
    (select max(v.held_on) from register_review v join written_form f on f.register_id = p.register_id and f.id = 'register-review/' || v.id
      where v.area = p.area and v.closed_at is not null and v.id <> $5 and f.answers ->> 'decision' not in ('parked', 'not-looked-at')) as "lookedOn"
  from person p
  left join register_review_person r on r.review = $5 and r.register_id = p.register_id
  join lateral (select w.number, w.inpatient, w.next_due from pathway w where w.register_id = p.register_id and w.ended_type is distinct from 'corrected'
    order by w.number desc limit 1) w on true
  where p.register_id = any($1)`;

/** What is told of some of those whom a review goes through, by their register ids. Throws where the database is away. */
export async function readReviewDetails(
  pool: Pool,
  review: RegisterReview,
  ids: readonly string[],
  shut: readonly string[],
  today: PlainDate,
): Promise<ReadonlyMap<string, ReviewPersonDetails>> {
  const { rows } = await pool.query<ReviewPersonDetails>({
    name: 'register-review-details',
    text: DETAILS,
    values: [ids, shut, new Date(startOfDay(review.since)), today, review.id],
  });
  return new Map(rows.map((row) => [row.registerId, row]));
}

/** Whether anybody stands on an area's register in a group. */
export async function hasAnybody(database: Client, area: string, group: ReviewGroup, today: PlainDate): Promise<boolean> {
  const { rowCount } = await database.query({
    name: 'register-review-anybody',
    text: `${NEWCOMERS} limit 1`,
    values: [...newcomersOf({ id: '', area, group }, today)],
  });
  return rowCount === 1;
}
