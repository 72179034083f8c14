import {
  admitted,
  agreed,
  consent,
  deed,
  discharged,
  eligible,
  excused,
  held,
  movedAway,
  rated,
  referred,
  scheduled,
  transferred,
  visited,
  withdrawn,
} from '../../support/core/facts';
import { disorderIn, groupsOf } from '../../support/core/line-order';
import { adult, londonTime, story } from '../../support/core/story';

const fail = (): never => {
  throw new Error('the admission has fewer lines than that');
};

const rich = () =>
  story({ bornOn: '2008-11-05', ruleSet: 'llr-2023' })
    .hear('2026-09-01', referred())
    .hear('2026-09-02', eligible())
    .hear('2026-09-02T11:00', consent('parental-responsibility'))
    .hear('2026-09-03', rated('amber'))
    .hear('2026-09-10', held('m1', 'mam', undefined, 'continue'))
    .hear('2026-09-14', agreed('a1', '2026-09-30'))
    .hear('2026-09-20', rated('red'))
    .hear('2026-09-21', scheduled('c1', 'community-cetr', '2026-10-09'))
    .hear('2026-09-28', deed('arrangements-begun', 'c1'))
    .hear('2026-10-01T19:30', held('l1', 'laep', undefined, 'admit'))
    .hear('2026-10-01T21:00', admitted(undefined, 'low'))
    .hear('2026-10-09', held('c1', 'post-admission-cetr'))
    .hear('2026-10-20', transferred(undefined, 'non-secure', { newHospital: true }))
    .hear('2026-10-21', visited())
    .hear('2026-10-22', excused('transfer-cetr'))
    .hear('2026-11-20', withdrawn(['use']))
    .hear('2026-12-01T00:00', held('i1', 'inpatient-cetr', '2026-11-30'))
    .hear('2026-12-10', discharged())
    .hear('2027-02-01', movedAway());

describe('3 A timeline', () => {
  it('its lines are in order of time; within an event: event, rating, deadlines, steps, requests, notices, warnings, each in its own order', () => {
    const { lines } = rich().until('2027-03-01');
    expect(lines.length).toBeGreaterThan(60);
    expect(disorderIn(lines)).toBeUndefined();
  });

  it('a disorder would be seen', () => {
    const { lines } = rich().until('2027-03-01');
    expect(disorderIn(lines.toReversed())).toBeDefined();
    const admission = groupsOf(lines).find(([first]) => first?.what === 'event-applied' && first.type === 'admitted') ?? [];
    expect(disorderIn(admission)).toBeUndefined();
    expect(disorderIn(admission.with(1, admission[2] ?? fail()).with(2, admission[1] ?? fail()))).toBeDefined();
  });

  it('deadlines of one group go by due date, null last, then kind', () => {
    const told = adult().onRegister('2026-09-01').hear('2026-10-01', admitted()).until('2026-10-02');
    expect(told.deadlinesAt('2026-10-01 10:00')).toEqual([
      'superseded rating-decision no date',
      'opened post-admission-cetr 2026-10-29',
      'opened oversight-visit 2026-11-26',
    ]);
    const planned = adult()
      .hear('2026-10-01', scheduled('m', 'community-cetr', '2026-11-02'))
      .until('2026-10-02');
    expect(planned.deadlinesAt('2026-10-01 10:00')).toEqual([
      'opened cetr-arrangements 2026-10-19',
      'opened family-contact 2026-10-19',
      'opened meeting-consent 2026-11-01',
      'opened panel-papers 2026-11-01',
      'opened meeting-outcome 2026-11-04',
      'opened eligibility-decision no date',
    ]);
  });

  it('a C(E)TR held: met before opened', () => {
    const told = adult().hear('2026-10-01', admitted()).hear('2026-10-12', held('r', 'post-admission-cetr')).until('2026-10-13');
    expect(told.deadlinesAt('2026-10-12 10:00')).toEqual([
      'met post-admission-cetr 2026-10-29',
      'opened cetr-feedback 2026-10-19',
      'opened cetr-report 2026-10-26',
      'opened inpatient-cetr 2027-04-12',
    ]);
  });

  it('at one instant wake-ups come before events', () => {
    const midnight = adult()
      .hear('2026-10-01', admitted())
      .hear('2026-10-30T00:00', visited(), 'v')
      .until('2026-10-31')
      .lines.filter((line) => londonTime(line.at) === '2026-10-30 00:00');
    expect(midnight.map((line) => line.what).filter((what) => ['deadline-missed', 'event-applied', 'deadline-met'].includes(what))).toEqual(
      ['deadline-missed', 'event-applied', 'deadline-met'],
    );
    const morning = adult()
      .hear('2026-10-01', admitted())
      .hear('2026-10-22T08:00', held('r', 'post-admission-cetr'), 'r')
      .until('2026-10-23')
      .lines.filter((line) => londonTime(line.at) === '2026-10-22 08:00');
    const whats = morning.map((line) => line.what);
    expect(whats.filter((what) => ['event-applied', 'deadline-met'].includes(what))).toEqual(['event-applied', 'deadline-met']);
    expect(whats.lastIndexOf('step')).toBeLessThan(whats.indexOf('event-applied'));
    expect(whats).toContain('step');
  });

  it('every deadline line has an id, a kind, a due date or null, and a rule', () => {
    for (const line of rich().until('2027-03-01').deadlineLines()) {
      expect(line.deadline).not.toBe('');
      expect(line.due === null || /^\d{4}-\d{2}-\d{2}$/.test(line.due)).toBe(true);
      expect(line.rule).toMatch(/@/);
    }
  });

  it('a refusal has a type, the id of the event and a reason', () => {
    const told = adult().hear('2026-10-01', referred()).hear('2026-10-02', discharged(), 'no').until('2026-10-03');
    const line = told.lines.find((one) => one.what === 'event-refused');
    expect(line).toMatchObject({ what: 'event-refused', type: 'discharged', event: 'no', pathway: 1 });
    expect(told.refusal('no')).toMatch(/^[a-z0-9-]+$/);
  });

  describe('the summary', () => {
    it('names the rating and every deadline still owed, open or missed', () => {
      const { summary } = adult().onRegister('2026-09-01').hear('2026-10-01', admitted()).until('2026-10-30');
      expect(summary).toMatchObject({ what: 'summary', rating: 'blue', historyEvents: 0, runs: 0 });
      expect(summary.openDeadlines.map(({ kind, due, status }) => [kind, due, status]).toSorted()).toEqual([
        ['consent-renewal', '2027-09-01', 'open'],
        ['oversight-visit', '2026-11-26', 'open'],
        ['post-admission-cetr', '2026-10-29', 'missed'],
      ]);
    });

    it('has the ids and rules that the lines had', () => {
      const told = rich().until('2026-12-01');
      for (const one of told.summary.openDeadlines) {
        const last = told
          .deadlineLines(one.kind)
          .filter((line) => line.deadline === one.deadline)
          .at(-1);
        expect(last).toMatchObject({ due: one.due, rule: one.rule });
      }
    });
  });
});

describe('2 A scenario', () => {
  it('is played in order of `at`, those of one instant in the order of the file', () => {
    const told = adult()
      .hear('2026-10-02', rated('red'), 'c')
      .hear('2026-10-01', rated('green'), 'a')
      .hear('2026-10-01', rated('amber'), 'b')
      .until('2026-10-03');
    expect(told.ratings()).toEqual(['2026-10-01 10:00 green', '2026-10-01 10:00 amber', '2026-10-02 10:00 red']);
  });

  it('names steps without an id by their place in the file', () => {
    const told = adult()
      .hear('2026-10-02', rated('red'))
      .hear('2026-10-01', rated('green'))
      .hear('2026-10-03', rated('amber'), 'own')
      .until('2026-10-04');
    expect(told.lines.flatMap((line) => (line.what === 'event-applied' ? [line.event] : []))).toEqual(['step-2', 'step-1', 'own']);
  });

  it('is played to the end of the day `until` in London, and not beyond', () => {
    const told = adult()
      .hear('2026-10-01', admitted())
      .hear('2026-10-29T23:59', visited(), 'last')
      .hear('2026-10-30T00:00', visited(), 'after')
      .until('2026-10-29');
    expect(told.applied('last')).toBe(true);
    expect(() => told.applied('after')).toThrow();
    expect(told.course('post-admission-cetr')).toHaveLength(1);
  });

  it('a local time that summer time skips is read an hour later, one that comes twice is the first', () => {
    const instant = (at: string) => new Date(adult().hear(at, rated('green')).until('2027-04-01').lines[0]?.at ?? 0).toISOString();
    expect(instant('2027-03-28T01:30')).toBe('2027-03-28T01:30:00.000Z');
    expect(instant('2026-10-25T01:30')).toBe('2026-10-25T00:30:00.000Z');
    expect(instant('2026-10-25T02:30')).toBe('2026-10-25T02:30:00.000Z');
    expect(instant('2026-07-01T12:00')).toBe('2026-07-01T11:00:00.000Z');
  });

  it('where `on` is absent, it is the London date of `at`', () => {
    const told = adult().hear('2026-07-01T23:30:00Z', admitted()).until('2026-07-03');
    expect(told.owed('post-admission-cetr')).toEqual(['post-admission-cetr 2026-07-30 open']);
  });
});
