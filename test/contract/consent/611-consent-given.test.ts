import type { Basis, ConsentScope } from '../../../domain/pathway/events';
import { ALL_SCOPES, consent, deed, eligible, held, notEligible, rated, refused, scheduled, withdrawn } from '../../support/core/facts';
import { adult, story } from '../../support/core/story';

describe('6.11 Consent: what stands', () => {
  it('6.11(1) scopes add up', () => {
    const told = adult('llr-2023')
      .hear('2026-09-01', consent('own', ['register']))
      .hear('2026-09-10', consent('own', ['disclosure']))
      .hear('2026-10-01', rated('amber'))
      .hear('2026-10-02', scheduled('m', 'community-cetr', '2026-10-30'))
      .hear('2026-10-20', deed('papers-sent', 'm'))
      .until('2026-10-21');
    expect(told.course('mam').at(0)).toBe('2026-10-01 10:00 opened 2026-10-15');
    expect(told.course('consent-renewal')).toEqual(['2026-09-01 10:00 opened 2027-09-01']);
  });

  it('6.11(1) each stands until withdrawn or refused', () => {
    const told = adult()
      .hear('2026-09-01', consent('own'))
      .hear('2026-09-10', withdrawn(['use']))
      .hear('2026-10-01', rated('amber'))
      .until('2026-10-02');
    expect(told.owed()).toEqual(['consent-renewal 2027-09-01 open', 'eligibility-decision no date open', 'mam no date open']);
    expect(
      adult()
        .hear('2026-09-01', consent('own'))
        .hear('2026-09-10', refused(['register']))
        .hear('2026-10-01', rated('amber'))
        .until('2026-10-02')
        .owed('mam'),
    ).toEqual([]);
  });

  it('6.11(1) it stands also after a missed renewal', () => {
    const told = adult()
      .hear('2025-09-01', eligible())
      .hear('2025-09-01T10:01', consent('own'))
      .hear('2026-10-01', rated('amber'))
      .until('2026-10-02');
    expect(told.owed()).toEqual(['consent-renewal 2026-09-01 missed', 'mam no date open']);
  });

  describe('6.11(2)', () => {
    const given = (bornOn: string, basis: Basis, day = '2026-10-01') =>
      story({ bornOn })
        .hear(day, consent(basis, ALL_SCOPES, { assessedOn: day }), 'consent')
        .until(day)
        .applied('consent');

    it('6.11(2) parental-responsibility is refused from the 18th birthday', () => {
      expect(given('2008-10-01', 'parental-responsibility')).toBe(false);
      expect(given('2008-10-02', 'parental-responsibility')).toBe(true);
      expect(given('2012-10-02', 'parental-responsibility')).toBe(true);
    });

    it('6.11(2) gillick is refused from the 16th', () => {
      expect(given('2010-10-01', 'gillick')).toBe(false);
      expect(given('2010-10-02', 'gillick')).toBe(true);
      expect(given('1990-05-05', 'gillick')).toBe(false);
    });

    it.each(['attorney', 'deputy', 'best-interests'] as const)('6.11(2) %s is refused before the 16th', (basis) => {
      expect(given('2010-10-02', basis)).toBe(false);
      expect(given('2010-10-01', basis)).toBe(true);
    });

    it('6.11(2) the age is that on the day of the consent, not of its hearing', () => {
      const told = story({ bornOn: '2008-10-01' })
        .hear('2026-10-05', consent('parental-responsibility', undefined, { on: '2026-09-30', assessedOn: '2026-09-30' }), 'consent')
        .until('2026-10-06');
      expect(told.applied('consent')).toBe(true);
    });

    const afterNo = (scope: ConsentScope[], next: Parameters<typeof consent>, no = withdrawn(['register'], { by: 'person' })) =>
      adult()
        .hear('2026-09-01', consent('own'))
        .hear('2026-09-10', no)
        .hear('2026-10-01', consent(next[0], scope, next[2]), 'consent')
        .until('2026-10-02');

    it('6.11(2) after the person of 16 or over withdrew or refused, any basis but their own is refused', () => {
      expect(afterNo(['register'], ['best-interests']).refusal('consent')).toBe('person-has-refused');
      expect(afterNo(['register'], ['attorney']).refusal('consent')).toBe('person-has-refused');
      expect(afterNo(['register'], ['best-interests'], refused(['register'])).refusal('consent')).toBe('person-has-refused');
      expect(afterNo(['register'], ['own']).applied('consent')).toBe(true);
    });

    const before = { assessedOn: '2026-09-09' };

    it('6.11(2) for the scope that was refused alone', () => {
      expect(afterNo(['meeting'], ['best-interests', undefined, before]).applied('consent')).toBe(true);
      expect(afterNo(['meeting', 'register'], ['best-interests', undefined, before]).refusal('consent')).toBe('person-has-refused');
    });

    it('6.11(2) unless the capacity was assessed on or after that day', () => {
      expect(afterNo(['register'], ['best-interests', undefined, { assessedOn: '2026-09-10' }]).applied('consent')).toBe(true);
      expect(afterNo(['register'], ['best-interests', undefined, { assessedOn: '2026-09-09' }]).applied('consent')).toBe(false);
    });

    it('6.11(2) a withdrawal by another sets no bar, nor does that of a person under 16', () => {
      const byOther = withdrawn(['register'], { by: 'other' });
      expect(afterNo(['register'], ['best-interests', undefined, before], byOther).applied('consent')).toBe(true);
      const young = story({ bornOn: '2012-05-05' })
        .hear('2026-09-01', consent('gillick'))
        .hear('2026-09-10', withdrawn(['register']))
        .hear('2026-10-01', consent('parental-responsibility'), 'consent');
      expect(young.until('2026-10-02').applied('consent')).toBe(true);
    });

    it('6.11(2) an own consent given since lifts the bar', () => {
      const told = adult()
        .hear('2026-09-01', consent('own'))
        .hear('2026-09-10', withdrawn())
        .hear('2026-09-15', consent('own'))
        .hear('2026-10-01', consent('best-interests', ALL_SCOPES, before), 'consent')
        .until('2026-10-02');
      expect(told.applied('consent')).toBe(true);
    });

    it('6.11(2) a withdrawal of what did not stand sets none', () => {
      const told = adult()
        .hear('2026-09-10', withdrawn())
        .hear('2026-10-01', consent('best-interests', ALL_SCOPES, before), 'consent')
        .until('2026-10-02');
      expect(told.applied('consent')).toBe(true);
    });

    it('6.11(2) a refusal sets one also where nothing stood', () => {
      const told = adult().hear('2026-09-10', refused()).hear('2026-10-01', consent('best-interests'), 'consent').until('2026-10-02');
      expect(told.refusal('consent')).toBe('person-has-refused');
    });

    it('6.11(2) where the birth date is unknown no basis is refused, with a warning', () => {
      for (const basis of ['gillick', 'parental-responsibility', 'best-interests'] as const) {
        const told = story().hear('2026-10-01', consent(basis), 'consent').until('2026-10-01');
        expect(told.applied('consent')).toBe(true);
        expect(told.warnings()).not.toEqual([]);
      }
    });

    it('6.11(2) a consent that names an unknown or cancelled meeting is refused', () => {
      const told = adult()
        .hear('2026-09-01', scheduled('m', 'community-cetr', '2026-10-30'))
        .hear('2026-09-02', scheduled('gone', 'community-cetr', '2026-10-30'))
        .hear('2026-09-03', { type: 'meeting-cancelled', meeting: 'gone' })
        .hear('2026-09-10', consent('own', ['meeting'], { meeting: 'm' }), 'known')
        .hear('2026-09-10', consent('own', ['meeting'], { meeting: 'nowhere' }), 'unknown')
        .hear('2026-09-10', consent('own', ['meeting'], { meeting: 'gone' }), 'cancelled')
        .until('2026-09-11');
      expect(['known', 'unknown', 'cancelled'].map((id) => told.applied(id))).toEqual([true, false, false]);
    });
  });

  describe('6.11(3)', () => {
    // Eighteen on 20 October 2026; a C(E)TR is planned for the 30th.
    const planned = () =>
      story({ bornOn: '2008-10-20' })
        .hear('2026-09-01', eligible())
        .hear('2026-09-01T11:00', consent('parental-responsibility', ALL_SCOPES, { assessedOn: '2026-09-01' }))
        .hear('2026-10-01', scheduled('m', 'community-cetr', '2026-10-30'));

    it('6.11(3) on the 18th birthday consent on parental-responsibility ends for meeting, disclosure and use; that end is a loss', () => {
      const told = planned().until('2026-10-21');
      // The arrangements were due on the 16th, softly: they are open, and go with the others.
      expect(
        told
          .deadlinesAt('2026-10-20 00:00')
          .filter((line) => line.startsWith('superseded'))
          .toSorted(),
      ).toEqual(['superseded cetr-arrangements 2026-10-16', 'superseded family-contact 2026-10-16', 'superseded panel-papers 2026-10-29']);
    });

    it('6.11(3) for the register it stands until decided', () => {
      const told = planned().hear('2026-10-25', rated('amber')).until('2026-10-26');
      expect(told.owed('mam')).toEqual(['mam no date open']);
      expect(told.owed('consent-renewal')).toEqual(['consent-renewal 2027-09-01 open']);
      expect(told.owed('consent-at-18')).toEqual(['consent-at-18 2026-10-20 missed']);
    });

    it('6.11(3) papers sent on the birthday have no consent any more, those of the day before had', () => {
      const sent = (day: string) =>
        planned()
          .hear('2026-10-02', consent('parental-responsibility', ['disclosure'], { meeting: 'm', assessedOn: '2026-10-02' }))
          .hear(day, deed('papers-sent', 'm'))
          .until(day);
      expect(sent('2026-10-19').course('panel-papers').at(-1)).toBe('2026-10-19 10:00 met 2026-10-29');
      expect(sent('2026-10-20').warningsAt('2026-10-20 10:00')).toContain('papers-without-consent');
    });

    it('6.11(3) what was held on the birthday had no consent to meeting', () => {
      const heldOn = (day: string) => planned().hear(day, held('m', 'community-cetr')).until(day).warningsAt(`${day} 10:00`);
      expect(heldOn('2026-10-20').filter((code) => !heldOn('2026-10-19').includes(code))).not.toEqual([]);
    });

    it('6.11(3) a consent on another basis does not end with the birthday', () => {
      const told = story({ bornOn: '2008-10-20' })
        .hear('2026-09-01', eligible())
        .hear('2026-09-01T11:00', consent('own'))
        .hear('2026-10-01', scheduled('m', 'community-cetr', '2026-10-30'))
        .until('2026-10-21');
      expect(told.deadlinesAt('2026-10-20 00:00').filter((line) => line.startsWith('superseded'))).toEqual([]);
    });
  });

  it('6.11(5) consent given after a withdrawal or refusal starts a new renewal and satisfies none from before', () => {
    const told = adult()
      .hear('2026-09-01', consent('own'))
      .hear('2026-09-10', withdrawn())
      .hear('2026-10-01', consent('own'))
      .until('2026-10-02');
    expect(told.course('consent-renewal')).toEqual([
      '2026-09-01 10:00 opened 2027-09-01',
      '2026-09-10 10:00 superseded 2027-09-01',
      '2026-10-01 10:00 opened 2027-10-01',
    ]);
    expect(told.ids('consent-renewal')).toHaveLength(2);
    const lapsed = adult()
      .hear('2025-09-01', consent('own'))
      .hear('2026-09-10', refused())
      .hear('2026-10-01', consent('own'))
      .until('2026-10-02');
    expect(lapsed.course('consent-renewal')).toEqual([
      '2025-09-01 10:00 opened 2026-09-01',
      '2026-09-02 00:00 missed 2026-09-01',
      '2026-10-01 10:00 opened 2027-10-01',
    ]);
    expect(lapsed.owed('consent-renewal')).toEqual(['consent-renewal 2027-10-01 open']);
  });

  it('6.11(5) withdrawing what does not stand is accepted and changes nothing', () => {
    const told = adult()
      .hear('2026-09-01', consent('own', ['register']))
      .hear('2026-09-10', withdrawn(['disclosure', 'meeting']), 'no')
      .until('2026-09-11');
    expect(told.applied('no')).toBe(true);
    expect(told.deadlinesAt('2026-09-10 10:00')).toEqual([]);
  });

  it('6.11(6) consent-renewal runs from the consent even before the decision', () => {
    expect(adult().hear('2026-09-01', consent('own')).until('2026-09-02').course('consent-renewal')).toEqual([
      '2026-09-01 10:00 opened 2027-09-01',
    ]);
  });

  it('6.11(6) not-eligible supersedes all that a withdrawal names for the register, and consent-decision', () => {
    const told = story({ bornOn: '2009-10-20' })
      .hear('2026-09-01', eligible())
      .hear('2026-09-02', consent('parental-responsibility', ALL_SCOPES, { assessedOn: '2026-09-02' }))
      .hear('2026-09-03', rated('amber'))
      .hear('2026-09-04', rated('red'))
      .hear('2026-09-05', held('l', 'laep'))
      .hear('2026-09-10', notEligible())
      .until('2026-12-01');
    expect(told.deadlinesAt('2026-09-10 10:00')).toEqual([
      'superseded laep-follow-up 2026-09-19',
      'superseded consent-renewal 2027-09-02',
      'superseded consent-at-18 2027-10-20',
      'superseded community-cetr no date',
      'superseded mam no date',
    ]);
    expect(adult().hear('2026-09-01', eligible()).hear('2026-09-10', notEligible()).until('2026-09-11').course('consent-decision')).toEqual(
      ['2026-09-01 10:00 opened no date', '2026-09-10 10:00 superseded no date'],
    );
  });
});
