import { z } from 'zod';
import type { PlainDate } from '../../domain/calendar/dates';
import { lastQuarter, MOST_YEARS, type Period, periodFault } from '../../domain/measures/period';
import { REVIEW_GROUPS, type ReviewGroup } from '../../domain/meetings/register-review';
import type { Area } from '../../services/rules/areas';
import { dayText, readOneDay, wrongDay } from '../content/dates';
import { chosen } from '../parts/chosen';

/** What an address asks to be measured; the days as they were typed. */
export const measuresQuery = z.object({
  area: chosen(z.string()),
  group: z.enum(REVIEW_GROUPS).default('all').catch('all'),
  from: z.string().max(40).default(''),
  to: z.string().max(40).default(''),
});
export type MeasuresQuery = z.output<typeof measuresQuery>;

type Field = 'from' | 'to';
interface FieldError {
  readonly field: Field;
  readonly message: string;
}

/** The days that were asked for, or what is wrong with them. */
export interface PeriodRead {
  readonly period: Period;
  readonly errors: readonly FieldError[];
}

const FAULTS = {
  'after-today': { field: 'to', message: 'The period must end today, or before: choose an earlier day' },
  turned: { field: 'to', message: 'The last day must not be before the first: change one of the two' },
  'too-long': { field: 'from', message: `At most ${MOST_YEARS} years can be counted at once: choose a later first day` },
} as const satisfies Readonly<Record<NonNullable<ReturnType<typeof periodFault>>, FieldError>>;

/** Reads the days of a period; one that is empty is as at first: three months, up to today. `today`: in London. */
export function readPeriod(typed: Pick<MeasuresQuery, Field>, today: PlainDate): PeriodRead {
  const first = lastQuarter(today);
  const errors: FieldError[] = [];
  const day = (field: Field, label: string): PlainDate | null => {
    if (typed[field].trim() === '') return null;
    const read = readOneDay(typed[field]);
    if (read === null) errors.push({ field, message: wrongDay(label, typed[field]) });
    return read;
  };
  const [from, to] = [day('from', 'First day'), day('to', 'Last day')];
  const end = to ?? first.to;
  const period = { from: from ?? lastQuarter(end).from, to: end };
  const fault = errors.length === 0 ? periodFault(period, today) : null;
  return fault ? { period, errors: [FAULTS[fault]] } : { period, errors };
}

interface Choice {
  readonly value: string;
  readonly text: string;
  readonly selected: boolean;
}

/** The form by which it is said of whom and of which days is counted. */
export interface FilterModel {
  readonly action: string;
  readonly selects: readonly { readonly name: string; readonly label: string; readonly choices: readonly Choice[] }[];
  readonly days: readonly { readonly name: Field; readonly label: string; readonly value: string; readonly error: string | null }[];
  readonly errors: readonly FieldError[];
}

const GROUPS: Readonly<Record<ReviewGroup, string>> = { all: 'All', 'under-18': 'Under 18', adult: 'Adults' };

/** Without the day of the week, which nobody types. */
const inField = (day: PlainDate): string => dayText(day).replace(/^\w+ /, '');

/** What the form shows: what was asked for, as it was typed where it is wrong. */
export function filterModel(
  action: string,
  areas: readonly Area[],
  query: MeasuresQuery,
  { period, errors }: PeriodRead,
  area: string,
): FilterModel {
  const day = (name: Field, label: string) => ({
    ...{ name, label, value: errors.length > 0 ? query[name] : inField(period[name]) },
    error: errors.find(({ field }) => field === name)?.message ?? null,
  });
  const areaChoices = areas.map(({ id, name }) => ({ value: id, text: name, selected: id === area }));
  const groups = REVIEW_GROUPS.toReversed().map((value) => ({ value, text: GROUPS[value], selected: value === query.group }));
  return {
    ...{ action, errors, days: [day('from', 'First day, like 1 October 2026'), day('to', 'Last day')] },
    selects: [
      ...(areas.length > 1 ? [{ name: 'area', label: 'Area', choices: areaChoices }] : []),
      { name: 'group', label: 'Age', choices: groups },
    ],
  };
}

/** Who is counted, and on which days, in words. */
export function countedText(area: string, group: ReviewGroup, { from, to }: Period): string {
  const whom = { all: 'people of all ages', 'under-18': 'people under 18', adult: 'adults' }[group];
  return `${area}: ${whom}, from ${dayText(from)} to ${dayText(to)}.`;
}
