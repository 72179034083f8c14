import { addDays, daysBetween, isPlainDate, type PlainDate } from '../../domain/calendar/dates';
import type { DeadlineStatus, TraceStep } from '../../domain/pathway/types';
import { eventWords } from '../../services/notices/letters/words/events';
import { dayText, daysText } from './dates';

/** A deadline as far as its reasoning is told. */
export interface Reasoned {
  readonly title: string;
  readonly anchor: PlainDate;
  readonly due: PlainDate | null;
  readonly status: DeadlineStatus;
  readonly owed: boolean;
  readonly soft: boolean;
  readonly settledOn: PlainDate | null;
  readonly trace: readonly TraceStep[];
  /** What else chose its rule, as a sentence to read out; absent: nothing. */
  readonly because?: string;
}

type Params = TraceStep['params'];
const text = (value: Params[string] | undefined): string => (value === null || value === undefined ? '' : String(value));
const dateOf = (value: Params[string] | undefined): PlainDate | null => (isPlainDate(text(value)) ? (text(value) as PlainDate) : null);
const dayOr = (value: Params[string] | undefined): string => {
  const date = dateOf(value);
  return date === null ? 'no date' : dayText(date);
};

/** `the admission to hospital`, out of `an admission to hospital`. */
const theEvent = (type: Params[string] | undefined): string =>
  text(type) === '' ? 'what it runs from' : `the ${eventWords(text(type)).replace(/^(an?|the) /, '')}`;

const UNITS: Readonly<Record<string, string>> = { days: 'day', weeks: 'week', months: 'month', years: 'year' };
const lengthOf = ({ number, unit }: Params): string => `${text(number)} ${UNITS[text(unit)] ?? text(unit)}${number === 1 ? '' : 's'}`;

/** Why this length and no other: the case of the rule that fitted. */
const CASES: Readonly<Record<string, string>> = {
  'under-18': 'The person was under 18 that day.',
  low: 'The ward is low secure.',
  medium: 'The ward is medium secure.',
  high: 'The ward is high secure.',
  'non-secure': 'The ward is not secure.',
  picu: 'The ward is an intensive care ward (PICU).',
  'not-known': 'It is not known yet what kind of ward it is.',
  today: 'It was said to be urgent today.',
  'this-week': 'It was said to be urgent this week.',
};
const caseWords = (name: Params[string] | undefined): string => CASES[text(name)] ?? '';

const FORCES: Readonly<Record<string, string>> = {
  policy: 'National policy. Not law.',
  local: 'A rule of this area.',
  'statute-not-in-force': 'In an Act of Parliament that is not in force yet.',
  'unverified-default': 'A figure that nobody has confirmed yet.',
};
/** What binds a rule, in words. */
export const forceWords = (force: string): string => FORCES[force] ?? force;

/** How long a date that was named lies before the day that it runs from, as that of a preparation does; 0: it does not. */
function daysAhead(trace: Reasoned['trace']): number {
  const from = dateOf(trace.find(({ code }) => code === 'runs-from')?.params['anchor']);
  const named = dateOf(trace.find(({ code }) => code === 'date-named')?.params['due']);
  return from === null || named === null ? 0 : Math.max(0, daysBetween(named, from));
}

const beforeWords = (trace: Reasoned['trace']): string | null => {
  const days = daysAhead(trace);
  return days === 0 ? null : `That is ${daysText(days)} before that day.`;
};

/** One step of the reasoning: its result, and how it comes about. */
export interface ReasonStep {
  readonly result: string;
  readonly how: string;
  /** The event that it rests on. */
  readonly event: string | null;
}

/** Each step of the reasoning in words; a code that this release does not know is shown as it is, so that nothing is left out. */
function stepOf({ code, params }: TraceStep, { soft, trace }: Reasoned): ReasonStep | null {
  const event = text(params['event']) || null;
  switch (code) {
    case 'runs-from':
      return {
        result: `The clock starts on ${dayOr(params['anchor'])}.`,
        how: `It runs from ${theEvent(params['type'])}. That day is day 0.`,
        event,
      };
    case 'interval': {
      const from = params['counting'] === 'beginning-with' ? 'The first day counts as day 1.' : 'Every day of the week counts.';
      return {
        result: `${lengthOf(params)} ${params['counting'] === 'beginning-with' ? 'are counted, beginning with that day' : 'are counted'}: ${dayOr(params['due'])}.`,
        how: [caseWords(params['case']), from].filter(Boolean).join(' '),
        event,
      };
    }
    case 'no-date':
      return {
        result: 'No date is set.',
        how: 'The rule has no time limit, nationally or in this area. Its age is counted instead.',
        event,
      };
    case 'date-named':
      return {
        result: `The date is ${dayOr(params['due'])}.`,
        how: beforeWords(trace) ?? 'It follows from what was recorded, not from a length of time.',
        event,
      };
    case 'rule':
      return null;
    case 'meeting-replanned':
      return {
        result: `It moved to ${dayOr(params['due'])}.`,
        how: `The meeting was planned anew, for ${dayOr(params['on'])}. Before it was ${dayOr(params['from'])}.`,
        event,
      };
    case 'due-at-once':
      return {
        result: 'It is to be done at once.',
        how: `The usual ${daysText(Number(params['daysBefore']))} before the meeting are no longer possible.`,
        event,
      };
    case 'security-changed':
      return {
        result: `It moved to ${dayOr(params['due'])}.`,
        how: `The security of the ward changed on ${dayOr(params['on'])}. Before it was ${dayOr(params['from'])}.`,
        event,
      };
    case 'reported-again':
      return {
        result: `It moved to ${dayOr(params['due'])}.`,
        how: `The change was reported again, as more urgent. Before it was ${dayOr(params['from'])}.`,
        event,
      };
    case 'not-adopted':
      return {
        result: 'This date stands until somebody adopts the present rules.',
        how: `By the present rules it would be ${dayOr(params['byPresentRules'])}.`,
        event,
      };
    case 'pathway-ended':
      return { result: `It no longer applies.`, how: `The pathway had ended on ${dayOr(params['on'])}.`, event };
    case 'satisfied':
      return { result: `It was done on ${dayOr(params['on'])}.`, how: `By ${theEvent(params['type'])}.`, event };
    case 'excused':
      return {
        result: `It was excused on ${dayOr(params['on'])}.`,
        how: soft ? '' : 'An excuse after the due date does not undo a miss.',
        event,
      };
    case 'community-cetr-stood-in':
      return {
        result: 'A community C(E)TR stood in for it.',
        how: `It was held on ${dayOr(params['on'])}, in the 28 days up to the admission.`,
        event,
      };
    case 'superseded':
      return {
        result: `It no longer applies from ${dayOr(params['on'])}.`,
        how: params['type'] === null ? '' : `Because of ${theEvent(params['type'])}.`,
        event,
      };
    default:
      return {
        result: code,
        how: Object.entries(params)
          .map(([name, value]) => `${name} ${text(value)}`)
          .join(', '),
        event,
      };
  }
}

export const stepsOf = (deadline: Reasoned): readonly ReasonStep[] => deadline.trace.flatMap((step) => stepOf(step, deadline) ?? []);

/** The rule that made a date: its name, its rule set with version, what binds it, and where it stands written. */
export function ruleOf({
  trace,
}: Pick<Reasoned, 'trace'>): { ref: string; id: string; ruleSet: string; version: string; force: string; source: string } | null {
  const params = trace.find(({ code }) => code === 'rule')?.params;
  if (!params) return null;
  const [, id = '', ruleSet = '', version = ''] = /^(.+)@(.+)\/(.+)$/.exec(text(params['rule'])) ?? [];
  return { ref: text(params['rule']), id, ruleSet, version, force: forceWords(text(params['force'])), source: text(params['source']) };
}

/** What a deadline stands at, as a page says it. */
export function statusText(
  { status, due, owed, settledOn, anchor, soft }: Omit<Reasoned, 'title' | 'trace'>,
  today: PlainDate,
): { text: string; late: boolean } {
  switch (status) {
    case 'open': {
      if (due === null) return { text: `No date set, waiting ${daysText(Math.max(0, daysBetween(anchor, today)))}`, late: false };
      const left = daysBetween(today, due);
      if (left < 0)
        return soft ? { text: 'The usual day has passed: do it now', late: false } : { text: `${daysText(-left)} overdue`, late: true };
      return { text: left === 0 ? 'Due today' : left === 1 ? 'Due tomorrow' : `Due in ${daysText(left)}`, late: false };
    }
    case 'missed':
      return owed && due !== null ? { text: `${daysText(daysBetween(due, today))} overdue`, late: true } : { text: 'Missed', late: true };
    case 'met':
      return { text: `Done on time${settledOn === null ? '' : `, ${dayText(settledOn)}`}`, late: false };
    case 'late':
      return { text: `Done ${due === null || settledOn === null ? 'late' : `${daysText(daysBetween(due, settledOn))} late`}`, late: true };
    case 'excused':
      return { text: 'Excused', late: false };
    case 'superseded':
      return { text: 'No longer applies', late: false };
  }
}

/** The sentence to read out: the date, what it runs from, how long and why. */
export function sentenceOf(deadline: Reasoned, today: PlainDate): string {
  const { title, due, anchor, trace, status, owed, settledOn } = deadline;
  const runs = trace.find(({ code }) => code === 'runs-from')?.params;
  const interval = trace.find(({ code }) => code === 'interval')?.params;
  const from = `${theEvent(runs?.['type'])} on ${dayText(anchor)}`;
  const parts: string[] = [];
  const moved = trace.some(({ code }) => ['meeting-replanned', 'security-changed', 'reported-again'].includes(code));
  const waited = Math.max(0, daysBetween(anchor, today));
  const replanned = trace.findLast(({ code }) => code === 'meeting-replanned')?.params;
  const was = due !== null && due < today ? 'was due' : 'due';
  if (due === null)
    parts.push(
      `${title}: no date set. ${owed && waited > 0 ? `It has waited ${daysText(waited)}, since` : 'It runs from'} ${from}. No time limit is set for it, nationally or in this area.`,
    );
  else if (interval && !moved) {
    const beginning = interval['counting'] === 'beginning-with' ? 'beginning with' : 'after';
    parts.push(`${title}: ${was} ${dayText(due)}, ${lengthOf(interval)} ${beginning} ${from}.`, caseWords(interval['case']));
  } else if (replanned) parts.push(`${title}: ${was} ${dayText(due)}. The meeting was planned anew, for ${dayOr(replanned['on'])}.`);
  else if (!moved && daysAhead(trace) > 0) parts.push(`${title}: ${was} ${dayText(due)}, ${daysText(daysAhead(trace))} before ${from}.`);
  else parts.push(`${title}: ${was} ${dayText(due)}. It runs from ${from}.`);
  parts.push(deadline.because ?? '');
  if (status === 'superseded') parts.push(`It no longer applies${settledOn === null ? '' : ` from ${dayText(settledOn)}`}.`);
  else if (status === 'excused') parts.push('It was excused.');
  else if (status === 'met' && settledOn !== null) parts.push(`It was done on time, on ${dayText(settledOn)}.`);
  else if (status === 'late' && settledOn !== null) parts.push(`It was done late, on ${dayText(settledOn)}. It stays recorded as late.`);
  else if (status === 'missed')
    parts.push(
      owed
        ? 'It was not done in time, and is still to be done. It stays recorded as missed.'
        : 'It was not done. It stays recorded as missed.',
    );
  else if (due !== null && due > today) parts.push(`It becomes overdue on ${dayText(addDays(due, 1))}.`);
  return parts.filter(Boolean).join(' ');
}
