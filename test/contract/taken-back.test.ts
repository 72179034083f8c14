import * as fc from 'fast-check';
import { standing } from '../../domain/pathway/place';
import { courseOf } from '../support/core/core-hops';
import { histories } from '../support/core/random/history';
import { londonTime } from '../support/core/story';

const fail = (): never => {
  throw new Error('there is no pathway');
};

describe('the core, on random histories in which things are taken back', () => {
  it('an event taken back and put in its own place changes no deadline and no rating', () => {
    let compared = 0;
    fc.assert(
      fc.property(histories({ steps: 10, tail: 5 }), fc.nat(99), (scenario, pick) => {
        const course = courseOf(scenario);
        const last = course.record.pathways.at(-1);
        const standing = scenario.steps.filter(
          ({ id, event }) => event.type !== 'corrected' && last?.log.some((entry) => entry.id === id && entry.fact.type === event.type),
        );
        const takenBack = scenario.steps.flatMap(({ event }) => (event.type === 'corrected' ? (event.events ?? [event.event ?? '']) : []));
        const whole = standing.filter(({ id }) => !takenBack.includes(id ?? ''));
        const chosen = whole[pick % Math.max(1, whole.length)];
        if (chosen?.id === undefined || chosen.event.type === 'corrected') return;
        const { lines, answers, snapshots } = courseOf({
          ...scenario,
          steps: [
            ...scenario.steps,
            { id: 'again', at: `${scenario.until}T23:30`, event: { type: 'corrected', event: chosen.id, reason: 'x', with: chosen.event } },
          ],
        });
        if (answers.at(-1)?.outcome === 'refused') return;
        compared += 1;
        const moved = lines.filter(({ at, what }) => londonTime(at) === `${scenario.until} 23:30` && /^(deadline-|rating|step)/.test(what));
        expect(moved).toEqual([]);
        expect(snapshots).toEqual(course.snapshots.map((one, index) => ({ ...one, warnings: snapshots[index]?.warnings })));
      }),
      { numRuns: 600 },
    );
    expect(compared).toBeGreaterThan(300);
  });

  it('everything taken back leaves what nothing leaves', () => {
    let compared = 0;
    fc.assert(
      fc.property(histories({ steps: 8, tail: 5 }), (scenario) => {
        const { record } = courseOf(scenario);
        const [pathway, ...more] = record.pathways;
        if (!pathway || more.length > 0) return;
        const events = standing(pathway.log).flatMap(({ id, fact }) => (fact.type === 'corrected' ? [] : [id]));
        if (events.length === 0) return;
        const all = { type: 'corrected' as const, events, reason: 'x' };
        const { answers, snapshots, wakeUps } = courseOf({
          ...scenario,
          steps: [...scenario.steps, { id: 'all', at: `${scenario.until}T23:30`, event: all }],
        });
        compared += 1;
        expect(answers.at(-1)?.outcome).toBe('applied');
        const [{ deadlines, rating, meetings, actions, stays, ended } = fail()] = snapshots;
        expect([deadlines.size, rating, meetings, actions, stays, ended]).toEqual([0, null, [], [], [], null]);
        expect(wakeUps.filter(({ deadline }) => deadline !== 'pathway')).toEqual([]);
      }),
      { numRuns: 600 },
    );
    expect(compared).toBeGreaterThan(300);
  });
});
