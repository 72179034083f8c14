import { snapshotAt } from '../../../domain/pathway/engine';
import type { Basis } from '../../../domain/pathway/events';
import { coreContext } from '../../../services/rules/policies';
import { instant, tellCore } from '../../support/core/core';
import { consent, corrected, deed, held, refused, scheduled, withdrawn, type Said } from '../../support/core/facts';
import { adult, story } from '../../support/core/story';

describe('6.11 Consent: assessments, and what is asked before a C(E)TR', () => {
  describe('6.11(10)', () => {
    const asked = (bornOn: string | undefined, basis: Basis, assessedOn: string | undefined, on = '2026-10-01') =>
      story(bornOn === undefined ? {} : { bornOn })
        .hear('2026-10-01', consent(basis, ['register'], { on, ...(assessedOn === undefined ? {} : { assessedOn }) }), 'con')
        .until('2026-10-02');
    const refusal = (...args: Parameters<typeof asked>) => asked(...args).refusal('con');

    it('6.11(10) from the 16th birthday every basis but own needs assessedOn, from that birthday on and on or before its day', () => {
      for (const basis of ['attorney', 'deputy', 'best-interests'] as const) {
        expect(refusal('1990-05-05', basis, undefined)).toBe('assessment-needed');
        expect(refusal('1990-05-05', basis, '2026-10-01')).toBeUndefined();
      }
      expect(refusal('1990-05-05', 'own', undefined)).toBeUndefined();
      expect(refusal('1990-05-05', 'best-interests', '2026-09-21', '2026-09-20')).toBe('assessment-needed');
      expect(refusal('1990-05-05', 'best-interests', '2026-09-20', '2026-09-20')).toBeUndefined();
    });

    it('6.11(10) the 16th birthday itself, the day before and after', () => {
      // Sixteen on 30 September, 1 October and 2 October 2010 + 16 years.
      expect(refusal('2010-10-02', 'parental-responsibility', undefined)).toBeUndefined();
      expect(refusal('2010-10-01', 'parental-responsibility', undefined)).toBe('assessment-needed');
      expect(refusal('2010-09-30', 'parental-responsibility', undefined)).toBe('assessment-needed');
      expect(refusal('2010-10-01', 'parental-responsibility', '2026-10-01')).toBeUndefined();
      expect(refusal('2010-10-01', 'parental-responsibility', '2026-09-30')).toBe('assessment-needed');
      expect(refusal('2010-09-30', 'parental-responsibility', '2026-09-30')).toBeUndefined();
    });

    it('6.11(10) older than 28 days, a warning assessment-old', () => {
      const codes = (assessedOn: string) => asked('1990-05-05', 'best-interests', assessedOn).warningsAt('2026-10-01 10:00');
      expect([codes('2026-09-03'), codes('2026-09-02')]).toEqual([[], ['assessment-old']]);
    });

    it('6.11(10) where the birth date is unknown none is refused', () => {
      expect(refusal(undefined, 'best-interests', undefined)).toBeUndefined();
    });

    it('6.11(10) of facts from before the day of adopted only a warning, assessment-not-recorded', () => {
      const old = (on: string, assessedOn?: string) =>
        adult()
          .hear('2026-10-01T09:00', { type: 'adopted', on: '2026-10-01' })
          .hear('2026-10-01T10:00', consent('deputy', ['register'], { on, ...(assessedOn === undefined ? {} : { assessedOn }) }), 'con')
          .until('2026-10-02');
      expect([old('2026-09-30').applied('con'), old('2026-09-30').warnings()]).toEqual([
        true,
        ['2026-10-01 10:00 assessment-not-recorded'],
      ]);
      expect(old('2026-10-01').refusal('con')).toBe('assessment-needed');
      expect(old('2026-09-30', '2026-09-30').warnings()).toEqual([]);
      // One of after the consent is none.
      expect(old('2026-09-20', '2026-09-21').warnings()).toEqual(['2026-10-01 10:00 assessment-not-recorded']);
    });

    it('6.11(10) at 16 a consent of the parents with an assessment since satisfies consent-at-16, and not consent-at-18', () => {
      const told = story({ bornOn: '2010-10-01' })
        .hear('2026-09-01', consent('parental-responsibility', ['register']))
        .hear('2026-10-01', consent('parental-responsibility', ['register'], { assessedOn: '2026-10-01' }))
        .until('2026-10-02');
      expect(told.course('consent-at-16').at(-1)).toBe('2026-10-01 10:00 met 2026-10-01');
      expect(told.owed('consent-at-18')).toEqual(['consent-at-18 2028-10-01 open']);
    });
  });

  describe('6.11(11)', () => {
    const first = scheduled('m', 'community-cetr', '2026-11-02');

    it('6.11(11) meeting-consent opens where no consent stands when the C(E)TR is first scheduled, due the day before', () => {
      const opened = (...before: Said[]) => {
        const told = adult();
        before.forEach((event, index) => told.hear(`2026-09-0${index + 1}`, event));
        return told.hear('2026-10-01', first).until('2026-10-02').course('meeting-consent');
      };
      expect(opened()).toEqual(['2026-10-01 10:00 opened 2026-11-01']);
      expect(opened(consent('own', ['meeting']))).toEqual([]);
      expect(opened(consent('own', ['register', 'disclosure']))).toHaveLength(1);
      expect(opened(consent('own', ['meeting']), withdrawn(['meeting']))).toHaveLength(1);
      const mdt = adult()
        .hear('2026-10-01', scheduled('m', 'mdt', '2026-11-02'))
        .until('2026-10-02');
      expect(mdt.course('meeting-consent')).toEqual([]);
    });

    it('6.11(11) it moves with the meeting, is missed, and owed until the day of the meeting', () => {
      const told = adult()
        .hear('2026-10-01', first)
        .hear('2026-10-02', scheduled('m', 'community-cetr', '2026-11-10'))
        .until('2026-11-10');
      expect(told.course('meeting-consent')).toEqual([
        '2026-10-01 10:00 opened 2026-11-01',
        '2026-10-02 10:00 moved 2026-11-09 from 2026-11-01',
        '2026-11-10 00:00 missed 2026-11-09',
      ]);
      expect(told.owed('meeting-consent')).toEqual([]);
    });

    it('6.11(11) its ladder: when opened, 14, 7 and 2 days before; on the day the commissioner is told', () => {
      // Due on Sunday 1 November: what falls on it goes back to Friday 30 October, as does the reminder of 2 days before.
      expect(adult().hear('2026-10-01', first).until('2026-11-05').steps('meeting-consent')).toEqual([
        '2026-10-01 10:00 remind owner',
        '2026-10-16 08:00 remind owner',
        '2026-10-23 08:00 remind owner',
        '2026-10-30 08:00 escalate commissioner',
      ]);
    });

    it('6.11(11) lost while planned, it opens from that day; given again, it is met; held without, it is superseded or missed', () => {
      const lost = adult()
        .hear('2026-09-01', consent('own', ['meeting']))
        .hear('2026-10-01', first)
        .hear('2026-10-20', withdrawn(['meeting']));
      expect(lost.until('2026-10-21').course('meeting-consent')).toEqual(['2026-10-20 10:00 opened 2026-11-01']);
      expect(
        lost
          .hear('2026-10-25', consent('own', ['meeting']))
          .until('2026-10-26')
          .course('meeting-consent')
          .at(-1),
      ).toBe('2026-10-25 10:00 met 2026-11-01');
      const early = adult().hear('2026-10-01', first).hear('2026-10-28', held('m', 'community-cetr')).until('2026-10-29');
      expect(early.course('meeting-consent').at(-1)).toBe('2026-10-28 10:00 superseded 2026-11-01');
    });

    it('6.11(11) invitations are held until a consent stands; after a refusal only a new consent releases them', () => {
      const invitations = (...events: Said[]) => {
        const told = [first, ...events].map((event, index) => ({
          id: `e${index}`,
          at: `2026-10-0${index + 1}T09:00:00Z`,
          events: [event],
        }));
        const { record } = tellCore({ bornOn: '1990-05-05' }, told, '2026-10-09T09:00:00Z');
        return snapshotAt(coreContext(), record, instant('2026-10-09T09:00:00Z')).meetings.find(({ id }) => id === 'm')?.invitations;
      };
      const other = scheduled('n', 'community-cetr', '2026-11-03');
      const yes = consent('own', ['meeting']);
      expect(invitations()).toBe('held');
      expect(invitations(yes)).toBe('free');
      expect(invitations(yes, withdrawn(['meeting']))).toBe('held');
      expect(invitations(refused(['meeting']))).toBe('refused');
      expect(invitations(refused(['meeting']), yes)).toBe('free');
      expect(invitations(other, consent('own', ['meeting'], { meeting: 'n' }))).toBe('held');
      expect(invitations(other, refused(['meeting']), consent('own', ['meeting'], { meeting: 'n' }))).toBe('refused');
      // A withdrawal that should have been one of something else releases them again.
      expect(invitations(yes, withdrawn(['meeting']), corrected('e2', withdrawn(['use'])))).toBe('free');
    });
  });

  it('6.12(8) a consent to meeting after the day held satisfies none', () => {
    const given = (on: string) =>
      adult()
        .hear('2026-10-01', scheduled('m', 'community-cetr', '2026-11-02'))
        .hear('2026-11-02T09:00', held('m', 'community-cetr'))
        .hear('2026-11-05', consent('own', ['meeting'], { on }))
        .until('2026-11-06')
        .course('meeting-consent')
        .at(-1);
    expect(given('2026-11-03')).toBe('2026-11-02 00:00 missed 2026-11-01');
    expect(given('2026-11-02')).toBe('2026-11-05 10:00 late 2026-11-01');
  });

  it('6.12(8) papers missed are owed no longer once disclosure is lost after the meeting', () => {
    const late = (...between: [string, Said][]) =>
      between
        .reduce(
          (so, [at, event]) => so.hear(at, event),
          adult()
            .onRegister('2026-09-01')
            .hear('2026-10-01T09:00', scheduled('m', 'community-cetr', '2026-11-02'))
            .hear('2026-10-01T09:30', consent('own', ['disclosure']))
            .hear('2026-11-02', held('m', 'community-cetr')),
        )
        .hear('2026-11-06', deed('papers-sent', 'm'))
        .until('2026-11-07')
        .course('panel-papers')
        .at(-1);
    expect(late()).toBe('2026-11-06 10:00 late 2026-11-01');
    expect(late(['2026-11-04', withdrawn(['disclosure'])], ['2026-11-05', consent('own', ['disclosure'])])).toBe(
      '2026-11-02 00:00 missed 2026-11-01',
    );
  });
});
