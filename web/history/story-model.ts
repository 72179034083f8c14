import { daysBetween, londonDate, parseInstant, type PlainDate } from '../../domain/calendar/dates';
import { foldUuids } from '../../domain/uuids';
import type { Rating } from '../../domain/pathway/events';
import type { EventView } from '../../services/pathway/events';
import type { readMeetings, readNotices } from '../../services/pathway/belongings';
import { isMeetingKind, meetingWords } from '../../services/notices/letters/words/meetings';
import { sentence } from '../../services/notices/letters/words/deadlines';
import * as words from '../content/changes';
import { clockText, dayText, daysText, momentText } from '../content/dates';
import { audienceWords } from '../content/audiences';
import { noticeStatusWords, noticeWords } from '../content/notices';
import { deadlineTitle } from '../content/kinds';
import { reviewName, reviewsNamed } from '../../domain/meetings/review-name';
import { byText } from '../content/sources';
import { type Named, storyOf } from '../content/story';
import { paths } from '../paths';
import { anchorOf } from '../parts/story-anchor';
import { type Effect, pageOf, type Story, type TakenBack } from './stories';

type Notice = Awaited<ReturnType<typeof readNotices>>[number];
type Meeting = Awaited<ReturnType<typeof readMeetings>>[number];

/** One thing that was heard, as a page tells it. */
export interface Entry {
  readonly anchor: string;
  readonly headline: string;
  /** When it was true, and how much later it was recorded. */
  readonly when: string;
  readonly facts: readonly string[];
  readonly words: readonly { readonly label: string; readonly text: string }[];
  /** That it counts no more, or never did, and why. */
  readonly struck: boolean;
  readonly taken: { readonly reason: string; readonly href: string } | null;
  readonly refused: string | null;
  readonly waits: string | null;
  readonly sorted: string | null;
  /** Of a correction that a second person is asked about: what was said of it, and what is waited for. */
  readonly second: readonly string[];
}

export interface StoryLine {
  /** Of the batch, where several were sent together. */
  readonly anchor: string | null;
  readonly clock: string;
  readonly by: string;
  readonly together: boolean;
  readonly again: string | null;
  /** What the clock alone brought. */
  readonly headline: string | null;
  readonly entries: readonly Entry[];
  readonly changes: readonly { readonly text: string; readonly late: boolean }[];
  readonly warnings: readonly string[];
  readonly notices: readonly string[];
  readonly course: string | null;
}

/** What lines are told with. */
export interface Telling {
  readonly registerId: string;
  /** Whose story it is; null: not known. What a review is called goes by it. */
  readonly bornOn: PlainDate | null;
  readonly today: PlainDate;
  readonly stories: readonly Story[];
  readonly taken: ReadonlyMap<string, TakenBack>;
  readonly events: readonly EventView[];
  readonly meetings: readonly Meeting[];
  readonly notices: readonly Notice[];
  readonly names: ReadonlyMap<string, string>;
  /** Of corrections that a second person was asked about, by their ids: how each stands, in sentences. */
  readonly second: ReadonlyMap<string, readonly string[]>;
}

/** Where an event stands in the story; null: nowhere. */
export function storyHref(registerId: string, stories: readonly Story[], eventId: string): string | null {
  const page = pageOf(stories, eventId);
  return page === null ? null : `${paths.history({ registerId }, { page: page === 1 ? undefined : page })}#${anchorOf(eventId)}`;
}

/** The typed words of the action that an event is about; null: it is about none, or they are not known. */
function actionOf({ event }: EventView, telling: Telling): string | null {
  const { action } = (event ?? {}) as { action?: unknown };
  return typeof action === 'string' ? namedIn(telling).action(action) : null;
}

/** What events refer to, in the words of the record. */
function namedIn({ meetings, events }: Telling): Named {
  const agreed = new Map<string, string>();
  for (const { event } of events) {
    const { action, what } = (event ?? {}) as { action?: unknown; what?: unknown };
    if (typeof action === 'string' && typeof what === 'string') agreed.set(action, what);
  }
  return {
    meeting: (id) => {
      const found = meetings.findLast(({ meeting }) => meeting === id);
      if (!found) return null;
      const kind = isMeetingKind(found.kind) ? meetingWords(found.kind, 'professional') : found.kind;
      return `the ${kind} of ${dayText(found.on)}`;
    },
    action: (id) => agreed.get(id) ?? null,
  };
}

/** These are about a day that lies ahead, or that their own words tell. */
const TELL_THEIR_DAY: ReadonlySet<string> = new Set(['meeting-scheduled']);

function whenOf({ type, on, at, received, status }: EventView): string {
  const heard = londonDate(parseInstant(received ?? at));
  const late = on === null ? 0 : daysBetween(on, heard);
  const parts = [
    ...(on === null || TELL_THEIR_DAY.has(type) ? [] : [`On ${dayText(on)}.`]),
    ...(late > 0 && !TELL_THEIR_DAY.has(type) ? [`${status === 'applied' ? 'Recorded' : 'Heard'} ${daysText(late)} later.`] : []),
  ];
  return parts.join(' ');
}

function entryOf(event: EventView, telling: Telling, named: (text: string) => string): Entry {
  const { headline, facts, words: typed } = storyOf(event.type, event.event, namedIn(telling));
  const quoted = actionOf(event, telling);
  const taken = telling.taken.get(foldUuids(event.id));
  const { resolved, until } = event;
  const { today } = telling;
  const stands = event.status === 'applied';
  return {
    anchor: anchorOf(event.id),
    // An action is told in the words that somebody typed: a review keeps the name there that they gave it.
    headline: quoted === null ? named(headline) : headline.split(quoted).map(named).join(quoted),
    facts: facts.map(named),
    words: typed,
    when: whenOf(event),
    struck: taken !== undefined && stands,
    taken:
      taken === undefined || !stands
        ? null
        : { reason: taken.reason ?? '', href: storyHref(telling.registerId, telling.stories, taken.by.id) ?? '' },
    refused: event.status === 'refused' ? named(words.refusedText(event.reason)) : null,
    waits: event.status === 'held' ? named(waitsText(event.reason, until, today)) : null,
    second: telling.second.get(event.id) ?? [],
    sorted:
      resolved === null
        ? null
        : `${resolved.outcome === 'dismissed' ? 'Sorted out: it is not needed' : 'Sorted out: sent again, and accepted'}, ${byText(resolved.by, telling.names)}, ${momentText(parseInstant(resolved.at), today)}. ${resolved.reason}`,
  };
}

const waitsText = (reason: string | null, until: string | null, today: PlainDate): string =>
  `Waits${until === null ? '' : ` until ${momentText(parseInstant(until), today)}`} for what may come before it. ${words.refusedText(reason).replace(/^Refused\. /, '')}`;

/** What followed, but for messages and warnings; `from`: the rating before. */
function changeOf(effect: Effect, from: Rating | null): { text: string; late: boolean } | null {
  switch (effect.what) {
    case 'rating':
      return { text: words.ratingChange(from, effect.rating), late: false };
    case 'meeting-requested':
      return { text: words.askedFor(effect.kind), late: false };
    case 'step':
    case 'notice':
    case 'warning':
      return null;
    default:
      return {
        text: words.deadlineChange(effect.what, effect.kind, effect.due, effect.from),
        late: effect.what === 'deadline-missed' || effect.what === 'deadline-late',
      };
  }
}

/** What became of the messages that a line wanted: to each recipient one. */
function becameOf(effect: Extract<Effect, { what: 'notice' | 'step' }>, { notices, today }: Telling): string {
  const template = effect.what === 'step' ? `step-${effect.step}` : effect.notice;
  const about = effect.what === 'step' ? { deadline: effect.deadline } : effect;
  const found = notices.filter(
    (one) =>
      one.notice === template &&
      one.audience === effect.audience &&
      parseInstant(one.plannedAt) === effect.at &&
      (about.deadline ?? null) === one.deadline,
  );
  const counts = new Map<string, number>();
  for (const { status, sentAt } of found) {
    const said = status === 'sent' && sentAt !== null ? `sent at ${momentText(parseInstant(sentAt), today)}` : noticeStatusWords(status);
    counts.set(said, (counts.get(said) ?? 0) + 1);
  }
  const said = [...counts].map(([text, count]) => (count === 1 ? text : `${text} (${count} recipients)`));
  return said.length === 0 ? '' : `: ${said.join(', ')}`;
}

function noticeText(effect: Extract<Effect, { what: 'notice' | 'step' }>, telling: Telling): string {
  const what = effect.what === 'step' ? `${words.stepWords(effect.step)} about ${deadlineTitle(effect.kind)}` : noticeWords(effect.notice);
  return `${what}, to ${audienceWords(effect.audience) ?? effect.audience}${becameOf(effect, telling)}`;
}

const isMessage = (effect: Effect): effect is Extract<Effect, { what: 'notice' | 'step' }> =>
  effect.what === 'notice' || effect.what === 'step';

/** One story as a page shows it; `rating`: what the person was rated before it. */
function lineOf(story: Story, rating: Rating | null, telling: Telling): StoryLine {
  const { events, effects, at, pathway } = story;
  const [first] = events;
  const batch = first?.batch ?? null;
  // As it was called on that day.
  const named = (text: string): string => reviewsNamed(text, reviewName(telling.bornOn, londonDate(at)));
  const changes = effects.flatMap((effect) => changeOf(effect, rating) ?? []).map(({ text, late }) => ({ text: named(text), late }));
  const missed = effects.flatMap((effect) => (effect.what === 'deadline-missed' ? [deadlineTitle(effect.kind)] : []));
  const steps = effects.flatMap((effect) =>
    effect.what === 'step' ? [`${words.stepWords(effect.step)}: ${deadlineTitle(effect.kind)}`] : [],
  );
  const received = first?.received ?? null;
  return {
    anchor: batch === null ? null : anchorOf(batch),
    clock: clockText(at),
    by: first ? byText(first.source, telling.names) : 'by the clock',
    together: events.length > 1,
    again: received === null ? null : `It had come at ${momentText(parseInstant(received), telling.today)}, and waited.`,
    headline: first ? null : named(words.clockHeadline([...new Set(missed)], [...new Set(steps)])),
    entries: events.map((event) => entryOf(event, telling, named)),
    changes,
    warnings: effects.flatMap((effect) => (effect.what === 'warning' ? [named(words.warningText(effect.code))] : [])),
    notices: effects.filter(isMessage).map((effect) => named(sentence(noticeText(effect, telling)))),
    course:
      first && first.status !== 'held' && pathway !== null
        ? `${paths.workflow({ registerId: telling.registerId }, { pathway })}#${anchorOf(batch ?? first.id)}`
        : null,
  };
}

/** The rating before each story: what the stories before it in the same pathway came to. */
function ratingsBefore(stories: readonly Story[]): ReadonlyMap<Story, Rating | null> {
  const present = new Map<number | null, Rating | null>();
  const before = new Map<Story, Rating | null>();
  for (const story of stories.toReversed()) {
    before.set(story, present.get(story.pathway) ?? null);
    for (const effect of story.effects) if (effect.what === 'rating') present.set(story.pathway, effect.rating);
  }
  return before;
}

export interface StoryDay {
  readonly title: string;
  readonly lines: readonly StoryLine[];
}

/** Stories under the days on which they were heard, in the order given. */
export function daysOf(shown: readonly Story[], telling: Telling): readonly StoryDay[] {
  const before = ratingsBefore(telling.stories);
  const days = new Map<PlainDate, StoryLine[]>();
  for (const story of shown) {
    const day = londonDate(story.at);
    const lines = days.get(day) ?? [];
    days.set(day, lines);
    lines.push(lineOf(story, before.get(story) ?? null, telling));
  }
  return [...days].map(([day, lines]) => ({ title: dayText(day), lines }));
}
