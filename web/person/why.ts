import { type Instant, londonDate } from '../../domain/calendar/dates';
import { stepsAhead } from '../../domain/pathway/lines/steps';
import { latestPathway } from '../../domain/pathway/present';
import { traitsOf } from '../../domain/pathway/kinds';
import type { CoreContext, Deadline, Line } from '../../domain/pathway/types';
import type { Reminded } from '../../services/pathway/reminded';
import type { Standing } from '../../services/pathway/standing';
import { audienceTitle } from '../content/audiences';
import { stepWords } from '../content/changes';
import { dayText, daysText } from '../content/dates';
import { kindWords } from '../content/kinds';
import { heldWords } from '../content/meetings';
import { remindedRows, remindedSentence } from '../content/reminded';
import { standInWords } from '../content/stand-in';
import { courseOf } from '../content/why-course';
import { ruleHref } from '../parts/rule-href';
import { paths } from '../paths';
import { reviewName, reviewsNamed } from '../../domain/meetings/review-name';
import { type ReasonStep, ruleOf, sentenceOf, statusText, stepsOf } from '../content/why';
import { deadlineRow, type DeadlineRow } from './deadlines';
import { headerOf, type PersonHeader } from './header';

export interface WhyModel {
  readonly person: PersonHeader;
  readonly heading: string;
  readonly sentence: string;
  readonly status: { readonly text: string; readonly late: boolean };
  readonly act: DeadlineRow['act'];
  readonly booked: DeadlineRow['booked'];
  readonly steps: readonly ReasonStep[];
  readonly rule: (Omit<NonNullable<ReturnType<typeof ruleOf>>, 'ref'> & { readonly href: string | null }) | null;
  /** Which meetings satisfy it; null: something else does. */
  readonly meets: string | null;
  readonly excuse: string | null;
  /** Who will be told on which day, as it stands. */
  readonly ladder: readonly { readonly when: string; readonly again: string | null; readonly what: string; readonly who: string }[];
  /** Null: not for the reader. */
  readonly course: ReturnType<typeof courseOf> | null;
  /** Who was reminded of it, by name; null: not for the reader. */
  readonly reminded: ReturnType<typeof remindedRows> | null;
  readonly changes: string;
}

/** The steps that lie ahead, as the core will take them: on working days, and none while a meeting that would satisfy it stands planned. */
function ladderOf(core: CoreContext, { record, snapshot: { ruleSet } }: Standing, deadline: Deadline, now: Instant): WhyModel['ladder'] {
  const pathway = latestPathway(record);
  if (!pathway) return [];
  return stepsAhead(core, { pathway, ruleSet, minutes: record.minutes }, deadline, now).map(({ step, audience, at, every }) => ({
    when: dayText(londonDate(at)),
    again: every === null ? null : `and again every ${daysText(every)}, until it is done`,
    what: stepWords(step),
    who: audienceTitle(audience),
  }));
}

/** What a reader of a reasoning may do and see. */
interface WhyReader {
  readonly mayRecord: boolean;
  /** The person's timeline; null: what was is not for the reader. */
  readonly lines: readonly Line[] | null;
  /** Who was reminded of it; null: not for the reader. */
  readonly reminded: readonly Reminded[] | null;
}

/** Why a date is what it is, for somebody who has to read it out. */
export function whyModel(
  core: CoreContext,
  standing: Standing,
  deadline: Deadline,
  { mayRecord, lines, reminded }: WhyReader,
  now: Instant,
): WhyModel {
  const today = londonDate(now);
  const named = (text: string): string => reviewsNamed(text, reviewName(standing.bornOn, today));
  const title = named(kindWords(deadline.kind).title);
  const told = { ...deadline, title, because: standInWords(deadline, deadline.anchor, standing.snapshot.meetings) };
  const late = deadline.owed && deadline.due !== null && deadline.due < today;
  const row = deadlineRow(standing, deadline, today);
  const rule = ruleOf(deadline);
  const { metBy, notExcusable } = traitsOf(deadline.kind);
  return {
    person: headerOf(standing, today),
    heading: deadline.due === null ? `Why has “${title}” no date?` : `Why is “${title}” due on ${dayText(deadline.due)}?`,
    sentence: [named(sentenceOf(told, today)), late ? remindedSentence(reminded ?? []) : ''].filter(Boolean).join(' '),
    status: statusText(deadline, today),
    act: mayRecord ? row.act : null,
    booked: row.booked,
    steps: stepsOf(told).map((step) => ({ ...step, result: named(step.result), how: named(step.how) })),
    rule: rule && { ...rule, href: ruleHref(rule.ref) },
    meets: metBy === undefined ? null : named(heldWords(metBy)),
    excuse:
      mayRecord && deadline.owed && deadline.due !== null && notExcusable !== true
        ? paths.recordEvent({ registerId: standing.registerId, type: 'deadline-excused' }, { deadline: deadline.id })
        : null,
    ladder: ladderOf(core, standing, deadline, now),
    course: lines && courseOf(lines, deadline.id, standing.pathway),
    reminded: reminded && remindedRows(reminded),
    changes: `A correction of what it runs from, or of the date of birth where the length depends on the age. ${deadline.ofStay ? 'A discharge ends it: it then no longer applies. ' : ''}Nobody can type another date.`,
  };
}
