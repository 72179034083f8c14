import { daysBetween, type Instant, parseInstant, type PlainDate, londonDate } from '../../domain/calendar/dates';
import type { Permission } from '../../domain/access/permissions';
import { ageOn } from '../../domain/calendar/ages';
import { GROUPS, type Group, type Today, type TodayFilter, type TodayLine } from '../../services/today/today';
import type { WaitingTask } from '../../services/today/waiting-tasks';
import type { LastProof } from '../../services/upkeep/proof/last-proof';
import { aheadText, dayText, daysText, listWords, momentText, shortDayText } from '../content/dates';
import { actFor, kindWords } from '../content/kinds';
import { ratingTag, type RatingTag } from '../content/ratings';
import { taskWords } from '../content/tasks';
import { type Press, pressOf } from '../parts/press';
import { paths } from '../paths';

/** How sure the page is: when everything was last proved. */
export interface Sureness {
  readonly well: boolean;
  readonly text: string;
}

/** Older than this, a proof is no proof of today. */
const PROOF_HOURS = 26;

/** The line under a heading: that all is proved, or a warning in its place (desk.md 1.4). */
export function surenessOf({ provedAt, wellAt }: Pick<LastProof, 'provedAt' | 'wellAt'>, now: Instant): Sureness {
  const today = londonDate(now);
  if (provedAt === null || wellAt === null)
    return { well: false, text: 'It has not been proved yet that every deadline has its reminder. Those who run the service can see why.' };
  const at = parseInstant(wellAt);
  if (now - at > PROOF_HOURS * 3_600_000)
    return {
      well: false,
      text: `Deadlines were last proved complete at ${momentText(at, today)}. That is too long ago: those who run the service must look.`,
    };
  return provedAt === wellAt
    ? { well: true, text: `Deadlines last proved complete at ${momentText(at, today)}.` }
    : {
        well: false,
        text: `The last check found something that is not right. All was well at ${momentText(at, today)}. Those who run the service must look.`,
      };
}

interface Who {
  readonly registerId: string;
  readonly name: string;
  readonly rating: RatingTag;
  readonly href: string;
}

const whoOf = (registerId: string, name: string | null, bornOn: PlainDate | null, rating: TodayLine['rating'], today: PlainDate): Who => ({
  registerId,
  name: `${name ?? 'Name not known'}${bornOn === null ? '' : `, ${ageOn(bornOn, today)}`}`,
  rating: ratingTag(rating),
  href: paths.person({ registerId }),
});

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

interface GroupModel {
  readonly id: Group;
  readonly title: string;
  readonly note: string | null;
  readonly shown: number;
  readonly all: number;
  /** By day where there are several, otherwise one without a heading. */
  readonly days: readonly { readonly title: string | null; readonly lines: readonly LineModel[] }[];
  /** How many fit, and are not shown because there are too many. */
  readonly more: number;
}

export interface TodayModel {
  readonly heading: string;
  readonly onRegister: string;
  readonly sure: Sureness;
  readonly counts: readonly { readonly href: string; readonly count: number; readonly words: string }[];
  readonly filter: {
    readonly action: string;
    /** Empty for those who see their own people only. */
    readonly whose: readonly Choice[];
    readonly age: readonly Choice[];
    readonly rating: readonly Choice[];
    readonly said: string;
    readonly all: string | null;
  };
  readonly now: {
    readonly count: number;
    readonly tasks: readonly {
      readonly what: string;
      readonly todo: string;
      readonly since: string;
      readonly who: Who | null;
      readonly act: TaskAct | null;
    }[];
    readonly more: number;
  };
  readonly groups: readonly GroupModel[];
  readonly empty: string | null;
  /** Where the reader can fill the register with made-up people; null: not here, or not now. */
  readonly practice: string | null;
}

/** Where a piece of work is done. */
interface TaskAct {
  readonly words: string;
  readonly href: string;
}

/** The page on which a piece of work is done; null: there is none that the reader may open. */
function taskAct({ kind, params, notice }: WaitingTask, permissions: ReadonlySet<Permission>): TaskAct | null {
  const event = params['event'];
  if (kind === 'event-refused' && typeof event === 'string' && permissions.has('events:resolve'))
    return { words: 'Sort out', href: paths.sortOutOne({ event }) };
  if (notice !== null && permissions.has('notices:read'))
    return { words: kind === 'notice-failed' ? 'See what failed' : 'See the message', href: paths.notice({ notice }) };
  return null;
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

function lineOf(line: TodayLine, mayRecord: boolean, today: PlainDate): LineModel {
  const { registerId, deadline, kind, owner, booked } = line;
  const { title } = kindWords(kind);
  const act = mayRecord ? actFor(kind, booked, today) : null;
  return {
    what: title,
    sub: booked === null ? null : `Booked for ${shortDayText(booked)}`,
    ...whenOf(line, today),
    who: whoOf(registerId, line.name, line.bornOn, line.rating, today),
    owner: owner?.name ?? null,
    take: owner === null && mayRecord ? paths.take({ registerId }) : null,
    why: paths.deadline({ registerId, deadline }),
    act: act && {
      words: act.words,
      href: paths.recordEvent({ registerId, type: act.event }, { deadline }),
      press: act.press ? pressOf(registerId, deadline, 'today') : null,
    },
  };
}

function daysOf(group: Group, lines: readonly TodayLine[], mayRecord: boolean, today: PlainDate): GroupModel['days'] {
  if (group !== 'next-7-days') return [{ title: null, lines: lines.map((line) => lineOf(line, mayRecord, today)) }];
  const days = [...new Set(lines.map(({ due }) => due))];
  return days.map((day) => ({
    title: day && shortDayText(day),
    lines: lines.filter(({ due }) => due === day).map((line) => lineOf(line, mayRecord, today)),
  }));
}

const choice = (value: string, text: string, present: string | undefined): Choice => ({ value, text, selected: value === (present ?? '') });

/** What the page of a day shows. */
export function todayModel(
  read: Today,
  asked: TodayFilter,
  { tasks, count: taskCount }: { readonly tasks: readonly WaitingTask[]; readonly count: number },
  proof: LastProof,
  { permissions, ownOnly }: { readonly permissions: ReadonlySet<Permission>; readonly ownOnly: boolean },
  now: Instant,
  mayPractise: boolean,
): TodayModel {
  const mayRecord = permissions.has('events:write');
  const { day, counts, lines, others, onRegister, next } = read;
  const all = GROUPS.reduce((sum, group) => sum + counts[group].all, 0);
  const shown = GROUPS.reduce((sum, group) => sum + counts[group].shown, 0);
  const ofOthers = others.reduce((sum, { count }) => sum + count, 0);
  const left =
    ofOthers === 0
      ? ''
      : ` ${ofOthers} ${ofOthers === 1 ? 'belongs' : 'belong'} to others: ${listWords(others.map(({ name, count }) => `${name} ${count}`))}.`;
  const groups = GROUPS.map((group): GroupModel => {
    const own = lines.filter((line) => line.group === group);
    return {
      id: group,
      ...TITLES[group],
      ...counts[group],
      days: daysOf(group, own, mayRecord, day),
      more: counts[group].shown - own.length,
    };
  });
  return {
    heading: `Today, ${dayText(day)}`,
    onRegister: `${onRegister} ${ownOnly ? 'of your people' : onRegister === 1 ? 'person' : 'people'} on the register.`,
    sure: surenessOf(proof, now),
    counts: [
      ...(ownOnly ? [] : [{ href: '#now', count: taskCount, words: taskCount === 1 ? 'needs a person now' : 'need a person now' }]),
      ...groups.map(({ id, title, shown: count }) => ({ href: `#${id}`, count, words: title.toLowerCase() })),
    ],
    filter: {
      action: paths.today(),
      whose: ownOnly ? [] : [choice('mine', 'Mine and unowned', asked.whose), choice('all', 'Everyone’s', asked.whose)],
      age: [choice('', 'All', asked.age), choice('under-18', 'Under 18', asked.age), choice('adult', 'Adults', asked.age)],
      rating: ['', 'red', 'blue', 'amber', 'green'].map((value) =>
        choice(value, value === '' ? 'All' : value.charAt(0).toUpperCase() + value.slice(1), asked.rating),
      ),
      said: `${shown} of ${all} shown.${left}`,
      all: shown < all ? paths.today({ whose: 'all' }) : null,
    },
    now: {
      count: taskCount,
      tasks: tasks.map((task) => ({
        ...taskWords(task.kind),
        act: taskAct(task, permissions),
        since: momentText(task.since.getTime() as Instant, day),
        who: task.person && whoOf(task.person.registerId, task.person.name, null, task.person.rating, day),
      })),
      more: taskCount - tasks.length,
    },
    groups,
    empty: shown > 0 ? null : emptyWords(next),
    practice: mayPractise ? paths.practice() : null,
  };
}

const emptyWords = (next: Today['next']): string =>
  next === null
    ? 'Nothing is due, and nothing waits.'
    : `Nothing is due today or in the next 7 days. Next: ${kindWords(next.kind).title}, ${dayText(next.due)}.`;
