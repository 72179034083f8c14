import * as fc from 'fast-check';
import { londonTime } from '../support/story';
import { courseOf, type Course } from '../support/core-hops';
import { draws, factsOf, histories, scenarioOf } from '../support/random-history';

const RUNS = 300;

/** A miss stays in the history: nothing but what the contract names may follow it, and an excuse never does. */
function missesStay({ lines }: Course): void {
  const last = new Map<string, string>();
  for (const line of lines) {
    if (!('deadline' in line) || line.deadline === undefined || !line.what.startsWith('deadline-')) continue;
    const key = `${line.pathway}/${line.deadline}`;
    const before = last.get(key);
    if (before === 'deadline-missed') expect(line.what).not.toBe('deadline-excused');
    if (line.what === 'deadline-missed') expect(before).not.toBe('deadline-missed');
    if (before === undefined) expect(['deadline-opened', 'deadline-excused']).toContain(line.what);
    last.set(key, line.what);
  }
}

function traced({ snapshots, lines }: Course): void {
  for (const { deadlines } of snapshots) {
    for (const deadline of deadlines.values()) {
      expect(deadline.trace.length).toBeGreaterThan(0);
      expect(deadline.rule).toMatch(/.@.+\/.+/);
    }
  }
  for (const line of lines) if ('rule' in line) expect(line.rule).toMatch(/.@.+\/.+/);
}

/** What is open or missed by its date, what is met or late by its day. */
function statusesAgree({ snapshots, until }: Course): void {
  const today = londonTime(until).slice(0, 10);
  for (const [index, { deadlines, inpatient, rating, ended }] of snapshots.entries()) {
    const all = [...deadlines.values()];
    if (!ended && index === snapshots.length - 1) expect(rating === 'blue').toBe(inpatient);
    if (ended) expect(all.filter(({ owed }) => owed)).toEqual([]);
    for (const kind of ['mam', 'community-cetr', 'consent-decision'])
      expect(all.filter((one) => one.kind === kind && one.status === 'open').length).toBeLessThanOrEqual(1);
    for (const { status, due, soft, before, settledOn, owed, kind } of all) {
      if (status === 'open') expect([kind, owed, soft || due === null || due >= today]).toEqual([kind, true, true]);
      if (status === 'missed') expect([kind, soft, due !== null && due < today]).toEqual([kind, false, true]);
      if (status === 'met' && !before && due !== null) expect([kind, settledOn !== null && settledOn <= due]).toEqual([kind, true]);
      if (status === 'late') expect([kind, settledOn !== null && due !== null && settledOn > due]).toEqual([kind, true]);
      if (!['open', 'missed'].includes(status)) expect([kind, owed]).toEqual([kind, false]);
    }
  }
}

/** The lines say the same as what stands: the last line of each deadline is its status. */
function linesTellTheStatus({ lines, snapshots }: Course): void {
  for (const [index, { deadlines }] of snapshots.entries()) {
    for (const deadline of deadlines.values()) {
      const own = lines.filter(
        (line) =>
          line.pathway === index + 1 &&
          'deadline' in line &&
          line.deadline === deadline.id &&
          line.what.startsWith('deadline-') &&
          line.what !== 'deadline-moved',
      );
      const what = own.at(-1)?.what;
      if (deadline.status !== 'superseded' || what !== undefined)
        expect([deadline.id, what]).toEqual([deadline.id, deadline.status === 'open' ? 'deadline-opened' : `deadline-${deadline.status}`]);
    }
  }
}

/** Whatever is owed has a next step, but soft deadlines past their date and those held since a take-over. */
function nobodyWaitsForNothing({ snapshots, wakeUps, until }: Course): void {
  const waiting = new Set(wakeUps.map(({ deadline }) => deadline));
  for (const { at } of wakeUps) expect(at).toBeGreaterThan(until);
  for (const deadline of snapshots.at(-1)?.deadlines.values() ?? []) {
    if (deadline.owed && !deadline.soft && !deadline.held) expect([deadline.id, waiting.has(deadline.id)]).toEqual([deadline.id, true]);
    if (!deadline.owed) expect([deadline.id, waiting.has(deadline.id)]).toEqual([deadline.id, false]);
  }
}

function inOrderOfTime({ lines }: Course): void {
  for (const [index, line] of lines.entries()) expect(line.at).toBeGreaterThanOrEqual(lines[index - 1]?.at ?? 0);
}

/** No step twice for one deadline and due date, but the repeats of its ladder, each at an instant of its own. */
function stepsFireOnce({ lines }: Course): void {
  const fired = new Set<string>();
  for (const line of lines) {
    if (line.what !== 'step') continue;
    const key = `${line.pathway}/${line.deadline}/${line.due}/${line.at}`;
    expect(fired.has(key)).toBe(false);
    fired.add(key);
  }
}

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
      fc.property(histories({ steps: 7, tail: 20 }), (scenario) => {
        const course = courseOf(scenario);
        inOrderOfTime(course);
        missesStay(course);
        traced(course);
        statusesAgree(course);
        linesTellTheStatus(course);
        nobodyWaitsForNothing(course);
        stepsFireOnce(course);
      }),
      { numRuns: RUNS },
    );
  }, 600_000);

  it('holds them in long ones, of up to three years', () => {
    fc.assert(
      fc.property(histories({ steps: 40 }), (scenario) => {
        const course = courseOf(scenario);
        for (const holds of [inOrderOfTime, missesStay, traced, statusesAgree, linesTellTheStatus, nobodyWaitsForNothing, stepsFireOnce])
          holds(course);
      }),
      { numRuns: 60 },
    );
  }, 600_000);

  it('gives the same twice, and the same in one go as in many small hops', () => {
    fc.assert(
      fc.property(histories({ steps: 7, tail: 20 }), fc.integer({ min: 3_600_000, max: 10 * 86_400_000 }), (scenario, hop) => {
        const once = courseOf(scenario);
        const hopping = courseOf(scenario, hop);
        expect(hopping.lines).toEqual(once.lines);
        expect(hopping.wakeUps).toEqual(once.wakeUps);
        expect(courseOf(scenario).lines).toEqual(once.lines);
      }),
      { numRuns: 200 },
    );
  }, 600_000);

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
  }, 600_000);

  it('comes to the same deadlines in whichever order facts about the world are heard', () => {
    let compared = 0;
    fc.assert(
      fc.property(draws({ steps: 12 }), (drawn) => {
        const told = factsOf(drawn, { worldOnly: true });
        const straight = scenarioOf(told, { tail: 10, heardOn: ({ day }) => day });
        const late = scenarioOf(told, { tail: 10 });
        const [inTime, heardLate] = [courseOf({ ...straight, until: late.until }), courseOf(late)];
        if (inTime.refused + heardLate.refused > 0) return;
        compared += 1;
        expect(finalDeadlines(heardLate)).toEqual(finalDeadlines(inTime));
        expect(heardLate.snapshots.map(({ rating }) => rating)).toEqual(inTime.snapshots.map(({ rating }) => rating));
      }),
      { numRuns: 300 },
    );
    expect(compared).toBeGreaterThan(100);
  }, 600_000);
});
