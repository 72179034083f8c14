import { cancelled, consent, deed, held, scheduled, type Said } from '../../support/core/facts';
import { adult } from '../../support/core/story';

describe('6.12 Meetings: preparations, report and feedback', () => {
  /** A C(E)TR for Monday 2 November, planned on 1 October with consent to disclosure: arrangements from 19 October, papers by the 1st. */
  const planned = (...then: [string, Said][]) =>
    then.reduce(
      (so, [at, event]) => so.hear(at, event),
      adult()
        .hear('2026-10-01T09:00', scheduled('m', 'community-cetr', '2026-11-02'))
        .hear('2026-10-01T09:01', consent('own')),
    );
  const opened = { soft: '2026-10-01 09:00 opened 2026-10-19', papers: '2026-10-01 09:00 opened 2026-11-01' };

  it('6.12(4) a second deed for one meeting is accepted and changes nothing', () => {
    const told = planned(['2026-10-10', deed('arrangements-begun', 'm')])
      .hear('2026-10-15', deed('arrangements-begun', 'm'), 'again')
      .until('2026-10-16');
    expect(told.applied('again')).toBe(true);
    expect(told.course('cetr-arrangements')).toEqual([opened.soft, '2026-10-10 10:00 met 2026-10-19']);
  });

  it('6.12(4) the earliest day counts: a report sent in time and heard second turns late into met', () => {
    const told = planned(
      ['2026-11-02', held('m', 'community-cetr')],
      ['2026-11-20', deed('report-sent', 'm')],
      ['2026-11-21', deed('report-sent', 'm', '2026-11-16')],
    ).until('2026-11-22');
    expect(told.course('cetr-report')).toEqual([
      '2026-11-02 10:00 opened 2026-11-16',
      '2026-11-17 00:00 missed 2026-11-16',
      '2026-11-20 10:00 late 2026-11-16',
      '2026-11-21 10:00 met 2026-11-16',
    ]);
  });

  it('6.12(4) of papers, the earliest that had consent', () => {
    const told = adult()
      .hear('2026-10-01', scheduled('m', 'community-cetr', '2026-11-02'))
      .hear('2026-10-10', deed('papers-sent', 'm'))
      .hear('2026-10-15', consent('own', ['disclosure']))
      .hear('2026-10-26', deed('papers-sent', 'm'))
      .until('2026-10-27');
    expect(told.course('panel-papers')).toEqual(['2026-10-01 10:00 opened 2026-11-01', '2026-10-26 10:00 met 2026-11-01']);
  });

  it('6.12(5) scheduled again with the same id, the open preparations move', () => {
    const told = planned(['2026-10-10', scheduled('m', 'community-cetr', '2026-11-09')]).until('2026-10-11');
    expect(told.course('cetr-arrangements')).toEqual([opened.soft, '2026-10-10 10:00 moved 2026-10-26 from 2026-10-19']);
    expect(told.course('panel-papers')).toEqual([opened.papers, '2026-10-10 10:00 moved 2026-11-08 from 2026-11-01']);
    expect(told.ids('panel-papers')).toHaveLength(1);
  });

  it('6.12(5) those done stay met or late', () => {
    const told = planned(
      ['2026-10-12', deed('arrangements-begun', 'm')],
      ['2026-10-21', deed('family-contacted', 'm')],
      ['2026-10-23', scheduled('m', 'community-cetr', '2026-11-30')],
    ).until('2026-10-24');
    expect(told.course('cetr-arrangements')).toEqual([opened.soft, '2026-10-12 10:00 met 2026-10-19']);
    expect(told.course('family-contact')).toEqual([opened.soft, '2026-10-21 10:00 late 2026-10-19']);
  });

  it('6.12(5) those missed stay missed', () => {
    const told = planned(['2026-11-02', scheduled('m', 'community-cetr', '2026-11-30')]).until('2026-11-03');
    expect(told.course('panel-papers').slice(0, 2)).toEqual([opened.papers, '2026-11-02 00:00 missed 2026-11-01']);
    expect(told.course('panel-papers').filter((line) => line.includes('moved'))).toEqual([]);
  });

  it('6.12(5) again for the same day, nothing moves', () => {
    const told = planned(['2026-10-26', scheduled('m', 'community-cetr', '2026-11-02')]).until('2026-10-27');
    expect(told.course('cetr-arrangements')).toEqual([opened.soft]);
    expect(told.course('panel-papers')).toEqual([opened.papers]);
    expect(told.owed('cetr-arrangements')).toEqual(['cetr-arrangements 2026-10-19 open']);
  });

  it('6.12(6) too short notice: due at once, on the date on which it was heard, with a warning', () => {
    const told = adult()
      .hear('2026-10-26', scheduled('m', 'community-cetr', '2026-11-02'), 'short')
      .until('2026-10-26');
    expect(told.applied('short')).toBe(true);
    expect(told.owed('cetr-arrangements')).toEqual(['cetr-arrangements 2026-10-26 open']);
    expect(told.owed('family-contact')).toEqual(['family-contact 2026-10-26 open']);
    expect(told.owed('panel-papers')).toEqual(['panel-papers 2026-11-01 open']);
    const usual = adult()
      .hear('2026-10-26', scheduled('m', 'community-cetr', '2026-11-30'))
      .until('2026-10-26')
      .warnings();
    expect(told.warnings().filter((warning) => !usual.includes(warning))).not.toEqual([]);
  });

  it('6.12(6) just enough notice is no short one', () => {
    const warnings = (day: string) =>
      adult()
        .hear('2026-10-19', scheduled('m', 'community-cetr', day))
        .until('2026-10-19')
        .warnings();
    expect(warnings('2026-11-02')).toEqual(warnings('2026-11-30'));
    expect(warnings('2026-11-01')).not.toEqual(warnings('2026-11-30'));
    const told = adult()
      .hear('2026-10-19', scheduled('m', 'community-cetr', '2026-11-02'))
      .until('2026-10-19');
    expect(told.owed('cetr-arrangements')).toEqual(['cetr-arrangements 2026-10-19 open']);
    const today = adult()
      .hear('2026-10-26', scheduled('m', 'community-cetr', '2026-10-26'))
      .until('2026-10-26');
    expect(today.owed('panel-papers')).toEqual(['panel-papers 2026-10-26 open']);
  });

  it('6.12(7) held on another day than planned, preparations do not move; those not done and due on that day or later are superseded', () => {
    const told = planned(['2026-10-28', held('m', 'community-cetr')]).until('2026-11-10');
    expect(told.course('panel-papers')).toEqual([opened.papers, '2026-10-28 10:00 superseded 2026-11-01']);
    const later = planned(['2026-11-05', held('m', 'community-cetr')]).until('2026-11-10');
    expect(later.course('panel-papers')).toEqual([opened.papers, '2026-11-02 00:00 missed 2026-11-01']);
  });

  it('6.12(8) a preparation done on or after the day of the meeting, where its deadline was missed, is late', () => {
    const told = planned(['2026-11-02T09:00', deed('papers-sent', 'm')], ['2026-11-02T14:00', held('m', 'community-cetr')]).until(
      '2026-11-03',
    );
    expect(told.course('panel-papers')).toEqual([opened.papers, '2026-11-02 00:00 missed 2026-11-01', '2026-11-02 09:00 late 2026-11-01']);
    const after = planned(['2026-11-02', held('m', 'community-cetr')], ['2026-11-04', deed('papers-sent', 'm')]).until('2026-11-05');
    expect(after.course('panel-papers').at(-1)).toBe('2026-11-04 10:00 late 2026-11-01');
  });

  it('6.12(8) unless something of 6.1(7) other than that day came before', () => {
    const told = planned(
      ['2026-11-02', held('m', 'community-cetr')],
      ['2026-11-03', { type: 'consent-withdrawn', scope: ['meeting'] }],
      ['2026-11-04', deed('papers-sent', 'm')],
    ).until('2026-11-05');
    // The withdrawal of consent to meetings does not reach a meeting that was held: still late.
    expect(told.course('panel-papers').at(-1)).toBe('2026-11-04 10:00 late 2026-11-01');
    const lost = planned(
      ['2026-11-02T09:00', { type: 'consent-withdrawn', scope: ['meeting'] }],
      ['2026-11-02T10:00', deed('papers-sent', 'm')],
    ).until('2026-11-03');
    expect(lost.course('panel-papers')).toEqual([opened.papers, '2026-11-02 00:00 missed 2026-11-01']);
  });

  it('6.12(9) a cancellation supersedes preparations due on that day or later, and soft ones', () => {
    const told = planned(['2026-10-26', cancelled('m')]).until('2026-11-10');
    expect(told.deadlinesAt('2026-10-26 10:00').filter((line) => line.startsWith('superseded'))).toEqual([
      'superseded cetr-arrangements 2026-10-19',
      'superseded family-contact 2026-10-19',
      'superseded panel-papers 2026-11-01',
    ]);
    const after = planned(['2026-11-03', cancelled('m')]).until('2026-11-10');
    expect(after.course('panel-papers')).toEqual([opened.papers, '2026-11-02 00:00 missed 2026-11-01']);
    expect(after.course('cetr-arrangements')).toEqual([opened.soft, '2026-11-03 10:00 superseded 2026-10-19']);
  });
});
