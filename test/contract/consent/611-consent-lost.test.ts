import { admitted, consent, deed, held, rated, refused, scheduled, withdrawn, type Said } from '../../support/core/facts';
import { adult, story } from '../../support/core/story';

const wish = (family: 'yes' | 'no'): Said => ({ type: 'contact-wish-recorded', family });

describe('6.11 Consent: what its loss does', () => {
  const onRegister = (ruleSet?: string) => adult(ruleSet).onRegister('2026-09-01');
  const superseded = (lines: string[]) => lines.filter((line) => line.startsWith('superseded'));

  describe('6.11(4)', () => {
    const busy = () =>
      onRegister('llr-2023')
        .hear('2026-10-01T09:00', rated('amber'))
        .hear('2026-10-01T09:30', rated('red'))
        .hear('2026-10-02', held('l', 'laep'));

    it.each([
      ['withdrawal', withdrawn(['register'])],
      ['refusal where consent stood', refused(['register'])],
    ])('6.11(4) %s of register supersedes what rests on being on the register', (_what, event) => {
      expect(superseded(busy().hear('2026-10-10', event).until('2026-10-11').deadlinesAt('2026-10-10 10:00'))).toEqual([
        'superseded community-cetr 2026-10-15',
        'superseded mam 2026-10-15',
        'superseded laep-follow-up 2026-10-16',
        'superseded consent-renewal 2027-09-01',
      ]);
    });

    it('6.11(4) so are consent-at-16, consent-at-18 and transition-plan', () => {
      const told = story({ bornOn: '2011-10-20' })
        .hear('2026-09-01', consent('parental-responsibility'))
        .hear('2026-10-01', withdrawn())
        .until('2026-10-02');
      expect(superseded(told.deadlinesAt('2026-10-01 10:00'))).toEqual([
        'superseded consent-renewal 2027-09-01',
        'superseded consent-at-16 2027-10-20',
        'superseded consent-at-18 2029-10-20',
      ]);
      const plan = story({ bornOn: '2009-05-05' }).hear('2026-09-01', consent('own')).hear('2026-10-01', withdrawn()).until('2026-10-02');
      expect(plan.course('transition-plan')).toEqual(['2026-09-01 10:00 opened no date', '2026-10-01 10:00 superseded no date']);
    });

    it('6.11(4) only what is due on that day or later: a missed one stays missed', () => {
      const told = busy().hear('2026-10-20', withdrawn()).until('2026-10-21');
      expect(told.course('mam')).toEqual(['2026-10-01 09:00 opened 2026-10-15', '2026-10-16 00:00 missed 2026-10-15']);
      expect(told.owed('mam')).toEqual([]);
    });

    it('6.11(4) inpatient clocks rest on the admission and stay', () => {
      const told = onRegister().hear('2026-10-01', admitted()).hear('2026-10-05', withdrawn()).until('2026-10-06');
      expect(told.owed()).toEqual(['oversight-visit 2026-11-26 open', 'post-admission-cetr 2026-10-29 open']);
    });

    const planned = () => onRegister().hear('2026-10-01', scheduled('m', 'community-cetr', '2026-11-02'));

    it('6.11(4) losing disclosure supersedes the papers due on that day or later, alone', () => {
      const told = planned()
        .hear('2026-10-10', withdrawn(['disclosure']))
        .until('2026-10-11');
      expect(told.deadlinesAt('2026-10-10 10:00')).toEqual(['superseded panel-papers 2026-11-01']);
    });

    it('6.11(4) losing meeting supersedes the preparations of C(E)TRs not yet held', () => {
      const told = planned()
        .hear('2026-10-10', withdrawn(['meeting']))
        .until('2026-10-11');
      expect(told.deadlinesAt('2026-10-10 10:00')).toEqual([
        'superseded cetr-arrangements 2026-10-19',
        'superseded family-contact 2026-10-19',
        'superseded panel-papers 2026-11-01',
        'opened meeting-consent 2026-11-01',
      ]);
      expect(told.owed('meeting-outcome')).toEqual(['meeting-outcome 2026-11-04 open']);
    });

    it('6.11(4) what rests on a meeting held stays', () => {
      const told = planned().hear('2026-11-02', held('m', 'community-cetr')).hear('2026-11-03', withdrawn()).until('2026-11-04');
      expect(told.owed()).toEqual(['cetr-feedback 2026-11-09 open', 'cetr-report 2026-11-16 open', 'next-step no date open']);
    });

    it('6.11(4) a preparation superseded by a loss does not open again', () => {
      const told = planned()
        .hear('2026-10-10', withdrawn(['meeting', 'disclosure']))
        .hear('2026-10-12', consent('own', ['meeting', 'disclosure']))
        .hear('2026-10-13', scheduled('m', 'community-cetr', '2026-11-09'))
        .until('2026-10-14');
      expect(told.course('panel-papers')).toEqual(['2026-10-01 10:00 opened 2026-11-01', '2026-10-10 10:00 superseded 2026-11-01']);
      expect(told.course('cetr-arrangements')).toHaveLength(2);
    });
  });

  describe('6.11(7)', () => {
    // A review on Monday 2 November, first planned on 1 October; the papers are due on the 1st.
    const planned = (...given: [string, Said][]) =>
      given.reduce((so, [at, event]) => so.hear(at, event), adult().hear('2026-10-01', scheduled('m', 'community-cetr', '2026-11-02')));
    const papers = (at: string, ...given: [string, Said][]) =>
      planned(...given)
        .hear(at, deed('papers-sent', 'm'), 'papers')
        .until('2026-11-01');
    const met = '2026-10-26 10:00 met 2026-11-01';
    const disclosure = (more: { on?: string; meeting?: string } = {}) => consent('own', ['disclosure'], more);

    it('6.11(7) papers need a consent to disclosure that names this meeting', () => {
      expect(papers('2026-10-26', ['2026-10-02', disclosure({ meeting: 'm' })]).course('panel-papers')).toContain(met);
    });

    it('6.11(7) or names none and was given on or after the day on which it was first scheduled', () => {
      expect(papers('2026-10-26', ['2026-10-01', disclosure()]).course('panel-papers')).toContain(met);
      expect(papers('2026-10-26', ['2026-10-02', disclosure({ on: '2026-09-30' })]).course('panel-papers')).not.toContain(met);
    });

    it('6.11(7) first scheduled: planning it anew asks for no new consent', () => {
      const told = papers('2026-10-26', ['2026-10-05', disclosure()], ['2026-10-20', scheduled('m', 'community-cetr', '2026-11-10')]);
      expect(told.course('panel-papers')).toContain('2026-10-26 10:00 met 2026-11-09');
    });

    it('6.11(7) a consent that names another meeting does not do', () => {
      const told = papers(
        '2026-10-26',
        ['2026-10-01T11:00', scheduled('other', 'community-cetr', '2026-12-01')],
        ['2026-10-02', disclosure({ meeting: 'other' })],
      );
      expect(told.course('panel-papers')).not.toContain(met);
    });

    it('6.11(7) it must stand at the end of the day of sending', () => {
      const same = papers('2026-10-26T10:00', ['2026-10-26T09:00', disclosure()]);
      expect(same.course('panel-papers')).toContain(met);
      const later = planned().hear('2026-10-26T10:00', deed('papers-sent', 'm')).hear('2026-10-26T15:00', disclosure()).until('2026-11-01');
      expect(later.owed('panel-papers')).toEqual([]);
      // Given, and taken away again before the papers went.
      expect(
        papers('2026-10-26', ['2026-10-02', disclosure()], ['2026-10-20', withdrawn(['disclosure'])]).course('panel-papers'),
      ).not.toContain(met);
    });

    it('6.11(7) withdrawals take away the one that names a meeting with the other', () => {
      expect(
        papers('2026-10-26', ['2026-10-02', disclosure({ meeting: 'm' })], ['2026-10-20', withdrawn(['disclosure'])]).course(
          'panel-papers',
        ),
      ).not.toContain(met);
    });

    it('6.11(7) papers reported without it are accepted as an incident, and satisfy nothing', () => {
      const told = papers('2026-10-26');
      expect(told.applied('papers')).toBe(true);
      expect(told.warningsAt('2026-10-26 10:00')).toContain('papers-without-consent');
      expect(told.owed('panel-papers')).toEqual(['panel-papers 2026-11-01 open']);
      expect(papers('2026-10-26', ['2026-10-02', disclosure()]).warnings().join()).not.toContain('papers-without-consent');
    });
  });

  it('6.11(8) meeting-held without consent to meeting is accepted with a warning', () => {
    const without = adult().hear('2026-10-01', held('m', 'community-cetr'), 'held').until('2026-10-01');
    expect(without.applied('held')).toBe(true);
    expect(without.owed('cetr-report')).toEqual(['cetr-report 2026-10-15 open']);
    const given = adult().hear('2026-09-30', consent('own')).hear('2026-10-01', held('m', 'community-cetr')).until('2026-10-01');
    const usual = given.warningsAt('2026-10-01 10:00');
    expect(without.warningsAt('2026-10-01 10:00').filter((code) => !usual.includes(code))).not.toEqual([]);
  });

  it('6.11(9) where the wish says no when the meeting is first scheduled, family-contact does not open', () => {
    const told = adult()
      .hear('2026-09-01', wish('no'))
      .hear('2026-10-01', scheduled('m', 'community-cetr', '2026-11-02'))
      .hear('2026-10-05', wish('yes'))
      .hear('2026-10-06', scheduled('m', 'community-cetr', '2026-11-09'))
      .until('2026-10-07');
    expect(told.course('family-contact')).toEqual([]);
    expect(told.owed('cetr-arrangements')).toEqual(['cetr-arrangements 2026-10-26 open']);
  });

  it('6.11(9) a no recorded later supersedes nothing', () => {
    const told = adult()
      .hear('2026-10-01', scheduled('m', 'community-cetr', '2026-11-02'))
      .hear('2026-10-05', wish('no'), 'no')
      .until('2026-10-07');
    expect(told.applied('no')).toBe(true);
    expect(told.owed('family-contact')).toEqual(['family-contact 2026-10-19 open']);
  });

  it('6.11(9) the last wish counts', () => {
    const told = adult()
      .hear('2026-09-01', wish('no'))
      .hear('2026-09-10', wish('yes'))
      .hear('2026-10-01', scheduled('m', 'community-cetr', '2026-11-02'))
      .until('2026-10-07');
    expect(told.owed('family-contact')).toEqual(['family-contact 2026-10-19 open']);
  });
});
