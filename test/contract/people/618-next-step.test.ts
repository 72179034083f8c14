import {
  admitted,
  agreed,
  cancelled,
  changed,
  closed,
  consent,
  discharged,
  done,
  eligible,
  held,
  lookAgain,
  notEligible,
  rated,
  refused,
  requested,
  requestRefused,
  reviewed,
  scheduled,
  watch,
  type Said,
} from '../../support/core/facts';
import { adult, type Story } from '../../support/core/story';

const NONE = 'no date';

/** Eligible and refused: on no register, not rated, so that nothing but a next step is owed from the evening of 1 September 2026, a Tuesday. */
const alone = (): Story => adult().hear('2026-09-01T09:00', eligible()).hear('2026-09-01T09:01', refused());

describe('6.18 Nobody without a next step', () => {
  describe('6.18(1)', () => {
    it('6.18(1) opens without a date on the day on which the last of what is owed ends', () => {
      const told = alone().until('2026-09-30');
      expect(told.course('next-step')).toEqual([`2026-09-01 09:01 opened ${NONE}`]);
      expect(told.owed()).toEqual([`next-step ${NONE} open`]);
    });

    it('6.18(1) climbs the ladder of no date, from the day from which it runs', () => {
      expect(alone().until('2026-10-14').steps('next-step')).toEqual([
        '2026-09-08 08:00 remind owner',
        '2026-09-15 08:00 escalate commissioner',
        '2026-09-22 08:00 remind owner',
        '2026-09-29 08:00 remind owner',
        '2026-10-06 08:00 remind owner',
        '2026-10-13 08:00 escalate manager',
      ]);
    });

    // What of the list is owed keeps it away; what ends it lets one open on that day.
    it.each<[string, Said, Said]>([
      ['watch-review', watch('2026-12-01'), eligible()],
      ['requested-cetr', requested(), requestRefused()],
      ['laep-follow-up', held('l', 'laep'), held('c', 'community-cetr')],
      ['change-review', changed('can-wait'), reviewed()],
      ['meeting-outcome', scheduled('m', 'cpa', '2026-09-21'), cancelled('m')],
      ['action', agreed('a'), done('a')],
    ])('6.18(1) %s says what comes next while it is owed', (kind, begins, ends) => {
      const told = alone().hear('2026-09-10', begins).hear('2026-09-20', ends).until('2026-09-21');
      expect(told.owed(kind)).toEqual([]);
      const followed = kind === 'watch-review' ? [] : [`2026-09-20 10:00 opened ${NONE}`];
      expect(told.course('next-step')).toEqual([`2026-09-01 09:01 opened ${NONE}`, `2026-09-10 10:00 superseded ${NONE}`, ...followed]);
    });

    it('6.18(1) mam, community-cetr, rating-decision, consent-decision and eligibility-decision do, too', () => {
      const told = adult()
        .hear('2026-09-01', rated('amber'))
        .hear('2026-09-02', eligible())
        .hear('2026-09-03', consent('own'))
        .hear('2026-09-04', rated('red'))
        .hear('2026-09-05', held('m', 'mam', undefined, 'stand-down'))
        .hear('2026-09-06', held('c', 'community-cetr'))
        .hear('2026-09-07', rated('amber'))
        .until('2026-09-30');
      // The last of them: the rating asked for by the stand-down is set again on the 7th, and opens a MAM.
      expect(told.course('next-step')).toEqual([]);
      expect(told.owed()).toContain(`mam ${NONE} open`);
    });

    it('6.18(1) the outcome of a register review or of an RCA does not', () => {
      for (const kind of ['register-review', 'rca'] as const) {
        const told = alone()
          .hear('2026-09-10', scheduled('r', kind, '2026-09-21'))
          .until('2026-09-11');
        expect(told.course('next-step')).toEqual([`2026-09-01 09:01 opened ${NONE}`]);
      }
    });

    it('6.18(1) what else is owed does not: a report, feedback, a renewal', () => {
      // The review asks for the rating, and that is red as before: it opens nothing.
      const told = adult()
        .onRegister('2026-09-01')
        .hear('2026-09-02', rated('red'))
        .hear('2026-09-10T10:00', held('c', 'community-cetr'))
        .hear('2026-09-10T11:00', rated('red'))
        .until('2026-09-11');
      expect(told.course('next-step')).toEqual([`2026-09-10 11:00 opened ${NONE}`]);
      expect(told.owed()).toEqual([
        'cetr-feedback 2026-09-17 open',
        'cetr-report 2026-09-24 open',
        'consent-renewal 2027-09-01 open',
        `next-step ${NONE} open`,
      ]);
    });

    it('6.18(1) the rating set with none of them owed opens it; green does not', () => {
      const standing = () => alone().hear('2026-09-02', rated('green'));
      expect(standing().until('2026-09-30').course('next-step')).toEqual([
        `2026-09-01 09:01 opened ${NONE}`,
        `2026-09-02 10:00 superseded ${NONE}`,
      ]);
      // Without consent amber and red open nothing of their own.
      for (const rating of ['amber', 'red'] as const) {
        expect(standing().hear('2026-09-10', rated(rating)).until('2026-09-30').course('next-step').at(-1)).toBe(
          `2026-09-10 10:00 opened ${NONE}`,
        );
      }
    });

    it('6.18(1) not for who is not eligible, or an inpatient, or has left', () => {
      expect(adult().hear('2026-09-01', notEligible()).until('2026-09-30').course('next-step')).toEqual([]);
      expect(adult().hear('2026-09-01', eligible()).hear('2026-09-02', admitted()).until('2026-09-30').course('next-step')).toEqual([]);
      expect(adult().hear('2026-09-01', eligible()).hear('2026-09-02', closed()).until('2026-09-30').course('next-step')).toEqual([]);
    });

    it('6.18(1) is judged at the end of each day’s events as known; at most one a day', () => {
      const told = alone()
        .hear('2026-09-10T09:00', requested())
        .hear('2026-09-10T10:00', requestRefused())
        .hear('2026-09-10T11:00', requested())
        .hear('2026-09-10T12:00', requestRefused())
        .until('2026-09-11');
      expect(told.ids('next-step')).toHaveLength(2);
      expect(told.owed('next-step')).toHaveLength(1);
    });

    it('6.18(1) a birthday of long ago opens none', () => {
      expect(adult().hear('2026-09-01', eligible()).until('2026-09-30').course('next-step')).toEqual([]);
    });
  });

  describe('6.18(2)', () => {
    it('6.18(2) one without a date is superseded as soon as one of these opens', () => {
      const told = alone().hear('2026-09-10', agreed('a')).until('2026-09-11');
      expect(told.deadlinesAt('2026-09-10 10:00')).toEqual([`superseded next-step ${NONE}`, `opened action ${NONE}`]);
    });

    it('6.18(2) one with a date is not', () => {
      const told = alone().hear('2026-09-05', lookAgain('2026-11-02')).hear('2026-09-10', agreed('a')).until('2026-09-11');
      expect(told.owed('next-step')).toEqual(['next-step 2026-11-02 open']);
    });
  });

  describe('6.18(3)', () => {
    it('6.18(3) next-step-set satisfies the open one, dated or not, and opens the next', () => {
      const told = alone().hear('2026-09-05', lookAgain('2026-10-05')).hear('2026-09-20', lookAgain('2026-12-01')).until('2026-09-21');
      expect(told.course('next-step')).toEqual([
        `2026-09-01 09:01 opened ${NONE}`,
        `2026-09-05 10:00 met ${NONE}`,
        '2026-09-05 10:00 opened 2026-10-05',
        '2026-09-20 10:00 met 2026-10-05',
        '2026-09-20 10:00 opened 2026-12-01',
      ]);
    });

    it('6.18(3) at most 92 days ahead, and not before its `on`', () => {
      const asked = (lookAgainOn: string, on?: string) =>
        alone().hear('2026-09-05', lookAgain(lookAgainOn, on), 'set').until('2026-09-06').refusal('set');
      // 92 days after 5 September: 25 more of September, 31, 30 and 6.
      expect([asked('2026-12-06'), asked('2026-12-07')]).toEqual([undefined, 'look-again-too-late']);
      expect([asked('2026-09-05'), asked('2026-09-04')]).toEqual([undefined, 'look-again-too-early']);
      expect([asked('2026-12-02', '2026-09-01'), asked('2026-12-03', '2026-09-01')]).toEqual([undefined, 'look-again-too-late']);
      expect(asked('2026-09-02', '2026-09-01')).toBeUndefined();
    });

    it('6.18(3) the dated one climbs the dated ladder, and is missed', () => {
      const told = alone().hear('2026-09-05', lookAgain('2026-10-05')).until('2026-10-09');
      expect(told.steps('next-step')).toEqual([
        '2026-09-21 08:00 remind owner',
        '2026-09-28 08:00 remind owner',
        '2026-10-05 08:00 due owner',
        '2026-10-06 08:00 overdue owner',
        '2026-10-09 08:00 escalate commissioner',
      ]);
      expect(told.owed()).toEqual(['next-step 2026-10-05 missed']);
    });

    it.each<[string, Said]>([
      ['rating-set', rated('red')],
      ['change-reviewed', reviewed()],
      ['a MAM', held('m', 'mam')],
      ['an MDT', held('m', 'mdt')],
      ['an LAEP', held('m', 'laep')],
      ['a C(E)TR', held('m', 'community-cetr')],
    ])('6.18(3) a dated one is satisfied by %s of a day after it was set', (_what, event) => {
      const after = (at: string) => alone().hear('2026-09-05T09:00', lookAgain('2026-10-05')).hear(at, event).until(at.slice(0, 10));
      expect(after('2026-09-06').course('next-step')).toContain('2026-09-06 10:00 met 2026-10-05');
      expect(after('2026-09-05T15:00').course('next-step').join()).not.toContain('met 2026-10-05');
      expect(after('2026-10-06').course('next-step')).toContain('2026-10-06 10:00 late 2026-10-05');
    });

    it.each<[string, Said]>([
      ['a CPA', held('m', 'cpa')],
      ['a register review', held('m', 'register-review')],
      ['discharge planning', held('m', 'discharge-planning')],
    ])('6.18(3) not by %s', (_what, event) => {
      expect(alone().hear('2026-09-05', lookAgain('2026-10-05')).hear('2026-09-06', event).until('2026-09-07').owed('next-step')).toEqual([
        'next-step 2026-10-05 open',
      ]);
    });

    it('6.18(3) then 6.18(1) applies', () => {
      const told = alone().hear('2026-09-05', lookAgain('2026-10-05')).hear('2026-09-06', reviewed()).until('2026-09-07');
      expect(told.deadlinesAt('2026-09-06 10:00')).toEqual(['met next-step 2026-10-05', `opened next-step ${NONE}`]);
    });

    it('6.18(3) it is refused for an inpatient', () => {
      const stay = () => alone().hear('2026-09-05', admitted());
      expect(stay().hear('2026-09-06', lookAgain('2026-10-05'), 'set').until('2026-09-07').refusal('set')).toBe('inpatient');
      expect(stay().hear('2026-09-06', lookAgain('2026-10-05', '2026-09-04'), 'set').until('2026-09-07').applied('set')).toBe(true);
    });
  });

  describe('6.18(4)', () => {
    const dated = () => alone().hear('2026-09-05T09:00', lookAgain('2026-10-05'));

    it('6.18(4) a rating green, an admission and an end supersede any that is open then', () => {
      for (const event of [rated('green'), admitted(), closed()]) {
        expect(dated().hear('2026-09-05T15:00', event).until('2026-09-06').course('next-step').at(-1)).toBe(
          '2026-09-05 15:00 superseded 2026-10-05',
        );
        expect(alone().hear('2026-09-05', event).until('2026-09-06').course('next-step').at(-1)).toBe(
          `2026-09-05 10:00 superseded ${NONE}`,
        );
      }
    });

    it('6.18(4) green set again does, too', () => {
      const told = alone()
        .hear('2026-09-04', rated('green'))
        .hear('2026-09-05T09:00', lookAgain('2026-10-05'))
        .hear('2026-09-05T15:00', rated('green'))
        .until('2026-09-06');
      expect(told.course('next-step').at(-1)).toBe('2026-09-05 15:00 superseded 2026-10-05');
    });

    it('6.18(4) for somebody green next-step-set may open a new one', () => {
      const told = alone().hear('2026-09-04', rated('green')).hear('2026-09-05', lookAgain('2026-10-05')).until('2026-09-06');
      expect(told.owed()).toEqual(['next-step 2026-10-05 open']);
    });

    it('6.18(4) a missed one is owed no longer after an admission, and stays missed', () => {
      const told = dated().hear('2026-10-10', admitted()).until('2026-10-11');
      expect(told.course('next-step').at(-1)).toBe('2026-10-06 00:00 missed 2026-10-05');
      expect(told.owed('next-step')).toEqual([]);
    });

    it('6.18(4) after the discharge amber with consent opens a MAM; without it the question for consent comes first', () => {
      const told = alone().hear('2026-09-05', admitted()).hear('2026-09-20', discharged()).until('2026-09-21');
      expect(told.owed()).toEqual([`consent-decision ${NONE} open`]);
    });
  });
});
