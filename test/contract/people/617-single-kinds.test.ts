import {
  ALL_SCOPES,
  admitted,
  agreed,
  cancelled,
  closed,
  consent,
  diagnosed,
  discharged,
  eligible,
  held,
  notEligible,
  requested,
  requestRefused,
  scheduled,
  transferred,
  withdrawn,
  type Said,
} from '../../support/core/facts';
import { adult, story } from '../../support/core/story';

describe('6.17 Single kinds', () => {
  it('6.17(1) meeting-outcome opens when the meeting is scheduled; scheduling anew satisfies it and opens the next', () => {
    const told = adult()
      .hear('2026-10-01', scheduled('m', 'mam', '2026-10-20'))
      .hear('2026-10-05', scheduled('m', 'mam', '2026-10-27'))
      .until('2026-10-06');
    expect(told.course('meeting-outcome')).toEqual([
      '2026-10-01 10:00 opened 2026-10-22',
      '2026-10-05 10:00 met 2026-10-22',
      '2026-10-05 10:00 opened 2026-10-29',
    ]);
    expect(told.ids('meeting-outcome')).toHaveLength(2);
  });

  it('6.17(1) it is met by holding or cancelling, and missed without', () => {
    const planned = () => adult().hear('2026-10-01', scheduled('m', 'mam', '2026-10-20'));
    expect(planned().hear('2026-10-20', held('m', 'mam')).until('2026-10-23').course('meeting-outcome').at(-1)).toBe(
      '2026-10-20 10:00 met 2026-10-22',
    );
    expect(planned().hear('2026-10-22', cancelled('m')).until('2026-10-23').course('meeting-outcome').at(-1)).toBe(
      '2026-10-22 10:00 met 2026-10-22',
    );
    expect(planned().until('2026-10-23').course('meeting-outcome').at(-1)).toBe('2026-10-23 00:00 missed 2026-10-22');
  });

  it('6.17(1) a discharge leaves it', () => {
    const told = adult()
      .hear('2026-10-01', admitted())
      .hear('2026-10-02', scheduled('m', 'discharge-cetr', '2026-10-20'))
      .hear('2026-10-10', discharged())
      .until('2026-10-11');
    expect(told.owed('meeting-outcome')).toEqual(['meeting-outcome 2026-10-22 open']);
  });

  it('6.17(2) consent-decision opens only where no consent to the register stands, at most one at a time', () => {
    expect(adult().onRegister('2026-09-01').until('2026-09-02').owed('consent-decision')).toEqual([]);
    expect(
      adult()
        .hear('2026-09-01', consent('own', ['register']))
        .hear('2026-09-02', eligible())
        .until('2026-09-03')
        .course('consent-decision'),
    ).toEqual([]);
    const twice = adult()
      .hear('2026-09-01', eligible())
      .hear('2026-09-10', admitted())
      .hear('2026-09-20', discharged())
      .until('2026-09-21');
    expect(twice.course('consent-decision')).toEqual(['2026-09-01 10:00 opened no date']);
    const atDischarge = adult().hear('2026-09-10', admitted()).hear('2026-09-20', discharged()).until('2026-09-21');
    expect(atDischarge.course('consent-decision')).toEqual(['2026-09-20 10:00 opened no date']);
    const lost = adult()
      .onRegister('2026-09-01')
      .hear('2026-09-05', withdrawn())
      .hear('2026-09-10', admitted())
      .hear('2026-09-20', discharged())
      .until('2026-09-21');
    expect(lost.owed('consent-decision')).toEqual(['consent-decision no date open']);
  });

  it('6.17(2) it is satisfied by a consent to the register or its refusal, and by no other scope', () => {
    const asked = () => adult().hear('2026-09-01', eligible());
    expect(asked().hear('2026-09-05', consent('own')).until('2026-09-06').course('consent-decision').at(-1)).toBe(
      '2026-09-05 10:00 met no date',
    );
    expect(asked().hear('2026-09-05', { type: 'consent-refused' }).until('2026-09-06').course('consent-decision').at(-1)).toBe(
      '2026-09-05 10:00 met no date',
    );
    expect(
      asked()
        .hear('2026-09-05', consent('own', ['meeting']))
        .until('2026-09-06')
        .owed('consent-decision'),
    ).toEqual(['consent-decision no date open']);
  });

  it('6.17(2) not-eligible supersedes it', () => {
    expect(
      adult().hear('2026-09-01', eligible()).hear('2026-09-05', notEligible()).until('2026-09-06').course('consent-decision').at(-1),
    ).toBe('2026-09-05 10:00 superseded no date');
  });

  describe('6.17(3)', () => {
    const parents = () => story({ bornOn: '2010-12-01' }).hear('2026-09-01', consent('parental-responsibility'));

    it('6.17(3) consent-at-16 and -18 open with the first consent on parental-responsibility', () => {
      const told = parents().hear('2026-09-10', consent('parental-responsibility')).until('2026-09-11');
      expect(told.course('consent-at-16')).toEqual(['2026-09-01 10:00 opened 2026-12-01']);
      expect(told.course('consent-at-18')).toEqual(['2026-09-01 10:00 opened 2028-12-01']);
      const own = story({ bornOn: '2010-12-01' }).hear('2026-09-01', consent('gillick')).until('2026-09-02');
      expect([...own.course('consent-at-16'), ...own.course('consent-at-18')]).toEqual([]);
    });

    it('6.17(3) past the 16th birthday only consent-at-18 opens', () => {
      const told = story({ bornOn: '2010-08-01' })
        .hear('2026-09-01', consent('parental-responsibility', ALL_SCOPES, { assessedOn: '2026-09-01' }))
        .until('2026-09-02');
      expect(told.course('consent-at-16')).toEqual([]);
      expect(told.course('consent-at-18')).toEqual(['2026-09-01 10:00 opened 2028-08-01']);
    });

    it('6.17(3) they are satisfied by another basis at any time from then', () => {
      const told = parents().hear('2026-10-01', consent('gillick')).until('2026-12-05');
      expect(told.course('consent-at-16')).toEqual(['2026-09-01 10:00 opened 2026-12-01', '2026-10-01 10:00 met 2026-12-01']);
      expect(told.course('consent-at-18')).toEqual(['2026-09-01 10:00 opened 2028-12-01', '2026-10-01 10:00 met 2028-12-01']);
    });

    it('6.17(3) a consent for another scope does not satisfy them', () => {
      const told = parents()
        .hear('2026-10-01', consent('gillick', ['meeting', 'disclosure']))
        .until('2026-10-02');
      expect(told.owed('consent-at-16')).toEqual(['consent-at-16 2026-12-01 open']);
    });

    it('6.17(3) undecided they are missed the day after the birthday, and late when decided', () => {
      const told = parents().hear('2026-12-10', consent('own')).until('2026-12-11');
      expect(told.course('consent-at-16')).toEqual([
        '2026-09-01 10:00 opened 2026-12-01',
        '2026-12-02 00:00 missed 2026-12-01',
        '2026-12-10 10:00 late 2026-12-01',
      ]);
    });

    it('6.17(3) an ending or a withdrawal before the birthday supersedes them', () => {
      expect(parents().hear('2026-10-01', closed()).until('2026-12-05').course('consent-at-16').at(-1)).toBe(
        '2026-10-01 10:00 superseded 2026-12-01',
      );
      expect(parents().hear('2026-10-01', withdrawn()).until('2026-12-05').course('consent-at-18').at(-1)).toBe(
        '2026-10-01 10:00 superseded 2028-12-01',
      );
    });
  });

  it('6.17(4) each request opens its own requested-cetr, and one C(E)TR satisfies all', () => {
    const told = adult()
      .hear('2026-10-01', requested())
      .hear('2026-10-05', requested())
      .hear('2026-10-20', held('m', 'community-cetr'))
      .until('2026-10-21');
    expect(told.course('requested-cetr')).toEqual([
      '2026-10-01 10:00 opened no date',
      '2026-10-05 10:00 opened no date',
      '2026-10-20 10:00 met no date',
      '2026-10-20 10:00 met no date',
    ]);
    expect(told.ids('requested-cetr')).toHaveLength(2);
    expect(
      adult().hear('2026-10-01', requested()).hear('2026-10-05', requestRefused()).until('2026-10-06').course('requested-cetr').at(-1),
    ).toBe('2026-10-05 10:00 met no date');
  });

  it('6.17(4) each transfer to another hospital opens its own transfer-cetr', () => {
    const elsewhere = (on?: string): Said => transferred(on, 'low', { newHospital: true });
    const told = adult()
      .hear('2026-10-01', admitted())
      .hear('2026-10-05', elsewhere())
      .hear('2026-10-08', elsewhere())
      .hear('2026-10-09', transferred(undefined, 'medium'))
      .hear('2026-10-20', held('m', 'inpatient-cetr'))
      .until('2026-10-21');
    expect(told.course('transfer-cetr')).toEqual([
      '2026-10-05 10:00 opened no date',
      '2026-10-08 10:00 opened no date',
      '2026-10-20 10:00 met no date',
      '2026-10-20 10:00 met no date',
    ]);
  });

  it('6.17(4) transfer-cetr and diagnosis-removed-cetr follow 6.6: not for one whose stay has no clocks', () => {
    const told = adult()
      .hear('2026-09-10', diagnosed('none'))
      .hear('2026-10-01', admitted())
      .hear('2026-10-05', transferred(undefined, 'low', { newHospital: true }))
      .hear('2026-10-06', diagnosed('none'))
      .until('2026-10-07');
    expect([...told.course('transfer-cetr'), ...told.course('diagnosis-removed-cetr')]).toEqual([]);
  });

  it('6.17(5) consent first given between the 17th and the 18th birthday opens transition-plan that day', () => {
    const told = story({ bornOn: '2009-05-05' }).hear('2026-09-01', consent('own')).until('2026-09-02');
    expect(told.course('transition-plan')).toEqual(['2026-09-01 10:00 opened no date']);
    expect(story({ bornOn: '2008-05-05' }).hear('2026-09-01', consent('own')).until('2026-09-02').course('transition-plan')).toEqual([]);
  });

  it('6.17(5) otherwise it opens at 00:00 of the 17th birthday', () => {
    const told = story({ bornOn: '2009-10-05' }).hear('2026-09-01', consent('own')).until('2026-10-06');
    expect(told.course('transition-plan')).toEqual(['2026-10-05 00:00 opened no date']);
  });

  it('6.17(5) a plan made before satisfies it at once', () => {
    const told = story({ bornOn: '2009-05-05' })
      .hear('2026-08-20', { type: 'transition-planned' })
      .hear('2026-09-01', consent('own'))
      .until('2026-09-02');
    expect(told.course('transition-plan')).toEqual(['2026-09-01 10:00 opened no date', '2026-09-01 10:00 met no date']);
    expect(told.owed('transition-plan')).toEqual([]);
  });

  it('6.17(6) a pathway that begins with the decision opens no eligibility-decision', () => {
    expect(adult().hear('2026-09-01', eligible()).until('2026-09-02').course('eligibility-decision')).toEqual([]);
    expect(
      adult().hear('2026-09-01', agreed('a')).hear('2026-09-05', eligible()).until('2026-09-06').course('eligibility-decision'),
    ).toEqual(['2026-09-01 10:00 opened no date', '2026-09-05 10:00 met no date']);
  });

  it('6.17(7) an LAEP held in a stay opens no laep-follow-up', () => {
    expect(
      adult()
        .onRegister('2026-09-01')
        .hear('2026-10-01', admitted())
        .hear('2026-10-05', held('l', 'laep'))
        .until('2026-10-06')
        .course('laep-follow-up'),
    ).toEqual([]);
    expect(adult().onRegister('2026-09-01').hear('2026-10-05', held('l', 'laep')).until('2026-10-06').course('laep-follow-up')).toEqual([
      '2026-10-05 10:00 opened 2026-10-19',
    ]);
  });
});
