import { admitted, diagnosed, held, visited, type Said } from '../../support/core/facts';
import { adult, story } from '../../support/core/story';

describe('6.5 Age', () => {
  it('6.5(1) is taken on the day that the clock starts', () => {
    const told = story({ bornOn: '2008-10-10' })
      .hear('2026-10-01', admitted())
      .hear('2026-10-09', visited())
      .hear('2026-10-12', held('r', 'post-admission-cetr'))
      .hear('2026-10-13', visited())
      .until('2026-10-14');
    // 17 at the admission and at the first visit: 14 days, 6 weeks and 6 weeks; 18 at the review and the second visit: 6 months and 8 weeks.
    expect(told.course('post-admission-cetr')[0]).toBe('2026-10-01 10:00 opened 2026-10-15');
    expect(told.course('oversight-visit').filter((line) => line.includes('opened'))).toEqual([
      '2026-10-01 10:00 opened 2026-11-12',
      '2026-10-09 10:00 opened 2026-11-20',
      '2026-10-13 10:00 opened 2026-12-08',
    ]);
    expect(told.owed('inpatient-cetr')).toEqual(['inpatient-cetr 2027-04-12 open']);
  });

  it('6.5(1) for the post-admission review it is the age at the admission, also where the clock starts on a later diagnosis', () => {
    const told = story({ bornOn: '2008-10-10' })
      .hear('2026-09-01', diagnosed('considered'))
      .hear('2026-10-01', admitted())
      .hear('2026-10-20', diagnosed('autism'))
      .until('2026-10-21');
    expect(told.course('post-admission-cetr')).toEqual(['2026-10-20 10:00 opened 2026-11-03']);
    // The visits' clock starts on 20 October, at 18: 8 weeks.
    expect(told.course('oversight-visit')).toEqual(['2026-10-20 10:00 opened 2026-12-15']);
  });

  it('6.5(2) the birthday itself is the new age', () => {
    const admittedAt = (bornOn: string) => story({ bornOn }).hear('2026-10-01', admitted()).until('2026-10-02').owed('post-admission-cetr');
    expect(admittedAt('2008-10-01')).toEqual(['post-admission-cetr 2026-10-29 open']);
    expect(admittedAt('2008-10-02')).toEqual(['post-admission-cetr 2026-10-15 open']);
  });

  it('6.5(2) a running clock is not moved by the birthday', () => {
    const told = story({ bornOn: '2008-10-05' })
      .hear('2026-09-10', admitted())
      .hear('2026-09-20', held('r', 'post-admission-cetr'))
      .until('2026-12-20');
    expect(told.course('inpatient-cetr')).toEqual(['2026-09-20 10:00 opened 2026-12-20']);
    expect(told.course('oversight-visit')).toEqual(['2026-09-10 10:00 opened 2026-10-22', '2026-10-23 00:00 missed 2026-10-22']);
  });

  it('6.5(2) who is born on 29 February comes of age on 1 March', () => {
    const admittedOn = (day: string) => story({ bornOn: '2008-02-29' }).hear(day, admitted()).until(day).owed('post-admission-cetr');
    expect(admittedOn('2026-02-28')).toEqual(['post-admission-cetr 2026-03-14 open']);
    expect(admittedOn('2026-03-01')).toEqual(['post-admission-cetr 2026-03-29 open']);
  });

  it("6.5(3) an unknown birth date takes the child's interval, with a warning", () => {
    const told = story().hear('2026-10-01', admitted()).until('2026-10-02');
    expect(told.owed('post-admission-cetr')).toEqual(['post-admission-cetr 2026-10-15 open']);
    expect(told.owed('oversight-visit')).toEqual(['oversight-visit 2026-11-12 open']);
    const usual = adult().hear('2026-10-01', admitted()).until('2026-10-02').warnings();
    expect(told.warnings().filter((warning) => !usual.includes(warning))).not.toEqual([]);
  });

  it('6.5(3) it is worked out again when the birth date is recorded', () => {
    const born: Said = { type: 'birth-date-recorded', bornOn: '1990-05-05' };
    const told = story()
      .hear('2026-10-01', admitted())
      .hear('2026-10-05', held('r', 'post-admission-cetr'))
      .hear('2026-10-08', born)
      .until('2026-10-09');
    expect(told.course('inpatient-cetr')).toEqual([
      '2026-10-05 10:00 opened 2027-01-05',
      '2026-10-08 10:00 moved 2027-04-05 from 2027-01-05',
    ]);
    expect(told.course('oversight-visit')).toEqual([
      '2026-10-01 10:00 opened 2026-11-12',
      '2026-10-08 10:00 moved 2026-11-26 from 2026-11-12',
    ]);
    const young = story()
      .hear('2026-10-01', admitted())
      .hear('2026-10-08', { type: 'birth-date-recorded', bornOn: '2012-05-05' })
      .until('2026-10-09');
    expect(young.course('oversight-visit')).toEqual(['2026-10-01 10:00 opened 2026-11-12']);
  });
});
