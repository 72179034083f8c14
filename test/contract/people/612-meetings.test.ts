import type { MeetingKind } from '../../../domain/pathway/events';
import { admitted, cancelled, deed, discharged, held, scheduled, visited, type Said } from '../../support/core/facts';
import { adult } from '../../support/core/story';

const DEEDS = ['arrangements-begun', 'family-contacted', 'papers-sent', 'report-sent', 'feedback-taken'] as const;

describe('6.12 Meetings: what is refused, and what is accepted', () => {
  const answers = (event: Said, ...before: [string, Said][]) =>
    before
      .reduce((so, [at, one]) => so.hear(at, one), adult())
      .hear('2026-10-20', event, 'probe')
      .until('2026-10-21')
      .applied('probe');
  const planned: [string, Said] = ['2026-10-01', scheduled('m', 'community-cetr', '2026-10-19')];
  const done: [string, Said] = ['2026-10-19', held('m', 'community-cetr')];
  const off: [string, Said] = ['2026-10-10', cancelled('m')];

  it('6.12(1) a meeting already held is not scheduled, held or cancelled again', () => {
    expect(answers(scheduled('m', 'community-cetr', '2026-10-30'), planned, done)).toBe(false);
    expect(answers(held('m', 'community-cetr'), planned, done)).toBe(false);
    expect(answers(cancelled('m'), planned, done)).toBe(false);
    expect(answers(held('m', 'community-cetr'), planned)).toBe(true);
  });

  it('6.12(1) nor one already cancelled', () => {
    expect(answers(scheduled('m', 'community-cetr', '2026-10-30'), planned, off)).toBe(false);
    expect(answers(held('m', 'community-cetr'), planned, off)).toBe(false);
    expect(answers(cancelled('m'), planned, off)).toBe(false);
    expect(answers(cancelled('m'), planned)).toBe(true);
  });

  it('6.12(1) an unknown meeting is not cancelled or named by another event', () => {
    expect(answers(cancelled('nowhere'), planned)).toBe(false);
    for (const type of DEEDS) expect([type, answers(deed(type, 'nowhere'), planned, done)]).toEqual([type, false]);
  });

  it('6.12(1) nothing is done for a cancelled meeting', () => {
    for (const type of DEEDS) expect([type, answers(deed(type, 'm'), planned, off)]).toEqual([type, false]);
  });

  it('6.12(1) a report or feedback comes after the meeting, and is not dated before its day', () => {
    for (const type of ['report-sent', 'feedback-taken'] as const) {
      expect(answers(deed(type, 'm'), planned)).toBe(false);
      expect(answers(deed(type, 'm', '2026-10-18'), planned, done)).toBe(false);
      expect(answers(deed(type, 'm', '2026-10-19'), planned, done)).toBe(true);
    }
  });

  it.each<MeetingKind>(['post-admission-cetr', 'inpatient-cetr', 'discharge-cetr'])(
    '6.12(1) a %s is scheduled only for an inpatient',
    (kind) => {
      expect(answers(scheduled('s', kind, '2026-10-30'))).toBe(false);
      expect(answers(scheduled('s', kind, '2026-10-30'), ['2026-10-01', admitted()])).toBe(true);
      expect(answers(scheduled('s', kind, '2026-10-30'), ['2026-10-01', admitted()], ['2026-10-10', discharged()])).toBe(false);
      expect(answers(scheduled('s', 'community-cetr', '2026-10-30'))).toBe(true);
    },
  );

  it.each<MeetingKind>(['post-admission-cetr', 'inpatient-cetr', 'discharge-cetr'])(
    '6.12(1) a %s is held only on a day of a stay',
    (kind) => {
      const stay: [string, Said][] = [
        ['2026-10-01', admitted()],
        ['2026-10-10', discharged()],
      ];
      expect(answers(held('s', kind), ...stay)).toBe(false);
      expect(answers(held('s', kind, '2026-09-30'), ...stay)).toBe(false);
      expect(answers(held('s', kind, '2026-10-01'), ...stay)).toBe(true);
      expect(answers(held('s', kind, '2026-10-10'), ...stay)).toBe(true);
      expect(answers(held('s', kind, '2026-10-11'), ...stay)).toBe(false);
    },
  );

  it('6.12(1) so is a visit', () => {
    const stay: [string, Said][] = [
      ['2026-10-01', admitted()],
      ['2026-10-10', discharged()],
    ];
    expect(answers(visited(), ...stay)).toBe(false);
    expect(answers(visited('2026-09-30'), ...stay)).toBe(false);
    expect(answers(visited('2026-10-10'), ...stay)).toBe(true);
    expect(answers(visited())).toBe(false);
  });

  it('6.12(1) a meeting is not scheduled for a day before it was heard', () => {
    expect(answers(scheduled('s', 'mam', '2026-10-19'))).toBe(false);
    expect(answers(scheduled('s', 'mam', '2026-10-20'))).toBe(true);
  });

  it('6.12(2) a meeting may be held without having been scheduled, and then has no preparations', () => {
    const told = adult().hear('2026-10-20', held('m', 'community-cetr'), 'held').until('2026-10-21');
    expect(told.applied('held')).toBe(true);
    expect(
      told
        .deadlinesAt('2026-10-20 10:00')
        .map((line) => line.split(' ')[1])
        .toSorted(),
    ).toEqual(['cetr-feedback', 'cetr-report', 'eligibility-decision']);
  });

  it('6.12(3) the kind given by meeting-held counts', () => {
    const told = adult()
      .hear('2026-10-01', admitted())
      .hear('2026-10-02', scheduled('m', 'cpa', '2026-10-20'))
      .hear('2026-10-20', held('m', 'post-admission-cetr'))
      .until('2026-10-21');
    expect(told.course('post-admission-cetr').at(-1)).toBe('2026-10-20 10:00 met 2026-10-29');
    expect(told.owed('cetr-report')).toEqual(['cetr-report 2026-11-03 open']);
    const other = adult()
      .hear('2026-10-01', admitted())
      .hear('2026-10-02', scheduled('m', 'post-admission-cetr', '2026-10-20'))
      .hear('2026-10-20', held('m', 'cpa', undefined, undefined))
      .until('2026-10-21');
    expect(other.owed('post-admission-cetr')).toEqual(['post-admission-cetr 2026-10-29 open']);
    expect(other.course('cetr-report')).toEqual([]);
  });

  it('6.12(3) a change of kind leaves the preparations as they are if both are C(E)TRs', () => {
    const told = adult()
      .hear('2026-10-01', scheduled('m', 'community-cetr', '2026-10-30'))
      .hear('2026-10-05', admitted())
      .hear('2026-10-06', scheduled('m', 'post-admission-cetr', '2026-10-30'))
      .until('2026-10-07');
    expect(told.course('panel-papers')).toEqual(['2026-10-01 10:00 opened 2026-10-29']);
    expect(told.course('cetr-arrangements')).toEqual(['2026-10-01 10:00 opened 2026-10-16']);
  });

  it('6.12(3) otherwise it supersedes them', () => {
    const told = adult()
      .hear('2026-10-01', scheduled('m', 'community-cetr', '2026-10-30'))
      .hear('2026-10-06', scheduled('m', 'mam', '2026-10-30'))
      .until('2026-10-07');
    expect(told.course('panel-papers')).toEqual(['2026-10-01 10:00 opened 2026-10-29', '2026-10-06 10:00 superseded 2026-10-29']);
    expect(told.course('cetr-arrangements')).toEqual(['2026-10-01 10:00 opened 2026-10-16', '2026-10-06 10:00 superseded 2026-10-16']);
  });

  it('6.12(10) LAEP, MAM, CPA, RCA and register reviews have no preparation, report or feedback deadline', () => {
    for (const kind of ['laep', 'mam', 'cpa', 'rca', 'register-review'] as const) {
      const told = adult()
        .hear('2026-10-01', scheduled('m', kind, '2026-10-20'))
        .hear('2026-10-20', held('m', kind))
        .until('2026-10-21');
      const kinds = new Set<string>(told.deadlineLines().map((line) => line.kind));
      expect([
        kind,
        ...['cetr-arrangements', 'family-contact', 'panel-papers', 'cetr-report', 'cetr-feedback'].filter((one) => kinds.has(one)),
      ]).toEqual([kind]);
    }
  });
});
