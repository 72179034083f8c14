import { ageOn } from '../../domain/calendar/ages';
import {
  addDays,
  addMonths,
  birthday,
  daysBetween,
  type Instant,
  londonDate,
  londonTime,
  type PlainDate,
  startOfDay,
} from '../../domain/calendar/dates';
import { type HolidayCalendar, workingDayOnOrAfter, workingDayOnOrBefore } from '../../domain/calendar/working-days';
import type { Basis, ConsentScope, PathwayEvent, Rating } from '../../domain/pathway/events';
import type { Dice } from './dice';

/** How something reaches the service: by the team; from outside, where its refusal is put before the team; or from outside, where it may wait. */
export type Way = 'team' | 'refused-from-outside' | 'waits-from-outside';

/** Something that is heard of a made-up person. */
export interface Step {
  readonly id: string;
  readonly at: Instant;
  readonly event: PathwayEvent;
  readonly way: Way;
}

/** What stories are told by. */
export interface Telling {
  readonly dice: Dice;
  readonly now: Instant;
  readonly holidays: HolidayCalendar;
  /** The ratings that the area's rules use. */
  readonly ratings: readonly Rating[];
  readonly bornOn: PlainDate;
}

/** Every scope of consent. */
const ALL: ConsentScope[] = ['register', 'meeting', 'disclosure', 'use'];

/** The first thing of a day is heard at nine, each of the others some minutes after the one before. */
const MORNING = 9 * 60;
const MINUTES_APART = 7;
const MINUTE_MS = 60_000;

/**
 * Tells one person's story. Days are counted back from today: 30 is a month ago, 0 today, -7 in a week. Things may be told in any order; they
 * are heard in that of their days, and on one day in that in which they were told.
 */
export class Teller {
  private readonly told: { readonly id: string; readonly ago: number; readonly event: PathwayEvent; readonly way: Way }[] = [];
  private named = 0;
  /** On whose word a child's consent rests. */
  private readonly ofChild: Basis;

  constructor(private readonly telling: Telling) {
    this.ofChild = telling.dice.percent(70) ? 'parental-responsibility' : 'gillick';
  }

  get dice(): Dice {
    return this.telling.dice;
  }

  get today(): PlainDate {
    return londonDate(this.telling.now);
  }

  /** The date so many days ago; ahead where negative. */
  day(ago: number): PlainDate {
    return addDays(this.today, -ago);
  }

  /** How many days ago a date was. */
  agoOf(date: PlainDate): number {
    return daysBetween(date, this.today);
  }

  /** How many days ago it was a year before the day that is so many days ahead. */
  yearBefore(ahead: number): number {
    return this.agoOf(addMonths(this.day(-ahead), -12));
  }

  /** How many days ago they came to be so old; ahead where negative. */
  turned(age: number): number {
    return this.agoOf(birthday(this.telling.bornOn, age));
  }

  /** The nearest working day: of the past, not later; of the future, not earlier. */
  workingDay(ago: number): number {
    const { holidays } = this.telling;
    return this.agoOf(ago > 0 ? workingDayOnOrBefore(holidays, this.day(ago)) : workingDayOnOrAfter(holidays, this.day(ago)));
  }

  /** A new id for a meeting or an action. */
  name(what: 'meeting' | 'action'): string {
    this.named += 1;
    return `${what}-${this.named}`;
  }

  /** Something that was so many days ago, and was heard on that day. Out: the event's id. */
  say(ago: number, event: PathwayEvent, way: Way = 'team'): string {
    const id = this.dice.uuid();
    this.told.push({ id, ago, event: { ...event, on: event.on ?? this.day(ago) }, way });
    return id;
  }

  /** Consent on the basis that the age of that day asks for. */
  consent(ago: number, scope: ConsentScope[] = ALL, more: { readonly meeting?: string; readonly basis?: Basis } = {}): void {
    const basis = more.basis ?? (ageOn(this.telling.bornOn, this.day(ago)) < 16 ? this.ofChild : 'own');
    const assessed = basis !== 'own' && ageOn(this.telling.bornOn, this.day(ago)) >= 16 ? { assessedOn: this.day(ago) } : {};
    this.say(ago, { type: 'consent-given', scope, ...more, basis, ...assessed });
  }

  /** A rating, or the nearest that the area's rules use. */
  rate(ago: number, rating: 'green' | 'amber' | 'red', reason: string): string {
    return this.say(ago, { type: 'rating-set', rating: this.telling.ratings.includes(rating) ? rating : 'amber', reason });
  }

  /** All of it, in the order in which it is heard, nothing later than now. */
  steps(): Step[] {
    const { now } = this.telling;
    const perDay = new Map<number, number>();
    let last = 0;
    return this.told
      .toSorted((a, b) => b.ago - a.ago)
      .map(({ id, ago, event, way }) => {
        const place = perDay.get(ago) ?? 0;
        perDay.set(ago, place + 1);
        const day = this.day(ago);
        const wanted = Math.min(londonTime(day, MORNING + place * MINUTES_APART), now - MINUTE_MS);
        last = Math.max(wanted, startOfDay(day), last);
        return { id, at: last as Instant, event, way };
      });
  }
}
