import type { Pool } from 'pg';
import { addDays, daysBetween, type Instant, laterOf, londonDate, parseInstant, type PlainDate } from '../../../domain/calendar/dates';
import { isBookedFor } from '../../../domain/meetings/booked';
import { placesBetween, type Place } from '../../../domain/meetings/places';
import { eventSchema } from '../../../domain/pathway/events';
import { traitsOf } from '../../../domain/pathway/kinds';
import type { CoreContext, Deadline } from '../../../domain/pathway/types';
import { digestOf, uuidOf } from '../../../infra/canonical';
import type { EventAnswer, EventRequest } from '../../commit/types';
import { readStanding, type Standing } from '../../pathway/standing';
import { type Area, area, isArea } from '../../rules/areas';
import { PLACE_GONE, placeGoneKey, raiseTask } from '../../tasks/tasks';
import { LOOK_AGAIN_DAYS } from '../../workflow/wants-place';
import {
  bookPlace,
  freeAmong,
  freeEnded,
  freePlace,
  type Offer,
  readOffers,
  refusePlace,
  type Request,
  saysNone,
  takePlace,
} from './offers';
import { invitedAt, invitedInstead } from './invited';
import { movePlace } from './move';
import { wasCalledOff } from './called-off';
import { placeFound, tellNoPlace, tellNotArranged } from './without-place';

export interface ArrangeDeps {
  readonly pool: Pool;
  readonly core: CoreContext;
  /** As the API's: whoever names the sequence that they saw is told where it has moved. */
  readonly commit: (request: EventRequest) => Promise<EventAnswer>;
  readonly now: () => Instant;
}

/** Of a meeting that no figure gives a day: within so many days. */
const WITHIN_DAYS = 56;
/** So far beyond its day the nearest places are looked for. */
const BEYOND_DAYS = 120;
const NEAREST = 3;

/** The kind of meeting that a deadline asks for, as its person stands; null: none. */
function asked({ snapshot }: Standing, { kind }: Deadline): Request['kind'] | null {
  const { asksFor } = traitsOf(kind);
  return asksFor === undefined ? null : snapshot.inpatient ? asksFor.inpatient : asksFor.community;
}

/** The meeting that is booked for a deadline; undefined: none is. */
const bookedFor = ({ meetings }: Standing, deadline: Deadline): Standing['meetings'][number] | undefined =>
  meetings.find((meeting) => isBookedFor(deadline, meeting));

/** Whether what is kept for a request does for a deadline too: one meeting may do for two that ask, but none of a day before it is asked for. */
const doesFor = ({ kind, anchor }: Deadline, { kind: kept, place }: Offer): boolean =>
  traitsOf(kind).metBy?.includes(kept) === true && (place === null || place.on >= anchor);

/** An id that is the same for the same place as it was kept for the same request: to say it again does nothing twice. */
const idOf = ({ registerId, pathway, deadline }: Omit<Request, 'kind' | 'area'>, { place, on, seat }: Place, keptAt: Instant): string =>
  uuidOf([registerId, pathway, deadline, place, on, seat, keptAt]);

type Of = { readonly registerId: string; readonly pathway: number };

/**
 * Gives the meetings that rules ask for on a pathway the earliest fit place before their day, as its area has them: kept for somebody to book, or
 * booked with its invitations. What nobody needs or can use any more is given back first. A repeat does nothing twice, and one place goes to one
 * meeting whoever else arranges meanwhile. Throws where the database is away; the same call may then be made again.
 */
export async function arrange(deps: ArrangeDeps, of: Of): Promise<void> {
  for (const deadline of await freeEnded(deps.pool, of)) await placeFound(deps.pool, { ...of, deadline });
  // What is booked changes how the person stands: each booking is looked at anew. There are never as many deadlines.
  for (let turn = 0; turn < MOST_TURNS; turn += 1) if (!(await arrangeOnce(deps, of))) return;
}
const MOST_TURNS = 20;

/** The same, up to the first booking. Out: whether something was booked. */
async function arrangeOnce(deps: ArrangeDeps, { registerId, pathway }: Of): Promise<boolean> {
  const now = deps.now();
  const standing = await readStanding(deps.pool, deps.core, registerId, now);
  if (!standing || standing.pathway !== pathway || !isArea(standing.area)) return false;
  const profile = area(standing.area);
  const before = await readOffers(deps.pool, registerId, pathway);
  for (const one of before) await tidy(deps, standing, profile, one, now);
  if (!profile.places?.length) return false;
  for (const deadline of standing.snapshot.deadlines.values()) {
    const kind = asked(standing, deadline);
    if (kind === null || !deadline.owed || bookedFor(standing, deadline)) continue;
    const kept = await readOffers(deps.pool, registerId, pathway);
    if (kept.some((one) => one.deadline === deadline.id || doesFor(deadline, one))) continue;
    const isTold = before.some((one) => one.deadline === deadline.id && one.place === null);
    await offer(deps, standing, profile, { deadline, kind, isTold }, now);
  }
  if (profile.arranging !== 'book') return false;
  const next = (await readOffers(deps.pool, registerId, pathway)).find(
    ({ place, meeting, movesFrom }) => place !== null && (meeting === null || movesFrom !== null),
  );
  return next !== undefined && book(deps, standing, profile, next);
}

/** Gives back what nobody needs or can use, and says which meeting is booked where it was kept. */
async function tidy(deps: ArrangeDeps, standing: Standing, profile: Area, kept: Offer, now: Instant): Promise<void> {
  const today = londonDate(now);
  const { registerId, pathway, snapshot, meetings } = standing;
  const of = { registerId, pathway, deadline: kept.deadline };
  const { place, meeting, refused, at } = kept;
  if (kept.movesFrom !== null) return moveOn(deps, standing, profile, kept, now);
  const deadline = snapshot.deadlines.get(kept.deadline);
  if (meeting !== null) {
    // One that was held does for nothing that is asked for after it, nor does one that staff have moved, or that lies before what it was for.
    const stands = meetings.some(
      ({ id, status, on, time }) =>
        id === meeting &&
        status === 'scheduled' &&
        on === place?.on &&
        time === place.time &&
        (deadline === undefined || on >= deadline.anchor),
    );
    return stands ? undefined : freePlace(deps.pool, of);
  }
  const booked = deadline && bookedFor(standing, deadline);
  if (booked && place && booked.on === place.on && booked.time === place.time) {
    await placeFound(deps.pool, of);
    return bookPlace(deps.pool, of, booked.id);
  }
  if (!deadline?.owed || booked) {
    await placeFound(deps.pool, of);
    return freePlace(deps.pool, of);
  }
  if (refused !== null) return;
  if (place === null) return daysBetween(londonDate(at), today) > LOOK_AGAIN_DAYS ? freePlace(deps.pool, of) : undefined;
  const isLate = hasBegun(place, now) || place.on < deadline.anchor || (deadline.due !== null && place.on > deadline.due);
  const isThere = placesBetween(placesOf(profile), kept.kind, place.on, place.on, deps.core.holidays).some(
    (one) => one.place === place.place && one.seat === place.seat,
  );
  return isLate || !isThere ? freePlace(deps.pool, of) : undefined;
}

/** Nobody can be invited to what began this morning. */
const hasBegun = ({ on, time }: Pick<Place, 'on' | 'time'>, now: Instant): boolean => parseInstant(`${on}T${time}`) <= now;

/**
 * What becomes of a booked meeting whose place has fallen away: where the area books, the earliest other one before its day is kept, to which it is then
 * moved; where it only proposes, has none, nothing asks for the meeting any more, or its hour has come, so that it may have been held all the same, a
 * person is told. The booking stands until then, as it was told.
 */
async function moveOn(deps: ArrangeDeps, standing: Standing, profile: Area, kept: Offer, now: Instant): Promise<void> {
  const { registerId, pathway, snapshot, meetings } = standing;
  const of = { registerId, pathway, deadline: kept.deadline };
  const booked = meetings.find(({ id, status }) => id === kept.meeting && status === 'scheduled');
  if (!booked) return freePlace(deps.pool, of);
  // It was said, and whoever said it died before they wrote that down.
  if (booked.on === kept.place?.on && booked.time === kept.place.time) return bookPlace(deps.pool, of, booked.id);
  // Staff have moved it by hand.
  if (booked.on !== kept.movesFrom) return freePlace(deps.pool, of);
  if (kept.place !== null && !hasBegun(kept.place, now)) return;
  const today = londonDate(now);
  const deadline = snapshot.deadlines.get(kept.deadline);
  const from = addDays(today, profile.noticeDays[kept.kind] ?? 0);
  const places = placesBetween(placesOf(profile), kept.kind, from, deadline?.due ?? addDays(today, WITHIN_DAYS), deps.core.holidays);
  const isOff = deadline ? wasCalledOff(standing, kept.kind, deadline) : () => false;
  const still = places.filter((one) => !hasBegun(one, now) && !isOff(one));
  const isOver = hasBegun({ on: booked.on, time: booked.time ?? '00:00' }, now);
  if (deadline?.owed && !isOver && profile.arranging === 'book' && (await movePlace(deps.pool, { ...of, area: profile.id }, still, now)))
    return;
  // Told first: whoever dies between the two tells it again, which changes nothing.
  await raiseTask(deps.pool, {
    key: placeGoneKey(registerId, pathway, booked.id, booked.on),
    ...{ register_id: registerId, kind: PLACE_GONE, audience: 'team' },
    params: { meeting: booked.id },
  });
  await freePlace(deps.pool, of);
}

const placesOf = ({ places = [], noPlaces = [] }: Area) => ({ places, noPlaces });

/**
 * Keeps the earliest fit place for what a deadline asks for; where there is none, that is said, with the nearest. `isTold`: it was said before, and is
 * looked for again: whoever has seen to it is not told again.
 */
async function offer(
  { pool, core }: ArrangeDeps,
  standing: Standing,
  profile: Area,
  { deadline, kind, isTold }: { readonly deadline: Deadline; readonly kind: Request['kind']; readonly isTold: boolean },
  now: Instant,
): Promise<void> {
  const { registerId, pathway } = standing;
  const request = { registerId, pathway, deadline: deadline.id, kind, area: profile.id };
  const today = londonDate(now);
  const isOff = wasCalledOff(standing, kind, deadline);
  const between = (from: PlainDate, to: PlainDate) =>
    placesBetween(placesOf(profile), kind, from, to, core.holidays).filter((one) => !hasBegun(one, now) && !isOff(one));
  const from = laterOf(addDays(today, profile.noticeDays[kind] ?? 0), deadline.anchor);
  const to = deadline.due ?? addDays(today, WITHIN_DAYS);
  if (await takePlace(pool, request, between(from, to), now)) return placeFound(pool, request);
  const after = to < from ? from : addDays(to, 1);
  const nearest = await freeAmong(pool, profile.id, between(after, addDays(after, BEYOND_DAYS)), NEAREST);
  // Told first: whoever dies between the two tells it again, which changes nothing.
  await tellNoPlace(pool, request, nearest, isTold);
  await saysNone(pool, request, nearest, now);
}

/**
 * Says that a meeting is booked at the place that is kept for it, as its person stands. Out: whether it is; false where they have moved on meanwhile
 * (the turn of that comes by itself). What is refused is given back, and a person is told, once.
 */
async function book(deps: ArrangeDeps, standing: Standing, profile: Area, kept: Offer): Promise<boolean> {
  const { registerId, pathway, sequence } = standing;
  const { place } = kept;
  if (place === null) return false;
  const of = { registerId, pathway, deadline: kept.deadline };
  const { on, time, until, where } = place;
  const id = idOf(of, place, kept.at);
  const moved = kept.movesFrom !== null ? standing.meetings.find((one) => one.id === kept.meeting) : undefined;
  const meeting = moved?.id ?? id;
  const invited = moved ? invitedInstead(profile, kept.kind, place.place, moved.invited) : invitedAt(profile, kept.kind, place.place);
  const event = eventSchema.parse({
    ...{ type: 'meeting-scheduled', meeting, kind: kept.kind, on, time, until, place: where },
    ...(invited === undefined ? {} : { invited }),
  });
  const answer = await deps.commit({
    ...{ kind: 'event', registerId, id, events: [event], batch: false, clock: deps.now(), source: 'service', ifMatch: sequence },
    // The same place as it was kept: whatever the area says meanwhile of who is invited.
    bodyDigest: digestOf(['arranged', registerId, id]),
  });
  if (answer.status === 'applied') {
    await placeFound(deps.pool, of);
    await bookPlace(deps.pool, of, meeting);
    return true;
  }
  if (answer.status !== 'refused') return false;
  await tellNotArranged(deps.pool, of, answer.reason.code);
  await refusePlace(deps.pool, of, answer.reason.code);
  return false;
}
