import type { QueryConfig } from 'pg';
import { z } from 'zod';
import { type Instant, londonDate, parseInstant, type PlainDate } from '../../domain/calendar/dates';
import { placesBetween } from '../../domain/meetings/places';
import { MEETING_KINDS } from '../../domain/pathway/events';
import type { Area } from '../rules/areas';
import { coreContext } from '../rules/policies';
import { PLACE_GONE, placeGoneKey, taskStatement } from '../tasks/tasks';
import { type Client, db, prepared, rowsOf } from '../tables/query';

const kindSchema = z.enum(MEETING_KINDS);

const keptOf = prepared('kept-places', (area: string, today: PlainDate) =>
  db
    .selectFrom('place_offer')
    .select(['register_id as registerId', 'pathway', 'deadline', 'kind', 'place', 'on', 'seat', 'time', 'until', 'where', 'meeting'])
    .where('area', '=', area)
    .where('place', 'is not', null)
    .where('on', '>=', today),
);

/** What staff booked themselves, at whatever place. */
const byHandOf = prepared('by-hand-at-places', (area: string, today: PlainDate) =>
  db
    .selectFrom('meeting')
    .innerJoin('person', 'person.register_id', 'meeting.register_id')
    .innerJoin('pathway', (join) =>
      join.onRef('pathway.register_id', '=', 'meeting.register_id').onRef('pathway.number', '=', 'meeting.pathway'),
    )
    .select(['meeting.register_id as registerId', 'meeting.pathway', 'meeting.id as meeting', 'meeting.kind', 'meeting.on', 'meeting.time'])
    .select('meeting.place as where')
    .where('person.area', '=', area)
    .where('pathway.ended_type', 'is', null)
    .where('meeting.status', '=', 'scheduled')
    .where('meeting.on', '>=', today)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('place_offer')
            .select('place_offer.deadline')
            .whereRef('place_offer.register_id', '=', 'meeting.register_id')
            .whereRef('place_offer.pathway', '=', 'meeting.pathway')
            .whereRef('place_offer.meeting', '=', 'meeting.id'),
        ),
      ),
    ),
);

/**
 * The work that is put before the team where staff booked a meeting themselves at a place that falls away: it is theirs, and not moved. To be written
 * together with the profile. Throws where the database is away.
 */
async function lostByHand(client: Client, before: Area, after: Area, at: Instant): Promise<readonly QueryConfig<unknown[]>[]> {
  const { holidays } = coreContext();
  const rows = await rowsOf(client, byHandOf(after.id, londonDate(at)));
  const isThere = ({ places = [], noPlaces = [] }: Area, { kind, on, time, where }: (typeof rows)[number]): boolean =>
    placesBetween({ places, noPlaces }, kindSchema.parse(kind), on, on, holidays).some((one) => one.time === time && one.where === where);
  return rows
    .filter((row) => isThere(before, row) && !isThere(after, row) && !isOver(row, at))
    .map(({ registerId, pathway, meeting, on }) =>
      taskStatement(
        {
          key: placeGoneKey(registerId, pathway, meeting, on),
          ...{ register_id: registerId, kind: PLACE_GONE, audience: 'team', params: { meeting } },
        },
        true,
      ),
    );
}

const LOSE = `update place_offer o set moves_from = case when o.meeting is null then null else coalesce(o.moves_from, o."on") end, place = null, "on" = null, seat = null,
    time = null, until = null, "where" = null
  from json_to_recordset($1) as l("registerId" text, pathway int, deadline text)
 where o.register_id = l."registerId" and o.pathway = l.pathway and o.deadline = l.deadline`;
/** What nobody has booked yet is sought anew from the beginning. */
const FORGET = `delete from place_offer o using json_to_recordset($1) as l("registerId" text, pathway int, deadline text)
 where o.register_id = l."registerId" and o.pathway = l.pathway and o.deadline = l.deadline and o.meeting is null`;
const WAKE = `insert into outbox (register_id, pathway, signal, payload)
  select distinct "registerId", pathway, 'present', '{}' from json_to_recordset($1) as l("registerId" text, pathway int)`;

/** A meeting whose hour has come: it may be held, or was. What became of it is asked anyway; it is not moved from under those who sit there. */
const isOver = ({ meeting, on, time }: { meeting: string | null; on: PlainDate | null; time: string | null }, at: Instant): boolean =>
  meeting !== null && on !== null && parseInstant(`${on}T${time ?? '00:00'}`) <= at;

/**
 * The statements by which those lose their places whom an area's new profile leaves none: a place is no more, or lies elsewhere, or a holiday was
 * announced. What was kept is sought anew; what is booked is moved, or put before a person (`arrange`): their pathways are woken for it; what staff
 * booked there themselves is put before them. To be written together with the profile. Throws where the database is away.
 */
export async function placesLost(client: Client, before: Area, after: Area, at: Instant): Promise<readonly QueryConfig<unknown[]>[]> {
  const { holidays } = coreContext();
  const rows = await rowsOf(client, keptOf(after.id, londonDate(at)));
  const isThere = ({ places = [], noPlaces = [] }: Area, row: (typeof rows)[number]): boolean => {
    const { on } = row;
    if (on === null) return false;
    return placesBetween({ places, noPlaces }, kindSchema.parse(row.kind), on, on, holidays).some(
      (one) =>
        one.place === row.place && one.seat === row.seat && one.time === row.time && one.until === row.until && one.where === row.where,
    );
  };
  const lost = rows.filter((row) => isThere(before, row) && !isThere(after, row) && !isOver(row, at));
  const byHand = await lostByHand(client, before, after, at);
  if (lost.length === 0) return byHand;
  const values = [JSON.stringify(lost.map(({ registerId, pathway, deadline }) => ({ registerId, pathway, deadline })))];
  return [
    ...byHand,
    { name: 'forget-places', text: FORGET, values },
    { name: 'lose-places', text: LOSE, values },
    { name: 'wake-for-places', text: WAKE, values },
  ];
}
