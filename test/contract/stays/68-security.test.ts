import type { Security } from '../../../domain/pathway/events';
import { admitted, details, excused, held, transferred } from '../../support/core/facts';
import { adult, child, story } from '../../support/core/story';

describe('6.8 Security', () => {
  /** Admitted on 1 October, reviewed on 20 October. */
  const reviewed = (security: Security) =>
    adult().hear('2026-10-01', admitted(undefined, security), 'adm').hear('2026-10-20', held('r', 'post-admission-cetr'), 'held');

  it('6.8(1) the interval is that of the security in force at the end of the day on which the clock starts', () => {
    const before = adult()
      .hear('2026-10-01', admitted(undefined, 'low'))
      .hear('2026-10-20T09:00', transferred(undefined, 'non-secure'))
      .hear('2026-10-20T10:00', held('r', 'post-admission-cetr'));
    expect(before.until('2026-10-21').owed('inpatient-cetr')).toEqual(['inpatient-cetr 2027-04-20 open']);
    const after = reviewed('non-secure').hear('2026-10-20T16:00', transferred(undefined, 'medium'));
    expect(after.until('2026-10-21').owed('inpatient-cetr')).toEqual(['inpatient-cetr 2027-10-20 open']);
    const twice = reviewed('low')
      .hear('2026-10-20T12:00', transferred(undefined, 'picu'))
      .hear('2026-10-20T16:00', transferred(undefined, 'high'));
    expect(twice.until('2026-10-21').owed('inpatient-cetr')).toEqual(['inpatient-cetr 2027-10-20 open']);
  });

  it('6.8(1) where a community C(E)TR stood in, the clock starts on the day of admission', () => {
    const told = adult().hear('2026-09-20', held('c', 'community-cetr')).hear('2026-10-01', admitted(undefined, 'low')).until('2026-10-02');
    expect(told.owed('inpatient-cetr')).toEqual(['inpatient-cetr 2027-10-01 open']);
  });

  describe('6.8(2)', () => {
    it('6.8(2) a transfer works the date out anew from the same anchor where that makes it earlier', () => {
      const told = reviewed('low').hear('2026-12-01', transferred(undefined, 'non-secure')).until('2026-12-02');
      expect(told.course('inpatient-cetr')).toEqual([
        '2026-10-20 10:00 opened 2027-10-20',
        '2026-12-01 10:00 moved 2027-04-20 from 2027-10-20',
      ]);
      expect(told.ids('inpatient-cetr')).toHaveLength(1);
    });

    it('6.8(2) and not where that makes it later', () => {
      const told = reviewed('non-secure').hear('2026-12-01', transferred(undefined, 'medium')).until('2026-12-02');
      expect(told.course('inpatient-cetr')).toEqual(['2026-10-20 10:00 opened 2027-04-20']);
    });

    it('6.8(2) a new date before the transfer + 28 days becomes the transfer + 28 days', () => {
      const on = (day: string) => reviewed('low').hear(day, transferred(undefined, 'picu')).until(day).owed('inpatient-cetr');
      // 28 days before 20 April is 23 March.
      expect(on('2027-03-23')).toEqual(['inpatient-cetr 2027-04-20 open']);
      expect(on('2027-03-24')).toEqual(['inpatient-cetr 2027-04-21 open']);
      expect(on('2027-06-01')).toEqual(['inpatient-cetr 2027-06-29 open']);
    });

    it('6.8(2) or the old date, if that is earlier', () => {
      const told = reviewed('low').hear('2027-10-01', transferred(undefined, 'non-secure')).until('2027-10-02');
      expect(told.course('inpatient-cetr')).toEqual(['2026-10-20 10:00 opened 2027-10-20']);
      expect(reviewed('low').hear('2027-09-21', transferred(undefined, 'non-secure')).until('2027-09-22').owed('inpatient-cetr')).toEqual([
        'inpatient-cetr 2027-10-19 open',
      ]);
    });

    it('6.8(2) a missed one does not move', () => {
      const told = reviewed('low').hear('2027-11-01', transferred(undefined, 'non-secure')).until('2027-11-02');
      expect(told.course('inpatient-cetr')).toEqual(['2026-10-20 10:00 opened 2027-10-20', '2027-10-21 00:00 missed 2027-10-20']);
    });

    it('6.8(2) the post-admission and the visiting clocks know no security', () => {
      const told = adult()
        .hear('2026-10-01', admitted(undefined, 'low'))
        .hear('2026-10-05', transferred(undefined, 'non-secure'))
        .until('2026-10-06');
      expect(told.course('post-admission-cetr')).toEqual(['2026-10-01 10:00 opened 2026-10-29']);
      expect(told.course('oversight-visit')).toEqual(['2026-10-01 10:00 opened 2026-11-26']);
    });
  });

  describe('6.8(3)', () => {
    it('6.8(3) details work the dates out again from the day that they complete', () => {
      const longer = reviewed('not-known').hear('2026-11-02', details('2026-10-01', 'low')).until('2026-11-03');
      expect(longer.course('inpatient-cetr')).toEqual([
        '2026-10-20 10:00 opened 2027-04-20',
        '2026-11-02 10:00 moved 2027-10-20 from 2027-04-20',
      ]);
      const same = reviewed('not-known').hear('2026-11-02', details('2026-10-01', 'picu')).until('2026-11-03');
      expect(same.course('inpatient-cetr')).toEqual(['2026-10-20 10:00 opened 2027-04-20']);
    });

    it('6.8(3) details of a transfer count as if the transfer had said so', () => {
      const told = reviewed('low')
        .hear('2026-12-01', transferred(undefined, 'not-known'))
        .hear('2026-12-10', details('2026-12-01', 'medium'))
        .until('2026-12-11');
      expect(told.course('inpatient-cetr')).toEqual([
        '2026-10-20 10:00 opened 2027-10-20',
        '2026-12-01 10:00 moved 2027-04-20 from 2027-10-20',
        '2026-12-10 10:00 moved 2027-10-20 from 2027-04-20',
      ]);
    });

    it('6.8(3) details of the admission do not touch what a later transfer said', () => {
      const told = reviewed('not-known')
        .hear('2026-10-22', transferred(undefined, 'non-secure'))
        .hear('2026-11-02', details('2026-10-01', 'low'))
        .hear('2026-11-03', held('r2', 'inpatient-cetr'))
        .until('2026-11-04');
      expect(told.owed('inpatient-cetr')).toEqual(['inpatient-cetr 2027-05-03 open']);
    });
  });

  it("6.8(4) a clock that took the child's interval is not moved by a transfer", () => {
    const told = child()
      .hear('2026-10-01', admitted(undefined, 'low'))
      .hear('2026-10-10', held('r', 'post-admission-cetr'))
      .hear('2026-12-20', transferred(undefined, 'non-secure'))
      .until('2026-12-21');
    expect(told.course('inpatient-cetr')).toEqual(['2026-10-10 10:00 opened 2027-01-10']);
  });

  it('6.8(4) nor where the child has come of age since', () => {
    // The next one, opened by the excuse at 17, runs from 9 January to 9 April.
    const told = story({ bornOn: '2009-01-20' })
      .hear('2026-10-01', admitted(undefined, 'low'))
      .hear('2026-10-09', held('r', 'post-admission-cetr'))
      .hear('2026-10-12', excused('inpatient-cetr'))
      .hear('2027-04-01', transferred(undefined, 'high'))
      .until('2027-04-02');
    expect(told.course('inpatient-cetr')).toEqual([
      '2026-10-09 10:00 opened 2027-01-09',
      '2026-10-12 10:00 excused 2027-01-09',
      '2026-10-12 10:00 opened 2027-04-09',
    ]);
  });
});
