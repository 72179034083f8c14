import type { Security } from '../../../domain/pathway/events';
import {
  admitted,
  agreed,
  cancelled,
  deed,
  diagnosed,
  done,
  held,
  scheduled,
  transferred,
  visited,
  type Said,
} from '../../support/core/facts';
import { adult, child } from '../../support/core/story';

/** Section 5, the rows of the stay, of meetings and of actions. */
describe('5 Deadlines: the stay', () => {
  const SECURITIES: [Security, string][] = [
    ['non-secure', '2027-04-12'],
    ['low', '2027-10-12'],
    ['medium', '2027-10-12'],
    ['high', '2027-10-12'],
    ['picu', '2027-04-12'],
    ['not-known', '2027-04-12'],
  ];

  it('post-admission-cetr is 28 days after the admission of an adult, 14 of a child', () => {
    expect(adult().hear('2026-10-01', admitted()).until('2026-10-02').course('post-admission-cetr')).toEqual([
      '2026-10-01 10:00 opened 2026-10-29',
    ]);
    expect(child().hear('2026-10-01', admitted()).until('2026-10-02').course('post-admission-cetr')).toEqual([
      '2026-10-01 10:00 opened 2026-10-15',
    ]);
  });

  it.each(SECURITIES)('inpatient-cetr of an adult in %s, reviewed on 12 October 2026, is due on %s', (security, due) => {
    const told = adult()
      .hear('2026-10-01', admitted(undefined, security))
      .hear('2026-10-12', held('r', 'post-admission-cetr'))
      .until('2026-10-13');
    expect(told.course('inpatient-cetr')).toEqual([`2026-10-12 10:00 opened ${due}`]);
  });

  it.each(SECURITIES)('inpatient-cetr of a child in %s is 3 months on', (security) => {
    const told = child()
      .hear('2026-10-01', admitted(undefined, security))
      .hear('2026-10-12', held('r', 'post-admission-cetr'))
      .until('2026-10-13');
    expect(told.course('inpatient-cetr')).toEqual(['2026-10-12 10:00 opened 2027-01-12']);
  });

  it('oversight-visit is 8 weeks after the admission, then after each visit, of an adult; 6 of a child', () => {
    expect(adult().hear('2026-10-01', admitted()).hear('2026-10-20', visited()).until('2026-10-21').course('oversight-visit')).toEqual([
      '2026-10-01 10:00 opened 2026-11-26',
      '2026-10-20 10:00 met 2026-11-26',
      '2026-10-20 10:00 opened 2026-12-15',
    ]);
    expect(child().hear('2026-10-01', admitted()).hear('2026-10-20', visited()).until('2026-10-21').course('oversight-visit')).toEqual([
      '2026-10-01 10:00 opened 2026-11-12',
      '2026-10-20 10:00 met 2026-11-12',
      '2026-10-20 10:00 opened 2026-12-01',
    ]);
  });

  it('a late visit starts the next from its own day', () => {
    expect(
      adult().hear('2026-10-01', admitted()).hear('2026-12-10', visited()).until('2026-12-11').course('oversight-visit').slice(1),
    ).toEqual(['2026-11-27 00:00 missed 2026-11-26', '2026-12-10 10:00 late 2026-11-26', '2026-12-10 10:00 opened 2027-02-04']);
  });

  it('transfer-cetr runs from a transfer to another hospital, and not from one within it', () => {
    const stay = () => adult().hear('2026-10-01', admitted());
    expect(
      stay()
        .hear('2026-10-10', transferred(undefined, 'low', { newHospital: true }))
        .until('2026-10-11')
        .course('transfer-cetr'),
    ).toEqual(['2026-10-10 10:00 opened no date']);
    expect(stay().hear('2026-10-10', transferred(undefined, 'low')).until('2026-10-11').course('transfer-cetr')).toEqual([]);
  });

  it('diagnosis-removed-cetr runs from a diagnosis taken away in a stay, and not outside one', () => {
    const known = () => adult().hear('2026-09-01', diagnosed('autism'));
    const told = known()
      .hear('2026-10-01', admitted())
      .hear('2026-10-10', diagnosed('none'))
      .hear('2026-10-20', held('r', 'inpatient-cetr'))
      .until('2026-10-21');
    expect(told.course('diagnosis-removed-cetr')).toEqual(['2026-10-10 10:00 opened no date', '2026-10-20 10:00 met no date']);
    expect(known().hear('2026-10-10', diagnosed('none')).until('2026-10-21').course('diagnosis-removed-cetr')).toEqual([]);
  });

  it('a community C(E)TR on the day of admission is not of the stay: it stands in, and satisfies no inpatient-cetr', () => {
    const told = adult().hear('2026-10-01T09:00', admitted()).hear('2026-10-01T15:00', held('c', 'community-cetr')).until('2026-10-02');
    expect(told.owed('post-admission-cetr')).toEqual([]);
    expect(told.owed('inpatient-cetr')).toEqual(['inpatient-cetr 2027-04-01 open']);
    expect(told.ids('inpatient-cetr')).toHaveLength(1);
  });

  it('cetr-arrangements, family-contact and panel-papers go by the day that the C(E)TR is to be held', () => {
    const told = adult()
      .hear('2026-10-01', scheduled('m', 'community-cetr', '2026-11-02'))
      .until('2026-10-02');
    expect(told.deadlinesAt('2026-10-01 10:00').filter((line) => !line.includes('eligibility'))).toEqual([
      'opened cetr-arrangements 2026-10-19',
      'opened family-contact 2026-10-19',
      'opened meeting-consent 2026-11-01',
      'opened panel-papers 2026-11-01',
      'opened meeting-outcome 2026-11-04',
    ]);
  });

  it('cetr-report is 14 days and cetr-feedback 7 days after the day that a C(E)TR was held', () => {
    const told = adult()
      .hear('2026-10-01', held('m', 'community-cetr'))
      .hear('2026-10-08', deed('feedback-taken', 'm'))
      .hear('2026-10-16', deed('report-sent', 'm'))
      .until('2026-10-17');
    expect(told.course('cetr-feedback')).toEqual(['2026-10-01 10:00 opened 2026-10-08', '2026-10-08 10:00 met 2026-10-08']);
    expect(told.course('cetr-report')).toEqual([
      '2026-10-01 10:00 opened 2026-10-15',
      '2026-10-16 00:00 missed 2026-10-15',
      '2026-10-16 10:00 late 2026-10-15',
    ]);
  });

  it('they count from the day held, though heard later', () => {
    const told = adult()
      .hear('2026-10-05', held('m', 'community-cetr', '2026-10-01'))
      .until('2026-10-06');
    expect(told.owed('cetr-report')).toEqual(['cetr-report 2026-10-15 open']);
    expect(told.owed('cetr-feedback')).toEqual(['cetr-feedback 2026-10-08 open']);
  });

  it('meeting-outcome is 2 days after the day of any scheduled meeting', () => {
    for (const kind of ['mam', 'community-cetr', 'laep', 'cpa', 'rca', 'register-review'] as const) {
      const told = adult()
        .hear('2026-10-01', scheduled('m', kind, '2026-10-20'))
        .hear('2026-10-21', cancelled('m'))
        .until('2026-10-22');
      expect(told.course('meeting-outcome')).toEqual(['2026-10-01 10:00 opened 2026-10-22', '2026-10-21 10:00 met 2026-10-22']);
    }
  });

  it('an action has its own date, or none', () => {
    const told = adult()
      .hear('2026-10-01', agreed('a', '2026-10-16'))
      .hear('2026-10-01T10:01', agreed('b'))
      .hear('2026-10-16', done('a'))
      .hear('2026-12-01', done('b'))
      .until('2026-12-02');
    expect(told.course('action')).toEqual([
      '2026-10-01 10:00 opened 2026-10-16',
      '2026-10-01 10:01 opened no date',
      '2026-10-16 10:00 met 2026-10-16',
      '2026-12-01 10:00 met no date',
    ]);
  });

  it('a deadline names its rule and the version of its rule set, and keeps its id for life', () => {
    const told = adult().hear('2026-10-01', admitted()).hear('2026-10-29', held('r', 'post-admission-cetr')).until('2026-10-30');
    for (const line of told.deadlineLines()) expect(line.rule).toMatch(/^[\w.-]+@[\w.-]+\/.+$/);
    expect(told.ids('post-admission-cetr')).toHaveLength(1);
  });

  describe('mha-2025-draft', () => {
    // 1 October counts as the first day.
    const detained = (security: Security): Said => admitted('2026-10-01', security, { detained: true });

    it('the first meeting of an adult is within 28 days beginning with the day, that of a child within 14', () => {
      const told = adult('mha-2025-draft').onRegister('2026-09-01').hear('2026-10-01', detained('low')).until('2026-10-02');
      expect(told.owed('mha-first-meeting')).toEqual(['mha-first-meeting 2026-10-28 open']);
      const young = child('mha-2025-draft')
        .hear('2026-09-01', { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' })
        .hear('2026-09-01T11:00', { type: 'consent-given', basis: 'gillick', scope: ['register', 'meeting', 'disclosure', 'use'] })
        .hear('2026-10-01', detained('low'))
        .until('2026-10-02');
      expect(young.owed('mha-first-meeting')).toEqual(['mha-first-meeting 2026-10-14 open']);
    });

    it('it runs from the day on which a patient becomes liable to be detained', () => {
      const told = adult('mha-2025-draft')
        .onRegister('2026-09-01')
        .hear('2026-10-01', admitted())
        .hear('2026-10-10', { type: 'legal-status-changed', detained: true })
        .until('2026-10-11');
      expect(told.course('mha-first-meeting')).toEqual(['2026-10-10 10:00 opened 2026-11-06']);
    });

    it('whether someone is detained that is not known starts nothing', () => {
      const told = adult('mha-2025-draft')
        .onRegister('2026-09-01')
        .hear('2026-10-01', admitted(undefined, 'low', { detained: null }))
        .until('2026-10-02');
      expect(told.course('mha-first-meeting')).toEqual([]);
    });

    it('a first meeting starts the report, within 14 days beginning with its day, and the next meeting, within 12 months', () => {
      const told = adult('mha-2025-draft')
        .onRegister('2026-09-01')
        .hear('2026-10-01', detained('low'))
        .hear('2026-10-13', held('r', 'post-admission-cetr'))
        .until('2026-10-14');
      expect(told.course('mha-first-meeting').at(-1)).toBe('2026-10-13 10:00 met 2026-10-28');
      expect(told.owed('mha-report')).toEqual(['mha-report 2026-10-26 open']);
      expect(told.owed('mha-further-meeting')).toHaveLength(1);
      expect(told.owed('mha-further-meeting')[0]).toMatch(/ 2027-10-1[23] open$/);
    });

    it('informal patients stay under policy only', () => {
      expect(
        adult('mha-2025-draft').onRegister('2026-09-01').hear('2026-10-01', admitted()).until('2026-10-02').course('mha-first-meeting'),
      ).toEqual([]);
    });

    it("it runs beside the policy's own clocks", () => {
      const told = adult('mha-2025-draft').onRegister('2026-09-01').hear('2026-10-01', detained('low')).until('2026-10-02');
      expect(told.owed('post-admission-cetr')).toEqual(['post-admission-cetr 2026-10-29 open']);
    });

    it('england-2023 knows none of its clocks', () => {
      const told = adult()
        .onRegister('2026-09-01')
        .hear('2026-10-01', detained('low'))
        .hear('2026-10-20', held('r', 'post-admission-cetr'))
        .until('2026-10-21');
      expect(told.deadlineLines().filter((line) => line.kind.startsWith('mha-'))).toEqual([]);
    });
  });
});
