import { cancelled, consent, deed, held, scheduled, withdrawn } from '../../support/core/facts';
import { adult } from '../../support/core/story';

/** Preparations where plans change late, or what happened is heard of late. */
describe('6.12 Meetings, further', () => {
  const planned = () =>
    adult()
      .hear('2026-10-01T09:00', scheduled('m', 'community-cetr', '2026-11-02'))
      .hear('2026-10-01T09:01', consent('own'));
  const papers = '2026-10-01 09:00 opened 2026-11-01';

  it('6.12(5) an open soft one past its date moves too', () => {
    const told = planned()
      .hear('2026-10-26', scheduled('m', 'community-cetr', '2026-11-30'))
      .until('2026-10-27');
    expect(told.course('cetr-arrangements')).toEqual([
      '2026-10-01 09:00 opened 2026-10-19',
      '2026-10-26 10:00 moved 2026-11-16 from 2026-10-19',
    ]);
  });

  it('6.12(5) brought forward, it is due at once', () => {
    const told = planned()
      .hear('2026-10-12', scheduled('m', 'community-cetr', '2026-10-16'))
      .until('2026-10-12');
    expect(told.owed('cetr-arrangements')).toEqual(['cetr-arrangements 2026-10-12 open']);
    expect(told.owed('panel-papers')).toEqual(['panel-papers 2026-10-15 open']);
  });

  it('6.12(7) held before the planned day and heard of after it: missed papers never ran so long', () => {
    const told = planned()
      .hear('2026-11-05', held('m', 'community-cetr', '2026-10-30'))
      .until('2026-11-06');
    expect(told.course('panel-papers')).toEqual([papers, '2026-11-02 00:00 missed 2026-11-01', '2026-11-05 10:00 superseded 2026-11-01']);
  });

  it('6.12(4) papers sent in time and heard of late are met after the miss', () => {
    const told = planned()
      .hear('2026-11-03', deed('papers-sent', 'm', '2026-10-30'))
      .until('2026-11-04');
    expect(told.course('panel-papers')).toEqual([papers, '2026-11-02 00:00 missed 2026-11-01', '2026-11-03 10:00 met 2026-11-01']);
  });

  it('6.12(9) a cancellation heard late supersedes what was missed after its day', () => {
    const told = planned().hear('2026-11-05', cancelled('m', '2026-10-28')).until('2026-11-06');
    expect(told.course('panel-papers')).toEqual([papers, '2026-11-02 00:00 missed 2026-11-01', '2026-11-05 10:00 superseded 2026-11-01']);
    expect(told.course('meeting-outcome').at(-1)).toBe('2026-11-05 10:00 met 2026-11-04');
  });

  it('6.12(8) papers sent on the day after the meeting are late, for another meeting nothing changes', () => {
    const told = planned()
      .hear('2026-10-05', scheduled('n', 'community-cetr', '2026-11-09'))
      .hear('2026-11-02', held('m', 'community-cetr'))
      .hear('2026-11-03', deed('papers-sent', 'm'))
      .until('2026-11-04');
    expect(told.owed('panel-papers')).toEqual(['panel-papers 2026-11-08 open']);
  });

  it('6.11(7) a consent heard late that was given before the papers went mends the incident', () => {
    const told = adult()
      .hear('2026-10-01', scheduled('m', 'community-cetr', '2026-11-02'))
      .hear('2026-10-20', deed('papers-sent', 'm'))
      .hear('2026-10-22', consent('own', ['disclosure'], { on: '2026-10-19' }))
      .until('2026-10-23');
    expect(told.warningsAt('2026-10-20 10:00')).toContain('papers-without-consent');
    expect(told.course('panel-papers').at(-1)).toBe('2026-10-22 10:00 met 2026-11-01');
  });

  it('6.11(4) a loss of consent to meeting leaves another meeting that is planned after it', () => {
    const told = adult()
      .onRegister('2026-09-01')
      .hear('2026-10-01', scheduled('m', 'community-cetr', '2026-11-02'))
      .hear('2026-10-05', withdrawn(['meeting']))
      .hear('2026-10-06', scheduled('n', 'community-cetr', '2026-11-09'))
      .until('2026-10-07');
    expect(told.owed('cetr-arrangements')).toEqual(['cetr-arrangements 2026-10-26 open']);
  });

  it('6.11(4) papers due before the day of the loss stay missed', () => {
    const told = planned()
      .hear('2026-11-02', withdrawn(['disclosure']))
      .until('2026-11-03');
    expect(told.course('panel-papers')).toEqual([papers, '2026-11-02 00:00 missed 2026-11-01']);
  });
});
