import type { Instant, PlainDate } from '../../domain/calendar/dates';
import { GROUPS, type Group, type TodayFilter } from '../../services/today/groups';
import type { TodayLine } from '../../services/today/lines';
import { LINES_A_PAGE, type OneGroup, type Today } from '../../services/today/today';
import type { WaitingTask } from '../../services/today/waiting-tasks';
import type { LastProof } from '../../services/upkeep/proof/last-proof';
import { dayText, listWords, momentText, shortDayText } from '../content/dates';
import { kindWords } from '../content/kinds';
import { type Sureness, surenessOf } from '../content/sureness';
import { paths } from '../paths';
import type { MeetingsAhead } from '../../services/today/meetings-ahead';
import { byPersonOf, type LineModel, lineOf, type MeetingModel, meetingOf, type PersonModel, type Who, whoOf } from './lines';
import { type Reader, taskAct, type TaskAct, type TaskText, taskText } from './task';

interface GroupModel {
  readonly id: Group;
  readonly title: string;
  readonly note: string | null;
  readonly shown: number;
  readonly all: number;
  /** On a narrow screen it opens when it is asked for: something more pressing stands above it. */
  readonly later: boolean;
  /** By day where there are several, otherwise one without a heading. */
  readonly days: readonly { readonly title: string | null; readonly lines: readonly LineModel[] }[];
  /** How many fit, and are not shown because there are too many. */
  readonly more: number;
  /** Where this group is shown alone, page by page. */
  readonly alone: string;
}

/** What is said where one group is shown alone. */
interface AloneModel {
  readonly group: Group;
  readonly pages: { readonly previous: string | null; readonly next: string | null; readonly said: string } | null;
}

export interface TodayModel {
  readonly heading: string;
  /** Null: the whole day is shown. */
  readonly alone: AloneModel | null;
  readonly onRegister: string;
  /** Whether the reader may begin with what is urgent from here. */
  readonly urgent: boolean;
  readonly sure: Sureness;
  /** Without an address where there is nothing to go to. */
  readonly counts: readonly { readonly href: string | null; readonly count: number; readonly words: string }[];
  readonly filter: {
    readonly action: string;
    /** Empty for those who see their own people only. */
    readonly whose: readonly Choice[];
    readonly age: readonly Choice[];
    readonly rating: readonly Choice[];
    readonly said: string;
    /** Whose the rest is. */
    readonly left: string;
    readonly all: string | null;
  };
  readonly now: {
    readonly count: number;
    readonly tasks: readonly (TaskText & { readonly since: string; readonly who: Who | null; readonly act: TaskAct | null })[];
    readonly more: number;
  };
  /** Planned for today and the next 7 days; `more`: where those stand that are too many for this page; null: there are no more. */
  readonly meetings: { readonly lines: readonly MeetingModel[]; readonly count: string; readonly more: string | null };
  readonly groups: readonly GroupModel[];
  /** The same by person, as it is printed: whoever has the most pressing line first. */
  readonly byPerson: readonly PersonModel[];
  readonly empty: string | null;
  /** Where the reader can fill the register with made-up people; null: not here, or not now. */
  readonly practice: string | null;
}

interface Choice {
  readonly value: string;
  readonly text: string;
  readonly selected: boolean;
}

const TITLES: Readonly<Record<Group, { readonly title: string; readonly note: string | null }>> = {
  overdue: { title: 'Overdue', note: null },
  'act-today': { title: 'Act today', note: 'Due today, or due on a day off before the next working day.' },
  'next-7-days': { title: 'Next 7 days', note: null },
  waiting: { title: 'Waiting, no date set', note: 'No time limit is set for these. Their age is counted instead.' },
};

/** What need not be read before anything else. */
const LATER: ReadonlySet<Group> = new Set(['next-7-days', 'waiting']);

function daysOf(group: Group, lines: readonly TodayLine[], mayRecord: boolean, today: PlainDate): GroupModel['days'] {
  if (group !== 'next-7-days') return [{ title: null, lines: lines.map((line) => lineOf(line, mayRecord, today)) }];
  const days = [...new Set(lines.map(({ due }) => due))];
  return days.map((day) => ({
    title: day && shortDayText(day),
    lines: lines.filter(({ due }) => due === day).map((line) => lineOf(line, mayRecord, today)),
  }));
}

const choice = (value: string, text: string, present: string | undefined): Choice => ({ value, text, selected: value === (present ?? '') });

/** Who reads the page of a day; `ownOnly`: sees their own people alone. */
export interface TodayReader extends Reader {
  readonly ownOnly: boolean;
}

/** What the page of a day shows, or that of one of its groups. */
export function todayModel(
  read: Today,
  asked: TodayFilter,
  one: OneGroup | null,
  { tasks, count: taskCount }: { readonly tasks: readonly WaitingTask[]; readonly count: number },
  ahead: MeetingsAhead,
  proof: LastProof,
  reader: TodayReader,
  now: Instant,
  mayPractise: boolean,
): TodayModel {
  const { ownOnly } = reader;
  const mayRecord = reader.permissions.has('events:write');
  const { day, counts, lines, others, onRegister, next } = read;
  const present: readonly Group[] = one ? [one.group] : GROUPS;
  const all = present.reduce((sum, group) => sum + counts[group].all, 0);
  const shown = present.reduce((sum, group) => sum + counts[group].shown, 0);
  const ofOthers = others.reduce((sum, { count }) => sum + count, 0);
  const left =
    ofOthers === 0
      ? ''
      : `${ofOthers} ${ofOthers === 1 ? 'belongs' : 'belong'} to others: ${listWords(others.map(({ name, count }) => `${name} ${count}`))}.`;
  const { whose, age, rating } = asked;
  const groups = present.map((group): GroupModel => {
    const own = lines.filter((line) => line.group === group);
    return {
      id: group,
      ...TITLES[group],
      ...counts[group],
      later: !one && LATER.has(group) && GROUPS.slice(0, GROUPS.indexOf(group)).some((before) => counts[before].shown > 0),
      days: daysOf(group, own, mayRecord, day),
      more: counts[group].shown - own.length,
      alone: paths.today({ whose, age, rating, group }),
    };
  });
  return {
    heading: one ? `${TITLES[one.group].title}: ${counts[one.group].shown}` : `Today, ${dayText(day)}`,
    alone: one && { group: one.group, pages: pagesOf(one, counts[one.group].shown, asked) },
    urgent: mayRecord && reader.permissions.has('people:find'),
    onRegister: `${onRegister} ${ownOnly ? 'of your people' : onRegister === 1 ? 'person' : 'people'} on the register.`,
    sure: surenessOf(proof, now),
    counts: [
      ...(ownOnly
        ? []
        : [{ href: taskCount > 0 ? '#now' : null, count: taskCount, words: taskCount === 1 ? 'needs a person now' : 'need a person now' }]),
      ...groups.map(({ id, title, shown: count }) => ({ href: count > 0 ? `#${id}` : null, count, words: title.toLowerCase() })),
    ],
    filter: {
      action: paths.today(),
      whose: ownOnly ? [] : [choice('mine', 'Mine and unowned', asked.whose), choice('all', 'Everyone’s', asked.whose)],
      age: [choice('', 'All', asked.age), choice('under-18', 'Under 18', asked.age), choice('adult', 'Adults', asked.age)],
      rating: ['', 'red', 'blue', 'amber', 'green'].map((value) =>
        choice(value, value === '' ? 'All' : value.charAt(0).toUpperCase() + value.slice(1), asked.rating),
      ),
      said: `${shown} of ${all} shown.`,
      left,
      all: shown < all ? paths.today({ whose: 'all', group: one?.group }) : null,
    },
    now: {
      count: taskCount,
      tasks: tasks.map((task) => ({
        ...taskText(task, reader, day),
        act: taskAct(task, reader),
        since: momentText(task.since.getTime() as Instant, day),
        who: task.person && whoOf(task.person, day),
      })),
      more: taskCount - tasks.length,
    },
    meetings: {
      lines: ahead.meetings.map((meeting) => meetingOf(meeting, day)),
      count: `${ahead.isWhole ? '' : 'more than '}${ahead.meetings.length}`,
      more: ahead.isWhole ? null : paths.calendar({ whose }),
    },
    groups,
    byPerson: byPersonOf(lines, day),
    empty: shown > 0 || one ? null : emptyWords(next),
    practice: mayPractise ? paths.practice() : null,
  };
}

function pagesOf({ group, page }: OneGroup, count: number, { whose, age, rating }: TodayFilter): AloneModel['pages'] {
  if (count <= LINES_A_PAGE) return null;
  const from = (page - 1) * LINES_A_PAGE;
  const to = (other: number): string => paths.today({ whose, age, rating, group, page: other });
  return {
    previous: page > 1 ? to(page - 1) : null,
    next: from + LINES_A_PAGE < count ? to(page + 1) : null,
    said: from < count ? `${from + 1} to ${Math.min(from + LINES_A_PAGE, count)} of ${count}` : `There are ${count}, fewer than that`,
  };
}

const emptyWords = (next: Today['next']): string =>
  next === null
    ? 'Nothing is due, and nothing waits.'
    : `Nothing is due today or in the next 7 days. Next: ${kindWords(next.kind).title}, ${dayText(next.due)}.`;
