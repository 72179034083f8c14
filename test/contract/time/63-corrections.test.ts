import {
  admitted,
  agreed,
  consent,
  corrected,
  deed,
  discharged,
  done,
  held,
  movedAway,
  rated,
  scheduled,
  transferred,
  visited,
} from '../../support/core/facts';
import { adult } from '../../support/core/story';

describe('6.3 Corrections', () => {
  const inHospital = () => adult().hear('2026-10-01', admitted(), 'adm');

  describe('6.3(1)', () => {
    it('6.3(1) everything is worked out again as if the event had never been heard: what it opened is superseded', () => {
      const told = adult()
        .hear('2026-09-01', rated('green'))
        .hear('2026-10-01', admitted(), 'adm')
        .hear('2026-10-05', corrected('adm'), 'cor')
        .until('2026-11-30');
      expect(told.applied('cor')).toBe(true);
      expect(told.course('post-admission-cetr')).toEqual(['2026-10-01 10:00 opened 2026-10-29', '2026-10-05 10:00 superseded 2026-10-29']);
      expect(told.course('oversight-visit')).toEqual(['2026-10-01 10:00 opened 2026-11-26', '2026-10-05 10:00 superseded 2026-11-26']);
      expect(told.ratings()).toEqual(['2026-09-01 10:00 green', '2026-10-01 10:00 blue', '2026-10-05 10:00 green']);
    });

    it('6.3(1) one that it satisfied is open again under the same id', () => {
      const told = inHospital()
        .hear('2026-10-10', held('r', 'post-admission-cetr'), 'held')
        .hear('2026-10-12', corrected('held'))
        .until('2026-10-13');
      expect(told.course('post-admission-cetr')).toEqual([
        '2026-10-01 10:00 opened 2026-10-29',
        '2026-10-10 10:00 met 2026-10-29',
        '2026-10-12 10:00 opened 2026-10-29',
      ]);
      expect(told.ids('post-admission-cetr')).toHaveLength(1);
      expect(told.course('inpatient-cetr')).toEqual(['2026-10-10 10:00 opened 2027-04-10', '2026-10-12 10:00 superseded 2027-04-10']);
    });

    it('6.3(1) one that it ended is open again under the same id', () => {
      const told = inHospital().hear('2026-10-10', discharged(), 'dis').hear('2026-10-12', corrected('dis')).until('2026-10-13');
      expect(told.course('post-admission-cetr')).toEqual([
        '2026-10-01 10:00 opened 2026-10-29',
        '2026-10-10 10:00 superseded 2026-10-29',
        '2026-10-12 10:00 opened 2026-10-29',
      ]);
      expect(told.ids('post-admission-cetr')).toHaveLength(1);
      expect(told.summary.rating).toBe('blue');
    });

    it('6.3(1) and is missed then, if its date has passed', () => {
      const told = inHospital()
        .hear('2026-10-20', held('r', 'post-admission-cetr'), 'held')
        .hear('2026-11-12', corrected('held'))
        .until('2026-11-13');
      expect(told.course('post-admission-cetr')).toEqual([
        '2026-10-01 10:00 opened 2026-10-29',
        '2026-10-20 10:00 met 2026-10-29',
        '2026-11-12 10:00 opened 2026-10-29',
        '2026-11-12 10:00 missed 2026-10-29',
      ]);
      expect(told.owed('post-admission-cetr')).toEqual(['post-admission-cetr 2026-10-29 missed']);
    });
  });

  describe('6.3(2)', () => {
    it('6.3(2) `with` stands in the place of what was taken back, and its deadlines are the same ones, moved', () => {
      const told = inHospital()
        .hear('2026-10-12', corrected('adm', admitted('2026-10-03', 'low')), 'cor')
        .until('2026-10-13');
      expect(told.course('post-admission-cetr')).toEqual([
        '2026-10-01 10:00 opened 2026-10-29',
        '2026-10-12 10:00 moved 2026-10-31 from 2026-10-29',
      ]);
      expect(told.course('oversight-visit')).toEqual([
        '2026-10-01 10:00 opened 2026-11-26',
        '2026-10-12 10:00 moved 2026-11-28 from 2026-11-26',
      ]);
      expect(told.ids('post-admission-cetr')).toHaveLength(1);
      expect(told.ids('oversight-visit')).toHaveLength(1);
    });

    it('6.3(2) `with` must be of the same type', () => {
      expect(
        inHospital()
          .hear('2026-10-12', corrected('adm', visited('2026-10-05')), 'cor')
          .until('2026-10-13')
          .applied('cor'),
      ).toBe(false);
    });

    it('6.3(2) taking back and replacing are judged together, as are all of `events`', () => {
      const whole = () => inHospital().hear('2026-10-10', visited(), 'visit').hear('2026-10-20', discharged(), 'dis');
      expect(
        whole()
          .hear('2026-10-22', corrected('adm', admitted('2026-10-04')), 'cor')
          .until('2026-10-23')
          .applied('cor'),
      ).toBe(true);
      expect(whole().hear('2026-10-22', corrected('adm'), 'cor').until('2026-10-23').applied('cor')).toBe(false);
      expect(
        whole()
          .hear('2026-10-22', corrected(['adm', 'visit']), 'cor')
          .until('2026-10-23')
          .applied('cor'),
      ).toBe(false);
      expect(
        whole()
          .hear('2026-10-22', corrected(['adm', 'visit', 'dis']), 'cor')
          .until('2026-10-23')
          .applied('cor'),
      ).toBe(true);
      expect(
        whole()
          .hear('2026-10-22', corrected(['dis', 'visit', 'adm']), 'cor')
          .until('2026-10-23')
          .applied('cor'),
      ).toBe(true);
    });

    it('6.3(2) ids of meetings and actions stay', () => {
      const told = adult()
        .hear('2026-10-01', scheduled('m', 'community-cetr', '2026-10-30'), 'sch')
        .hear('2026-10-02', corrected('sch', scheduled('m', 'community-cetr', '2026-11-06')))
        .hear('2026-10-05', deed('arrangements-begun', 'm'), 'begun')
        .hear('2026-10-05', agreed('a', '2026-10-30'), 'agr')
        .hear('2026-10-06', corrected('agr', agreed('a', '2026-10-31')))
        .hear('2026-10-08', done('a'), 'done')
        .until('2026-10-09');
      expect([told.applied('begun'), told.applied('done')]).toEqual([true, true]);
      expect(told.course('cetr-arrangements')).toEqual([
        '2026-10-01 10:00 opened 2026-10-16',
        '2026-10-02 10:00 moved 2026-10-23 from 2026-10-16',
        '2026-10-05 10:00 met 2026-10-23',
      ]);
      expect(told.course('action')).toEqual([
        '2026-10-05 10:00 opened 2026-10-30',
        '2026-10-06 10:00 moved 2026-10-31 from 2026-10-30',
        '2026-10-08 10:00 met 2026-10-31',
      ]);
    });

    it('6.3(2) `with` keeps the id: it can be corrected again under it', () => {
      const told = inHospital()
        .hear('2026-10-12', corrected('adm', admitted('2026-10-03')))
        .hear('2026-10-13', corrected('adm', admitted('2026-10-02')), 'again')
        .until('2026-10-14');
      expect(told.applied('again')).toBe(true);
      expect(told.owed('post-admission-cetr')).toEqual(['post-admission-cetr 2026-10-30 open']);
    });

    it('6.3(2) `with` keeps the place and the `at` of what it replaces', () => {
      // Two ratings of one day: the first corrected stays the first.
      const told = adult()
        .hear('2026-10-01T10:00', rated('green'), 'first')
        .hear('2026-10-01T11:00', rated('red'), 'second')
        .hear('2026-10-02', corrected('first', rated('amber')))
        .until('2026-10-03');
      expect(told.summary.rating).toBe('red');
      // A meeting scheduled on 1 October for the 30th: its preparations go by 1 October, not by the day of the correction.
      const planned = adult()
        .hear('2026-10-01', scheduled('m', 'community-cetr', '2026-12-04'), 'sch')
        .hear('2026-10-26', corrected('sch', scheduled('m', 'community-cetr', '2026-10-30')))
        .until('2026-10-26');
      expect(planned.owed('cetr-arrangements')).toEqual(['cetr-arrangements 2026-10-16 open']);
    });

    it('6.3(2) of several events, `with` takes the place of the first of its type', () => {
      const told = inHospital()
        .hear('2026-10-10', visited(), 'v1')
        .hear('2026-10-14', visited(), 'v2')
        .hear('2026-10-20', corrected(['v1', 'v2'], { type: 'visit-held' }))
        .until('2026-10-21');
      // In the place of v1 and without `on`: 10 October, and 8 weeks on is 5 December.
      expect(told.owed('oversight-visit')).toEqual(['oversight-visit 2026-12-05 open']);
    });

    it('6.3(2) without `on` it has the London date of the `at` that it keeps', () => {
      const told = adult()
        .hear('2026-10-08', admitted('2026-10-01'), 'adm')
        .hear('2026-10-12', corrected('adm', admitted()))
        .until('2026-10-13');
      expect(told.course('post-admission-cetr')).toEqual([
        '2026-10-08 10:00 opened 2026-10-29',
        '2026-10-12 10:00 moved 2026-11-05 from 2026-10-29',
      ]);
    });

    it('6.3(2) its `on` may be as late as the day of the correction, and no later', () => {
      const on = (day: string) =>
        inHospital()
          .hear('2026-10-12', corrected('adm', admitted(day)), 'cor')
          .until('2026-10-13');
      expect(on('2026-10-12').owed('post-admission-cetr')).toEqual(['post-admission-cetr 2026-11-09 open']);
      expect(on('2026-10-13').applied('cor')).toBe(false);
    });
  });

  describe('6.3(3)', () => {
    it('6.3(3) is refused if the event is unknown, was refused or is taken back already', () => {
      const told = inHospital()
        .hear('2026-10-02', admitted(), 'no')
        .hear('2026-10-03', visited(), 'visit')
        .hear('2026-10-04', corrected('never-heard'), 'unknown')
        .hear('2026-10-04', corrected('no'), 'refused')
        .hear('2026-10-04', corrected('visit'), 'first')
        .hear('2026-10-05', corrected('visit'), 'second')
        .until('2026-10-06');
      expect(['unknown', 'refused', 'first', 'second'].map((id) => told.applied(id))).toEqual([false, false, true, false]);
    });

    it('6.3(3) is refused if an event accepted since would then be illegal', () => {
      const told = inHospital()
        .hear('2026-10-10', transferred(undefined, 'low'), 'move')
        .hear('2026-10-12', corrected('adm'), 'cor')
        .hear('2026-10-12', corrected('adm', admitted('2026-10-11')), 'later')
        .hear('2026-10-12', corrected('adm', admitted('2026-10-10')), 'same-day')
        .until('2026-10-13');
      expect(['cor', 'later', 'same-day'].map((id) => told.applied(id))).toEqual([false, false, true]);
      const met = adult()
        .hear('2026-10-01', consent('own'))
        .hear('2026-10-02', scheduled('m', 'mam', '2026-10-20'), 'sch')
        .hear('2026-10-03', { type: 'meeting-cancelled', meeting: 'm' })
        .hear('2026-10-05', corrected('sch'), 'cor')
        .until('2026-10-06');
      expect(met.applied('cor')).toBe(false);
    });

    it('6.3(3) a correction cannot itself be taken back', () => {
      const told = inHospital()
        .hear('2026-10-12', corrected('adm'), 'cor')
        .hear('2026-10-13', corrected('cor'), 'again')
        .until('2026-10-14');
      expect(told.applied('again')).toBe(false);
      expect(told.summary.rating).toBeNull();
    });
  });

  describe('6.3(4)', () => {
    it('6.3(4) is accepted after a pathway has ended', () => {
      const told = inHospital()
        .hear('2026-10-10', visited(), 'visit')
        .hear('2026-10-20', discharged())
        .hear('2026-10-25', movedAway())
        .hear('2026-10-28', corrected('visit'), 'cor')
        .until('2026-10-29');
      expect(told.applied('cor')).toBe(true);
      expect(told.owed()).toEqual([]);
    });

    it('6.3(4) taking back the ending reopens the pathway', () => {
      const told = adult()
        .onRegister('2026-09-01')
        .hear('2026-10-01', rated('amber'))
        .hear('2026-10-10', movedAway(), 'end')
        .hear('2026-10-12', corrected('end'))
        .hear('2026-10-13', rated('red'), 'next')
        .until('2026-10-14');
      expect(told.applied('next')).toBe(true);
      expect(told.owed()).toEqual(['community-cetr no date open', 'consent-renewal 2027-09-01 open', 'mam no date open']);
      expect(told.course('mam')).toEqual([
        '2026-10-01 10:00 opened no date',
        '2026-10-10 10:00 superseded no date',
        '2026-10-12 10:00 opened no date',
      ]);
      expect(told.ids('mam')).toHaveLength(1);
    });
  });
});
