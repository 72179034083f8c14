import type { PlainDate } from '../../domain/calendar/dates';
import { isBookedFor } from '../../domain/meetings/booked';
import type { Deadline } from '../../domain/pathway/types';
import { aheadText, dayText, listWords } from '../content/dates';
import { actFor, kindWords } from '../content/kinds';
import { reviewName, reviewsNamed } from '../../domain/meetings/review-name';
import { statusText } from '../content/why';
import type { Offer } from '../../services/meetings/places/offers';
import { timeWords } from '../../services/notices/letters/words/dates';
import type { Standing } from '../../services/pathway/standing';
import { type Press, pressOf } from '../parts/press';
import { paths } from '../paths';

/** A deadline as a row of a person's page. */
export interface DeadlineRow {
  readonly id: string;
  readonly what: string;
  /** The day of the meeting that is planned for it. */
  readonly booked: string | null;
  /** The date in full, or that there is none. */
  readonly date: string;
  readonly ahead: string;
  readonly status: { readonly text: string; readonly late: boolean };
  readonly why: string;
  readonly act: { readonly words: string; readonly href: string; readonly press: Press | null } | null;
}

export function deadlineRow(
  { registerId, meetings, bornOn }: Pick<Standing, 'registerId' | 'meetings' | 'bornOn'>,
  deadline: Deadline,
  today: PlainDate,
  offers: readonly Offer[] = [],
): DeadlineRow {
  const { id, kind, due, owed } = deadline;
  const review = reviewName(bornOn, today);
  const booked = bookedFor(deadline, meetings);
  const act = owed ? actFor(kind, booked, deadline.anchor, today) : null;
  return {
    id,
    what: reviewsNamed(kindWords(kind).title, review),
    booked: booked === null ? keptText(offers.find((offer) => offer.deadline === id)) : `Booked for ${dayText(booked)}`,
    date: due === null ? 'No date set' : dayText(due),
    ahead: due !== null && due >= today ? aheadText(due, today) : '',
    status: statusText(deadline, today),
    why: paths.deadline({ registerId, deadline: id }),
    act: act && {
      words: reviewsNamed(act.words, review),
      href: paths.recordEvent({ registerId, type: act.event }, { deadline: id }),
      press: act.press ? pressOf(registerId, id, 'person') : null,
    },
  };
}

/** A place that is kept for a meeting, or that there is none in time; null: nothing is arranged. */
function keptText(offer: Offer | undefined): string | null {
  if (offer === undefined) return null;
  const { place, nearest, refused } = offer;
  if (refused !== null) return 'The service could not book a place: book one by hand';
  if (place) return `A place is kept: ${dayText(place.on)}, ${timeWords(place.time)}, ${place.where}`;
  const days = nearest.map(({ on, time }) => `${dayText(on)} at ${timeWords(time)}`);
  return `No place before its date.${days.length === 0 ? '' : ` Nearest: ${listWords(days)}`}`;
}

/** The day for which a meeting is planned that would satisfy a deadline; null: none is. */
const bookedFor = (deadline: Deadline, meetings: Standing['meetings']): PlainDate | null =>
  meetings
    .filter((meeting) => isBookedFor(deadline, meeting))
    .map(({ on }) => on)
    .toSorted()[0] ?? null;

/** In the order in which they want something: what is late, then by date, then what has none. */
export const byUrgency = (a: Deadline, b: Deadline): number =>
  (a.due ?? '9999').localeCompare(b.due ?? '9999') || a.anchor.localeCompare(b.anchor) || a.id.localeCompare(b.id);

export const isLate = ({ owed, due, soft, status }: Deadline, today: PlainDate): boolean =>
  owed && (status === 'missed' || (!soft && due !== null && due < today));
