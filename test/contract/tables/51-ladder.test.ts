import {
  admitted,
  consent,
  diagnosed,
  held,
  movedAway,
  rated,
  requested,
  scheduled,
  transferred,
  type Said,
} from '../../support/core/facts';
import { adult, child, story } from '../../support/core/story';

/** Section 5.1. 1 October 2026 is a Thursday. */
describe('5.1 The ladder', () => {
  describe('dated', () => {
    it('remind 14 and 7 days before, due, overdue + 1, escalate + 4, + 14, then every 28 days while owed', () => {
      expect(adult().hear('2026-10-01', admitted()).until('2027-02-05').steps('post-admission-cetr')).toEqual([
        '2026-10-15 08:00 remind owner',
        '2026-10-22 08:00 remind owner',
        '2026-10-29 08:00 due owner',
        '2026-10-30 08:00 overdue owner',
        '2026-11-02 08:00 escalate commissioner',
        '2026-11-12 08:00 escalate manager',
        '2026-12-10 08:00 escalate manager',
        '2027-01-07 08:00 escalate manager',
        '2027-02-04 08:00 escalate manager',
      ]);
    });

    it('one that runs from 14 days before has no reminder 14 days before', () => {
      expect(child().hear('2026-10-01T07:00', admitted()).until('2026-10-20').steps('post-admission-cetr')).toEqual([
        '2026-10-08 08:00 remind owner',
        '2026-10-15 08:00 due owner',
        '2026-10-16 08:00 overdue owner',
        '2026-10-19 08:00 escalate commissioner',
      ]);
    });

    it('one that runs from fewer days before has none', () => {
      // The day before the meeting of Tuesday 20 October.
      const told = adult()
        .hear('2026-10-01', scheduled('m', 'community-cetr', '2026-10-20'))
        .until('2026-10-19');
      expect(told.steps('panel-papers')).toEqual(['2026-10-19 08:00 due owner']);
    });

    it('a step that falls on no working day moves back up to the due date, and forward after it; the due date never moves', () => {
      // Due on Saturday 31 October.
      const told = adult().hear('2026-10-03', admitted()).until('2026-12-20');
      expect(told.course('post-admission-cetr')).toEqual(['2026-10-03 10:00 opened 2026-10-31', '2026-11-01 00:00 missed 2026-10-31']);
      expect(told.steps('post-admission-cetr')).toEqual([
        '2026-10-16 08:00 remind owner',
        '2026-10-23 08:00 remind owner',
        '2026-10-30 08:00 due owner',
        '2026-11-02 08:00 overdue owner',
        '2026-11-04 08:00 escalate commissioner',
        '2026-11-16 08:00 escalate manager',
        '2026-12-14 08:00 escalate manager',
      ]);
    });

    it('bank holidays are no working days', () => {
      // Due on Friday 8 January: the reminders would fall on Christmas Day and New Year's Day.
      expect(adult().hear('2026-12-11', admitted()).until('2027-01-08').steps('post-admission-cetr')).toEqual([
        '2026-12-24 08:00 remind owner',
        '2026-12-31 08:00 remind owner',
        '2027-01-08 08:00 due owner',
      ]);
    });

    it('of several steps on one instant only the last fires', () => {
      // Due on Thursday 24 December: overdue would be on the 25th, escalate on Monday 28th, both bank holidays; both fall on the 29th.
      expect(adult().hear('2026-11-26', admitted()).until('2027-01-07').steps('post-admission-cetr')).toEqual([
        '2026-12-10 08:00 remind owner',
        '2026-12-17 08:00 remind owner',
        '2026-12-24 08:00 due owner',
        '2026-12-29 08:00 escalate commissioner',
        '2027-01-07 08:00 escalate manager',
      ]);
    });

    it('nothing fires once it is done', () => {
      expect(
        adult()
          .hear('2026-10-01', admitted())
          .hear('2026-10-20', held('r', 'post-admission-cetr'))
          .until('2026-12-31')
          .steps('post-admission-cetr'),
      ).toEqual(['2026-10-15 08:00 remind owner']);
      expect(
        adult()
          .hear('2026-10-01', admitted())
          .hear('2026-10-30T09:00', held('r', 'post-admission-cetr'))
          .until('2026-12-31')
          .steps('post-admission-cetr')
          .at(-1),
      ).toBe('2026-10-30 08:00 overdue owner');
      expect(
        adult()
          .hear('2026-10-01', admitted())
          .hear('2026-11-05', movedAway(undefined, 'QK1'))
          .until('2026-12-31')
          .steps('post-admission-cetr')
          .at(-1),
      ).toBe('2026-11-02 08:00 escalate commissioner');
    });

    it('08:00 is that of London, in summer and in winter', () => {
      const at = adult()
        .hear('2026-10-01', admitted())
        .until('2026-10-31')
        .lines.filter((line) => line.what === 'step' && line.kind === 'post-admission-cetr')
        .map((line) => new Date(line.at).toISOString());
      expect(at).toEqual(['2026-10-15T07:00:00.000Z', '2026-10-22T07:00:00.000Z', '2026-10-29T08:00:00.000Z', '2026-10-30T08:00:00.000Z']);
    });
  });

  it('consents: remind 90, 28 and 7 days before, due, overdue and escalate as above', () => {
    expect(adult().hear('2026-10-01', consent('own')).until('2027-11-12').steps('consent-renewal')).toEqual([
      '2027-07-02 08:00 remind owner',
      '2027-09-03 08:00 remind owner',
      '2027-09-24 08:00 remind owner',
      '2027-10-01 08:00 due owner',
      '2027-10-04 08:00 overdue owner',
      '2027-10-05 08:00 escalate commissioner',
      '2027-10-15 08:00 escalate manager',
      '2027-11-12 08:00 escalate manager',
    ]);
  });

  it('consents: so it is at the 16th birthday', () => {
    // Saturday 3 July, Friday 3 September and 24 September; due on Friday 1 October 2027.
    expect(
      story({ bornOn: '2011-10-01' }).hear('2026-10-01', consent('parental-responsibility')).until('2027-10-02').steps('consent-at-16'),
    ).toEqual([
      '2027-07-02 08:00 remind owner',
      '2027-09-03 08:00 remind owner',
      '2027-09-24 08:00 remind owner',
      '2027-10-01 08:00 due owner',
    ]);
  });

  it('soft: remind 2 days before, and due; nothing after', () => {
    // Due on Monday 19 October: two days before is a Saturday.
    const told = adult()
      .hear('2026-10-01', scheduled('m', 'community-cetr', '2026-11-02'))
      .until('2026-11-01');
    expect(told.steps('cetr-arrangements')).toEqual(['2026-10-16 08:00 remind owner', '2026-10-19 08:00 due owner']);
    expect(told.steps('family-contact')).toEqual(['2026-10-16 08:00 remind owner', '2026-10-19 08:00 due owner']);
  });

  describe('no date', () => {
    it('remind every 7 days, escalate on day 14 (commissioner), then every 28 (manager)', () => {
      expect(adult().onRegister('2026-09-01').hear('2026-10-01', rated('amber')).until('2026-12-10').steps('mam')).toEqual([
        '2026-10-08 08:00 remind owner',
        '2026-10-15 08:00 escalate commissioner',
        '2026-10-22 08:00 remind owner',
        '2026-10-29 08:00 remind owner',
        '2026-11-05 08:00 remind owner',
        '2026-11-12 08:00 escalate manager',
        '2026-11-19 08:00 remind owner',
        '2026-11-26 08:00 remind owner',
        '2026-12-03 08:00 remind owner',
        '2026-12-10 08:00 escalate manager',
      ]);
    });

    const urgent = [
      '2026-10-05 08:00 remind owner',
      '2026-10-06 08:00 escalate commissioner',
      '2026-10-07 08:00 remind owner',
      '2026-10-08 08:00 escalate manager',
      '2026-10-09 08:00 remind owner',
      '2026-10-12 08:00 remind owner',
      '2026-10-13 08:00 remind owner',
      '2026-10-15 08:00 escalate manager',
      '2026-10-19 08:00 remind owner',
      '2026-10-21 08:00 remind owner',
      '2026-10-22 08:00 escalate manager',
    ];

    // Day 2 is a Saturday and goes forward to Monday, where day 4 falls.
    it.each<[string, [string, Said][]]>([
      ['community-cetr', [['2026-10-01', rated('red')]]],
      ['requested-cetr', [['2026-10-01', requested()]]],
      [
        'transfer-cetr',
        [
          ['2026-09-30', admitted()],
          ['2026-10-01', transferred(undefined, 'low', { newHospital: true })],
        ],
      ],
      [
        'diagnosis-removed-cetr',
        [
          ['2026-09-30', admitted()],
          ['2026-10-01', diagnosed('none')],
        ],
      ],
    ])('%s: remind every 2 days, escalate on day 5 and 7, then every 7', (kind, events) => {
      const told = events.reduce((so, [at, event]) => so.hear(at, event), adult().onRegister('2026-09-01')).until('2026-10-22');
      expect(told.steps(kind)).toEqual(urgent);
    });

    it('a step of one without a date goes forward, over bank holidays too', () => {
      // Day 7 is Friday 25 December; forward to Tuesday 29th. Day 14 is New Year's Day: Monday 4 January.
      expect(adult().onRegister('2026-09-01').hear('2026-12-18', rated('amber')).until('2027-01-08').steps('mam')).toEqual([
        '2026-12-29 08:00 remind owner',
        '2027-01-04 08:00 escalate commissioner',
        '2027-01-08 08:00 remind owner',
      ]);
    });
  });
});
