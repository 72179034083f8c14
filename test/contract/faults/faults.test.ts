import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { rehearseCore } from '../../../services/rehearsal/rehearsal-core';
import type { Scenario } from '../../../services/rehearsal/scenario';
import { londonTime, Timeline } from '../../support/core/story';

const FOLDER = path.join(__dirname, 'scenarios');

type Change = (scenario: Scenario) => Scenario;
const asItIs: Change = (scenario) => scenario;

/** Plays one of the scenarios in which an independent reading of the contract once differed, as it is or with a change. */
function played(name: string, change: Change = asItIs): Timeline {
  const scenario = JSON.parse(readFileSync(path.join(FOLDER, `${name}.json`), 'utf8')) as Scenario;
  const { lines, summary } = rehearseCore(change(scenario));
  return new Timeline(lines, summary);
}

/** The right values, each worked out by hand from the sentence of the contract that the test names. */
const RIGHT: Readonly<Record<string, () => void>> = {
  // 5.1: day 5 is a Saturday and goes to Monday 16 March, where day 7 falls: both audiences are told; day 12 goes to Monday 23rd, day 14.
  'A1-commissioner-never-escalated': () => {
    const steps = played('A1-commissioner-never-escalated').steps('community-cetr');
    expect(steps.filter((step) => step < '2026-03-24')).toEqual([
      '2026-03-11 08:00 remind owner',
      '2026-03-13 08:00 remind owner',
      '2026-03-16 08:00 escalate commissioner',
      '2026-03-16 08:00 escalate manager',
      '2026-03-17 08:00 remind owner',
      '2026-03-19 08:00 remind owner',
      '2026-03-23 08:00 escalate manager',
    ]);
  },
  // 6.11(6)
  'A2-eligible-again-without-clocks': () => {
    const told = played('A2-eligible-again-without-clocks');
    expect(told.course('consent-renewal')).toEqual([
      '2026-01-02 10:01 opened 2027-01-02',
      '2026-02-10 10:00 superseded 2027-01-02',
      '2026-02-12 10:00 opened 2027-01-02',
      '2027-01-03 00:00 missed 2027-01-02',
    ]);
    expect(told.course('mam')).toEqual([
      '2026-02-02 10:00 opened no date',
      '2026-02-10 10:00 superseded no date',
      '2026-02-12 10:00 opened no date',
    ]);
    expect(told.owed()).toEqual(['consent-renewal 2027-01-02 missed', 'mam no date open']);
  },
  // 6.7(4): 28 days after 2 January.
  'A3-renewal-excused-for-ever': () => {
    expect(played('A3-renewal-excused-for-ever').course('consent-renewal')).toEqual([
      '2026-01-02 10:01 opened 2027-01-02',
      '2026-02-02 10:00 excused 2027-01-02',
      '2026-02-02 10:00 opened 2027-01-30',
      '2027-01-31 00:00 missed 2027-01-30',
    ]);
  },
  // 6.11(3): eighteen on 2 March; the consent for m1 upholds nothing of m2, and that is to be asked for.
  'A4-consent-for-another-meeting': () => {
    const told = played('A4-consent-for-another-meeting');
    expect(['step-2', 'step-4'].map((id) => told.applied(id))).toEqual([true, true]);
    expect(told.deadlinesAt('2026-03-02 00:00')).toEqual([
      'superseded cetr-arrangements 2026-04-06',
      'superseded family-contact 2026-04-06',
      'superseded panel-papers 2026-04-19',
      'opened meeting-consent 2026-04-19',
    ]);
  },
  // 3: one deadline's move comes before its new state.
  'A5-moved-after-its-new-state': () => {
    const told = played('A5-moved-after-its-new-state');
    expect(told.deadlinesAt('2026-02-10 10:00').filter((line) => line.includes('cetr-'))).toEqual([
      'moved cetr-feedback 2026-02-08',
      'met cetr-feedback 2026-02-08',
      'moved cetr-report 2026-02-15',
    ]);
    expect(told.course('cetr-feedback').slice(-2)).toEqual([
      '2026-02-10 10:00 moved 2026-02-08 from 2026-02-09',
      '2026-02-10 10:00 met 2026-02-08',
    ]);
  },
  // 6.14(3)
  'A6-adoption-undated-steps': () => {
    const told = played('A6-adoption-undated-steps');
    expect(told.course('consent-decision')).toEqual(['2026-06-01 09:02 opened no date before']);
    expect(told.lines.filter(({ what }) => what === 'step')).toEqual([]);
    expect(told.owed()).toEqual(['consent-decision no date open']);
  },
  // 6.10(3)
  'A7-rating-inside-a-stay-heard-later': () => {
    const told = played('A7-rating-inside-a-stay-heard-later');
    expect(told.ratings()).toEqual(['2026-02-02 10:00 red', '2026-02-03 10:00 blue']);
    expect(told.summary.rating).toBe('blue');
    expect(told.owed('community-cetr')).toEqual([]);
  },
  // 6.11(1)
  'A8-register-consent-for-one-meeting': () => {
    const told = played('A8-register-consent-for-one-meeting');
    expect(told.refusal('step-3')).toBe('scope-not-for-one-meeting');
    expect(told.course('consent-renewal')).toEqual([]);
    expect(told.owed('consent-decision')).toEqual(['consent-decision no date open']);
  },
  // 6.17(5): no plan was made, so that it opens again; one that was made is enough for good.
  'A9-transition-plan-consent-again': () => {
    const opened = ['2026-01-20 00:00 opened no date'];
    expect(played('A9-transition-plan-consent-again').course('transition-plan')).toEqual([
      ...opened,
      '2026-02-02 10:00 superseded no date',
      '2026-03-02 10:00 opened no date',
    ]);
    const planned = played('A9-transition-plan-consent-again', (scenario) => ({
      ...scenario,
      steps: [...scenario.steps, { id: 'plan', at: '2026-01-25T10:00', event: { type: 'transition-planned' } }],
    }));
    expect(planned.course('transition-plan')).toEqual([...opened, '2026-01-25 10:00 met no date']);
  },
  // 5.1, 6.13(6): every 28 days, and on day 56 the commissioner; day 84 is a bank holiday.
  'F1-undated-action-ladder': () => {
    expect(played('F1-undated-action-ladder').steps('action')).toEqual(['2026-03-30 08:00 remind owner']);
    expect(played('F1-undated-action-ladder', (scenario) => ({ ...scenario, until: '2026-06-30' })).steps('action')).toEqual([
      '2026-03-30 08:00 remind owner',
      '2026-04-27 08:00 escalate commissioner',
      '2026-05-26 08:00 remind owner',
      '2026-06-22 08:00 remind owner',
    ]);
  },
  // 6.11(7)
  'F2-papers-dated-before-the-plan': () => {
    const told = played('F2-papers-dated-before-the-plan');
    expect(told.warningsAt('2026-03-10 11:00')).toContain('papers-without-consent');
    expect(told.course('panel-papers')).toEqual(['2026-03-10 10:00 opened 2026-03-31', '2026-04-01 00:00 missed 2026-03-31']);
  },
  // 6.3(5)
  'F3-correction-blocked-by-birth-date': () => {
    expect(played('F3-correction-blocked-by-birth-date').applied('step-4')).toBe(true);
  },
  // 5.1: papers run from the day of the meeting, which lies behind their date: they have no reminder, however often it moves.
  'F4-papers-reminders-after-a-move': () => {
    const told = played('F4-papers-reminders-after-a-move');
    expect(told.course('panel-papers').slice(0, 2)).toEqual([
      '2026-03-10 10:00 opened 2026-03-31',
      '2026-03-11 10:00 moved 2026-06-01 from 2026-03-31',
    ]);
    expect(told.steps('panel-papers')).toEqual(['2026-06-01 08:00 due owner']);
  },
  // 6.10(3)
  'F5-rating-taken-back-no-line': () => {
    const told = played('F5-rating-taken-back-no-line');
    expect(told.ratings()).toEqual(['2026-03-09 10:00 red', '2026-03-10 10:00 null']);
    expect(told.summary.rating).toBeNull();
  },
  // 6.3(6): the pathway goes with the event that opened it; what is sent then finds the old one ended, and that end can be taken back.
  'F6-reentry-taken-back': () => {
    const told = played('F6-reentry-taken-back');
    expect([told.applied('step-5'), told.refusal('step-6'), told.applied('step-7')]).toEqual([true, 'pathway-ended', true]);
    expect(told.owed()).toEqual(['consent-renewal 2027-01-02 open', 'rating-decision no date open']);
    expect(told.lines.filter(({ at }) => londonTime(at) >= '2026-04-02 10:01').map(({ pathway }) => pathway)).not.toContain(2);
    expect(told.summary.rating).toBeNull();
  },
  'F6b-reentry-redated-before-the-end': () => {
    const told = played('F6b-reentry-redated-before-the-end');
    expect(told.applied('step-5')).toBe(false);
    expect(told.owed('post-admission-cetr')).toEqual(['post-admission-cetr 2026-04-29 open']);
  },
  // 6.3(5)
  'F7-forward-redating-blocks-corrections': () => {
    const told = played('F7-forward-redating-blocks-corrections');
    expect([told.applied('step-3'), told.applied('step-4')]).toEqual([true, true]);
  },
};

describe('the scenarios in which an independent reading of the contract differed', () => {
  const names = readdirSync(FOLDER).map((file) => path.basename(file, '.json'));

  it('each has its right value', () => {
    expect(Object.keys(RIGHT).toSorted()).toEqual(names.toSorted());
  });

  it.each(names)('%s', (name) => {
    RIGHT[name]?.();
  });
});
