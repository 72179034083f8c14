import { addDays, type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import type { Deadline } from '../../domain/pathway/types';
import type { RuleSet, Rung } from '../../domain/rules/rule-set';
import type { Standing } from '../../services/pathway/standing';
import { dayText, daysText } from '../content/dates';
import { kindWords } from '../content/kinds';
import { reviewName, reviewsNamed } from '../content/reviews';
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
  readonly rule: ReturnType<typeof ruleOf>;
  readonly ladder: readonly { readonly when: string; readonly again: string | null; readonly who: string }[];
  readonly changes: string;
}

const AUDIENCES: Readonly<Record<Rung['audience'], string>> = {
  owner: 'The owner, or the team',
  commissioner: 'The commissioner',
  manager: 'The manager',
  director: 'The director',
};

/** The steps of a ladder as days; those of a past day are told as what was to be. */
function ladderOf(deadline: Deadline, rules: RuleSet | null, today: PlainDate): WhyModel['ladder'] {
  const rungs = rules?.ladders[deadline.ladder] ?? [];
  if (!deadline.owed || deadline.held) return [];
  const from = deadline.due ?? deadline.countsFrom;
  return rungs
    .map((rung) => ({ rung, on: addDays(rung.from === 'opening' ? deadline.openedOn : from, rung.days) }))
    .toSorted((a, b) => a.on.localeCompare(b.on))
    .map(({ rung, on }) => ({
      when: on <= today ? dayText(on) : `${dayText(on)}${deadline.due !== null && on >= deadline.due ? ', if not done' : ''}`,
      again: rung.every === undefined ? null : `and again every ${daysText(rung.every)}, until it is done`,
      who: AUDIENCES[rung.audience],
    }));
}

/** Why a date is what it is, for somebody who has to read it out. */
export function whyModel(standing: Standing, deadline: Deadline, rules: RuleSet | null, mayRecord: boolean, now: Instant): WhyModel {
  const today = londonDate(now);
  const named = (text: string): string => reviewsNamed(text, reviewName(standing.bornOn, today));
  const title = named(kindWords(deadline.kind).title);
  const told = { ...deadline, title };
  const row = deadlineRow(standing, deadline, today);
  return {
    person: headerOf(standing, today),
    heading: deadline.due === null ? `Why has “${title}” no date?` : `Why is “${title}” due on ${dayText(deadline.due)}?`,
    sentence: named(sentenceOf(told, today)),
    status: statusText(deadline, today),
    act: mayRecord ? row.act : null,
    booked: row.booked,
    steps: stepsOf(told).map((step) => ({ ...step, result: named(step.result), how: named(step.how) })),
    rule: ruleOf(deadline),
    ladder: ladderOf(deadline, rules, today),
    changes: `A correction of what it runs from, or of the date of birth where the length depends on the age. ${deadline.ofStay ? 'A discharge ends it: it then no longer applies. ' : ''}Nobody can type another date.`,
  };
}
