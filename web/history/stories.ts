import { type Instant, parseInstant } from '../../domain/calendar/dates';
import type { DeadlineKind } from '../../domain/pathway/kinds';
import type { Line } from '../../domain/pathway/types';
import { foldUuids } from '../../domain/uuids';
import type { EventView } from '../../services/pathway/events';

/** A line of the timeline that tells what followed, and not what was heard. */
export type Effect = Exclude<Line, { what: 'event-applied' | 'event-refused' }>;

/** What was heard at one time, with all that followed; or what the clock alone brought. */
export interface Story {
  readonly at: Instant;
  readonly pathway: number | null;
  /** Empty: the clock alone. */
  readonly events: readonly EventView[];
  readonly effects: readonly Effect[];
}

/** The order of lines within one group (contract section 3): where it falls back, another group begins. */
const RANK: Readonly<Record<Line['what'], number>> = {
  'event-applied': 0,
  'event-refused': 0,
  rating: 1,
  'deadline-superseded': 2,
  'deadline-excused': 2,
  'deadline-met': 2,
  'deadline-late': 2,
  'deadline-moved': 2,
  'deadline-opened': 2,
  'deadline-missed': 2,
  step: 3,
  'meeting-requested': 4,
  notice: 5,
  warning: 6,
};

interface Growing {
  readonly at: Instant;
  readonly pathway: number | null;
  readonly events: EventView[];
  readonly effects: Effect[];
  rank: number;
}

const isHeard = (line: Line): line is Extract<Line, { what: 'event-applied' | 'event-refused' }> =>
  line.what === 'event-applied' || line.what === 'event-refused';

/**
 * The story of somebody, the newest first. `events` and `lines` as they are read, each in its order. An event of which no line tells (one that
 * waits) is a story of its own; a line of an event that is not there is left out.
 */
export function storiesOf(events: readonly EventView[], lines: readonly Line[]): readonly Story[] {
  const byId = new Map(events.map((event) => [event.id, event]));
  const told = new Set<string>();
  const stories: Growing[] = [];
  let present: Growing | undefined;
  const begin = (at: Instant, pathway: number | null): Growing => {
    const story: Growing = { at, pathway, events: [], effects: [], rank: 0 };
    stories.push(story);
    return story;
  };
  for (const line of lines) {
    const heard = isHeard(line) ? byId.get(line.event) : undefined;
    if (isHeard(line) && !heard) continue;
    const last = present?.events.at(-1);
    const another = heard !== undefined && (heard.batch === null || heard.batch !== last?.batch);
    const rank = RANK[line.what];
    if (!present || present.at !== line.at || present.pathway !== line.pathway || another || rank < present.rank)
      present = begin(line.at, line.pathway);
    present.rank = rank;
    if (heard) {
      told.add(heard.id);
      present.events.push(heard);
    } else if (!isHeard(line)) present.effects.push(line);
  }
  for (const event of events) {
    if (told.has(event.id)) continue;
    const at = parseInstant(event.at);
    const same = stories.find((story) => event.batch !== null && story.at === at && story.events[0]?.batch === event.batch);
    (same ?? begin(at, event.pathway)).events.push(event);
  }
  return stories
    .map((story, place) => ({ story, place }))
    .sort((a, b) => b.story.at - a.story.at || b.place - a.place)
    .map(({ story: { at, pathway, events: heard, effects } }) => ({ at, pathway, events: heard, effects }));
}

/** What took an event back. */
export interface TakenBack {
  readonly by: EventView;
  readonly reason: string | null;
}

/** The ids of what a correction takes back; of another event none. */
function takenBackBy({ type, event }: EventView): readonly string[] {
  if (type !== 'corrected') return [];
  const { event: one, events: several } = (event ?? {}) as { event?: string; events?: string[] };
  return several ?? (one === undefined ? [] : [one]);
}

/** Which events were taken back, by their ids, and by what. */
export function takenBack(events: readonly EventView[]): ReadonlyMap<string, TakenBack> {
  const found = new Map<string, TakenBack>();
  for (const event of events) {
    if (event.type !== 'corrected' || event.status !== 'applied') continue;
    const { reason } = (event.event ?? {}) as { reason?: string };
    for (const id of takenBackBy(event)) found.set(foldUuids(id), { by: event, reason: reason ?? null });
  }
  return found;
}

/** What can be asked for alone. */
export const STORY_SHOWS = ['events', 'deadlines', 'meetings', 'consent', 'notices'] as const;
export type StoryShow = (typeof STORY_SHOWS)[number];
/** Looks stand in the access log: they are no part of the story, and nothing but them is shown. */
export const SHOWS = [...STORY_SHOWS, 'looks'] as const;
export type Show = (typeof SHOWS)[number];

const ABOUT_MEETINGS: ReadonlySet<string> = new Set([
  'meeting-scheduled',
  'meeting-held',
  'meeting-cancelled',
  'arrangements-begun',
  'family-contacted',
  'papers-sent',
  'report-sent',
  'feedback-taken',
  'review-requested',
  'review-refused',
]);

const ABOUT_CONSENT: ReadonlySet<string> = new Set(['consent-given', 'consent-refused', 'consent-withdrawn', 'contact-wish-recorded']);
const CONSENT_DEADLINES: ReadonlySet<string> = new Set<DeadlineKind>([
  'consent-decision',
  'consent-renewal',
  'consent-at-16',
  'consent-at-18',
  'meeting-consent',
]);

/** The types of what was heard in a story; of a correction also of what it took back. `types`: of the events of the record, by their ids. */
const heardIn = ({ events }: Story, types: ReadonlyMap<string, string>): readonly string[] =>
  events.flatMap((event) => [event.type, ...takenBackBy(event).flatMap((id) => types.get(foldUuids(id)) ?? [])]);

const FITS: Readonly<Record<StoryShow, (story: Story, heard: readonly string[]) => boolean>> = {
  events: ({ events }) => events.length > 0,
  deadlines: ({ effects }) => effects.some(({ what }) => what.startsWith('deadline-') || what === 'step'),
  meetings: ({ effects }, heard) =>
    heard.some((type) => ABOUT_MEETINGS.has(type)) || effects.some(({ what }) => what === 'meeting-requested'),
  consent: ({ effects }, heard) =>
    heard.some((type) => ABOUT_CONSENT.has(type)) || effects.some((effect) => 'kind' in effect && CONSENT_DEADLINES.has(effect.kind)),
  notices: ({ effects }) => effects.some(({ what }) => what === 'notice' || what === 'step'),
};

/** The stories of one sort; undefined: all. `events`: all of the record. */
export function fitting(stories: readonly Story[], show: StoryShow | undefined, events: readonly EventView[]): readonly Story[] {
  if (show === undefined) return stories;
  const types = new Map(events.map(({ id, type }) => [foldUuids(id), type]));
  return stories.filter((story) => FITS[show](story, heardIn(story, types)));
}

export const STORIES_A_PAGE = 50;

/** The page of the whole story on which an event stands, or the batch of that id; null: on none. */
export function pageOf(stories: readonly Story[], eventId: string): number | null {
  const id = foldUuids(eventId);
  const place = stories.findIndex(({ events }) => events.some((event) => foldUuids(event.id) === id || event.batch === id));
  return place < 0 ? null : Math.floor(place / STORIES_A_PAGE) + 1;
}
