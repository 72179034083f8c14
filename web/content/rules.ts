import { type DeadlineKind, traitsOf } from '../../domain/pathway/kinds';
import type { Interval, Rule, Rung } from '../../domain/rules/rule-set';
import { daysText, listWords } from './dates';

/** Whom each rule is about, where what holds for its kind does not say it. */
const WHOM: Partial<Readonly<Record<DeadlineKind, string>>> = {
  'mha-first-meeting': 'People in hospital who are liable to be detained.',
  'mha-further-meeting': 'People in hospital who are liable to be detained.',
  'mha-report': 'People in hospital who are liable to be detained.',
  'next-step': 'People in the community, but for those who are green or not eligible.',
};

/** Whom a rule is about, in a sentence. */
export function whomText(kind: DeadlineKind): string {
  const said = WHOM[kind];
  if (said !== undefined) return said;
  const { ofStay, preparation, endsWithAdmission, restsOnRegister } = traitsOf(kind);
  const where = ofStay
    ? 'People in hospital'
    : preparation
      ? 'People for whom a C(E)TR is planned'
      : endsWithAdmission
        ? 'People in the community'
        : 'Everyone on a pathway';
  return `${where}${restsOnRegister ? ', with consent to be on the register' : ''}.`;
}

const UNITS: Readonly<Record<Interval['unit'], string>> = { days: 'day', weeks: 'week', months: 'month', years: 'year' };
const lengthText = ({ number, unit }: Interval): string =>
  number === 0 ? 'the same day' : `${number} ${UNITS[unit]}${number === 1 ? '' : 's'}`;

/** For whom each length of a rule is. */
const CASES: Readonly<Record<string, string>> = {
  'under-18': 'Under 18',
  low: 'Adults on a low secure ward',
  medium: 'Adults on a medium secure ward',
  high: 'Adults on a high secure ward',
  'non-secure': 'Adults on a ward that is not secure',
  picu: 'Adults on an intensive care ward (PICU)',
  'not-known': 'Where the kind of ward is not known yet',
  today: 'Said to be urgent today',
  'this-week': 'Said to be urgent this week',
};

/** What the date is where the event itself says it. */
const NAMED: Partial<Readonly<Record<DeadlineKind, string>>> = {
  'watch-review': 'On the day that the decision names. Without one it has no date, and its age is counted.',
  action: 'On the day that was agreed. Without one it has no date, and its age is counted.',
  'next-step': 'On the day that was set for the next look. Until one is set it has no date, and its age is counted.',
  'consent-at-16': 'On the 16th birthday.',
  'consent-at-18': 'On the 18th birthday.',
};

/** How long a rule gives: a sentence, or a length for each case. */
export function lengthsText({ kind, intervals, daysBefore }: Rule): readonly { readonly who: string | null; readonly length: string }[] {
  if (daysBefore !== undefined) return [{ who: null, length: `${daysText(daysBefore)} before. Where that has passed already: at once.` }];
  const cases = Object.entries(intervals ?? {});
  if (cases.length === 0)
    return [{ who: null, length: NAMED[kind] ?? 'No time limit is set, nationally or in this area. Its age is counted instead.' }];
  return cases.map(([name, interval]) => ({
    who: name === 'default' ? (cases.length === 1 ? null : 'Everyone else') : (CASES[name] ?? name),
    length: lengthText(interval),
  }));
}

/** How the time of a rule is counted; null where it has no time. */
export function countingText({ intervals, daysBefore, counting, soft, owedFor }: Rule): string | null {
  const parts: string[] = [];
  if (daysBefore !== undefined) parts.push('Counted back from that day. Every day of the week counts.');
  else if (intervals)
    parts.push(
      counting === 'beginning-with'
        ? 'The day that it runs from is counted as day 1.'
        : 'The day that it runs from is day 0. Every day of the week counts: the date does not move for weekends.',
    );
  if (soft) parts.push('It is a usual day, not a limit: it is never missed.');
  if (owedFor !== undefined) parts.push(`Not done ${daysText(owedFor)} after the day that it runs from, it is owed no longer.`);
  return parts.length === 0 ? null : parts.join(' ');
}

/** What starts a rule anew. */
const REPEATS: Partial<Readonly<Record<DeadlineKind, string>>> = {
  'consent-renewal': 'Each consent to the register starts it anew.',
  'inpatient-cetr': 'Each C(E)TR of the stay starts it anew, until the discharge.',
  'oversight-visit': 'Each visit starts it anew, until the discharge.',
  mam: 'A multi-agency meeting that is to continue starts it anew.',
  'next-step': 'Whenever nothing says what comes next.',
  'mha-further-meeting': 'Once in each 12 months, while the person is detained.',
};
export const repeatsText = (kind: DeadlineKind): string => REPEATS[kind] ?? 'No: once, each time that it begins.';

const TOLD: Readonly<Record<Rung['audience'], string>> = {
  owner: 'the owner, or the team',
  commissioner: 'the commissioner',
  manager: 'the manager',
  director: 'the director',
};
const STEPS: Readonly<Record<Rung['step'], string>> = {
  remind: 'a reminder to',
  due: 'word that it is due, to',
  overdue: 'word that it is overdue, to',
  escalate: 'word that it stays undone, to',
};

const LONGEST_DAYS: Readonly<Record<Interval['unit'], number>> = { days: 1, weeks: 7, months: 31, years: 366 };

/** The steps that a rule can come to: one that asks for a longer time than any of its cases gives never fires. */
export function stepsWithin({ intervals }: Rule, ladder: readonly Rung[]): readonly Rung[] {
  const longest = Math.max(...Object.values(intervals ?? {}).map(({ number, unit }) => number * LONGEST_DAYS[unit]));
  return intervals === undefined ? ladder : ladder.filter(({ whereRunsFor = 0 }) => whereRunsFor <= longest);
}

/** Who is told when, a line for each step of a ladder in the order of time. `dated`: the days count from the due date. */
export function ladderText(ladder: readonly Rung[], dated: boolean): readonly string[] {
  const day = ({ days, from }: Rung): string => {
    if (from === 'opening') return days === 0 ? 'On the day that it opens' : `${daysText(days)} after it opens`;
    if (!dated) return days === 0 ? 'On the day that it begins' : `After ${daysText(days)}`;
    if (days === 0) return 'On the due day';
    return days < 0 ? `${daysText(-days)} before the due day` : `${daysText(days)} after the due day`;
  };
  return ladder
    .toSorted((a, b) => Number(a.from !== 'opening') - Number(b.from !== 'opening') || a.days - b.days)
    .map((rung) => {
      const more = [
        ...(rung.every === undefined ? [] : [`again every ${daysText(rung.every)} until it is done`]),
        ...(rung.whereRunsFor === undefined ? [] : [`only where it runs for ${daysText(rung.whereRunsFor)} or more`]),
      ];
      return `${day(rung)}: ${STEPS[rung.step]} ${TOLD[rung.audience]}${more.length === 0 ? '' : `, ${listWords(more)}`}.`;
    });
}
