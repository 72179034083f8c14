import type { Pool } from 'pg';
import type { PlainDate } from '../../domain/calendar/dates';
import type { Rating } from '../../domain/pathway/events';
import { DEADLINE_KINDS, type DeadlineKind, traitsOf } from '../../domain/pathway/kinds';
import { type DayAsked, FITS, FROM, type Group, GROUPS, PLACES, SEEN, SHUT, valuesOf } from './groups';

/** A deadline that wants something, with whose it is. */
export interface TodayLine {
  readonly group: Group;
  readonly registerId: string;
  readonly pathway: number;
  readonly deadline: string;
  readonly kind: DeadlineKind;
  readonly due: PlainDate | null;
  /** The date that it runs from. */
  readonly anchor: PlainDate;
  readonly soft: boolean;
  readonly subject: string | null;
  /** The day for which a meeting is planned that would satisfy it, on or after the day that it runs from; null: none is. */
  readonly booked: PlainDate | null;
  readonly name: string | null;
  readonly bornOn: PlainDate | null;
  readonly rating: Rating | null;
  readonly inpatient: boolean;
  /** The record is restricted and not open to the reader: who they are, their rating and their stay are left out. */
  readonly restricted: boolean;
  /** Who owns the pathway: the id and the name of a member of staff; null: nobody. */
  readonly owner: { readonly id: string; readonly name: string } | null;
}

/** Which lines are read: of each of these groups, in its order, so many after so many. */
export interface LinesAsked {
  readonly groups: readonly Group[];
  /** Whether those of others are among them. */
  readonly others: boolean;
  readonly most: number;
  readonly after: number;
}

/** The kinds of meeting that satisfy each kind of deadline. */
const MET_BY = JSON.stringify(Object.fromEntries(DEADLINE_KINDS.map((kind) => [kind, traitsOf(kind).metBy ?? []])));

/** Who owns a pathway: what was said last, of what begins by then. */
const OWNER = `select o.staff from ownership o where o.register_id = d.register_id and o.pathway = d.pathway and o.from_at <= $4 order by o.number desc limit 1`;

/** The reader's and nobody's, or everyone's: said so that a plan expects many to be, and reads in order until it has enough. */
const ofGroup = (group: Group): string => `(select '${group}' as "group", d.register_id, d.pathway, d.id, own.staff,
    row_number() over (order by ${PLACES[group].order}) as place
  ${FROM} left join lateral (${OWNER}) own on true
  where ${SEEN} and ${PLACES[group].which} and case when own.staff is null or own.staff = $7 then true else $13 end and ${FITS}
  order by ${PLACES[group].order} limit $14 offset $15)`;

/** What is shown of a line is read for those alone that were found. Not every group asks for every day, and each must have its type. */
const linesOf = (groups: readonly Group[]): string =>
  `select f."group", f.register_id as "registerId", f.pathway, f.id as deadline, d.kind, d.due, d.anchor, d.soft, d.subject, ${SHUT} as restricted,
    case when ${SHUT} then null else p.name end as name, case when ${SHUT} then null else p.born_on end as "bornOn",
    case when ${SHUT} then null else w.rating end as rating, w.inpatient and not ${SHUT} as inpatient, booked."on" as booked, f.staff as "ownerId", s.name as "ownerName"
  from (${groups.map(ofGroup).join(' union all ')}) f join deadline d on d.register_id = f.register_id and d.pathway = f.pathway and d.id = f.id
  join pathway w on w.register_id = f.register_id and w.number = f.pathway
  join person p on p.register_id = f.register_id
  left join staff s on s.id = f.staff
  left join lateral (select min(m."on") as "on" from meeting m where m.register_id = f.register_id and m.pathway = f.pathway and m.status = 'scheduled'
    and m."on" >= d.anchor and m.kind = any(array(select jsonb_array_elements_text($16::jsonb -> d.kind)))) booked on true
  where ($1::date, $2::date, $3::date) is not null
  order by array_position(array['${GROUPS.join("','")}'], f."group"), f.place`;

interface LineRow extends Omit<TodayLine, 'owner'> {
  readonly ownerId: string | null;
  readonly ownerName: string | null;
}

/** Reads lines of a day, group by group in the order of each. Throws where the database is away. */
export async function readLines(pool: Pool, asked: DayAsked, { groups, others, most, after }: LinesAsked): Promise<readonly TodayLine[]> {
  const { rows } = await pool.query<LineRow>({
    // Without a name it is planned for these dates and this reader: a plan for any of them goes through all that is owed.
    text: linesOf(groups),
    values: [...valuesOf(asked), others, most, after, MET_BY],
  });
  return rows.map(({ ownerId, ownerName, ...line }) => ({
    ...line,
    owner: ownerId === null ? null : { id: ownerId, name: ownerName ?? ownerId },
  }));
}
