import { addDays, dayOfWeek, type PlainDate, plainDate } from '../../domain/calendar/dates';
import type { ConsentScope, PathwayEvent, Rating } from '../../domain/pathway/events';
import { newRegisterId } from '../../services/people/register-id';
import type { Dice } from '../../services/practice/dice';
import { testNhsNumbers } from '../../services/practice/nhs-numbers';

/** What is heard of somebody on a day of the year, whatever is done about it. Several events are one batch. */
export interface Happening {
  /** Days after the first day of the year. */
  readonly day: number;
  readonly events: readonly PathwayEvent[];
}

/** One made-up person, and what happens to them in the year. */
export interface Life {
  readonly number: number;
  readonly registerId: string;
  readonly name: string;
  readonly bornOn: PlainDate;
  readonly nhsNumber: string;
  /** The hospital to which they would be admitted. */
  readonly site: string;
  readonly story: string;
  /** By day. */
  readonly happenings: readonly Happening[];
  /** What chance decides of what follows a meeting. */
  readonly dice: Dice;
}

const ALL: ConsentScope[] = ['register', 'meeting', 'disclosure', 'use'];
/** Made-up sites, so few that visits to them fall near each other. */
const SITES = ['YR1', 'YR2', 'YR3', 'YR4'] as const;
const CHILDREN = 15;
const YEAR = 365;

/** Tells one life: every day is counted from the first day of the year, and those before it are heard of on that day. */
class Telling {
  readonly happenings: Happening[] = [];

  constructor(
    readonly dice: Dice,
    private readonly first: PlainDate,
    readonly days: number,
    readonly child: boolean,
    readonly site: string,
  ) {}

  on(day: number): PlainDate {
    return addDays(this.first, day);
  }

  /** Some day of the year on which an office is open. */
  someDay(): number {
    return this.workday(this.dice.between(1, Math.max(1, this.days - 1)));
  }

  workday(day: number): number {
    return day + Math.max(0, 8 - dayOfWeek(this.on(day))) * (dayOfWeek(this.on(day)) > 5 ? 1 : 0);
  }

  say(day: number, ...events: PathwayEvent[]): void {
    this.happenings.push({ day: Math.max(0, day), events: events.map((event) => ({ ...event, on: this.on(day) })) });
  }

  /** Several things of before the year, told at once. */
  saidBefore(...said: (readonly [number, PathwayEvent])[]): void {
    this.happenings.push({ day: 0, events: said.map(([day, event]) => ({ ...event, on: this.on(day) })) });
  }

  consent(): PathwayEvent {
    return { type: 'consent-given', basis: this.child ? 'parental-responsibility' : 'own', scope: ALL };
  }

  rating(rating: Rating): PathwayEvent {
    return { type: 'rating-set', rating, reason: 'A made-up reason' };
  }

  eligible(): PathwayEvent {
    return { type: 'eligibility-decided', outcome: 'eligible', diagnosis: this.dice.pick(['autism', 'learning-disability', 'both']) };
  }

  admitted(planned: boolean): PathwayEvent {
    const security = this.dice.pick(['non-secure', 'non-secure', 'low', 'medium'] as const);
    const detained = this.dice.percent(60);
    return { type: 'admitted', security, detained, planned, site: this.site, ...(planned ? {} : { withoutReview: 'emergency' }) };
  }
}

/** On the register since some day of the last year, and green. Consent is given again before its year is over. */
function onRegister(t: Telling): void {
  const joined = -t.dice.between(20, YEAR - 25);
  t.saidBefore([joined - 6, t.eligible()], [joined, t.consent()], [joined, t.rating('green')]);
  t.say(t.workday(joined + YEAR - t.dice.between(5, 25)), t.consent());
}

function quiet(t: Telling): void {
  onRegister(t);
  if (!t.dice.percent(25)) return;
  const day = t.someDay();
  t.say(day, { type: 'change-reported', source: 'family', urgency: 'this-week' });
  t.say(t.workday(day + t.dice.between(1, 5)), { type: 'change-reviewed', outcome: 'no-change' });
}

function amber(t: Telling): void {
  onRegister(t);
  t.say(t.someDay(), t.rating('amber'));
}

function red(t: Telling): void {
  onRegister(t);
  t.say(t.someDay(), t.rating('red'));
}

function asksForReview(t: Telling): void {
  onRegister(t);
  t.say(t.someDay(), { type: 'review-requested', by: 'family', reason: 'A made-up worry' });
}

function urgentMeeting(t: Telling): void {
  onRegister(t);
  t.say(t.someDay(), { type: 'meeting-held', meeting: 'laep-1', kind: 'laep', outcome: 'no-admission' });
}

function admitted(t: Telling): void {
  onRegister(t);
  stay(t, t.dice.between(1, Math.max(1, t.days - 1)));
}

function stay(t: Telling, day: number): void {
  t.say(day, t.admitted(false));
  const length = t.dice.between(15, 240);
  if (t.dice.percent(15))
    t.say(day + Math.floor(length / 2), {
      type: 'transferred',
      security: 'low',
      detained: true,
      newHospital: true,
      site: t.dice.pick(SITES),
    });
  t.say(day + length, { type: 'discharged', destination: t.dice.pick(['home', 'supported-living']) });
}

/** In hospital as the year begins, reviewed and visited in time until then. */
function inHospital(t: Telling): void {
  const came = -t.dice.between(30, 200);
  const every = t.child ? 35 : 49;
  const visits = Array.from({ length: Math.floor(-came / every) }, (_, index) => came + (index + 1) * every).filter((day) => day < 0);
  t.saidBefore(
    [came - 20, t.eligible()],
    [came - 15, t.consent()],
    [came, t.admitted(false)],
    [came + (t.child ? 12 : 24), { type: 'meeting-held', meeting: 'before-1', kind: 'post-admission-cetr', outcome: 'at-2' }],
    ...visits.map((day): [number, PathwayEvent] => [day, { type: 'visit-held' }]),
  );
  t.say(t.workday(came - 15 + YEAR - t.dice.between(5, 25)), t.consent());
  if (t.dice.percent(60)) t.say(t.someDay(), { type: 'discharged', destination: 'supported-living' });
}

function referred(t: Telling): void {
  const day = t.someDay();
  t.say(day, { type: 'referral-received', source: t.dice.pick(['professional', 'family', 'self']) });
  const decided = t.workday(day + t.dice.between(2, 9));
  if (t.dice.percent(12)) {
    t.say(decided, { type: 'eligibility-decided', outcome: 'not-eligible', diagnosis: 'none' });
    t.say(t.workday(decided + 1), { type: 'pathway-closed', reason: 'Told of other help' });
    return;
  }
  t.say(decided, t.eligible());
  const asked = t.workday(decided + t.dice.between(1, 6));
  if (t.dice.percent(8)) return t.say(asked, { type: 'consent-refused', scope: ['register'] });
  t.say(asked, t.consent());
  t.say(asked, t.rating(t.dice.pick(['green', 'green', 'green', 'green', 'amber', 'amber', 'amber', 'red'])));
}

/** How many of a hundred people live which story. */
const STORIES: readonly (readonly [number, string, (t: Telling) => void])[] = [
  [65, 'quiet', quiet],
  [10, 'amber', amber],
  [1, 'red', red],
  [1, 'asks for a review', asksForReview],
  [1, 'urgent meeting', urgentMeeting],
  [3, 'admitted', admitted],
  [2, 'in hospital', inHospital],
  [17, 'referred', referred],
];

/** Of a thousand people so many leave in each way. */
const ENDS: readonly (readonly [number, PathwayEvent])[] = [
  [12, { type: 'person-died' }],
  [18, { type: 'moved-away', acceptedBy: 'QXX' }],
];
const WITHDRAW = 25;

/** The happenings up to and with the day on which somebody leaves, where they do; after a withdrawal consent is not given again. */
function withEnd(t: Telling, dice: Dice): readonly Happening[] {
  const told = t.happenings.toSorted((a, b) => a.day - b.day);
  let roll = dice.between(1, 1_000);
  const day = dice.between(1, Math.max(1, t.days - 1));
  // Whoever is not known yet cannot leave.
  const first = told[0]?.day ?? 0;
  for (const [share, event] of ENDS) {
    if (roll <= share && first < day) return [...told.filter((one) => one.day < day), { day, events: [{ ...event, on: t.on(day) }] }];
    roll -= share;
  }
  if (roll > WITHDRAW || first >= day) return told;
  const kept = told.filter((one) => one.day < day || one.events.every(({ type }) => type !== 'consent-given'));
  return [...kept, { day, events: [{ type: 'consent-withdrawn', on: t.on(day) } as const] }].toSorted((a, b) => a.day - b.day);
}

/** So many made-up people and their year; the same for the same dice. */
export function livesOf(dice: Dice, people: number, first: PlainDate, days: number): readonly Life[] {
  const numbers = testNhsNumbers();
  return Array.from({ length: people }, (_, index): Life => {
    const number = index + 1;
    const own = dice.fork(`person ${number}`);
    // In turn and not thrown: a hundred people live the stories as often as it is said, whatever the seed.
    let place = (index * 37) % 100;
    const [, story, tell] = STORIES.find(([share]) => (place -= share) < 0) ?? STORIES[0] ?? [0, '', quiet];
    const t = new Telling(own, first, days, own.percent(CHILDREN), own.pick(SITES));
    tell(t);
    return {
      ...{ number, story, name: `Test Person ${number}`, nhsNumber: String(numbers.next().value), site: t.site },
      registerId: newRegisterId((below) => own.between(0, below - 1)),
      bornOn: plainDate(`${t.child ? '2013' : own.pick(['1964', '1987', '2001'])}-05-17`),
      happenings: withEnd(t, own.fork('end')).filter(({ day }) => day < days),
      dice: own.fork('answers'),
    };
  });
}
