import { admitted, consent, discharged, eligible, excused, held, transferred, visited } from '../../support/core/facts';
import { adult, child, story } from '../../support/core/story';

/** Stays that follow one another, and clocks at their edges. */
describe('6.5 to 6.10, further', () => {
  it('6.9(4) of a discharge and an admission on one day the MAM ends with the admission', () => {
    const told = adult()
      .onRegister('2026-09-01')
      .hear('2026-10-01', admitted())
      .hear('2026-10-10T09:00', discharged())
      .hear('2026-10-10T15:00', admitted())
      .until('2026-10-11');
    expect(told.course('mam')).toEqual(['2026-10-10 09:00 opened no date', '2026-10-10 15:00 superseded no date']);
    expect(told.summary.rating).toBe('blue');
  });

  it('6.9(4) a review or visit of that day belongs to the later stay also where it was heard before the discharge', () => {
    const told = adult()
      .hear('2026-10-01', admitted())
      .hear('2026-10-10T08:30', visited())
      .hear('2026-10-10T09:00', held('r', 'inpatient-cetr'))
      .hear('2026-10-10T11:00', discharged())
      .hear('2026-10-10T15:00', admitted())
      .until('2026-10-11');
    expect(told.owed('post-admission-cetr')).toEqual([]);
    expect(told.owed('inpatient-cetr')).toEqual(['inpatient-cetr 2027-04-10 open']);
    expect(told.owed('oversight-visit')).toEqual(['oversight-visit 2026-12-05 open']);
    expect(told.course('post-admission-cetr').at(-1)).toMatch(/met 2026-11-07$/);
  });

  it('6.10(5) consent given after a discharge without it opens the post-discharge MAM from that day', () => {
    const told = adult('llr-2023')
      .hear('2026-09-01', eligible())
      .hear('2026-10-01', admitted())
      .hear('2026-10-10', discharged())
      .hear('2026-10-20', consent('own'))
      .until('2026-10-21');
    expect(told.course('mam')).toEqual(['2026-10-20 10:00 opened 2026-11-03']);
  });

  it('6.10(5) consent given in hospital opens none', () => {
    const told = adult('llr-2023')
      .hear('2026-09-01', eligible())
      .hear('2026-10-01', admitted())
      .hear('2026-10-10', consent('own'))
      .until('2026-10-11');
    expect([...told.course('mam'), ...told.course('community-cetr')]).toEqual([]);
  });

  it('6.8(2) back in a secure ward, the earlier date stays', () => {
    const told = adult()
      .hear('2026-10-01', admitted(undefined, 'low'))
      .hear('2026-10-20', held('r', 'post-admission-cetr'))
      .hear('2026-12-01', transferred(undefined, 'picu'))
      .hear('2026-12-08', transferred(undefined, 'low'))
      .until('2026-12-09');
    expect(told.course('inpatient-cetr')).toEqual([
      '2026-10-20 10:00 opened 2027-10-20',
      '2026-12-01 10:00 moved 2027-04-20 from 2027-10-20',
    ]);
  });

  it('6.8(2) a date that a transfer has set may be brought forward by none other to within 28 days of it', () => {
    const told = adult()
      .hear('2026-10-01', admitted(undefined, 'high'))
      .hear('2026-10-20', held('r', 'post-admission-cetr'))
      .hear('2027-05-03', transferred(undefined, 'non-secure'))
      .hear('2027-05-10', transferred(undefined, 'picu'))
      .until('2027-05-11');
    // Six months have long passed: 28 days from 3 May are 31 May; the second transfer would give 7 June, and the old date is earlier.
    expect(told.course('inpatient-cetr')).toEqual([
      '2026-10-20 10:00 opened 2027-10-20',
      '2027-05-03 10:00 moved 2027-05-31 from 2027-10-20',
    ]);
  });

  it("6.7(2) a child's stand-in has the child's date, and the repeat runs from the admission", () => {
    const told = child().hear('2026-09-20', held('c', 'community-cetr')).hear('2026-10-01', admitted()).until('2026-10-02');
    expect(told.course('post-admission-cetr')).toEqual(['2026-10-01 10:00 excused 2026-10-15']);
    expect(told.course('inpatient-cetr')).toEqual(['2026-10-01 10:00 opened 2027-01-01']);
  });

  it('6.7(4) an excused visit: the next runs from the date that was due, and a visit before that date meets it', () => {
    const told = adult()
      .hear('2026-10-01', admitted())
      .hear('2026-11-20', excused('oversight-visit'))
      .hear('2026-11-25', visited())
      .until('2026-11-26');
    expect(told.course('oversight-visit')).toEqual([
      '2026-10-01 10:00 opened 2026-11-26',
      '2026-11-20 10:00 excused 2026-11-26',
      '2026-11-20 10:00 opened 2027-01-21',
      '2026-11-25 10:00 met 2027-01-21',
      '2026-11-25 10:00 opened 2027-01-20',
    ]);
  });

  it('6.7(4) an excuse for a MAM or a report excuses it and starts nothing', () => {
    const told = adult('llr-2023')
      .onRegister('2026-09-01')
      .hear('2026-10-01', { type: 'rating-set', rating: 'amber', reason: 'As agreed.' })
      .hear('2026-10-05', excused('mam'))
      .until('2026-10-30');
    expect(told.course('mam')).toEqual(['2026-10-01 10:00 opened 2026-10-15', '2026-10-05 10:00 excused 2026-10-15']);
  });

  it('6.7(1) a review in a second stay satisfies nothing of the first', () => {
    const told = adult()
      .hear('2026-10-01', admitted())
      .hear('2026-11-05', discharged())
      .hear('2026-11-20', admitted())
      .hear('2026-11-25', held('r', 'post-admission-cetr'))
      .until('2026-11-26');
    expect(told.course('post-admission-cetr')).toEqual([
      '2026-10-01 10:00 opened 2026-10-29',
      '2026-10-30 00:00 missed 2026-10-29',
      '2026-11-20 10:00 opened 2026-12-18',
      '2026-11-25 10:00 met 2026-12-18',
    ]);
  });

  it('6.5(3) consent on parental-responsibility before the birth date is known opens its birthdays when it is recorded', () => {
    const told = story()
      .hear('2026-09-01', consent('parental-responsibility'))
      .hear('2026-09-10', { type: 'birth-date-recorded', bornOn: '2011-04-01' })
      .until('2026-09-11');
    expect(told.course('consent-at-16')).toEqual(['2026-09-10 10:00 opened 2027-04-01']);
    expect(told.course('consent-at-18')).toEqual(['2026-09-10 10:00 opened 2029-04-01']);
  });

  it('6.17(5) so does the transition plan of someone who proves to be 17', () => {
    const told = story()
      .hear('2026-09-01', consent('own'))
      .hear('2026-09-10', { type: 'birth-date-recorded', bornOn: '2009-04-01' })
      .until('2026-09-11');
    expect(told.course('transition-plan')).toEqual(['2026-09-10 10:00 opened no date']);
  });

  it('6.17(5) a second consent, or one after a plan was made, opens no second plan', () => {
    const seventeen = () => story({ bornOn: '2009-04-01' }).hear('2026-09-01', consent('own'));
    expect(seventeen().hear('2026-09-10', consent('own')).until('2026-09-11').course('transition-plan')).toEqual([
      '2026-09-01 10:00 opened no date',
    ]);
    const planned = seventeen().hear('2026-09-10', { type: 'transition-planned' }).hear('2026-09-20', consent('own')).until('2026-09-21');
    expect(planned.course('transition-plan')).toEqual(['2026-09-01 10:00 opened no date', '2026-09-10 10:00 met no date']);
  });

  it('6.4(3) an LAEP opens the new pathway with its own follow-up', () => {
    const told = adult()
      .hear('2026-09-01', eligible())
      .hear('2026-10-01', { type: 'moved-away' })
      .hear('2026-10-05', held('l', 'laep'))
      .until('2026-10-06');
    expect(told.owed('laep-follow-up')).toEqual(['laep-follow-up 2026-10-19 open']);
    expect(told.deadlineLines('laep-follow-up').map((line) => line.pathway)).toEqual([2]);
  });
});
