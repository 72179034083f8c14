import { ageOn } from '../../domain/calendar/ages';
import { addDays, daysBetween, type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import type { MeetingKind } from '../../domain/pathway/events';
import { type DeadlineKind, isDeadlineKind } from '../../domain/pathway/kinds';
import type { CalendarFeed } from '../../services/staff/calendar-feeds';
import {
  CALENDAR_KINDS,
  CALENDAR_SORTS,
  type Calendar,
  type CalendarFilter,
  type CalendarLine,
  mondayOf,
} from '../../services/today/calendar/shape';
import { timeWords } from '../../services/notices/letters/words/dates';
import { dayText, daysText, momentText, shortDayText } from '../content/dates';
import { kindWords } from '../content/kinds';
import { reviewName, reviewsNamed } from '../../domain/meetings/review-name';
import { meetingTitle } from '../content/meetings';
import { siteChoices } from '../content/sites';
import { ratingTag, RESTRICTED_TAG, type RatingTag } from '../content/ratings';
import { RESTRICTED_NAME } from '../content/restricted';
import { paths } from '../paths';

interface Choice {
  readonly value: string;
  readonly text: string;
  readonly selected: boolean;
}

interface LineModel {
  readonly when: string;
  readonly late: boolean;
  readonly what: string;
  readonly sub: string | null;
  readonly registerId: string;
  readonly name: string;
  readonly age: number | null;
  readonly rating: RatingTag;
  readonly href: string;
  readonly owner: string | null;
  /** Where its date is explained; null: a meeting, whose day was chosen. */
  readonly why: string | null;
}

interface DayModel {
  readonly title: string;
  readonly holiday: string | null;
  readonly lines: readonly LineModel[];
}

export interface CalendarModel {
  readonly heading: string;
  /** Where the visits stand by hospital; null: the reader is not told where anybody is. */
  readonly visits: string | null;
  /** Where everybody’s actions stand; null: the reader sees their own people alone. */
  readonly actions: string | null;
  readonly weeks: readonly {
    readonly id: string;
    readonly title: string;
    readonly count: number;
    readonly days: readonly DayModel[];
    readonly more: number;
    /** Where the whole week stands; null: it is this page. */
    readonly whole: string | null;
  }[];
  readonly filter: {
    readonly action: string;
    /** Empty for those who see their own people only. */
    readonly whose: readonly Choice[];
    readonly sort: readonly Choice[];
    readonly kind: readonly Choice[];
    /** Empty: the reader may not ask for it. */
    readonly site: readonly Choice[];
    readonly from: string | null;
    readonly week: string | null;
    readonly said: string;
    readonly all: string | null;
  };
  readonly overdue: { readonly text: string; readonly href: string } | null;
  readonly unknownHolidays: string | null;
  readonly empty: string | null;
  readonly earlier: string | null;
  readonly later: string;
  /** Where the weeks around a whole week stand; null: it is twelve weeks. */
  readonly around: string | null;
  readonly weeksWords: string;
  readonly feed: {
    readonly made: string | null;
    readonly make: string;
    readonly takeBack: string;
    readonly takenBack: boolean;
  };
}

const SORTS: Readonly<Record<(typeof CALENDAR_SORTS)[number], string>> = { meeting: 'Meetings', deadline: 'Deadlines', visit: 'Visits' };

/** A kind is named as the deadline of it, or as the meeting where there is no such deadline; by their titles. */
const KINDS: readonly (readonly [string, string])[] = CALENDAR_KINDS.map((kind) => {
  const title = isDeadlineKind(kind) ? kindWords(kind).title : meetingTitle(kind);
  return [kind, title] as const;
}).toSorted(([, a], [, b]) => a.localeCompare(b));

function whenOf({ sort, on, time, until, soft }: CalendarLine, today: PlainDate): Pick<LineModel, 'when' | 'late'> {
  if (sort === 'meeting')
    return { when: time === null ? 'All day' : `${timeWords(time)}${until === null ? '' : ` to ${timeWords(until)}`}`, late: false };
  if (on < today) return soft ? { when: 'Do it now', late: false } : { when: `${daysText(daysBetween(on, today))} overdue`, late: true };
  return { when: on === today ? 'Due today' : soft ? 'Usually by' : 'Due', late: false };
}

function lineOf(line: CalendarLine, today: PlainDate): LineModel {
  const { sort, kind, registerId, id, name, bornOn, rating, restricted, owner } = line;
  const title = sort === 'meeting' ? meetingTitle(kind as MeetingKind) : kindWords(kind as DeadlineKind).title;
  return {
    ...whenOf(line, today),
    what: reviewsNamed(title, reviewName(bornOn, today)),
    sub: sort === 'meeting' ? 'Meeting planned' : null,
    registerId,
    name: restricted ? RESTRICTED_NAME : (name ?? 'Name not known'),
    age: restricted || bornOn === null ? null : ageOn(bornOn, today),
    rating: restricted ? RESTRICTED_TAG : ratingTag(rating),
    href: paths.person({ registerId }),
    owner,
    why: sort === 'meeting' ? null : paths.deadline({ registerId, deadline: id }),
  };
}

/** The days of a week on which something is, or that are bank holidays. */
function daysOf(from: PlainDate, lines: readonly CalendarLine[], holidays: ReadonlyMap<PlainDate, string>, today: PlainDate): DayModel[] {
  return Array.from({ length: 7 }, (_, index) => addDays(from, index)).flatMap((day): DayModel[] => {
    const own = lines.filter(({ on }) => on === day);
    const holiday = holidays.get(day) ?? null;
    if (own.length === 0 && holiday === null) return [];
    return [{ title: `${day === today ? 'Today, ' : ''}${shortDayText(day)}`, holiday, lines: own.map((line) => lineOf(line, today)) }];
  });
}

const choice = (value: string, text: string, present: string | undefined): Choice => ({ value, text, selected: value === (present ?? '') });

/** What the page of the calendar shows. */
export function calendarModel(
  read: Calendar,
  asked: CalendarFilter,
  known: { readonly bankHolidays: ReadonlyMap<PlainDate, string>; readonly lastKnownYear: number },
  reader: { readonly seesEveryone: boolean; readonly feed: CalendarFeed | null; readonly takenBack: boolean; readonly mayAskSite: boolean },
  now: Instant,
): CalendarModel {
  const { day, weeks, all, fit, overdue } = read;
  const first = weeks[0]?.from ?? mondayOf(day);
  const isOne = weeks.length === 1;
  const last = addDays(first, 7 * weeks.length - 1);
  const shown = weeks.reduce((sum, { lines }) => sum + lines.length, 0);
  const isNow = first === mondayOf(day);
  const { whose, sort, kind, site } = asked;
  const at = (from: PlainDate, week = isOne ? ('whole' as const) : undefined): string =>
    paths.calendar({ whose, sort, kind, site, from: from <= mondayOf(day) ? undefined : from, week });
  const lastKnown = `${known.lastKnownYear}-12-31` as PlainDate;
  return {
    visits: reader.mayAskSite ? paths.visits() : null,
    actions: reader.mayAskSite ? paths.everybodysActions() : null,
    heading: `Calendar, ${isOne ? 'the week' : `${weeks.length} weeks`} from ${dayText(first)}`,
    weeks: weeks.map(({ from, lines, fit: count }, index) => ({
      id: `week-${index + 1}`,
      title: `${isNow && index === 0 ? 'This week' : `Week of ${dayText(from)}`}`,
      count,
      days: daysOf(from, lines, known.bankHolidays, day),
      more: count - lines.length,
      whole: isOne ? null : at(from, 'whole'),
    })),
    filter: {
      action: paths.calendar(),
      whose: reader.seesEveryone ? [choice('mine', 'Mine and unowned', whose), choice('all', 'Everyone’s', whose)] : [],
      sort: [choice('', 'All', sort), ...CALENDAR_SORTS.map((one) => choice(one, SORTS[one], sort))],
      kind: [choice('', 'All', kind), ...KINDS.map(([one, title]) => choice(one, title, kind))],
      site: reader.mayAskSite ? siteChoices(read.sites, site) : [],
      from: isNow ? null : first,
      week: isOne ? 'whole' : null,
      said: `${shown} of ${all} shown.`,
      all: fit < all ? paths.calendar({ whose: 'all', from: isNow ? undefined : first, week: isOne ? 'whole' : undefined }) : null,
    },
    overdue:
      overdue > 0 && isNow
        ? {
            text: `${overdue} overdue`,
            href: paths.today({ whose }),
          }
        : null,
    unknownHolidays:
      last > lastKnown
        ? `Working days after ${dayText(lastKnown)} are not known yet: bank holidays after it are missing here, and only weekends count.`
        : null,
    empty: fit > 0 ? null : isOne ? 'Nothing falls in this week.' : 'Nothing falls in these weeks.',
    earlier: isNow ? null : at(addDays(first, -7 * weeks.length)),
    later: at(addDays(first, 7 * weeks.length)),
    around: isOne ? paths.calendar({ whose, sort, kind, site, from: isNow ? undefined : first }) : null,
    weeksWords: isOne ? 'week' : `${weeks.length} weeks`,
    feed: {
      made: reader.feed === null ? null : feedText(reader.feed, now),
      make: paths.myFeed(),
      takeBack: paths.myFeedBack(),
      takenBack: reader.takenBack,
    },
  };
}

function feedText({ madeAt, lastReadAt }: CalendarFeed, now: Instant): string {
  const today = londonDate(now);
  const read = lastReadAt === null ? 'Nothing has read it yet.' : `It was last read at ${momentText(lastReadAt, today)}.`;
  return `You have a feed address. You made it at ${momentText(madeAt, today)}. ${read}`;
}
