import type { Teller } from './teller';
import * as ends from './stories/beginnings-and-ends';
import * as community from './stories/community';
import * as hospital from './stories/hospital';

/** One made-up person: how old they are, and what happens to them. */
export interface Part {
  readonly age: number;
  /** They have that birthday in so many days; absent: some time in the year. */
  readonly birthdayIn?: number;
  readonly tell: (teller: Teller) => void;
}

const part = (age: number, tell: (teller: Teller) => void, birthdayIn?: number): Part => ({
  age,
  tell,
  ...(birthdayIn === undefined ? {} : { birthdayIn }),
});

const BOTH_LATE = { reportAfter: null, feedbackAfter: null };
const REPORT_DUE = { reportAfter: null, feedbackAfter: 4 };

/**
 * Everybody, so that a day has something of each kind: late, due today, due this week, waiting without a date, held up. What must fall on a certain day is
 * counted from today: a report is due 14 days after its review, feedback 7, a visit 8 weeks after the one before (6 for a child), the first
 * review of a stay 28 days after the admission (14 for a child), a renewal a year after the consent.
 */
export const CAST: readonly Part[] = [
  // Settled: renewals of consent late, due today, this week, and far off.
  part(34, (t) => community.settled(t, 1090, 0)),
  part(19, (t) => community.settled(t, 1020, 3)),
  part(47, (t) => community.settled(t, 960, -10)),
  part(28, (t) => ends.left(t, 900, 200)),
  part(52, (t) => community.settled(t, 840, 6)),
  part(16, (t) => community.settled(t, 610, 28)),
  part(41, (t) => ends.moved(t, 540, 75)),
  part(25, (t) => community.lookedAtAgain(t, 470, 5)),
  part(31, (t) => community.changed(t, 640, 'this-week', 3)),
  part(14, (t) => community.changed(t, 430, 'today', 0)),
  // Amber.
  part(12, (t) => community.amber(t, 800, { since: 230, held: [210, 170, 128, 80, 35], next: 3 })),
  part(15, (t) => community.amber(t, 300, { since: 240, held: [215, 160, 100, 44], next: null })),
  part(17, (t) => community.amber(t, 420, { since: 100, held: [84, 40], next: 1, action: { dueIn: 0 } })),
  part(24, (t) => community.amber(t, 1000, { since: 150, held: [130, 90, 50], next: 6, action: { dueIn: -6 } })),
  part(38, (t) => community.amber(t, 260, { since: 200, held: [180, 120, 63, 20], next: null, action: { dueIn: 8 } })),
  part(10, (t) => community.amber(t, 90, { since: 70, held: [50, 8], next: null, action: { dueIn: 1 } })),
  part(29, (t) => community.amber(t, 730, { since: 60, held: [45], next: 12, action: { dueIn: -3, blocked: true } })),
  part(20, (t) => community.amber(t, 45, { since: 26, held: [], next: 4 })),
  part(13, (t) => community.amber(t, 33, { since: 16, held: [], next: null })),
  part(44, (t) => community.amber(t, 510, { since: 120, held: [100, 58, 14], next: 18, renewalIn: 14 })),
  part(18, (t) => community.amber(t, 880, { since: 90, held: [70, 30], next: 9, action: { dueIn: null } })),
  part(26, (t) => community.reviewAskedFor(t, 330, 4)),
  part(36, (t) => ends.withoutFamily(t, 280)),
  part(17, (t) => ends.comesOfAge(t, 400), 5),
  part(33, (t) => ends.putRight(t, 390)),
  part(21, (t) => ends.cameBack(t, 1060, 300, 24)),
  // Red.
  part(11, (t) => community.red(t, 150, 6, null)),
  part(16, (t) => community.red(t, 500, 19, { in: 9, before: 14, undone: ['arrangements'] })),
  part(23, (t) => community.red(t, 240, 12, { in: 1, before: 10, undone: ['papers', 'family'] })),
  part(30, (t) => community.red(t, 620, 25, { in: 20, before: 22 })),
  part(15, (t) => community.reviewed(t, 310, 14, REPORT_DUE)),
  part(27, (t) => community.reviewed(t, 450, 8, BOTH_LATE)),
  part(9, (t) => community.reviewed(t, 200, 19, REPORT_DUE)),
  part(35, (t) => community.nightMeeting(t, 350, 10)),
  // In hospital: adults.
  part(40, (t) => hospital.inHospital(t, 760, { admitted: 600, security: 'medium', reviews: [578, 220], visited: 56 })),
  part(37, (t) =>
    hospital.inHospital(t, 380, { admitted: 172, security: 'non-secure', reviews: [150], visited: 20, next: { in: 16, before: 21 } }),
  ),
  part(32, (t) => hospital.inHospital(t, 300, { admitted: 28, security: 'non-secure', reviews: [], visited: null })),
  part(45, (t) =>
    hospital.inHospital(t, 500, {
      admitted: 34,
      security: 'low',
      reviews: [],
      visited: null,
      next: { in: 3, before: 12, kind: 'post-admission-cetr' },
    }),
  ),
  part(29, (t) =>
    hospital.inHospital(t, 220, {
      admitted: 20,
      security: 'picu',
      reviews: [],
      visited: null,
      next: { in: 6, before: 14, kind: 'post-admission-cetr' },
    }),
  ),
  part(51, (t) => hospital.inHospital(t, 1040, { admitted: 900, security: 'low', reviews: [876, 520, 170], visited: 61, planned: true })),
  part(24, (t) => hospital.transferred(t, 260, 95, 30)),
  part(39, (t) => hospital.onLeave(t, 640, 330)),
  part(48, (t) => hospital.wrongReport(t, 420)),
  part(31, (t) => hospital.admittedLastNight(t, 180)),
  // In hospital: under 18.
  part(15, (t) =>
    hospital.inHospital(t, 190, {
      admitted: 9,
      security: 'non-secure',
      reviews: [],
      visited: null,
      next: { in: 4, before: 8, kind: 'post-admission-cetr' },
      detained: false,
    }),
  ),
  part(16, (t) => hospital.inHospital(t, 340, { admitted: 102, security: 'low', reviews: [88], visited: 42, next: { in: 2, before: 20 } })),
  part(13, (t) =>
    hospital.inHospital(t, 70, { admitted: 26, security: 'non-secure', reviews: [14], visited: null, detained: false, reportAfter: null }),
  ),
  // Home again.
  part(28, (t) => hospital.home(t, 410, { from: 120, to: 40 }, 18)),
  part(17, (t) => hospital.home(t, 280, { from: 88, to: 12 }, -5)),
  part(43, (t) => hospital.home(t, 650, { from: 150, to: 21 }, null)),
  // At the beginning, and at the door.
  part(14, (t) => ends.referred(t, 0, 'family')),
  part(27, (t) => ends.referred(t, 1, 'self')),
  part(12, (t) => ends.notAskedYet(t, 13)),
  part(19, (t) => ends.notRatedYet(t, 20)),
  part(8, (t) => ends.watched(t, 60, 2)),
  part(46, (t) => hospital.outOfOrder(t, 270)),
  // Without consent, or gone.
  part(22, (t) => ends.withdrawn(t, 360, 9)),
  part(42, (t) => ends.refused(t, 68)),
  part(50, (t) => ends.notEligible(t, 95)),
  part(55, (t) => ends.died(t, 820, 140)),
];
