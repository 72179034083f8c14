import type { Pool } from 'pg';
import { type DeadlineKind, traitsOf } from '../../domain/pathway/kinds';
import type { MeetingKind } from '../../domain/pathway/events';
import { type StandingPlace, WEEKDAYS } from '../../domain/meetings/places';
import { type Count, Counts } from './count';

const NAMES = {
  twice: 'places that two meetings have',
  overfull: 'more meetings booked at one hour of a place than it has seats',
  astray: 'meetings that the service booked, and no place is theirs',
  forgotten: 'meetings asked for without a place, a booking or a task',
} as const;

const TWICE = `select area || ' ' || place || ' ' || "on" || ' ' || seat as value from place_offer where place is not null
  group by area, place, "on", seat having count(*) > 1`;

/** Of the places of an area at one hour of a weekday ($1: `where`, `time`, `weekday`, and their seats together), on each day. */
const OVERFULL = `select p."where" || ' ' || m."on" || ': ' || count(*) || ' of ' || p.seats as value
  from json_to_recordset($1) as p("where" text, "time" text, weekday int, seats int)
  join meeting m on m.place = p."where" and m."time" = p."time" and extract(isodow from m."on") = p.weekday and m.status = 'scheduled'
  join pathway w on w.register_id = m.register_id and w.number = m.pathway and w.ended_type is null
  group by p."where", p."time", p.seats, m."on" having count(*) > p.seats`;

const ASTRAY = `select m.register_id || ' ' || m.id as value from meeting m
  join pathway w on w.register_id = m.register_id and w.number = m.pathway and w.ended_type is null
  join event e on e.register_id = m.register_id and e.type = 'meeting-scheduled' and e.source = 'service' and e.status = 'applied'
    and e.fact::jsonb ->> 'meeting' = m.id
  where m.status = 'scheduled' and m."on" >= $1 and m."on" = (e.fact::jsonb ->> 'on')::date
    and not exists (select from event later where later.register_id = e.register_id and later.sequence > e.sequence
      and (later.fact::jsonb ->> 'meeting' = m.id or later.type = 'corrected'))
    and not exists (select from place_offer o where o.register_id = m.register_id and o.pathway = m.pathway and o.meeting = m.id and o."on" = m."on")`;

interface Owed {
  readonly person: string;
  readonly id: string;
  readonly kind: DeadlineKind;
  readonly anchor: string;
  /** The planned meetings of its pathway, and the places kept for it. */
  readonly meetings: readonly { readonly kind: MeetingKind; readonly on: string }[];
  readonly offers: readonly {
    readonly deadline: string;
    readonly kind: MeetingKind;
    readonly place: string | null;
    readonly refused: string | null;
  }[];
  readonly tasks: readonly string[];
}

const OWED = `select d.register_id || '/' || d.pathway as person, d.id, d.kind, d.anchor::text as anchor,
    (select coalesce(json_agg(json_build_object('kind', m.kind, 'on', m."on")), '[]') from meeting m
      where m.register_id = d.register_id and m.pathway = d.pathway and m.status = 'scheduled') as meetings,
    (select coalesce(json_agg(json_build_object('deadline', o.deadline, 'kind', o.kind, 'place', o.place, 'refused', o.refused)), '[]')
      from place_offer o where o.register_id = d.register_id and o.pathway = d.pathway) as offers,
    (select coalesce(json_agg(t.key), '[]') from task t where t.register_id = d.register_id and t.status = 'open') as tasks
  from deadline d join pathway w on w.register_id = d.register_id and w.number = d.pathway and w.ended_type is null
  where d.owed and not exists (select from pathway later where later.register_id = d.register_id and later.number > d.pathway)`;

/** Whether a meeting is booked or a place kept for what is owed, or somebody is told that there is none. */
function isSeenTo({ id, kind, anchor, meetings, offers, tasks, person }: Owed): boolean {
  const { metBy = [] } = traitsOf(kind);
  if (meetings.some((meeting) => metBy.includes(meeting.kind) && meeting.on >= anchor)) return true;
  return offers
    .filter((offer) => offer.deadline === id || metBy.includes(offer.kind))
    .some(({ place, refused, deadline }) =>
      place !== null && refused === null ? true : tasks.includes(`${refused === null ? 'no-place' : 'not-arranged'}/${person}/${deadline}`),
    );
}

/** Places that are one beside the other under one name have their seats together. */
function seatsOf(places: readonly StandingPlace[]) {
  const together = new Map<string, { where: string; time: string; weekday: number; seats: number }>();
  for (const { where, time, weekday, seats } of places) {
    const key = `${where}/${time}/${weekday}`;
    const before = together.get(key)?.seats ?? 0;
    together.set(key, { where, time, weekday: WEEKDAYS.indexOf(weekday) + 1, seats: before + seats });
  }
  return [...together.values()];
}

/**
 * Holds the places of an area against the meetings that are booked and asked for: no place twice, none lost, and nobody without one of whom nobody was told.
 * @param places those of the area
 * @param today the day in London by the service's clock, YYYY-MM-DD
 */
export async function countPlaces(pool: Pool, places: readonly StandingPlace[], today: string): Promise<Count[]> {
  const counts = new Counts(Object.values(NAMES));
  const values = async (text: string, given: unknown[]): Promise<string[]> =>
    (await pool.query<{ value: string }>(text, given)).rows.map(({ value }) => value);
  for (const one of await values(TWICE, [])) counts.add(NAMES.twice, one);
  for (const one of await values(OVERFULL, [JSON.stringify(seatsOf(places))])) counts.add(NAMES.overfull, one);
  for (const one of await values(ASTRAY, [today])) counts.add(NAMES.astray, one);
  const { rows } = await pool.query<Owed>(OWED);
  for (const owed of rows)
    if (traitsOf(owed.kind).asksFor !== undefined && !isSeenTo(owed)) counts.add(NAMES.forgotten, `${owed.id} of ${owed.person}`);
  return counts.all();
}
