import type { Instant } from '../../domain/calendar/dates';
import type { PathwayEvent } from '../../domain/pathway/events';
import type { EventRequest } from '../../services/commit/types';
import { digestOfSent } from '../../services/pathway/sent';
import { actorOf, type Viewer } from '../../services/staff/viewers';

/** The one request that both a preview and the recording of an event make, in the name of who has signed in. */
export const requestOf = (registerId: string, event: PathwayEvent, id: string, viewer: Viewer, now: Instant): EventRequest => ({
  kind: 'event',
  registerId,
  id,
  events: [event],
  batch: false,
  clock: now,
  source: actorOf(viewer),
  bodyDigest: digestOfSent(registerId, event),
});

/** The same of several events, of which all or none is recorded; the parts' ids are `<id>/1` and on. */
export const requestOfSeveral = (
  registerId: string,
  events: readonly PathwayEvent[],
  id: string,
  viewer: Viewer,
  now: Instant,
): EventRequest => ({
  kind: 'event',
  registerId,
  id,
  events,
  batch: true,
  clock: now,
  source: actorOf(viewer),
  bodyDigest: digestOfSent(registerId, events),
});
