import { daysBetween, type PlainDate } from '../../domain/calendar/dates';
import { ageOn } from '../../domain/calendar/ages';
import { timeWords } from '../../services/notices/letters/words/dates';
import type { MeetingAhead } from '../../services/today/meetings-ahead';
import type { TodayLine } from '../../services/today/lines';
import { aheadText, daysText, shortDayText } from '../content/dates';
import { actFor, kindWords } from '../content/kinds';
import { meetingTitle } from '../content/meetings';
import { ratingTag, RESTRICTED_TAG, type RatingTag } from '../content/ratings';
import { RESTRICTED_NAME } from '../content/restricted';
import { reviewName, reviewsNamed } from '../../domain/meetings/review-name';
import { type Press, pressOf } from '../parts/press';
import { paths } from '../paths';

/** Whom a line is about. */
export interface Who {
  readonly registerId: string;
  readonly name: string;
  /** In years; null: not known, or not asked for. */
  readonly age: number | null;
  readonly rating: RatingTag;
  readonly href: string;
}

type Shown = Pick<TodayLine, 'registerId' | 'name' | 'rating' | 'restricted'> & Partial<Pick<TodayLine, 'bornOn'>>;

export const whoOf = ({ registerId, name, bornOn = null, rating, restricted }: Shown, today: PlainDate): Who => ({
  registerId,
  name: restricted ? RESTRICTED_NAME : (name ?? 'Name not known'),
  age: restricted || bornOn === null ? null : ageOn(bornOn, today),
  rating: restricted ? RESTRICTED_TAG : ratingTag(rating),
  href: paths.person({ registerId }),
});

/** A line of a day: when, what, who, owner, why, act. */
export interface LineModel {
  readonly what: string;
  readonly sub: string | null;
  readonly late: boolean;
  readonly when: string;
  readonly whenSub: string | null;
  readonly who: Who;
  readonly owner: string | null;
  /** Where it is taken, by whoever may; null: somebody owns it, or the reader may not. */
  readonly take: string | null;
  readonly why: string;
  /** Null: the reader may not record. */
  readonly act: { readonly words: string; readonly href: string; readonly press: Press | null } | null;
}

/** What one person's paper list has: never a name. */
export interface PersonModel {
  readonly registerId: string;
  readonly rating: RatingTag;
  readonly lines: readonly Pick<LineModel, 'what' | 'sub' | 'late' | 'when' | 'whenSub' | 'owner'>[];
}

function whenOf({ group, due, anchor, soft }: TodayLine, today: PlainDate): Pick<LineModel, 'when' | 'whenSub' | 'late'> {
  if (due === null) {
    const waited = daysBetween(anchor, today);
    return {
      late: false,
      when: waited > 0 ? `${daysText(waited)} waiting` : 'Since today',
      whenSub: waited > 0 ? `since ${shortDayText(anchor)}` : null,
    };
  }
  if (group === 'overdue')
    return { late: true, when: `${daysText(daysBetween(due, today))} overdue`, whenSub: `was due ${shortDayText(due)}` };
  if (due < today && soft) return { late: false, when: 'Do it now', whenSub: `usually by ${shortDayText(due)}` };
  if (due === today) return { late: false, when: 'Due today', whenSub: null };
  if (group === 'act-today') return { late: false, when: 'Act today', whenSub: `due ${shortDayText(due)}` };
  const ahead = aheadText(due, today);
  return { late: false, when: ahead.charAt(0).toUpperCase() + ahead.slice(1), whenSub: null };
}

/** A line in words; the act is left out for whoever may not record. */
export function lineOf(line: TodayLine, mayRecord: boolean, today: PlainDate): LineModel {
  const { registerId, deadline, kind, owner, booked, anchor } = line;
  const named = (text: string): string => reviewsNamed(text, reviewName(line.bornOn, today));
  const act = mayRecord ? actFor(kind, booked, anchor, today) : null;
  return {
    what: named(kindWords(kind).title),
    sub: booked === null ? null : `Booked for ${shortDayText(booked)}`,
    ...whenOf(line, today),
    who: whoOf(line, today),
    owner: owner?.name ?? null,
    // Whoever owns a restricted record opens it without a reason: nobody makes themself its owner.
    take: owner === null && mayRecord && !line.restricted ? paths.take({ registerId }) : null,
    why: paths.deadline({ registerId, deadline }),
    act: act && {
      words: named(act.words),
      href: paths.recordEvent({ registerId, type: act.event }, { deadline }),
      press: act.press ? pressOf(registerId, deadline, 'today') : null,
    },
  };
}

/** The lines by whom they are about, in the order in which each person comes first. */
export function byPersonOf(lines: readonly TodayLine[], today: PlainDate): readonly PersonModel[] {
  const whose = [...new Set(lines.map(({ registerId }) => registerId))];
  const ownOf = whose.map((registerId) => lines.filter((line) => line.registerId === registerId));
  return ownOf.flatMap((own): PersonModel[] => {
    const [first] = own;
    if (!first) return [];
    const { registerId, rating } = whoOf(first, today);
    return [{ registerId, rating, lines: own.map((line) => paperLineOf(line, today)) }];
  });
}

/** A line as it is printed: what is not due on that day says when it is. */
function paperLineOf(line: TodayLine, today: PlainDate): PersonModel['lines'][number] {
  const { what, sub, late, when, whenSub, owner } = lineOf(line, false, today);
  return { what, sub, late, when, whenSub: whenSub ?? (line.due === null || line.due === today ? null : shortDayText(line.due)), owner };
}

/** A meeting of today or the next days. */
export interface MeetingModel {
  readonly when: string;
  readonly time: string;
  readonly what: string;
  readonly who: Who;
  readonly owner: string | null;
}

/** A planned meeting in words. */
export function meetingOf(meeting: MeetingAhead, today: PlainDate): MeetingModel {
  const { on, time, until, kind, owner } = meeting;
  return {
    when: on === today ? 'Today' : shortDayText(on),
    time: time === null ? 'No time set' : `${timeWords(time)}${until === null ? '' : ` to ${timeWords(until)}`}`,
    what: reviewsNamed(meetingTitle(kind), reviewName(meeting.bornOn, today)),
    who: whoOf(meeting, today),
    owner,
  };
}
