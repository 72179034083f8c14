import { addDays, daysBetween, laterOf, londonDate, londonTime, type Instant, type PlainDate } from '../calendar/dates';
import { beyondKnownHolidays, workingDayOnOrAfter, workingDayOnOrBefore, type HolidayCalendar } from '../calendar/working-days';
import { STEP_NAMES, type Rung, type StepName } from './rule-set';

/** What a ladder needs to know of a deadline. */
export interface OnLadder {
  readonly anchor: PlainDate;
  readonly openedOn: PlainDate;
  readonly due: PlainDate | null;
  /** The day from which the steps of one without a date count. */
  readonly countsFrom: PlainDate;
  /** Missed, it is owed no longer from this day on. */
  readonly owedUntil: PlainDate | null;
  /** No reminder fires in these times; without a date no escalation either (contract 5.1). */
  readonly rests: readonly { readonly from: Instant; readonly to: Instant }[];
}

/** A step at its instant. */
export interface PlannedStep {
  readonly step: StepName;
  readonly audience: Rung['audience'];
  readonly at: Instant;
}

/** A step of a ladder that lies ahead. */
export interface AheadStep extends PlannedStep {
  /** In days: it is taken again and again at this interval; null: once. */
  readonly every: number | null;
}

interface Nominal extends AheadStep {
  readonly nominal: PlainDate;
}

/** Steps fire at 08:00 London time plus the person's own minutes (contract 5.1). */
const STEP_TIME = 8 * 60;
/** A step moves over a weekend and holidays by fewer days than this. */
const LONGEST_HOLIDAY = 14;

/**
 * The steps of a deadline whose instants lie after `from` and at or before `to`, in order of time; of several on one instant
 * only the last in the order remind, due, overdue, escalate, but of escalations each audience's (contract 5.1).
 */
export function stepsBetween(
  ladder: readonly Rung[],
  deadline: OnLadder,
  minutes: number,
  holidays: HolidayCalendar,
  from: Instant,
  to: Instant,
): AheadStep[] {
  const steps = ladder.flatMap((rung) =>
    [...nominalDays(rung, deadline, from, to)].map((nominal) => plan(rung, nominal, deadline, minutes, holidays)),
  );
  const within = steps.filter((step) => step.at > from && step.at <= to && !isAtRest(step, deadline)).sort(inOrder);
  return within.filter((step, index) => {
    const later = within.slice(index + 1).filter(({ at }) => at === step.at);
    return later.every((other) => step.step === 'escalate' && other.audience !== step.audience);
  });
}

/** While a meeting that would satisfy it stands planned, a deadline reminds nobody, and without a date calls nobody (contract 5.1). */
function isAtRest({ step, at }: PlannedStep, { due, rests }: OnLadder): boolean {
  if (step !== 'remind' && !(step === 'escalate' && due === null)) return false;
  return rests.some(({ from, to }) => from <= at && at <= to);
}

/** The first step after an instant; undefined where the ladder has come to its end. */
export function nextStep(
  ladder: readonly Rung[],
  deadline: OnLadder,
  minutes: number,
  holidays: HolidayCalendar,
  after: Instant,
): PlannedStep | undefined {
  return stepsBetween(ladder, deadline, minutes, holidays, after, beyondSingles(ladder, deadline, after))[0];
}

/** The steps after an instant, in order of time, as long as the deadline stands as it does: each once, and of what repeats its next alone. */
export function stepsAfter(
  ladder: readonly Rung[],
  deadline: OnLadder,
  minutes: number,
  holidays: HolidayCalendar,
  after: Instant,
): AheadStep[] {
  const steps = stepsBetween(ladder, deadline, minutes, holidays, after, beyondSingles(ladder, deadline, after));
  const isAgain = (one: AheadStep, index: number): boolean =>
    one.every !== null &&
    steps.slice(0, index).some(({ step, audience, every }) => step === one.step && audience === one.audience && every === one.every);
  return steps.filter((step, index) => !isAgain(step, index));
}

/** An instant up to which every single step, and one of each that repeats, has come. */
function beyondSingles(ladder: readonly Rung[], deadline: OnLadder, after: Instant): Instant {
  // Repeats come at least every 28 days, so that a window beyond the last single step always holds the next one.
  const farthest = Math.max(...ladder.map(({ days, every }) => days + (every ?? 0)), 0) + LONGEST_HOLIDAY + 28;
  const base = deadline.due ?? deadline.countsFrom;
  const start = deadline.rests.reduce((latest, { to }) => laterOf(latest, londonDate(to)), laterOf(londonDate(after), base));
  return londonTime(addDays(start, farthest), 0);
}

/** True where a dated deadline's single steps reach beyond the known bank holidays, so that only weekends count (contract 5.1). */
export function reachesBeyondKnownHolidays(ladder: readonly Rung[], due: PlainDate | null, holidays: HolidayCalendar): boolean {
  if (due === null) return false;
  const last = Math.max(...ladder.filter(({ every }) => every === undefined).map(({ days }) => days), 0);
  return beyondKnownHolidays(holidays, addDays(due, last));
}

function* nominalDays(rung: Rung, deadline: OnLadder, from: Instant, to: Instant): Generator<PlainDate> {
  const { anchor, due, owedUntil, openedOn, countsFrom } = deadline;
  const base = rung.from === 'opening' ? openedOn : (due ?? countsFrom);
  if (due !== null && rung.whereRunsFor !== undefined && daysBetween(anchor, due) < rung.whereRunsFor) return;
  const first = addDays(base, rung.days);
  const lastWanted = addDays(londonDate(to), LONGEST_HOLIDAY);
  const ends = (day: PlainDate): boolean => due !== null && day > due && owedUntil !== null && day >= owedUntil;
  if (rung.every === undefined) {
    if (first <= lastWanted && !ends(first)) yield first;
    return;
  }
  const skipped = Math.max(0, Math.floor((daysBetween(first, londonDate(from)) - LONGEST_HOLIDAY) / rung.every));
  for (let day = addDays(first, skipped * rung.every); day <= lastWanted && !ends(day); day = addDays(day, rung.every)) yield day;
}

function plan(rung: Rung, nominal: PlainDate, { due }: OnLadder, minutes: number, holidays: HolidayCalendar): Nominal {
  const day = due !== null && nominal <= due ? workingDayOnOrBefore(holidays, nominal) : workingDayOnOrAfter(holidays, nominal);
  return { step: rung.step, audience: rung.audience, every: rung.every ?? null, at: londonTime(day, STEP_TIME + minutes), nominal };
}

function inOrder(a: Nominal, b: Nominal): number {
  return (
    a.at - b.at || STEP_NAMES.indexOf(a.step) - STEP_NAMES.indexOf(b.step) || (a.nominal < b.nominal ? -1 : a.nominal > b.nominal ? 1 : 0)
  );
}
