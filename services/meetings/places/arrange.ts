import type { Pool } from 'pg';
import { addDays, type Instant, londonDate, type PlainDate } from '../../../domain/calendar/dates';
import { placesBetween, type Place } from '../../../domain/meetings/places';
import { eventSchema } from '../../../domain/pathway/events';
import { traitsOf } from '../../../domain/pathway/kinds';
import type { CoreContext, Deadline } from '../../../domain/pathway/types';
import { digestOf } from '../../../infra/canonical';
import type { EventAnswer, EventRequest } from '../../commit/types';
import { readStanding, type Standing } from '../../pathway/standing';
import { type Area, area, isArea } from '../../rules/areas';
import { raiseTask } from '../../tasks/tasks';
import { bookPlace, freeAmong, freePlace, type Offer, readOffers, type Request, saysNone, takePlace } from './offers';

export interface ArrangeDeps {
  readonly pool: Pool;
  readonly core: CoreContext;
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
const bookedFor = ({ meetings }: Standing, { kind }: Deadline): Standing['meetings'][number] | undefined =>
  meetings.find((meeting) => meeting.status === 'scheduled' && traitsOf(kind).metBy?.includes(meeting.kind));

/** An id that is the same for the same place as it was kept for the same request, in the form of a UUID: to say it again does nothing twice. */
function idOf({ registerId, pathway, deadline }: Omit<Request, 'kind' | 'area'>, { place, on, seat }: Place, keptAt: Instant): string {
  const hex = digestOf([registerId, pathway, deadline, place, on, seat, keptAt]);
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

/**
 * Gives the meetings that rules ask for on a pathway the earliest fit place before their day, as its area has them: kept for somebody to book, or
 * booked with its invitations. What nobody needs any more is given back first. A repeat does nothing twice, and one place goes to one meeting
 * whoever else arranges meanwhile. Throws where the database is away; the same call may then be made again.
 */
export async function arrange(
  deps: ArrangeDeps,
  { registerId, pathway }: { readonly registerId: string; readonly pathway: number },
): Promise<void> {
  const now = deps.now();
  const standing = await readStanding(deps.pool, deps.core, registerId, now);
  if (!standing || standing.pathway !== pathway || !isArea(standing.area)) return;
  const profile = area(standing.area);
  if (!profile.places?.length) return;
  for (const offer of await readOffers(deps.pool, registerId, pathway)) await tidy(deps, standing, profile, offer);
  const kept = new Set((await readOffers(deps.pool, registerId, pathway)).map(({ deadline }) => deadline));
  for (const deadline of standing.snapshot.deadlines.values()) {
    const kind = asked(standing, deadline);
    if (kind === null || !deadline.owed || kept.has(deadline.id) || bookedFor(standing, deadline)) continue;
    const request = { registerId, pathway, deadline: deadline.id, kind, area: profile.id };
    if (await offer(deps, profile, request, deadline.due, londonDate(now))) await bookWhatIsKept(deps, standing, profile, deadline.id);
  }
}

/** Gives back what nobody needs, and says which meeting is booked where it was kept. */
async function tidy(deps: ArrangeDeps, standing: Standing, profile: Area, { deadline: id, place, meeting }: Offer): Promise<void> {
  const { registerId, pathway, snapshot, meetings } = standing;
  const of = { registerId, pathway, deadline: id };
  const deadline = snapshot.deadlines.get(id);
  if (snapshot.ended) return freePlace(deps.pool, of);
  if (meeting !== null) {
    const stands = meetings.some((one) => one.id === meeting && one.status !== 'cancelled' && one.on === place?.on);
    return stands ? undefined : freePlace(deps.pool, of);
  }
  const booked = deadline && bookedFor(standing, deadline);
  if (booked && place && booked.on === place.on && booked.time === place.time) return bookPlace(deps.pool, of, booked.id);
  if (!deadline?.owed || booked) return freePlace(deps.pool, of);
  return place === null ? undefined : bookWhatIsKept(deps, standing, profile, id);
}

/** Keeps the earliest fit place for a request. Out: whether there is one; otherwise it is said that there is none, and which are nearest. */
async function offer(deps: ArrangeDeps, profile: Area, request: Request, due: PlainDate | null, today: PlainDate): Promise<boolean> {
  const { pool, core, now } = deps;
  const places = { places: profile.places ?? [], noPlaces: profile.noPlaces ?? [] };
  const from = addDays(today, profile.noticeDays[request.kind] ?? 0);
  const to = due ?? addDays(today, WITHIN_DAYS);
  if (await takePlace(pool, request, placesBetween(places, request.kind, from, to, core.holidays), now())) return true;
  const after = to < from ? from : addDays(to, 1);
  const nearest = await freeAmong(
    pool,
    profile.id,
    placesBetween(places, request.kind, after, addDays(after, BEYOND_DAYS), core.holidays),
    NEAREST,
  );
  await saysNone(pool, request, nearest, now());
  await raiseTask(pool, {
    key: `no-place/${request.registerId}/${request.pathway}/${request.deadline}`,
    ...{ register_id: request.registerId, kind: 'no-place', audience: 'team' },
    params: { deadline: request.deadline, nearest: nearest.map(({ on, time }) => `${on} ${time}`).join(', ') },
  });
  return false;
}

/** Where an area books by itself: says that the meeting is booked at the place that is kept for it. What is refused is given back, and a person is told. */
async function bookWhatIsKept(deps: ArrangeDeps, { registerId, pathway }: Standing, profile: Area, deadline: string): Promise<void> {
  if (profile.arranging !== 'book') return;
  const found = (await readOffers(deps.pool, registerId, pathway)).find((one) => one.deadline === deadline);
  if (!found?.place || found.meeting !== null) return;
  const of = { registerId, pathway, deadline };
  const { on, time, until, where } = found.place;
  const id = idOf(of, found.place, found.at);
  const meeting = `place-${id.slice(0, 8)}`;
  const invited = profile.invites[found.kind];
  const event = eventSchema.parse({
    ...{ type: 'meeting-scheduled', meeting, kind: found.kind, on, time, until, place: where },
    ...(invited === undefined ? {} : { invited }),
  });
  const answer = await deps.commit({
    ...{ kind: 'event', registerId, id, events: [event], batch: false, clock: deps.now(), source: 'service' },
    bodyDigest: digestOf(['arranged', registerId, event]),
  });
  if (answer.status === 'applied') return bookPlace(deps.pool, of, meeting);
  await freePlace(deps.pool, of);
  await raiseTask(deps.pool, {
    key: `not-arranged/${id}`,
    ...{ register_id: registerId, kind: 'not-arranged', audience: 'team' },
    params: { deadline, reason: answer.status === 'refused' ? answer.reason.code : answer.status },
  });
}
