import type { PlainDate } from '../../domain/calendar/dates';
import type { Line } from '../../domain/pathway/types';
import { isDeadlineKind, type DeadlineKind } from '../../domain/pathway/kinds';
import type { Rating } from '../../domain/pathway/events';
import { noticeKind, WARNINGS, type WarningCode } from '../../domain/notices/catalogue';
import type { Standing } from '../../services/pathway/standing';
import { aMeeting, isMeetingKind } from '../../services/notices/letters/words/meetings';
import { AUDIENCE_WORDS, FAMILY } from '../content/audiences';
import { dayText } from '../content/dates';
import { kindWords } from '../content/kinds';
import { noticeWords } from '../content/notices';
import { ratingTag, type RatingTag } from '../content/ratings';
import { type ReviewName, reviewName, reviewsNamed } from '../../domain/meetings/review-name';
import { WARNING_WORDS } from '../content/warnings';
import { ruleHref } from '../parts/rule-href';
import { paths } from '../paths';
import { byUrgency } from '../person/deadlines';

export interface Change {
  readonly what: string;
  readonly before: string;
  readonly after: string;
  /** Where it is explained: the deadline's own page, or the rule of one that is not there yet; null: nowhere. */
  readonly why: string | null;
}

export interface PreviewModel {
  readonly summary: string;
  readonly warnings: readonly string[];
  readonly rating: { readonly before: RatingTag; readonly after: RatingTag } | null;
  readonly groups: readonly { readonly title: string; readonly rows: readonly Change[] }[];
  readonly goes: readonly { readonly when: string; readonly what: string }[];
  readonly family: string;
}

const dateText = (due: PlainDate | null | undefined): string => (due === null || due === undefined ? 'no date set' : dayText(due));

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;

/** What a line of the timeline says about one deadline; a line about a kind of meeting has none. */
const titleOf = (kind: string, review: ReviewName): string =>
  reviewsNamed(
    isDeadlineKind(kind) ? kindWords(kind satisfies DeadlineKind).title : isMeetingKind(kind) ? aMeeting(kind, 'professional') : kind,
    review,
  );

/** An invitation to one reader: whether they are the person or their family, and whether it does not go yet. */
export interface Sent {
  readonly family: boolean;
  readonly waits: boolean;
}

/** How many invitations go, and how many do not yet: each can be read below. */
function invitationsGo(going: number, waiting: number): PreviewModel['goes'] {
  const said = (when: string, number: number) =>
    number === 0 ? [] : [{ when, what: `${count(number, 'invitation', 'invitations')}, to be read below` }];
  return [...said('Now', going), ...said('Waits', waiting)];
}

/** The deadlines that start once a meeting is held on its day. In: the lines of that hearing. */
export const followsOf = (lines: readonly Line[], { bornOn }: Standing, today: PlainDate): readonly Change[] =>
  lines.flatMap((line) =>
    line.what === 'deadline-opened'
      ? [
          {
            what: titleOf(line.kind, reviewName(bornOn, today)),
            before: 'none',
            after: line.due === null ? 'no date set' : `by ${dayText(line.due)}`,
            why: ruleHref(line.rule),
          },
        ]
      : [],
  );

/**
 * What recording an event would change, for a reader: the core's own answer, in the order rating, starts, moves, ends, stays, goes out
 * (desk.md 1.3). `lines`: of the dry run; `standing`: as it is now, `today`. `invitations`: what comes of those that the lines want, where each of them is
 * shown besides; they are counted one by one.
 */
export function previewOf(lines: readonly Line[], standing: Standing, today: PlainDate, invitations: readonly Sent[] = []): PreviewModel {
  const review = reviewName(standing.bornOn, today);
  const starting = new Map<string, Change>();
  const moves: Change[] = [];
  const ends: Change[] = [];
  const touched = new Set<string>();
  const warnings: string[] = [];
  let rating: Rating | null | undefined;
  const goes: { when: string; what: string }[] = [];
  let toFamily = 0;
  const { registerId } = standing;
  const why = (deadline: string, rule: string): string | null =>
    standing.snapshot.deadlines.has(deadline) ? paths.deadline({ registerId, deadline }) : ruleHref(rule);
  const before = (id: string): string => {
    const known = standing.snapshot.deadlines.get(id);
    return known ? dateText(known.due) : 'none';
  };
  for (const line of lines) {
    switch (line.what) {
      case 'rating':
        rating = line.rating;
        break;
      case 'deadline-opened':
        touched.add(line.deadline);
        starting.set(line.deadline, {
          what: titleOf(line.kind, review),
          before: 'none',
          after: line.due === null ? 'no date set' : `by ${dayText(line.due)}`,
          why: why(line.deadline, line.rule),
        });
        break;
      case 'deadline-moved':
        touched.add(line.deadline);
        moves.push({
          what: titleOf(line.kind, review),
          before: dateText(line.from),
          after: dateText(line.due),
          why: why(line.deadline, line.rule),
        });
        break;
      case 'deadline-met':
      case 'deadline-late':
      case 'deadline-excused':
      case 'deadline-superseded':
      case 'deadline-missed': {
        touched.add(line.deadline);
        const after = {
          'deadline-met': 'Done on time',
          'deadline-late': 'Done late: it stays recorded as late',
          'deadline-excused': 'Excused',
          'deadline-superseded': 'No longer applies',
          'deadline-missed': 'Missed: it stays recorded as missed',
        }[line.what];
        // What starts and is done in one is no start to look out for; what starts with its date past is owed.
        const isOver = line.what !== 'deadline-missed' && starting.delete(line.deadline);
        ends.push({
          what: titleOf(line.kind, review),
          before: isOver ? 'starts with this' : before(line.deadline),
          after,
          why: why(line.deadline, line.rule),
        });
        break;
      }
      case 'warning':
        warnings.push(reviewsNamed(WARNING_WORDS[line.code as WarningCode] ?? WARNINGS[line.code as WarningCode], review));
        break;
      case 'notice':
        if (line.notice === 'meeting-invitation' && invitations.length > 0) break;
        if (FAMILY.has(line.audience)) toFamily += 1;
        goes.push({
          when: noticeKind(line.notice)?.urgency === 'digest' ? 'In the next daily list' : 'Now',
          what: `${noticeWords(line.notice)}, to ${AUDIENCE_WORDS[line.audience]}`,
        });
        break;
      default:
        break;
    }
  }
  const starts = [...starting.values()];
  const stays = [...standing.snapshot.deadlines.values()]
    .filter(({ id, owed }) => owed && !touched.has(id))
    .toSorted(byUrgency)
    .map(({ id, kind, due, rule }): Change => ({
      what: titleOf(kind, review),
      before: dateText(due),
      after: 'the same',
      why: why(id, rule),
    }));
  const groups = [
    { title: 'Starts', rows: starts },
    { title: 'Moves', rows: moves },
    { title: 'Ends', rows: ends },
    { title: 'Stays', rows: stays },
  ];
  const parts = [
    `${count(starts.length, 'deadline starts', 'deadlines start')}`,
    ...(moves.length > 0 ? [`${moves.length} ${moves.length === 1 ? 'moves' : 'move'}`] : []),
    `${ends.length} ${ends.length === 1 ? 'ends' : 'end'}`,
    `${stays.length} ${stays.length === 1 ? 'stays' : 'stay'}`,
  ];
  const going = invitations.filter(({ waits }) => !waits);
  const messages = goes.length + going.length;
  toFamily += going.filter((one) => one.family).length;
  goes.push(...invitationsGo(going.length, invitations.length - going.length));
  const family =
    toFamily === 0
      ? 'Nothing goes to the person or their family.'
      : `${count(toFamily, 'message goes', 'messages go')} to the person or their family.`;
  return {
    summary: `If you record this, ${parts.join(', ')}. ${messages === 0 ? 'No message goes out.' : `${count(messages, 'message goes', 'messages go')} out.`} ${family}`,
    warnings,
    rating: rating === undefined ? null : { before: ratingTag(standing.snapshot.rating), after: ratingTag(rating) },
    groups,
    goes,
    family,
  };
}
