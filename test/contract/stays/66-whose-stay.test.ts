import { admitted, diagnosed, eligible, held, notEligible, visited, type Said } from '../../support/core/facts';
import { adult } from '../../support/core/story';

const CLOCKS = ['oversight-visit', 'post-admission-cetr'];

describe('6.6 Whose stay', () => {
  const running = (...before: Said[]) => {
    const told = before
      .reduce((so, event, index) => so.hear(`2026-09-${10 + index}`, event), adult())
      .hear('2026-10-01', admitted())
      .until('2026-10-02');
    return told
      .owed()
      .map((line) => line.split(' ')[0])
      .filter((kind) => kind !== undefined && CLOCKS.includes(kind));
  };

  it.each(['learning-disability', 'autism', 'both'] as const)(
    '6.6(1) the clocks run for a person with %s, by decision or by diagnosis',
    (diagnosis) => {
      expect(running(eligible(diagnosis))).toEqual(CLOCKS);
      expect(running(diagnosed(diagnosis))).toEqual(CLOCKS);
      expect(running(notEligible(diagnosis))).toEqual(CLOCKS);
    },
  );

  it('6.6(1) and for one about whom neither says anything by then', () => {
    expect(running()).toEqual(CLOCKS);
  });

  it.each(['none', 'considered'] as const)('6.6(1) not where only %s was recorded', (diagnosis) => {
    expect(running(diagnosed(diagnosis))).toEqual([]);
    expect(running(notEligible(diagnosis))).toEqual([]);
  });

  it('6.6(1) where they differ, the last by then counts', () => {
    expect(running(diagnosed('autism'), notEligible('none'))).toEqual([]);
    expect(running(notEligible('none'), diagnosed('autism'))).toEqual(CLOCKS);
    // True on the day of admission is by then; true the day after is not.
    const sameDay = adult()
      .hear('2026-10-01T09:00', diagnosed('none'))
      .hear('2026-10-01T10:00', admitted())
      .hear('2026-10-03', diagnosed('autism', '2026-10-01'))
      .until('2026-10-04');
    expect(sameDay.owed('post-admission-cetr')).toEqual(['post-admission-cetr 2026-10-29 open']);
  });

  it('6.6(1) a diagnosis confirmed later changes nothing for one about whom nothing was known', () => {
    const told = adult().hear('2026-10-01', admitted()).hear('2026-10-20', diagnosed('autism')).until('2026-10-21');
    expect(told.course('post-admission-cetr')).toEqual(['2026-10-01 10:00 opened 2026-10-29']);
    expect(told.course('oversight-visit')).toEqual(['2026-10-01 10:00 opened 2026-11-26']);
  });

  describe('6.6(2)', () => {
    const considered = () => adult().hear('2026-09-10', diagnosed('considered')).hear('2026-10-01', admitted());

    it('6.6(2) the clocks run from the first event in the stay that names a diagnosis', () => {
      const told = considered().hear('2026-10-20', diagnosed('autism')).hear('2026-10-25', diagnosed('both')).until('2026-10-26');
      expect(told.course('post-admission-cetr')).toEqual(['2026-10-20 10:00 opened 2026-11-17']);
      expect(told.course('oversight-visit')).toEqual(['2026-10-20 10:00 opened 2026-12-15']);
      const decided = considered().hear('2026-10-20', eligible('learning-disability')).until('2026-10-21');
      expect(decided.course('post-admission-cetr')).toEqual(['2026-10-20 10:00 opened 2026-11-17']);
    });

    it('6.6(2) C(E)TRs and visits before it do not count', () => {
      const told = considered()
        .hear('2026-10-10', held('r', 'post-admission-cetr'))
        .hear('2026-10-11', visited())
        .hear('2026-10-20', diagnosed('autism'))
        .until('2026-10-21');
      expect(told.course('inpatient-cetr')).toEqual([]);
      expect(told.owed('post-admission-cetr')).toEqual(['post-admission-cetr 2026-11-17 open']);
      expect(told.owed('oversight-visit')).toEqual(['oversight-visit 2026-12-15 open']);
    });

    it('6.6(2) nor does a community C(E)TR before the admission', () => {
      const told = adult()
        .hear('2026-09-10', diagnosed('considered'))
        .hear('2026-09-28', held('c', 'community-cetr'))
        .hear('2026-10-01', admitted())
        .hear('2026-10-20', diagnosed('autism'))
        .until('2026-10-21');
      expect(told.course('post-admission-cetr')).toEqual(['2026-10-20 10:00 opened 2026-11-17']);
    });

    it('6.6(2) a review on the day of the diagnosis counts if heard after it', () => {
      const after = considered()
        .hear('2026-10-20T10:00', diagnosed('autism'))
        .hear('2026-10-20T11:00', held('r', 'post-admission-cetr'))
        .until('2026-10-21');
      expect(after.course('post-admission-cetr')).toEqual(['2026-10-20 10:00 opened 2026-11-17', '2026-10-20 11:00 met 2026-11-17']);
      const before = considered()
        .hear('2026-10-20T10:00', held('r', 'post-admission-cetr'))
        .hear('2026-10-20T11:00', diagnosed('autism'))
        .until('2026-10-21');
      expect(before.course('post-admission-cetr')).toEqual(['2026-10-20 11:00 opened 2026-11-17']);
    });
  });

  describe('6.6(3)', () => {
    it('6.6(3) a diagnosis taken away ends no running clock', () => {
      const told = adult()
        .hear('2026-09-10', diagnosed('autism'))
        .hear('2026-10-01', admitted())
        .hear('2026-10-20', diagnosed('none'))
        .until('2026-10-21');
      expect(told.owed('post-admission-cetr')).toEqual(['post-admission-cetr 2026-10-29 open']);
      expect(told.owed('oversight-visit')).toEqual(['oversight-visit 2026-11-26 open']);
      expect(told.owed('diagnosis-removed-cetr')).toEqual(['diagnosis-removed-cetr no date open']);
    });

    it('6.6(3) clocks that ran only because nothing was known end when none is recorded', () => {
      const told = adult().hear('2026-10-01', admitted()).hear('2026-10-20', diagnosed('none')).until('2026-10-21');
      expect(told.course('post-admission-cetr')).toEqual(['2026-10-01 10:00 opened 2026-10-29', '2026-10-20 10:00 superseded 2026-10-29']);
      expect(told.course('oversight-visit')).toEqual(['2026-10-01 10:00 opened 2026-11-26', '2026-10-20 10:00 superseded 2026-11-26']);
      expect(told.course('diagnosis-removed-cetr')).toEqual([]);
    });

    it('6.6(3) they end from that day: one missed before it stays missed', () => {
      const told = adult().hear('2026-10-01', admitted()).hear('2026-11-05', diagnosed('none')).until('2026-11-06');
      expect(told.course('post-admission-cetr')).toEqual(['2026-10-01 10:00 opened 2026-10-29', '2026-10-30 00:00 missed 2026-10-29']);
      expect(told.course('oversight-visit')).toEqual(['2026-10-01 10:00 opened 2026-11-26', '2026-11-05 10:00 superseded 2026-11-26']);
    });

    it('6.6(3) considered ends none of them', () => {
      const told = adult().hear('2026-10-01', admitted()).hear('2026-10-20', diagnosed('considered')).until('2026-10-21');
      expect(told.owed('post-admission-cetr')).toEqual(['post-admission-cetr 2026-10-29 open']);
    });

    it('6.6(3) a diagnosis named later in that stay starts them again', () => {
      const told = adult()
        .hear('2026-10-01', admitted())
        .hear('2026-10-20', diagnosed('none'))
        .hear('2026-11-02', diagnosed('autism'))
        .until('2026-11-03');
      expect(told.owed('post-admission-cetr')).toEqual(['post-admission-cetr 2026-11-30 open']);
      expect(told.owed('oversight-visit')).toEqual(['oversight-visit 2026-12-28 open']);
    });
  });
});
