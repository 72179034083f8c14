import {
  admitted,
  agreed,
  cancelled,
  consent,
  deed,
  died,
  discharged,
  eligible,
  excused,
  held,
  movedAway,
  rated,
  redated,
  scheduled,
  transferred,
  visited,
  withdrawn,
} from '../../support/core/facts';
import { adult, child, story } from '../../support/core/story';

describe('6.1 Time', () => {
  const inHospital = () => adult().hear('2026-10-01', admitted(), 'adm');

  describe('6.1(1)', () => {
    it('6.1(1) a deadline due on day D is missed at 00:00 of the day after', () => {
      expect(inHospital().until('2026-10-30').course('post-admission-cetr')).toEqual([
        '2026-10-01 10:00 opened 2026-10-29',
        '2026-10-30 00:00 missed 2026-10-29',
      ]);
      expect(inHospital().until('2026-10-29').course('post-admission-cetr')).toEqual(['2026-10-01 10:00 opened 2026-10-29']);
    });

    it('6.1(1) midnight is that of London: a miss in summer time is an hour before that of UTC', () => {
      const { lines } = adult().hear('2026-07-01', admitted()).until('2026-07-30');
      const miss = lines.find((line) => line.what === 'deadline-missed');
      expect(miss?.at).toBe(Date.UTC(2026, 6, 29, 23, 0));
    });

    it('6.1(1) what is done on the due date is in time', () => {
      expect(
        inHospital().hear('2026-10-29T23:30', held('r', 'post-admission-cetr')).until('2026-10-31').course('post-admission-cetr'),
      ).toEqual(['2026-10-01 10:00 opened 2026-10-29', '2026-10-29 23:30 met 2026-10-29']);
    });

    it('6.1(1) a discharge on the due date is in time', () => {
      expect(inHospital().hear('2026-10-29T22:00', discharged()).until('2026-10-31').course('post-admission-cetr')).toEqual([
        '2026-10-01 10:00 opened 2026-10-29',
        '2026-10-29 22:00 superseded 2026-10-29',
      ]);
    });

    it('6.1(1) an end on the due date is in time', () => {
      expect(inHospital().hear('2026-10-29T22:00', died()).until('2026-10-31').course('post-admission-cetr')).toEqual([
        '2026-10-01 10:00 opened 2026-10-29',
        '2026-10-29 22:00 superseded 2026-10-29',
      ]);
    });
  });

  describe('6.1(2)', () => {
    it('6.1(2) 29 February and a year is 28 February', () => {
      expect(adult().hear('2028-02-29', consent('own')).until('2028-03-01').course('consent-renewal')).toEqual([
        '2028-02-29 10:00 opened 2029-02-28',
      ]);
    });

    it('6.1(2) months are clamped to the end of the month', () => {
      const six = adult().hear('2026-08-20', admitted()).hear('2026-08-31', held('r', 'post-admission-cetr')).until('2026-09-01');
      expect(six.course('inpatient-cetr')).toEqual(['2026-08-31 10:00 opened 2027-02-28']);
      const three = child().hear('2026-11-20', admitted()).hear('2026-11-30', held('r', 'post-admission-cetr')).until('2026-12-01');
      expect(three.course('inpatient-cetr')).toEqual(['2026-11-30 10:00 opened 2027-02-28']);
    });
  });

  describe('6.1(3)', () => {
    it('6.1(3) an event of a day to come is refused', () => {
      const told = inHospital()
        .hear('2026-10-02T23:59', visited('2026-10-03'), 'visit')
        .hear('2026-10-05', held('r', 'post-admission-cetr', '2026-10-06'), 'held')
        .hear('2026-10-06', consent('own', ['register'], { on: '2026-10-07' }), 'consent')
        .hear('2026-10-07', discharged('2026-10-08'), 'discharge')
        .hear('2026-10-08', transferred('2026-10-09', 'low'), 'transfer')
        .until('2026-10-10');
      for (const id of ['visit', 'held', 'consent', 'discharge', 'transfer']) expect([id, told.applied(id)]).toEqual([id, false]);
      expect(told.applied('adm')).toBe(true);
      const outside = adult()
        .hear('2026-10-04', rated('red', '2026-10-05'), 'rating')
        .hear('2026-10-04', admitted('2026-10-05'), 'admission')
        .until('2026-10-10');
      expect([outside.applied('rating'), outside.applied('admission')]).toEqual([false, false]);
    });

    it('6.1(3) the day is that of London: in summer, half past eleven at night in UTC is the next day', () => {
      const told = adult()
        .hear('2026-07-01T23:30:00Z', admitted('2026-07-02'), 'london')
        .hear('2026-07-02T23:30:00+01:00', visited('2026-07-03'), 'too-early')
        .until('2026-07-05');
      expect(told.applied('london')).toBe(true);
      expect(told.applied('too-early')).toBe(false);
    });

    it('6.1(3) meeting-scheduled may lie ahead', () => {
      expect(
        adult()
          .hear('2026-10-01', scheduled('m', 'community-cetr', '2026-11-02'), 'm')
          .until('2026-10-02')
          .applied('m'),
      ).toBe(true);
    });
  });

  describe('6.1(4)', () => {
    it('6.1(4) a review held in time and heard of late is met after the miss, which stays', () => {
      expect(
        inHospital()
          .hear('2026-11-05', held('r', 'post-admission-cetr', '2026-10-20'))
          .until('2026-11-06')
          .course('post-admission-cetr'),
      ).toEqual(['2026-10-01 10:00 opened 2026-10-29', '2026-10-30 00:00 missed 2026-10-29', '2026-11-05 10:00 met 2026-10-29']);
    });

    it('6.1(4) late is what was done after the due date, whenever it was heard', () => {
      expect(
        inHospital()
          .hear('2026-11-05', held('r', 'post-admission-cetr', '2026-10-30'))
          .until('2026-11-06')
          .course('post-admission-cetr'),
      ).toEqual(['2026-10-01 10:00 opened 2026-10-29', '2026-10-30 00:00 missed 2026-10-29', '2026-11-05 10:00 late 2026-10-29']);
    });
  });

  describe('6.1(5)', () => {
    it('6.1(5) an excuse heard after the due date is recorded and cures nothing, whatever its day', () => {
      const told = inHospital().hear('2026-10-30', excused('post-admission-cetr', '2026-10-20'), 'excuse').until('2026-11-02');
      expect(told.applied('excuse')).toBe(true);
      expect(told.course('post-admission-cetr')).toEqual(['2026-10-01 10:00 opened 2026-10-29', '2026-10-30 00:00 missed 2026-10-29']);
      expect(told.course('inpatient-cetr')).toEqual([]);
      expect(told.owed('post-admission-cetr')).toEqual(['post-admission-cetr 2026-10-29 missed']);
    });

    it('6.1(5) an excuse heard on the due date counts', () => {
      expect(inHospital().hear('2026-10-29', excused('post-admission-cetr')).until('2026-11-02').course('post-admission-cetr')).toEqual([
        '2026-10-01 10:00 opened 2026-10-29',
        '2026-10-29 10:00 excused 2026-10-29',
      ]);
    });

    it('6.1(5) a new date heard after the due date does not cure the miss', () => {
      const told = adult()
        .hear('2026-10-01', agreed('a', '2026-10-09'))
        .hear('2026-10-12', redated('a', '2026-10-30', '2026-10-08'), 'new')
        .until('2026-10-13');
      expect(told.applied('new')).toBe(true);
      const course = told.course('action');
      expect(course.slice(0, 2)).toEqual(['2026-10-01 10:00 opened 2026-10-09', '2026-10-10 00:00 missed 2026-10-09']);
      expect(course.filter((line) => /(met|late|excused|superseded|moved) /.test(line))).toEqual([]);
    });
  });

  describe('6.1(6)', () => {
    // A C(E)TR for Monday 2 November: arrangements from 19 October.
    const planned = () => adult().hear('2026-10-01', scheduled('m', 'community-cetr', '2026-11-02'));
    const opened = '2026-10-01 10:00 opened 2026-10-19';

    it('6.1(6) a soft deadline is never missed and stays open past its date', () => {
      const told = planned().until('2026-11-01');
      expect(told.course('cetr-arrangements')).toEqual([opened]);
      expect(told.owed('cetr-arrangements')).toEqual(['cetr-arrangements 2026-10-19 open']);
    });

    it('6.1(6) done by its date it is met, after it late', () => {
      const told = planned()
        .hear('2026-10-19', deed('arrangements-begun', 'm'))
        .hear('2026-10-20', deed('family-contacted', 'm'))
        .until('2026-10-22');
      expect(told.course('cetr-arrangements')).toEqual([opened, '2026-10-19 10:00 met 2026-10-19']);
      expect(told.course('family-contact')).toEqual([opened, '2026-10-20 10:00 late 2026-10-19']);
    });

    it('6.1(6) it is superseded when its meeting is held or cancelled', () => {
      expect(planned().hear('2026-11-02', held('m', 'community-cetr')).until('2026-11-03').course('cetr-arrangements')).toEqual([
        opened,
        '2026-11-02 10:00 superseded 2026-10-19',
      ]);
      expect(planned().hear('2026-10-26', cancelled('m')).until('2026-11-03').course('cetr-arrangements')).toEqual([
        opened,
        '2026-10-26 10:00 superseded 2026-10-19',
      ]);
    });

    it('6.1(6) whatever supersedes preparations supersedes an open soft one whatever its date', () => {
      const told = adult()
        .onRegister('2026-09-21')
        .hear('2026-10-01', scheduled('m', 'community-cetr', '2026-11-02'))
        .hear('2026-10-26', withdrawn(['meeting']));
      expect(told.until('2026-11-03').course('cetr-arrangements')).toEqual([opened, '2026-10-26 10:00 superseded 2026-10-19']);
      const stay = adult()
        .hear('2026-09-30', admitted())
        .hear('2026-10-01', scheduled('m', 'inpatient-cetr', '2026-11-02'))
        .hear('2026-10-26', discharged());
      expect(stay.until('2026-11-03').course('cetr-arrangements')).toEqual([opened, '2026-10-26 10:00 superseded 2026-10-19']);
    });
  });

  describe('6.1(7)', () => {
    it('6.1(7) a missed deadline is owed until done', () => {
      expect(inHospital().until('2026-12-31').owed('post-admission-cetr')).toEqual(['post-admission-cetr 2026-10-29 missed']);
      expect(inHospital().hear('2026-12-01', held('r', 'post-admission-cetr')).until('2026-12-31').owed('post-admission-cetr')).toEqual([]);
    });

    it('6.1(7) a discharge ends the debt of a missed one, which stays missed', () => {
      const told = inHospital().hear('2026-11-20', discharged()).until('2026-11-30');
      expect(told.course('post-admission-cetr')).toEqual(['2026-10-01 10:00 opened 2026-10-29', '2026-10-30 00:00 missed 2026-10-29']);
      expect(told.owed('post-admission-cetr')).toEqual([]);
    });

    it('6.1(7) an admission ends the debt of a missed MAM', () => {
      const amber = adult('llr-2023').onRegister('2026-09-21').hear('2026-10-01', rated('amber'));
      expect(amber.until('2026-10-31').owed('mam')).toEqual(['mam 2026-10-15 missed']);
      const told = amber.hear('2026-11-02', admitted()).until('2026-11-03');
      expect(told.course('mam')).toEqual(['2026-10-01 10:00 opened 2026-10-15', '2026-10-16 00:00 missed 2026-10-15']);
      expect(told.owed('mam')).toEqual([]);
    });

    it('6.1(7) a withdrawal and an end do the same', () => {
      const lapsed = () => adult().onRegister('2025-09-01');
      expect(lapsed().until('2026-09-10').owed('consent-renewal')).toEqual(['consent-renewal 2026-09-01 missed']);
      expect(lapsed().hear('2026-09-05', withdrawn()).until('2026-09-10').owed('consent-renewal')).toEqual([]);
      expect(lapsed().hear('2026-09-05', movedAway()).until('2026-09-10').owed()).toEqual([]);
    });

    it('6.1(7) missed papers are owed no longer once the day of the meeting has begun', () => {
      const told = story({ bornOn: '1990-05-05' })
        .onRegister('2026-09-21')
        .hear('2026-10-01', scheduled('m', 'community-cetr', '2026-11-02'))
        .until('2026-11-02');
      expect(told.course('panel-papers')).toEqual(['2026-10-01 10:00 opened 2026-11-01', '2026-11-02 00:00 missed 2026-11-01']);
      expect(told.owed('panel-papers')).toEqual([]);
    });

    it('6.1(7) what is done after the debt ended does not turn the miss into anything else', () => {
      const told = adult()
        .hear('2026-09-01', eligible())
        .hear('2026-10-01', admitted())
        .hear('2026-11-20', discharged())
        .hear('2026-11-25', admitted())
        .hear('2026-11-26', held('r', 'post-admission-cetr'))
        .until('2026-11-27');
      expect(told.course('post-admission-cetr')).toEqual([
        '2026-10-01 10:00 opened 2026-10-29',
        '2026-10-30 00:00 missed 2026-10-29',
        '2026-11-25 10:00 opened 2026-12-23',
        '2026-11-26 10:00 met 2026-12-23',
      ]);
    });
  });
});
