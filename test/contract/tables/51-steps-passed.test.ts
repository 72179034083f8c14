import { tellCore } from '../../support/core/core';
import { admitted, corrected, deed, held, rated, scheduled, type Said } from '../../support/core/facts';
import { adult, londonTime, story } from '../../support/core/story';

/** Section 5.1: which of the steps fire. 1 October 2026 is a Thursday. */
describe('5.1 The ladder: passed and repeated steps', () => {
  describe('passed and repeated', () => {
    it('steps whose instant had passed when it was opened do not fire one by one: the last of them fires, at once', () => {
      expect(adult().hear('2026-10-26', admitted('2026-10-01')).until('2026-10-30').steps('post-admission-cetr')).toEqual([
        '2026-10-26 10:00 remind owner',
        '2026-10-29 08:00 due owner',
        '2026-10-30 08:00 overdue owner',
      ]);
      expect(adult().hear('2026-11-05', admitted('2026-10-01')).until('2026-11-12').steps('post-admission-cetr')).toEqual([
        '2026-11-05 10:00 escalate commissioner',
        '2026-11-12 08:00 escalate manager',
      ]);
    });

    it('nor when it was moved', () => {
      const told = adult()
        .hear('2026-10-20', admitted('2026-10-20'), 'adm')
        .hear('2026-10-24', corrected('adm', admitted('2026-10-01')))
        .until('2026-10-29');
      expect(told.course('post-admission-cetr')).toEqual([
        '2026-10-20 10:00 opened 2026-11-17',
        '2026-10-24 10:00 moved 2026-10-29 from 2026-11-17',
      ]);
      expect(told.steps('post-admission-cetr')).toEqual(['2026-10-24 10:00 remind owner', '2026-10-29 08:00 due owner']);
    });

    it('a step fires once for a deadline and due date', () => {
      const born: Said = { type: 'birth-date-recorded', bornOn: '1990-05-05' };
      // Due 15 October as a child's; 29 October for a day; then 15 October again, whose reminder of the 8th has fired.
      const told = story()
        .hear('2026-10-01', admitted())
        .hear('2026-10-09', born, 'born')
        .hear('2026-10-10', corrected('born'))
        .until('2026-10-16');
      expect(told.steps('post-admission-cetr')).toEqual([
        '2026-10-08 08:00 remind owner',
        '2026-10-15 08:00 due owner',
        '2026-10-16 08:00 overdue owner',
      ]);
    });

    it('one that is opened again goes on where it stood', () => {
      const told = adult()
        .hear('2026-10-01', admitted())
        .hear('2026-10-16', held('r', 'post-admission-cetr'), 'held')
        .hear('2026-10-20', corrected('held'))
        .until('2026-10-29');
      expect(told.steps('post-admission-cetr')).toEqual([
        '2026-10-15 08:00 remind owner',
        '2026-10-22 08:00 remind owner',
        '2026-10-29 08:00 due owner',
      ]);
    });

    it('moved papers remind for their new date', () => {
      // For Monday 2 November, then for Monday 30 November: papers by the 29th, a Sunday; its steps fall on Fridays.
      const told = adult()
        .hear('2026-10-01', scheduled('m', 'community-cetr', '2026-11-02'))
        .hear('2026-10-26T07:00', scheduled('m', 'community-cetr', '2026-11-30'))
        .hear('2026-11-27T09:00', deed('arrangements-begun', 'm'))
        .until('2026-11-28');
      expect(
        told
          .steps('panel-papers')
          .filter((step) => step > '2026-10-26 07:00')
          .at(-1),
      ).toBe('2026-11-27 08:00 due owner');
    });
  });

  it('beyond the last known holiday year only weekends count, with a warning', () => {
    // Christmas Day of 2030 is a Wednesday.
    const told = adult().hear('2030-11-27', admitted()).until('2030-12-25');
    expect(told.steps('post-admission-cetr').at(-1)).toBe('2030-12-25 08:00 due owner');
    expect(told.warnings().join()).toContain('holidays-not-known');
    expect(adult().hear('2026-10-01', admitted()).until('2026-10-30').warnings().join()).not.toContain('holidays-not-known');
  });

  it("a pathway's own minutes come on top of 08:00", () => {
    const { lines } = tellCore(
      { bornOn: '1990-05-05', minutes: 17 },
      [{ id: 'adm', at: '2026-10-01T10:00:00Z', events: [admitted('2026-10-01')] }],
      '2026-10-31T00:00:00Z',
    );
    const steps = lines.filter((line) => line.what === 'step' && line.kind === 'post-admission-cetr').map((line) => londonTime(line.at));
    expect(steps).toEqual(['2026-10-15 08:17', '2026-10-22 08:17', '2026-10-29 08:17', '2026-10-30 08:17']);
    const missed = lines.filter((line) => line.what === 'deadline-missed').map((line) => londonTime(line.at));
    expect(missed).toEqual(['2026-10-30 00:00']);
  });

  it('every step stands at 08:00, or at the instant of the event that opened or moved its deadline', () => {
    const told = adult()
      .onRegister('2026-09-01')
      .hear('2026-10-01', rated('red'))
      .hear('2026-11-05T15:20', admitted('2026-10-02'))
      .until('2027-03-01');
    const heard = new Set(told.lines.filter((line) => line.what === 'event-applied').map((line) => line.at));
    const odd = told.lines.filter((line) => line.what === 'step' && !londonTime(line.at).endsWith(' 08:00') && !heard.has(line.at));
    expect(odd).toEqual([]);
  });
});
