import type { Judged, Tally } from '../../domain/measures/standards/standards';
import { daysBetween, type PlainDate } from '../../domain/calendar/dates';
import { withoutReviewWords } from '../content/codes';
import { dayText, daysText } from '../content/dates';
import { paths } from '../paths';
import { STANDARD_WORDS } from './words';

/** So many stand on a page. */
export const NOT_KEPT_A_PAGE = 50;

/** Those that did not keep a standard, as a page of them shows them. */
export interface StandardModel {
  readonly heading: string;
  readonly about: string;
  readonly source: string;
  readonly said: string;
  readonly counted: string;
  readonly rows: readonly {
    readonly text: string;
    readonly href: string;
    readonly on: string;
    readonly why: string;
    readonly reasoning: string | null;
  }[];
  /** How many more there are whose record is not open to the reader; null: none. */
  readonly shut: string | null;
  readonly pages: { readonly previous: string | null; readonly next: string | null; readonly said: string } | null;
}

const WHY: Readonly<Record<string, string>> = {
  'not-rated': 'No rating is recorded',
  left: 'Was not on the register the day after',
  'not-full': 'Held without a full panel',
  'not-said': 'Whether the panel was full is not recorded',
  'no-notes': 'The meeting has no notes',
  'not-reached': 'The notes did not reach it',
  'no-owner': 'Has no owner',
  'no-date': 'Has no date',
  neither: 'Has neither an owner nor a date',
};

/** Why one was not kept, in words. `today`: in London. */
export function whyText({ standard, outcome, why, due, settledOn, on }: Judged, today: PlainDate): string {
  if (standard === 'review-before-admission' && why !== null) return `Without: ${withoutReviewWords(why)}`;
  if (why !== null) return WHY[why] ?? why;
  if (outcome === 'late' && due !== null && settledOn !== null)
    return `Done ${daysText(daysBetween(due, settledOn))} late, on ${dayText(settledOn)}`;
  if (outcome === 'late') return 'Done late';
  if (outcome === 'missed') return due === null ? 'Not done' : `Not done in time: it was due ${dayText(due)}`;
  return due === null ? `Still to be done, ${daysText(daysBetween(on, today))} after` : 'Still to be done, due today';
}

/** What the page of a standard shows. `shut`: the records that are not open to the reader, who is told no more than how many they are. */
export function standardModel(
  { standard, applied, kept, excused, not }: Tally,
  shut: ReadonlySet<string>,
  { page, counted, hrefOf, today }: { page: number; counted: string; hrefOf: (page: number) => string; today: PlainDate },
): { readonly model: StandardModel; readonly shown: readonly string[] } {
  const { title, kept: about, source } = STANDARD_WORDS[standard];
  const open = not.filter(({ registerId }) => registerId === null || !shut.has(registerId));
  const hidden = not.length - open.length;
  const first = (page - 1) * NOT_KEPT_A_PAGE;
  const onPage = open.slice(first, first + NOT_KEPT_A_PAGE);
  const rows = onPage.map((one) => ({
    text: one.registerId ?? 'Review of the register',
    href: one.registerId === null ? paths.registerReview({ review: one.subject ?? '' }) : paths.person({ registerId: one.registerId }),
    on: dayText(one.on),
    why: whyText(one, today),
    reasoning:
      one.registerId !== null && one.subject !== null ? paths.deadline({ registerId: one.registerId, deadline: one.subject }) : null,
  }));
  const excusedText =
    excused === 0
      ? ''
      : ` ${excused} more ${excused === 1 ? 'was' : 'were'} excused with a reason, and ${excused === 1 ? 'counts' : 'count'} as neither.`;
  return {
    model: {
      ...{ heading: title, about, source, counted, rows },
      said: `It applied ${applied === 1 ? 'once' : `${applied} times`}, and was kept ${kept === 1 ? 'once' : `${kept} times`}.${excusedText}`,
      shut: hidden === 0 ? null : `${hidden} more in restricted records, which are not listed.`,
      pages:
        open.length <= NOT_KEPT_A_PAGE
          ? null
          : {
              previous: page > 1 ? hrefOf(page - 1) : null,
              next: first + NOT_KEPT_A_PAGE < open.length ? hrefOf(page + 1) : null,
              said: `${open.length === 0 ? 0 : first + 1} to ${first + rows.length} of ${open.length}`,
            },
    },
    shown: onPage.flatMap(({ registerId }) => registerId ?? []),
  };
}
