import { consent, eligible, held, notEligible, rated, refused, scheduled, withdrawn, ALL_SCOPES } from '../../support/core/facts';
import { adult, story } from '../../support/core/story';

const NONE = 'no date';

describe('6.11 Consent: meeting by meeting, and after a decision', () => {
  it('6.11(1) a consent that names a meeting counts for that meeting alone, and may not have register in its scope', () => {
    const told = adult()
      .hear('2026-09-01', eligible())
      .hear('2026-10-01T09:00', scheduled('m', 'community-cetr', '2026-11-02'))
      .hear('2026-10-01T09:01', scheduled('n', 'community-cetr', '2026-11-03'))
      .hear('2026-10-02T09:00', consent('own', ['register', 'meeting'], { meeting: 'm' }), 'both')
      .hear('2026-10-02T10:00', consent('own', ['meeting'], { meeting: 'm' }), 'one')
      .until('2026-10-03');
    expect([told.refusal('both'), told.applied('one')]).toEqual(['scope-not-for-one-meeting', true]);
    expect(told.course('meeting-consent')).toEqual([
      '2026-10-01 09:00 opened 2026-11-01',
      '2026-10-01 09:01 opened 2026-11-02',
      '2026-10-02 10:00 met 2026-11-01',
    ]);
  });

  describe('6.11(3)', () => {
    // Eighteen on 20 October 2026.
    const parents = () =>
      story({ bornOn: '2008-10-20' })
        .hear('2026-09-01', eligible())
        .hear('2026-09-01T11:00', consent('parental-responsibility', ALL_SCOPES, { assessedOn: '2026-09-01' }))
        .hear('2026-10-01T10:00', scheduled('m', 'community-cetr', '2026-11-16'))
        .hear('2026-10-01T10:01', scheduled('n', 'community-cetr', '2026-11-17'));

    it('6.11(3) the end at 18 is a loss for every meeting that no other consent covers, and it is asked for', () => {
      const told = parents()
        .hear('2026-10-02', consent('own', ['meeting', 'disclosure'], { meeting: 'm' }))
        .until('2026-10-20');
      expect(told.deadlinesAt('2026-10-20 00:00')).toEqual([
        'superseded cetr-arrangements 2026-11-03',
        'superseded family-contact 2026-11-03',
        'superseded panel-papers 2026-11-16',
        'opened meeting-consent 2026-11-16',
      ]);
      expect(parents().until('2026-10-19').course('meeting-consent')).toEqual([]);
    });

    it('6.11(3) another consent to all meetings covers them', () => {
      const told = parents()
        .hear('2026-10-02', consent('own', ['meeting', 'disclosure']))
        .until('2026-10-20');
      expect(told.deadlinesAt('2026-10-20 00:00')).toEqual([]);
    });
  });

  describe('6.11(4)', () => {
    const planned = () =>
      adult()
        .onRegister('2026-09-01')
        .hear('2026-10-01T10:00', scheduled('m', 'community-cetr', '2026-11-02'))
        .hear('2026-10-01T10:01', scheduled('n', 'community-cetr', '2026-11-03'));

    it('6.11(4) a loss is judged meeting by meeting, and a withdrawal takes the consent for one with the other', () => {
      const told = planned()
        .hear('2026-10-02', consent('own', ['meeting'], { meeting: 'm' }))
        .hear('2026-10-10', withdrawn(['meeting']))
        .until('2026-10-11');
      expect(told.deadlinesAt('2026-10-10 10:00')).toEqual([
        'superseded cetr-arrangements 2026-10-19',
        'superseded family-contact 2026-10-19',
        'superseded cetr-arrangements 2026-10-20',
        'superseded family-contact 2026-10-20',
        'superseded panel-papers 2026-11-01',
        'superseded panel-papers 2026-11-02',
        'opened meeting-consent 2026-11-01',
        'opened meeting-consent 2026-11-02',
      ]);
    });

    it('6.11(4) a refusal of meeting where none stood does what its loss does, and answers what was asked', () => {
      const told = adult()
        .hear('2026-10-01', scheduled('m', 'community-cetr', '2026-11-02'))
        .hear('2026-10-10', refused(['meeting']))
        .until('2026-10-11');
      expect(told.deadlinesAt('2026-10-10 10:00')).toEqual([
        'superseded cetr-arrangements 2026-10-19',
        'superseded family-contact 2026-10-19',
        'superseded panel-papers 2026-11-01',
        'met meeting-consent 2026-11-01',
      ]);
      expect(told.owed('meeting-outcome')).toEqual(['meeting-outcome 2026-11-04 open']);
    });

    it('6.11(4) a withdrawal of what did not stand leaves what is asked for open', () => {
      const told = adult()
        .hear('2026-10-01', scheduled('m', 'community-cetr', '2026-11-02'))
        .hear('2026-10-10', withdrawn(['meeting']))
        .until('2026-10-11');
      expect(told.deadlinesAt('2026-10-10 10:00')).toEqual([]);
      expect(told.owed('meeting-consent')).toEqual(['meeting-consent 2026-11-01 open']);
    });
  });

  describe('6.11(6)', () => {
    it('6.11(6) not-eligible supersedes the rating that is asked for, the reported change and the next step', () => {
      const told = adult()
        .onRegister('2026-09-01')
        .hear('2026-09-02', { type: 'change-reported', source: 'self', urgency: 'can-wait' })
        .hear('2026-09-03', { type: 'next-step-set', lookAgainOn: '2026-10-01', reason: 'x' })
        .hear('2026-09-10', notEligible())
        .until('2026-09-30');
      expect(told.deadlinesAt('2026-09-10 10:00')).toEqual([
        'superseded next-step 2026-10-01',
        'superseded consent-renewal 2027-09-01',
        `superseded change-review ${NONE}`,
        `superseded rating-decision ${NONE}`,
      ]);
      expect(told.owed()).toEqual([]);
    });

    it('6.11(6) none of these opens while it stands, and a change reported opens the decision again', () => {
      const told = adult()
        .hear('2026-09-01', notEligible())
        .hear('2026-09-02', consent('own'))
        .hear('2026-09-03', rated('red'))
        .hear('2026-09-04', held('l', 'laep'))
        .hear('2026-09-05', { type: 'change-reported', source: 'self', urgency: 'today' })
        .hear('2026-09-06', { type: 'change-reported', source: 'self', urgency: 'today' })
        .until('2026-09-30');
      expect(told.owed()).toEqual([`eligibility-decision ${NONE} open`]);
      expect(told.course('eligibility-decision')).toEqual([`2026-09-05 10:00 opened ${NONE}`]);
    });

    it('6.11(6) a later decision eligible opens the renewal again from that consent, and what the rating asks for from the decision', () => {
      const told = adult()
        .onRegister('2026-09-01')
        .hear('2026-09-02', rated('red'))
        .hear('2026-09-10', notEligible())
        .hear('2026-09-20', eligible())
        .until('2026-09-21');
      expect(told.deadlinesAt('2026-09-20 10:00')).toEqual(['opened consent-renewal 2027-09-01', `opened community-cetr ${NONE}`]);
      const given = adult().hear('2026-09-01', notEligible()).hear('2026-09-10', consent('own')).hear('2026-09-20', eligible());
      expect(given.until('2026-09-21').owed()).toEqual(['consent-renewal 2027-09-10 open', `rating-decision ${NONE} open`]);
      const none = adult().hear('2026-09-01', notEligible()).hear('2026-09-20', eligible()).until('2026-09-21');
      expect(none.owed()).toEqual([`consent-decision ${NONE} open`]);
    });
  });
});
