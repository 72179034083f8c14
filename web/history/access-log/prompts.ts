import { addDays, type Instant, londonDate, startOfDay } from '../../../domain/calendar/dates';
import { STAFF_ROLES } from '../../../domain/access/roles';
import { isOneOf } from '../../../domain/text';
import { looksOfLate } from '../../../services/restricted/looks-of-late';
import type { LookWithoutWork } from '../../../services/restricted/looks-without-work';
import { listLookReviews } from '../../../services/restricted/review-looks';
import { namesOfActors } from '../../../services/staff/actors';
import type { Viewer } from '../../../services/staff/viewers';
import type { WebContext } from '../../app/context';
import { actorWords } from '../../content/actors';
import { LOOK_EVENTS, WORK_EVENTS } from '../../content/audit';
import { clockText, dayText, daysText, momentText } from '../../content/dates';
import { roleWords } from '../../content/roles';
import { paths } from '../../paths';

/** So far back prompts go, and so many stand on the page: at first, and where all are asked for. */
const DAYS_BACK = 28;
const AT_FIRST = 5;
const MOST = 200;
const REVIEWS = 10;

/** Who looked at whom without work on them, to be talked about. */
export interface PromptsModel {
  /** Null: it took too long to find out. */
  readonly count: number | null;
  /** Whether all looks were gone through, or the newest alone. */
  readonly isWhole: boolean;
  /** As it is said. */
  readonly counted: string;
  readonly since: string;
  /** When it was found. */
  readonly asOf: string;
  readonly rows: readonly {
    readonly id: string;
    readonly who: string;
    readonly role: string;
    readonly registerId: string;
    readonly said: string;
    /** The entries of the log that it is about. */
    readonly entries: string;
    readonly staff: string;
    readonly until: number;
    /** Somebody else reviews one's own. */
    readonly own: boolean;
  }[];
  readonly action: string;
  readonly mayReview: boolean;
  /** Where the others are; null: all are shown. */
  readonly all: string | null;
  readonly problem: string | null;
  readonly saved: string | null;
  readonly reviewed: readonly {
    readonly who: string;
    readonly registerId: string;
    readonly until: string;
    readonly by: string;
    readonly note: string;
  }[];
}

export interface Prompts {
  readonly model: PromptsModel;
  /** Whom they show, and of whom words were typed. */
  readonly shown: readonly string[];
  readonly wordsOf: readonly string[];
}

const looksText = ({ looks, days, last }: LookWithoutWork, now: Instant): string => {
  const count = looks === 1 ? '1 look' : `${looks} looks`;
  return `${count}${days === 1 ? '' : ` on ${daysText(days)}`}, ${looks === 1 ? '' : 'the last '}${momentText(last, londonDate(now))}`;
};

/** Reads the prompts for somebody who reads the access log. Throws where the database is away. */
export async function promptsFor(
  { pool, clock }: WebContext,
  viewer: Viewer,
  { all, problem, saved }: { readonly all: boolean; readonly problem: string | null; readonly saved: string | null },
): Promise<Prompts> {
  const now = clock();
  const today = londonDate(now);
  const first = addDays(today, 1 - DAYS_BACK);
  const [{ found, at }, reviews] = await Promise.all([
    looksOfLate(
      pool,
      {
        areas: viewer.areas,
        since: startOfDay(first),
        looking: LOOK_EVENTS,
        working: WORK_EVENTS,
        most: all ? MOST : AT_FIRST,
      },
      now,
    ),
    listLookReviews(pool, viewer.areas, REVIEWS),
  ]);
  const { rows, all: count, isWhole } = found ?? { rows: [], all: 0, isWhole: true };
  const names = await namesOfActors(
    pool,
    reviews.flatMap(({ staff, by }) => [`staff:${staff}`, by]),
  );
  const registerIds = reviews.map(({ registerId }) => registerId);
  return {
    model: {
      count: found && count,
      isWhole,
      counted: `${isWhole || count === 0 ? '' : 'more than '}${count}`,
      since: dayText(first),
      asOf: clockText(at),
      rows: rows.map((row, place) => ({
        id: String(place + 1),
        who: row.name,
        role: roleWords(row.roles.filter(isOneOf(STAFF_ROLES))),
        registerId: row.registerId,
        said: looksText(row, now),
        entries: paths.accessLog({ person: row.registerId, who: `staff:${row.staff}`, from: londonDate(row.first) }),
        staff: row.staff,
        until: row.last,
        own: row.staff === viewer.id,
      })),
      action: paths.accessLogReviewed(),
      mayReview: viewer.permissions.has('restrictions:write'),
      all: count > rows.length && !all ? paths.accessLog({ prompts: 'all' }) : null,
      problem,
      saved,
      reviewed: reviews.map(({ staff, registerId, until, by, at, note }) => ({
        who: actorWords(`staff:${staff}`, names),
        registerId,
        until: momentText(until.getTime() as Instant, today),
        by: `${actorWords(by, names)}, ${momentText(at.getTime() as Instant, today)}`,
        note,
      })),
    },
    shown: [...rows.map(({ registerId }) => registerId), ...registerIds],
    wordsOf: registerIds,
  };
}
