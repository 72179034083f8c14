import { addDays } from '../../domain/calendar/dates';
import { placesBetween, type Place } from '../../domain/meetings/places';
import { isCetr, type MeetingKind, type PathwayEvent } from '../../domain/pathway/events';
import { DEADLINE_KINDS, type DeadlineKind, traitsOf } from '../../domain/pathway/kinds';
import { uuidOf } from '../../infra/canonical';
import { invitedAt } from '../../services/meetings/places/invited';
import { freeAmong } from '../../services/meetings/places/offers';
import type { World } from './world';

/** A meeting that somebody is to have. */
export interface Wanted {
  readonly registerId: string;
  readonly deadline: string;
  readonly kind: MeetingKind;
}

/** The deadlines for which a rule asks for a meeting. */
export const ASKING: readonly DeadlineKind[] = DEADLINE_KINDS.filter((kind) => traitsOf(kind).asksFor !== undefined);
/** The review that comes round again in a stay. No rule asks for it when it opens, months before: staff book it by hand. */
export const ROUND = 'inpatient-cetr';
/** So many days before it is due they look for its place. */
const ROUND_DAYS = 42;
const MET_BY = JSON.stringify(
  [...ASKING, ROUND].flatMap((kind) => (traitsOf(kind as DeadlineKind).metBy ?? []).map((met) => ({ kind, met }))),
);
/** As far as anybody looks for a place. */
const AHEAD_DAYS = 400;
const AT_ONCE_DAYS = 28;

/** The deadlines of these kinds that are owed, and for which nothing is booked that would do. */
const UNBOOKED = `select d.register_id as "registerId", d.id as deadline, d.kind, w.inpatient
  from deadline d join pathway w on w.register_id = d.register_id and w.number = d.pathway and w.ended_type is null
 where d.owed and d.kind = any($1) and (d.kind <> '${ROUND}' or d.due <= $3)
   and not exists (select from meeting m join json_to_recordset($2) as a(kind text, met text) on a.met = m.kind and a.kind = d.kind
                    where m.register_id = d.register_id and m.pathway = d.pathway and m.status = 'scheduled')
 order by d.anchor, d.register_id, d.id`;

/** What is owed and not booked, the longest asked for first. */
export async function unbooked({ pool, today }: World, kinds: readonly DeadlineKind[]): Promise<readonly Wanted[]> {
  const { rows } = await pool.query<{ registerId: string; deadline: string; kind: DeadlineKind; inpatient: boolean }>({
    ...{ name: 'year-unbooked', text: UNBOOKED },
    values: [kinds, MET_BY, addDays(today(), ROUND_DAYS)],
  });
  return rows.map(({ registerId, deadline, kind, inpatient }) => {
    const asked = traitsOf(kind).asksFor;
    return { registerId, deadline, kind: asked ? (inpatient ? asked.inpatient : asked.community) : ROUND };
  });
}

/** The next place of a kind that nobody has, with the days of notice that the area wishes. */
export async function nextFree({ pool, core, area, today }: World, kind: MeetingKind): Promise<Place | undefined> {
  const { id, places = [], noPlaces = [], noticeDays } = area();
  const first = Math.max(1, noticeDays[kind] ?? 0);
  // Most are near: a year's places are not gone through for each.
  for (let from = first; from < AHEAD_DAYS; from += AT_ONCE_DAYS) {
    const day = addDays(today(), from);
    const between = placesBetween({ places, noPlaces }, kind, day, addDays(day, AT_ONCE_DAYS - 1), core.holidays);
    const [free] = await freeAmong(pool, id, between, 1);
    if (free) return free;
  }
  return undefined;
}

/** Somebody books a meeting at a place, and for a review says at once that it is being prepared. */
export async function book(world: World, { registerId, kind }: Wanted, place: Place): Promise<boolean> {
  const { rows } = await world.pool.query({
    ...{ name: 'year-meetings', text: `select from meeting where register_id = $1` },
    values: [registerId],
  });
  const meeting = uuidOf([registerId, rows.length]);
  const { on, time, until, where } = place;
  const invited = invitedAt(world.area(), kind, place.place);
  const scheduled: PathwayEvent = {
    type: 'meeting-scheduled',
    meeting,
    kind,
    on,
    time,
    until,
    place: where,
    ...(invited ? { invited: [...invited] } : {}),
  };
  const prepared: PathwayEvent[] = isCetr(kind)
    ? [
        { type: 'arrangements-begun', meeting },
        { type: 'family-contacted', meeting },
      ]
    : [];
  return world.hear(registerId, [scheduled, ...prepared]);
}

/** What is booked for a day to come and does for nothing that is owed any more, as after an admission, is called off. */
const NEEDLESS = `select m.register_id as "registerId", m.id as meeting
  from meeting m join pathway w on w.register_id = m.register_id and w.number = m.pathway and w.ended_type is null
 where m.status = 'scheduled' and m."on" > $1
   and not exists (select from deadline d join json_to_recordset($2) as a(kind text, met text) on a.kind = d.kind and a.met = m.kind
                    where d.register_id = m.register_id and d.pathway = m.pathway and d.owed)
 order by m."on", m.register_id, m.id`;

export async function callOff(world: World): Promise<void> {
  const { rows } = await world.pool.query<{ registerId: string; meeting: string }>({
    ...{ name: 'year-needless', text: NEEDLESS },
    values: [world.today(), MET_BY],
  });
  for (const { registerId, meeting } of rows) await world.hear(registerId, [{ type: 'meeting-cancelled', meeting }]);
}
