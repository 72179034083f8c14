import { tellCore } from '../../support/core/core';
import {
  ALL_SCOPES,
  admitted,
  agreed,
  consent,
  diagnosed,
  discharged,
  eligible,
  held,
  rated,
  scheduled,
  transferred,
  visited,
  type Said,
} from '../../support/core/facts';
import { adult } from '../../support/core/story';

describe('6.9 Admission and discharge', () => {
  const onward = (ruleSet?: string) => adult(ruleSet).onRegister('2026-09-01');

  describe('6.9(1)', () => {
    it('6.9(1) a discharge supersedes the clocks of the stay', () => {
      const told = onward()
        .hear('2026-10-01', admitted())
        .hear('2026-10-05', transferred(undefined, 'low', { newHospital: true }))
        .hear('2026-10-06', diagnosed('none'))
        .hear('2026-10-10', discharged())
        .until('2026-10-11');
      expect(told.deadlinesAt('2026-10-10 10:00').filter((line) => line.startsWith('superseded'))).toEqual([
        'superseded post-admission-cetr 2026-10-29',
        'superseded oversight-visit 2026-11-26',
        'superseded diagnosis-removed-cetr no date',
        'superseded transfer-cetr no date',
      ]);
      const later = onward()
        .hear('2026-10-01', admitted())
        .hear('2026-10-05', held('r', 'post-admission-cetr'))
        .hear('2026-10-10', discharged())
        .until('2026-10-11');
      expect(later.course('inpatient-cetr').at(-1)).toBe('2026-10-10 10:00 superseded 2027-04-05');
    });

    it('6.9(1) and the clock of the Act, where that set applies', () => {
      const told = onward('mha-2025-draft')
        .hear('2026-10-01', admitted(undefined, 'low', { detained: true }))
        .hear('2026-10-10', discharged())
        .until('2026-10-11');
      expect(told.course('mha-first-meeting').at(-1)).toBe('2026-10-10 10:00 superseded 2026-10-28');
    });

    it('6.9(1) and the preparations of a C(E)TR of the stay not yet held, but not those of a community C(E)TR', () => {
      const told = onward()
        .hear('2026-10-01', admitted())
        .hear('2026-10-02', scheduled('in', 'discharge-cetr', '2026-11-05'))
        .hear('2026-10-02', scheduled('out', 'community-cetr', '2026-11-06'))
        .hear('2026-10-10', discharged())
        .until('2026-10-11');
      expect(told.course('cetr-arrangements')).toEqual([
        '2026-10-02 10:00 opened 2026-10-22',
        '2026-10-02 10:00 opened 2026-10-23',
        '2026-10-10 10:00 superseded 2026-10-22',
      ]);
      expect(told.course('panel-papers')).toEqual([
        '2026-10-02 10:00 opened 2026-11-04',
        '2026-10-02 10:00 opened 2026-11-05',
        '2026-10-10 10:00 superseded 2026-11-04',
      ]);
      expect(told.owed('family-contact')).toEqual(['family-contact 2026-10-23 open']);
    });

    it('6.9(1) report, feedback and actions survive', () => {
      const told = onward()
        .hear('2026-10-01', admitted())
        .hear('2026-10-05', held('r', 'post-admission-cetr'))
        .hear('2026-10-06', agreed('a', '2026-11-30'))
        .hear('2026-10-06', agreed('b'))
        .hear('2026-10-10', discharged())
        .until('2026-10-11');
      expect(told.owed()).toEqual([
        'action 2026-11-30 open',
        'action no date open',
        'cetr-feedback 2026-10-12 open',
        'cetr-report 2026-10-19 open',
        'consent-renewal 2027-09-01 open',
        'mam no date open',
      ]);
    });

    it('6.9(1) only what is due on that day or later: what was missed before stays missed', () => {
      const told = adult().hear('2026-10-01', admitted()).hear('2026-11-10', discharged('2026-11-01')).until('2026-11-11');
      expect(told.course('post-admission-cetr')).toEqual(['2026-10-01 10:00 opened 2026-10-29', '2026-10-30 00:00 missed 2026-10-29']);
      expect(told.course('oversight-visit')).toEqual(['2026-10-01 10:00 opened 2026-11-26', '2026-11-10 10:00 superseded 2026-11-26']);
    });
  });

  it('6.9(2) an admission supersedes mam, community-cetr and laep-follow-up', () => {
    const told = onward('llr-2023')
      .hear('2026-09-20', rated('amber'))
      .hear('2026-09-21', rated('red'))
      .hear('2026-09-22', held('l', 'laep'))
      .hear('2026-10-01', admitted())
      .until('2026-10-02');
    expect(told.deadlinesAt('2026-10-01 10:00').filter((line) => line.startsWith('superseded'))).toEqual([
      'superseded mam 2026-10-04',
      'superseded community-cetr 2026-10-05',
      'superseded laep-follow-up 2026-10-06',
    ]);
    expect(told.owed().map((line) => line.split(' ')[0])).toEqual(['consent-renewal', 'oversight-visit', 'post-admission-cetr']);
  });

  it('6.9(2) what was done or missed by then stays so', () => {
    const told = onward('llr-2023').hear('2026-09-10', rated('amber')).hear('2026-10-01', admitted()).until('2026-10-02');
    expect(told.course('mam')).toEqual(['2026-09-10 10:00 opened 2026-09-24', '2026-09-25 00:00 missed 2026-09-24']);
  });

  it('6.9(3) a discharge to another hospital is refused: record-as-transfer', () => {
    const told = adult()
      .hear('2026-10-01', admitted())
      .hear('2026-10-10', discharged(undefined, { destination: 'other-hospital' }), 'dis')
      .until('2026-10-11');
    expect(told.refusal('dis')).toBe('record-as-transfer');
    expect(told.summary.rating).toBe('blue');
    expect(
      adult()
        .hear('2026-10-01', admitted())
        .hear('2026-10-10', discharged(undefined, { destination: 'prison' }), 'dis')
        .until('2026-10-11')
        .applied('dis'),
    ).toBe(true);
  });

  describe('6.9(4)', () => {
    const sameDay = () =>
      adult().hear('2026-10-01', admitted()).hear('2026-10-10T09:00', discharged()).hear('2026-10-10T15:00', admitted(), 'second');

    it('6.9(4) a discharge and an admission on one day are two stays, with a warning', () => {
      const told = sameDay().until('2026-10-11');
      expect(told.applied('second')).toBe(true);
      expect(told.warningsAt('2026-10-10 15:00')).toContain('transfer-suspected');
      expect(told.course('post-admission-cetr')).toEqual([
        '2026-10-01 10:00 opened 2026-10-29',
        '2026-10-10 09:00 superseded 2026-10-29',
        '2026-10-10 15:00 opened 2026-11-07',
      ]);
      expect(told.ids('post-admission-cetr')).toHaveLength(2);
    });

    it('6.9(4) a review or visit of that day belongs to the later', () => {
      const told = sameDay()
        .hear('2026-10-12', held('r', 'post-admission-cetr', '2026-10-10'))
        .hear('2026-10-12', visited('2026-10-10'))
        .until('2026-10-13');
      expect(told.course('post-admission-cetr').at(-1)).toBe('2026-10-12 10:00 met 2026-11-07');
      expect(told.owed('inpatient-cetr')).toEqual(['inpatient-cetr 2027-04-10 open']);
      expect(told.course('oversight-visit').slice(-2)).toEqual(['2026-10-12 10:00 met 2026-12-05', '2026-10-12 10:00 opened 2026-12-05']);
    });

    it('6.9(4) an admission on another day gives no such warning', () => {
      const told = adult()
        .hear('2026-10-01', admitted())
        .hear('2026-10-10', discharged())
        .hear('2026-10-11', admitted())
        .until('2026-10-12');
      expect(told.warnings().join()).not.toContain('transfer-suspected');
    });
  });

  it('6.9(5) two visits on one day count once', () => {
    const told = adult()
      .hear('2026-10-01', admitted())
      .hear('2026-10-10T10:00', visited())
      .hear('2026-10-10T15:00', visited())
      .until('2026-10-11');
    expect(told.course('oversight-visit')).toEqual([
      '2026-10-01 10:00 opened 2026-11-26',
      '2026-10-10 10:00 met 2026-11-26',
      '2026-10-10 10:00 opened 2026-12-05',
    ]);
  });

  it('6.9(5) of two consents or C(E)TRs on one day the second satisfies what the first started', () => {
    const consents = adult()
      .hear('2026-10-01T10:00', consent('own'))
      .hear('2026-10-01T15:00', consent('best-interests', ALL_SCOPES, { assessedOn: '2026-10-01' }))
      .until('2026-10-02');
    expect(consents.course('consent-renewal')).toEqual([
      '2026-10-01 10:00 opened 2027-10-01',
      '2026-10-01 15:00 met 2027-10-01',
      '2026-10-01 15:00 opened 2027-10-01',
    ]);
    expect(consents.ids('consent-renewal')).toHaveLength(2);
    const reviews = adult()
      .hear('2026-10-01', admitted())
      .hear('2026-10-10T10:00', held('a', 'post-admission-cetr'))
      .hear('2026-10-10T15:00', held('b', 'discharge-cetr'))
      .until('2026-10-11');
    expect(reviews.course('inpatient-cetr')).toEqual([
      '2026-10-10 10:00 opened 2027-04-10',
      '2026-10-10 15:00 met 2027-04-10',
      '2026-10-10 15:00 opened 2027-04-10',
    ]);
  });

  describe('6.9(6)', () => {
    const past = (events: Said[]) =>
      tellCore(
        { bornOn: '1990-05-05' },
        [
          { id: 'adm', at: '2026-10-01T10:00:00Z', events: [admitted('2026-10-01')] },
          { id: 'past', at: '2026-10-05T10:00:00Z', events },
        ],
        '2026-10-06T10:00:00Z',
      ).answers[1];

    it('6.9(6) a past stay may be recorded before a later one if both its ends come in one batch', () => {
      expect(past([admitted('2026-06-01'), discharged('2026-06-20')])?.outcome).toBe('applied');
      expect(past([admitted('2026-06-01'), visited('2026-06-10'), discharged('2026-06-20')])?.outcome).toBe('applied');
    });

    it('6.9(6) and not one end alone', () => {
      const told = adult()
        .hear('2026-09-01', eligible())
        .hear('2026-10-01', admitted())
        .hear('2026-10-05', admitted('2026-06-01'), 'past')
        .until('2026-10-07');
      expect(told.applied('past')).toBe(false);
      expect(past([admitted('2026-06-01'), visited('2026-10-05')])?.outcome).toBe('refused');
    });

    it('6.9(6) and only if it overlaps no other', () => {
      expect(past([admitted('2026-09-20'), discharged('2026-10-03')])?.outcome).toBe('refused');
      expect(past([admitted('2026-10-02'), discharged('2026-10-03')])?.outcome).toBe('refused');
    });
  });
});
