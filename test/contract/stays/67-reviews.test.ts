import { admitted, corrected, discharged, excused, held, transferred, visited } from '../../support/core/facts';
import { adult, child } from '../../support/core/story';

describe('6.7 Reviews in a stay', () => {
  const inHospital = () => adult().hear('2026-10-01', admitted(), 'adm');

  it('6.7(1) each C(E)TR of the stay satisfies what waits for one and starts the next', () => {
    const told = inHospital()
      .hear('2026-10-20', held('r1', 'post-admission-cetr'))
      .hear('2026-12-01', held('r2', 'discharge-cetr'))
      .hear('2027-01-11', held('r3', 'community-cetr'))
      .until('2027-01-12');
    expect(told.course('post-admission-cetr')).toEqual(['2026-10-01 10:00 opened 2026-10-29', '2026-10-20 10:00 met 2026-10-29']);
    expect(told.course('inpatient-cetr')).toEqual([
      '2026-10-20 10:00 opened 2027-04-20',
      '2026-12-01 10:00 met 2027-04-20',
      '2026-12-01 10:00 opened 2027-06-01',
      '2027-01-11 10:00 met 2027-06-01',
      '2027-01-11 10:00 opened 2027-07-11',
    ]);
  });

  it('6.7(1) a review of any of these kinds satisfies the post-admission deadline', () => {
    for (const kind of ['inpatient-cetr', 'discharge-cetr', 'community-cetr'] as const) {
      expect(inHospital().hear('2026-10-20', held('r', kind)).until('2026-10-21').course('post-admission-cetr').at(-1)).toBe(
        '2026-10-20 10:00 met 2026-10-29',
      );
    }
  });

  it('6.7(1) one C(E)TR satisfies all that wait', () => {
    const told = inHospital()
      .hear('2026-10-05', transferred(undefined, 'low', { newHospital: true }))
      .hear('2026-10-20', held('r', 'inpatient-cetr'))
      .until('2026-10-21');
    expect(told.deadlinesAt('2026-10-20 10:00').filter((line) => line.startsWith('met'))).toEqual([
      'met post-admission-cetr 2026-10-29',
      'met transfer-cetr no date',
    ]);
  });

  it('6.7(1) an LAEP, a MAM or a CPA satisfies nothing of the kind', () => {
    const told = inHospital()
      .hear('2026-10-05', held('l', 'laep'))
      .hear('2026-10-06', held('m', 'mam'))
      .hear('2026-10-07', held('c', 'cpa'))
      .until('2026-10-08');
    expect(told.owed('post-admission-cetr')).toEqual(['post-admission-cetr 2026-10-29 open']);
  });

  describe('6.7(2)', () => {
    const after = (reviewed: string, outcome?: string) =>
      adult()
        .hear(reviewed, held('c', 'community-cetr', undefined, outcome))
        .hear('2026-10-01', admitted());

    it('6.7(2) where a community C(E)TR stands in, the deadline is excused with the date it would have had, and not opened', () => {
      const told = after('2026-09-20').until('2026-10-02');
      expect(told.course('post-admission-cetr')).toEqual(['2026-10-01 10:00 excused 2026-10-29']);
      // The repeat runs from the admission.
      expect(told.course('inpatient-cetr')).toEqual(['2026-10-01 10:00 opened 2027-04-01']);
    });

    it('6.7(2) the 28 days are the day of admission and the 27 before it', () => {
      expect(after('2026-09-04').until('2026-10-02').course('post-admission-cetr')).toEqual(['2026-10-01 10:00 excused 2026-10-29']);
      expect(after('2026-09-03').until('2026-10-02').course('post-admission-cetr')).toEqual(['2026-10-01 10:00 opened 2026-10-29']);
      expect(
        adult()
          .hear('2026-10-01T09:00', held('c', 'community-cetr'))
          .hear('2026-10-01T10:00', admitted())
          .until('2026-10-02')
          .course('post-admission-cetr'),
      ).toEqual(['2026-10-01 10:00 excused 2026-10-29']);
    });

    it('6.7(2) an LAEP never counts', () => {
      const told = adult()
        .hear('2026-10-01T09:00', held('l', 'laep', undefined, 'admit'))
        .hear('2026-10-01T10:00', admitted())
        .until('2026-10-02');
      expect(told.course('post-admission-cetr')).toEqual(['2026-10-01 10:00 opened 2026-10-29']);
    });

    it('6.7(2) heard of after the admission, it supersedes the clock that had opened', () => {
      const told = inHospital()
        .hear('2026-10-10', held('c', 'community-cetr', '2026-09-20'))
        .until('2026-10-11');
      expect(told.course('post-admission-cetr')).toEqual(['2026-10-01 10:00 opened 2026-10-29', '2026-10-10 10:00 superseded 2026-10-29']);
      expect(told.course('inpatient-cetr')).toEqual(['2026-10-10 10:00 opened 2027-04-01']);
    });

    it('6.7(2) heard of after the clock was missed, it supersedes it too', () => {
      const told = inHospital()
        .hear('2026-11-10', held('c', 'community-cetr', '2026-09-20'))
        .until('2026-11-11');
      expect(told.course('post-admission-cetr').slice(1)).toEqual([
        '2026-10-30 00:00 missed 2026-10-29',
        '2026-11-10 10:00 superseded 2026-10-29',
      ]);
      expect(told.owed('post-admission-cetr')).toEqual([]);
    });

    it('6.7(2), 6.3(2) whose day is put right after the clock was missed stands in as if it had been heard so: the miss stays in the history, and is excused', () => {
      const told = adult()
        .hear('2026-08-20', held('c', 'community-cetr'), 'rev')
        .hear('2026-10-01', admitted())
        .hear('2026-11-10', corrected('rev', held('c', 'community-cetr', '2026-09-20')))
        .until('2026-11-11');
      expect(told.course('post-admission-cetr')).toEqual([
        '2026-10-01 10:00 opened 2026-10-29',
        '2026-10-30 00:00 missed 2026-10-29',
        '2026-11-10 10:00 excused 2026-10-29',
      ]);
      expect(told.owed('post-admission-cetr')).toEqual([]);
    });

    it('6.7(2) the same one may stand in for two admissions', () => {
      const told = after('2026-09-20').hear('2026-10-05', discharged()).hear('2026-10-10', admitted()).until('2026-10-11');
      expect(told.course('post-admission-cetr')).toEqual(['2026-10-01 10:00 excused 2026-10-29', '2026-10-10 10:00 excused 2026-11-07']);
    });

    it('6.7(2) if it had advised to stay in the community, there is a warning', () => {
      expect(after('2026-09-20', 'stay-in-community').until('2026-10-02').warnings()).toContain(
        '2026-10-01 10:00 community-cetr-advised-against',
      );
      expect(after('2026-09-20', 'admission-supported').until('2026-10-02').warnings().join()).not.toContain(
        'community-cetr-advised-against',
      );
    });
  });

  it('6.7(3) a post-admission C(E)TR that is missed leaves no repeat clock until some C(E)TR is held', () => {
    expect(inHospital().until('2027-06-30').course('inpatient-cetr')).toEqual([]);
  });

  it('6.7(3) a late one satisfies it, late, and starts the repeat', () => {
    const told = inHospital().hear('2026-11-20', held('r', 'post-admission-cetr')).until('2026-11-21');
    expect(told.course('post-admission-cetr').at(-1)).toBe('2026-11-20 10:00 late 2026-10-29');
    expect(told.course('inpatient-cetr')).toEqual(['2026-11-20 10:00 opened 2027-05-20']);
  });

  describe('6.7(4)', () => {
    it('6.7(4) an excuse opens the next clock with the date that was due as its anchor', () => {
      const told = inHospital().hear('2026-10-20', excused('post-admission-cetr')).until('2026-10-21');
      expect(told.course('post-admission-cetr')).toEqual(['2026-10-01 10:00 opened 2026-10-29', '2026-10-20 10:00 excused 2026-10-29']);
      expect(told.course('inpatient-cetr')).toEqual(['2026-10-20 10:00 opened 2027-04-29']);
    });

    it('6.7(4) so it is for an inpatient C(E)TR and for a visit', () => {
      const told = child()
        .hear('2026-10-01', admitted())
        .hear('2026-10-10', held('r', 'post-admission-cetr'))
        .hear('2026-10-20', excused('inpatient-cetr'))
        .hear('2026-10-21', excused('oversight-visit'))
        .until('2026-10-22');
      expect(told.course('inpatient-cetr')).toEqual([
        '2026-10-10 10:00 opened 2027-01-10',
        '2026-10-20 10:00 excused 2027-01-10',
        '2026-10-20 10:00 opened 2027-04-10',
      ]);
      expect(told.course('oversight-visit')).toEqual([
        '2026-10-01 10:00 opened 2026-11-12',
        '2026-10-21 10:00 excused 2026-11-12',
        '2026-10-21 10:00 opened 2026-12-24',
      ]);
    });

    it('6.7(4) a review or visit after the excuse satisfies the next one', () => {
      const told = inHospital()
        .hear('2026-10-20', excused('post-admission-cetr'))
        .hear('2026-10-21', excused('oversight-visit'))
        .hear('2026-10-26', held('r', 'inpatient-cetr'))
        .hear('2026-10-27', visited())
        .until('2026-10-28');
      expect(told.course('inpatient-cetr')).toEqual([
        '2026-10-20 10:00 opened 2027-04-29',
        '2026-10-26 10:00 met 2027-04-29',
        '2026-10-26 10:00 opened 2027-04-26',
      ]);
      expect(told.course('oversight-visit').slice(2)).toEqual([
        '2026-10-21 10:00 opened 2027-01-21',
        '2026-10-27 10:00 met 2027-01-21',
        '2026-10-27 10:00 opened 2026-12-22',
      ]);
    });

    it('6.7(4) an excuse for a deadline already settled, or for none, is recorded and does nothing', () => {
      const told = inHospital()
        .hear('2026-10-20', held('r', 'post-admission-cetr'))
        .hear('2026-10-21', excused('post-admission-cetr'), 'settled')
        .hear('2026-10-21', excused('mam'), 'none')
        .until('2026-10-22');
      expect([told.applied('settled'), told.applied('none')]).toEqual([true, true]);
      expect(told.deadlinesAt('2026-10-21 10:00')).toEqual([]);
    });

    it('6.7(4) taking the excuse back makes the deadline owed again', () => {
      const told = inHospital()
        .hear('2026-10-20', excused('post-admission-cetr'), 'excuse')
        .hear('2026-10-22', corrected('excuse'))
        .until('2026-10-23');
      expect(told.owed()).toEqual([
        'eligibility-decision no date open',
        'oversight-visit 2026-11-26 open',
        'post-admission-cetr 2026-10-29 open',
      ]);
    });
  });
});
