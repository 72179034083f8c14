import { addDays, type PlainDate } from '../../domain/calendar/dates';
import type { Fact, PathwayEvent } from '../../domain/pathway/events';
import type { Dice } from '../../services/practice/dice';

/** How one event, or a batch, is sent. */
export interface Step {
  /** The event's or the batch's id, made by the caller and kept. */
  readonly id: string;
  /** `referral`: the person's first; `return`: a referral under their register id; `signal`: to Temporal directly. */
  readonly way: 'referral' | 'return' | 'event' | 'batch' | 'signal';
  /** Exactly one, but for a batch. A signal carries no typed words. */
  readonly events: readonly (PathwayEvent | Fact)[];
  /** Whether the same is sent a second time on purpose: after the answer, or at the same moment. */
  readonly again: 'no' | 'after' | 'at-once';
}

/** One made-up person and what happens to them, in order. */
export interface PersonPlan {
  readonly number: number;
  readonly story: string;
  readonly name: string;
  readonly bornOn: PlainDate;
  readonly nhsNumber: string;
  readonly contacts: readonly Record<string, string | boolean>[];
  readonly steps: readonly Step[];
}

/** Of a hundred events so many are sent twice on purpose, half of them at the same moment. */
const SENT_TWICE = 20;

/** Those who can be asked to a meeting, by audience or by contact; each is written to alone. */
const GUESTS = ['commissioner', 'provider', 'panel', 'keyworker', 'person', 'parent', 'advocate', 'nurse'] as const;

/** Tells one person's story: every event in the order in which it is sent, with dates counted from the day of the storm. */
export class Teller {
  readonly steps: Step[] = [];
  private named = 0;

  constructor(
    readonly dice: Dice,
    private readonly today: PlainDate,
    readonly number: number,
  ) {}

  /** The date so many days after the day of the storm; before it where negative. */
  day(days: number): PlainDate {
    return addDays(this.today, days);
  }

  /** A new id for a meeting or an action. */
  name(what: 'meeting' | 'action'): string {
    this.named += 1;
    return `${what}-${this.number}-${this.named}`;
  }

  /** Some of those who can be asked to a meeting. */
  guests(least: number): string[] {
    return this.dice.shuffled(GUESTS).slice(0, this.dice.between(least, GUESTS.length));
  }

  refer(days: number): void {
    this.add('referral', { type: 'referral-received', source: 'professional', on: this.day(days) });
  }

  /** A new referral of somebody whose pathway has ended. */
  comeBack(days: number): void {
    this.add('return', { type: 'referral-received', source: 'family', on: this.day(days) });
  }

  /** An event over HTTP; out: its id. */
  say(event: PathwayEvent): string {
    return this.add('event', event);
  }

  /** Several events at once, all or none. */
  batch(...events: PathwayEvent[]): void {
    this.add('batch', ...events);
  }

  /** A signal to the workflow itself. What it says must not matter for what is sent before or after it: nobody waits for it. */
  signal(fact: Fact): void {
    this.add('signal', fact);
  }

  private add(way: Step['way'], ...events: (PathwayEvent | Fact)[]): string {
    const id = this.dice.uuid();
    const twice = this.dice.percent(SENT_TWICE);
    this.steps.push({ id, way, events, again: twice ? this.dice.pick(['after', 'at-once'] as const) : 'no' });
    return id;
  }
}

/** The recorded contacts of a made-up person: their addresses exist nowhere. */
export function contactsOf(number: number): Record<string, string | boolean>[] {
  const contact = (id: string, role: string, more: Record<string, boolean> = {}) => ({
    id,
    role,
    name: `Test ${role} ${number}`,
    email: `${id}-${number}@chaos.example`,
    ...more,
  });
  return [
    contact('person', 'person'),
    contact('parent', 'parent-carer', { chosen: true, calendar: true }),
    contact('advocate', 'advocate', { chosen: true }),
    contact('keyworker', 'keyworker'),
    contact('referrer', 'referrer', { referred: true }),
    contact('nurse', 'professional'),
  ];
}
