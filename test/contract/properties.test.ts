import * as fc from 'fast-check';
import { rehearseCore } from '../../services/rehearsal/rehearsal-core';
import { londonTime } from '../support/core/story';
import { courseOf, type Course } from '../support/core/core-hops';
import { disorderIn } from '../support/core/line-order';
import { draws, factsOf, histories, scenarioOf } from '../support/core/random/history';

const RUNS = 10_000;

/** Throws, saying what, where a thing does not hold. (Plain, because it is asked some hundred thousand times.) */
function must(holds: boolean, what: () => string): void {
  if (!holds) throw new Error(what());
}

/**
 * A miss stays in the history: nothing but what the contract names may follow it, and nobody excuses it. Where the day of a community C(E)TR is put right,
 * it stands in as if it had been heard so (contract 6.3(2), 6.7(2)), also for a review that had been missed meanwhile.
 */
function missesStay({ lines, snapshots }: Course): void {
  const last = new Map<string, string>();
  const stoodIn = new Set(
    snapshots.flatMap(({ deadlines }) => [...deadlines.values()].flatMap(({ id, standIn }) => (standIn ? [id] : []))),
  );
  for (const line of lines) {
    if (!('deadline' in line) || line.deadline === undefined || !line.what.startsWith('deadline-')) continue;
    const key = `${line.pathway}/${line.deadline}`;
    const before = last.get(key);
    if (before === 'deadline-missed')
      must(
        line.what !== 'deadline-missed' && (line.what !== 'deadline-excused' || stoodIn.has(line.deadline)),
        () => `${key}: ${line.what} after a miss`,
      );
    if (before === undefined) must(['deadline-opened', 'deadline-excused'].includes(line.what), () => `${key} begins with ${line.what}`);
    last.set(key, line.what);
  }
}

function traced({ snapshots, lines }: Course): void {
  for (const { deadlines } of snapshots) {
    for (const { id, trace, rule } of deadlines.values()) {
      must(trace.length > 0, () => `${id} has no trace`);
      must(/.@.+\/.+/.test(rule), () => `${id} has the rule ${rule}`);
    }
  }
  for (const line of lines)
    if ('rule' in line) must(/.@.+\/.+/.test(line.rule), () => `a line of ${line.deadline} has the rule ${line.rule}`);
}

/** What is open or missed by its date, what is met or late by its day. */
function statusesAgree({ snapshots, until }: Course): void {
  const today = londonTime(until).slice(0, 10);
  for (const [index, { deadlines, inpatient, rating, ended }] of snapshots.entries()) {
    const all = [...deadlines.values()];
    if (!ended && index === snapshots.length - 1) must((rating === 'blue') === inpatient, () => `rating ${rating}, inpatient ${inpatient}`);
    if (ended)
      must(
        all.every(({ owed }) => !owed),
        () => 'something is owed after the end',
      );
    for (const kind of ['mam', 'community-cetr', 'consent-decision', 'rating-decision', 'change-review', 'next-step']) {
      must(all.filter((one) => one.kind === kind && one.status === 'open').length <= 1, () => `more than one ${kind} is open`);
    }
    for (const { id, status, due, soft, before, settledOn, owed } of all) {
      const about = (): string => `${id} is ${status}: due ${due}, settled on ${settledOn}, owed ${owed}, today ${today}`;
      if (status === 'open') must(owed && (soft || due === null || due >= today), about);
      if (status === 'missed') must(!soft && due !== null && due < today, about);
      if (status === 'met' && !before && due !== null) must(settledOn !== null && settledOn <= due, about);
      if (status === 'late') must(settledOn !== null && due !== null && settledOn > due, about);
      if (!['open', 'missed'].includes(status)) must(!owed, about);
    }
  }
}

/** The lines say the same as what stands: the last line of each deadline, but a move, is its status. */
function linesTellTheStatus({ lines, snapshots }: Course): void {
  const last = new Map<string, string>();
  for (const line of lines) {
    if ('deadline' in line && line.deadline !== undefined && line.what.startsWith('deadline-') && line.what !== 'deadline-moved') {
      last.set(`${line.pathway}/${line.deadline}`, line.what);
    }
  }
  for (const [index, { deadlines }] of snapshots.entries()) {
    for (const { id, status } of deadlines.values()) {
      const what = last.get(`${index + 1}/${id}`);
      if (status === 'superseded' && what === undefined) continue;
      must(
        what === (status === 'open' ? 'deadline-opened' : `deadline-${status}`),
        () => `${id} is ${status}, and its last line is ${what}`,
      );
    }
  }
}

/** Their ladders come to an end before they are owed no longer (contract 5.1, 6.1(7)). */
const ENDING_LADDERS: readonly string[] = ['panel-papers', 'meeting-consent', 'cetr-feedback'];

/** Whatever is owed has a next step, but soft deadlines past their date and those held since a take-over. */
function nobodyWaitsForNothing({ snapshots, wakeUps, until }: Course): void {
  const waiting = new Set(wakeUps.map(({ deadline }) => deadline));
  for (const { at, deadline } of wakeUps) must(at > until, () => `the wake-up of ${deadline} has passed`);
  for (const { id, kind, owed, soft, held } of snapshots.at(-1)?.deadlines.values() ?? []) {
    if (owed && !soft && !held && !ENDING_LADDERS.includes(kind)) must(waiting.has(id), () => `${id} is owed and waits for nothing`);
    if (!owed) must(!waiting.has(id), () => `${id} is not owed and still waits`);
  }
}

function inOrder({ lines }: Course): void {
  const disorder = disorderIn(lines);
  must(disorder === undefined, () => disorder ?? '');
}

/** No step twice for one deadline, due date and audience, but the repeats of its ladder, each at an instant of its own; of several on one instant only escalations. */
function stepsFireOnce({ lines }: Course): void {
  const fired = new Set<string>();
  for (const line of lines) {
    if (line.what !== 'step') continue;
    const key = `${line.pathway}/${line.deadline}/${line.due}/${line.at}/${line.audience}`;
    must(!fired.has(key), () => `${key} fires twice`);
    fired.add(key);
  }
}

/** The kinds that say what comes next (contract 6.18(1)), read from its sentence and not from the core. */
const WHAT_COMES_NEXT: readonly string[] = [
  'eligibility-decision',
  'consent-decision',
  'watch-review',
  'rating-decision',
  'mam',
  'community-cetr',
  'requested-cetr',
  'laep-follow-up',
  'change-review',
  'action',
  'next-step',
];

/** At no day's end is anybody in the community who is amber, red or not rated without something that says what comes next. */
function nobodyWithoutNextStep({ dayEnds }: Course): void {
  for (const { rating, inpatient, eligibility, ended, deadlines, meetings, ruleSet } of dayEnds) {
    if (ended || inpatient || rating === 'green' || eligibility === 'not-eligible' || ruleSet.endsWith('@1')) continue;
    const owed = [...deadlines.values()].filter((one) => one.owed);
    const ofMeeting = owed.filter(({ kind, subject }) => {
      const meeting = meetings.find(({ id }) => id === subject)?.kind;
      return kind === 'meeting-outcome' && meeting !== 'register-review' && meeting !== 'rca';
    });
    const next = owed.filter(({ kind }) => WHAT_COMES_NEXT.includes(kind));
    must(next.length + ofMeeting.length > 0, () => `nobody says what comes next: rating ${rating}, eligibility ${eligibility}`);
    const steps = next.filter(({ kind }) => kind === 'next-step');
    const undated = steps.filter(({ due }) => due === null);
    must(steps.length <= 1, () => 'more than one next-step is owed');
    must(undated.length === 0 || next.length + ofMeeting.length === 1, () => 'a next-step without a date stands beside what says it');
  }
}

const INVARIANTS = [
  nobodyWithoutNextStep,
  inOrder,
  missesStay,
  traced,
  statusesAgree,
  linesTellTheStatus,
  nobodyWaitsForNothing,
  stepsFireOnce,
];

/** What the facts leave in the end: what is open, met, late or missed. What a fact heard late ended is left out, for it never ran where that was heard in time. */
const finalDeadlines = ({ snapshots }: Course): string[] =>
  snapshots
    .flatMap(({ deadlines }, index) =>
      [...deadlines.values()]
        .filter(({ status }) => ['open', 'met', 'late', 'missed'].includes(status))
        .map(({ id, kind, due, anchor, status, owed, settledOn }) => [index + 1, kind, anchor, due, status, owed, settledOn, id].join(' ')),
    )
    .toSorted();

describe('the core, on random histories', () => {
  it(`holds its invariants in ${RUNS} of them`, () => {
    fc.assert(
      fc.property(histories({ steps: 6, tail: 12 }), (scenario) => {
        const course = courseOf(scenario);
        for (const holds of INVARIANTS) holds(course);
      }),
      { numRuns: RUNS },
    );
  });

  it('holds them in long ones, of up to three years', () => {
    fc.assert(
      fc.property(histories({ steps: 40 }), (scenario) => {
        const course = courseOf(scenario);
        for (const holds of INVARIANTS) holds(course);
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same twice, and the same in one go as in many small hops', () => {
    fc.assert(
      fc.property(histories({ steps: 7, tail: 20 }), fc.integer({ min: 21_600_000, max: 10 * 86_400_000 }), (scenario, hop) => {
        const once = courseOf(scenario);
        const hopping = courseOf(scenario, hop);
        expect(hopping.lines).toEqual(once.lines);
        expect(hopping.wakeUps).toEqual(once.wakeUps);
        expect(courseOf(scenario).lines).toEqual(once.lines);
      }),
      { numRuns: 200 },
    );
  });

  it('counts what is heard twice under one id once', () => {
    fc.assert(
      fc.property(histories({ steps: 6, tail: 12 }), (scenario) => {
        const twice = { ...scenario, steps: scenario.steps.flatMap((step) => [step, step]) };
        expect(rehearseCore(twice)).toEqual(rehearseCore(scenario));
      }),
      { numRuns: 500 },
    );
  });

  it('never takes a line back: what is given by a day stands at the head of what is given later', () => {
    fc.assert(
      fc.property(histories({ steps: 7, tail: 20 }), fc.nat(400), (scenario, days) => {
        const whole = courseOf(scenario).lines;
        const day = new Date(Date.UTC(2025, 0, 6) + days * 86_400_000).toISOString().slice(0, 10);
        const part = courseOf({ ...scenario, until: day < scenario.until ? day : scenario.until }).lines;
        expect(whole.slice(0, part.length)).toEqual(part);
      }),
      { numRuns: 300 },
    );
  });

  it('comes to the same deadlines in whichever order facts about the world are heard, in 10,000 histories', () => {
    let compared = 0;
    fc.assert(
      fc.property(draws({ steps: 6 }), (drawn) => {
        const told = factsOf(drawn, { worldOnly: true });
        const straight = scenarioOf(told, { tail: 0, heardOn: ({ day }) => day });
        const late = scenarioOf(told, { tail: 0 });
        const [inTime, heardLate] = [courseOf({ ...straight, until: late.until }), courseOf(late)];
        if (inTime.refused + heardLate.refused > 0) return;
        compared += 1;
        expect(finalDeadlines(heardLate)).toEqual(finalDeadlines(inTime));
        expect(heardLate.snapshots.map(({ rating }) => rating)).toEqual(inTime.snapshots.map(({ rating }) => rating));
      }),
      { numRuns: RUNS },
    );
    expect(compared).toBeGreaterThan(RUNS / 2);
  });
});
