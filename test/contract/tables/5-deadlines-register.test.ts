import {
  consent,
  eligible,
  held,
  notEligible,
  rated,
  referred,
  refused,
  requested,
  requestRefused,
  watch,
  withdrawn,
  type Said,
} from '../../support/core/facts';
import { adult, story } from '../../support/core/story';

/** Section 5, the rows of the register and of life outside hospital. */
describe('5 Deadlines: the register', () => {
  it('eligibility-decision runs from the first event, without a date, until any decision', () => {
    for (const decision of [eligible(), notEligible(), watch('2026-12-01')]) {
      const told = adult().hear('2026-10-01', referred()).hear('2026-10-09', decision).until('2026-10-10');
      expect(told.course('eligibility-decision')).toEqual(['2026-10-01 10:00 opened no date', '2026-10-09 10:00 met no date']);
    }
  });

  it('consent-decision runs from the decision eligible, or from a discharge, where no consent to the register stands', () => {
    expect(adult().hear('2026-10-01', eligible()).until('2026-10-02').course('consent-decision')).toEqual([
      '2026-10-01 10:00 opened no date',
    ]);
    expect(adult().hear('2026-10-01', watch('2026-12-01')).until('2026-10-02').course('consent-decision')).toEqual([]);
    expect(
      adult()
        .hear('2026-10-01', eligible())
        .hear('2026-10-02', consent('own', ['register']))
        .until('2026-10-03')
        .course('consent-decision')
        .at(-1),
    ).toBe('2026-10-02 10:00 met no date');
    expect(
      adult()
        .hear('2026-10-01', eligible())
        .hear('2026-10-02', refused(['register']))
        .until('2026-10-03')
        .course('consent-decision')
        .at(-1),
    ).toBe('2026-10-02 10:00 met no date');
  });

  it('watch-review is due on its reviewOn, and met by a new decision', () => {
    const watched = () => adult().hear('2026-10-01', watch('2026-11-30'));
    expect(watched().hear('2026-11-30', notEligible()).until('2026-12-05').course('watch-review')).toEqual([
      '2026-10-01 10:00 opened 2026-11-30',
      '2026-11-30 10:00 met 2026-11-30',
    ]);
    expect(watched().until('2026-12-05').course('watch-review')).toEqual([
      '2026-10-01 10:00 opened 2026-11-30',
      '2026-12-01 00:00 missed 2026-11-30',
    ]);
    expect(watched().hear('2026-10-20', watch('2027-01-15')).until('2026-12-05').course('watch-review')).toEqual([
      '2026-10-01 10:00 opened 2026-11-30',
      '2026-10-20 10:00 met 2026-11-30',
      '2026-10-20 10:00 opened 2027-01-15',
    ]);
  });

  it('consent-renewal is a year after the consent last given, and met by a newer one', () => {
    const told = adult().hear('2026-10-01', consent('own')).hear('2027-09-15', consent('own')).until('2027-09-16');
    expect(told.course('consent-renewal')).toEqual([
      '2026-10-01 10:00 opened 2027-10-01',
      '2027-09-15 10:00 met 2027-10-01',
      '2027-09-15 10:00 opened 2028-09-15',
    ]);
    expect(
      adult()
        .hear('2026-10-01', consent('own', ['meeting']))
        .until('2026-10-02')
        .course('consent-renewal'),
    ).toEqual([]);
    const late = adult().hear('2026-10-01', consent('own')).hear('2027-10-05', consent('own')).until('2027-10-06');
    expect(late.course('consent-renewal').slice(1, 3)).toEqual(['2027-10-02 00:00 missed 2027-10-01', '2027-10-05 10:00 late 2027-10-01']);
  });

  it('consent-at-16 and consent-at-18 are due on the birthday, where consent rests on parental-responsibility', () => {
    const told = story({ bornOn: '2010-12-01' }).hear('2026-10-01', consent('parental-responsibility')).until('2026-10-02');
    expect(told.owed()).toEqual([
      'consent-at-16 2026-12-01 open',
      'consent-at-18 2028-12-01 open',
      'consent-renewal 2027-10-01 open',
      'eligibility-decision no date open',
    ]);
  });

  it('consent-at-16 is also met by one on parental-responsibility that was assessed since, consent-at-18 is not', () => {
    const told = story({ bornOn: '2010-12-01' })
      .hear('2026-10-01', consent('parental-responsibility'))
      .hear('2026-12-01', consent('parental-responsibility', undefined, { assessedOn: '2026-12-01' }))
      .until('2026-12-02');
    expect(told.course('consent-at-16').at(-1)).toBe('2026-12-01 10:00 met 2026-12-01');
    expect(told.owed('consent-at-18')).toEqual(['consent-at-18 2028-12-01 open']);
    const unassessed = story({ bornOn: '2010-12-01' })
      .hear('2026-10-01', consent('parental-responsibility'))
      .hear('2026-11-20', consent('parental-responsibility'))
      .until('2026-11-21');
    expect(unassessed.owed('consent-at-16')).toEqual(['consent-at-16 2026-12-01 open']);
  });

  describe('mam', () => {
    const on = (ruleSet: string) => adult(ruleSet).onRegister('2026-09-01');

    it('runs from amber set: without a date in england-2023, 14 days in llr-2023', () => {
      expect(on('england-2023').hear('2026-10-01', rated('amber')).until('2026-10-02').course('mam')).toEqual([
        '2026-10-01 10:00 opened no date',
      ]);
      expect(on('llr-2023').hear('2026-10-01', rated('amber')).until('2026-10-02').course('mam')).toEqual([
        '2026-10-01 10:00 opened 2026-10-15',
      ]);
    });

    it('runs from a discharge', () => {
      const told = on('llr-2023')
        .hear('2026-10-01', { type: 'admitted', security: 'low', detained: true, planned: true })
        .hear('2026-10-10', { type: 'discharged' })
        .until('2026-10-11');
      expect(told.course('mam')).toEqual(['2026-10-10 10:00 opened 2026-10-24']);
    });

    it('runs from a MAM held whose outcome is continue, and no other', () => {
      const after = (outcome: string) =>
        on('llr-2023')
          .hear('2026-10-01', rated('amber'))
          .hear('2026-10-08', held('m', 'mam', undefined, outcome))
          .until('2026-10-09')
          .course('mam')
          .slice(1);
      expect(after('continue')).toEqual(['2026-10-08 10:00 met 2026-10-15', '2026-10-08 10:00 opened 2026-10-22']);
      expect(after('stand-down')).toEqual(['2026-10-08 10:00 met 2026-10-15']);
      expect(after('escalate')).toEqual(['2026-10-08 10:00 met 2026-10-15']);
    });

    it('is missed in llr-2023 and never without a date', () => {
      expect(on('llr-2023').hear('2026-10-01', rated('amber')).until('2026-12-31').course('mam').at(-1)).toBe(
        '2026-10-16 00:00 missed 2026-10-15',
      );
      expect(on('england-2023').hear('2026-10-01', rated('amber')).until('2026-12-31').course('mam')).toHaveLength(1);
    });
  });

  describe('community-cetr', () => {
    const on = (ruleSet: string) => adult(ruleSet).onRegister('2026-09-01');

    it('runs from red set with consent to the register', () => {
      expect(on('england-2023').hear('2026-10-01', rated('red')).until('2026-10-02').course('community-cetr')).toEqual([
        '2026-10-01 10:00 opened no date',
      ]);
      expect(on('llr-2023').hear('2026-10-01', rated('red')).until('2026-10-02').course('community-cetr')).toEqual([
        '2026-10-01 10:00 opened 2026-10-15',
      ]);
    });

    it('and from a MAM held whose outcome is escalate', () => {
      const told = on('llr-2023')
        .hear('2026-10-01', rated('amber'))
        .hear('2026-10-08', held('m', 'mam', undefined, 'escalate'))
        .until('2026-10-09');
      expect(told.course('community-cetr')).toEqual(['2026-10-08 10:00 opened 2026-10-22']);
    });

    it('is met by a community C(E)TR held, and by no LAEP', () => {
      const told = on('llr-2023')
        .hear('2026-10-01', rated('red'))
        .hear('2026-10-05', held('l', 'laep'))
        .hear('2026-10-09', held('c', 'community-cetr'))
        .until('2026-10-10');
      expect(told.course('community-cetr')).toEqual(['2026-10-01 10:00 opened 2026-10-15', '2026-10-09 10:00 met 2026-10-15']);
    });
  });

  it('requested-cetr runs from the request, without a date, until any C(E)TR or a refusal', () => {
    const asked = () => adult().hear('2026-10-01', requested());
    expect(asked().until('2026-10-02').course('requested-cetr')).toEqual(['2026-10-01 10:00 opened no date']);
    const endings: Said[] = [held('c', 'community-cetr'), requestRefused()];
    for (const event of endings)
      expect(asked().hear('2026-10-09', event).until('2026-10-10').course('requested-cetr').at(-1)).toBe('2026-10-09 10:00 met no date');
    expect(asked().hear('2026-10-09', held('l', 'laep')).until('2026-10-10').owed('requested-cetr')).toEqual([
      'requested-cetr no date open',
    ]);
  });

  it('laep-follow-up is 14 days after an LAEP held, unless admitted that day', () => {
    const after = () =>
      adult()
        .onRegister('2026-09-01')
        .hear('2026-10-01T18:00', held('l', 'laep', undefined, 'admit'));
    expect(after().hear('2026-10-12', held('c', 'community-cetr')).until('2026-10-13').course('laep-follow-up')).toEqual([
      '2026-10-01 18:00 opened 2026-10-15',
      '2026-10-12 10:00 met 2026-10-15',
    ]);
    expect(
      after()
        .hear('2026-10-01T19:00', { type: 'admitted', security: 'low', detained: true, planned: false })
        .until('2026-10-02')
        .owed('laep-follow-up'),
    ).toEqual([]);
    const first = adult()
      .onRegister('2026-09-01')
      .hear('2026-10-01T18:00', { type: 'admitted', security: 'low', detained: true, planned: false })
      .hear('2026-10-01T19:00', held('l', 'laep', undefined, 'admit'));
    expect(first.until('2026-10-02').course('laep-follow-up')).toEqual([]);
  });

  it('transition-plan opens on the 17th birthday of a person with consent to the register', () => {
    const turning = (bornOn: string) => story({ bornOn }).hear('2026-10-01', consent('own'));
    expect(turning('2009-10-10').until('2026-10-11').course('transition-plan')).toEqual(['2026-10-10 00:00 opened no date']);
    expect(turning('2009-10-10').until('2026-10-09').course('transition-plan')).toEqual([]);
    expect(
      turning('2009-10-10').hear('2026-11-01', { type: 'transition-planned' }).until('2026-11-02').course('transition-plan').at(-1),
    ).toBe('2026-11-01 10:00 met no date');
    expect(turning('2009-10-10').hear('2026-10-05', withdrawn()).until('2026-10-11').course('transition-plan')).toEqual([]);
    expect(story({ bornOn: '2009-10-10' }).hear('2026-10-01', eligible()).until('2026-10-11').course('transition-plan')).toEqual([]);
  });
});
