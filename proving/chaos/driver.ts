import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { z } from 'zod';
import { canonicalJson } from '../../infra/canonical';
import { pathwayWorkflowId, SIGNAL_OF_TYPE } from '../../workflows/names';
import type { Gate } from './gate';
import type { Sent } from '../counts/journal';
import type { Dice } from '../../services/practice/dice';
import type { Outcome } from '../people/people';
import type { PersonPlan, Step } from '../people/teller';

const CALL_LIMIT_MS = 10_000;
/** As callers do: not at once, and not all at the same moment. */
const AGAIN_AFTER_MS = [200, 700] as const;

const referredSchema = z.object({ registerId: z.string() });

export interface DriverDeps {
  readonly url: string;
  readonly token: string;
  readonly client: Client;
  readonly gate: Gate;
  readonly dice: Dice;
  /** Told of everybody who is on record now. */
  readonly referred: (registerId: string) => void;
  /** Nothing is sent again after this; what has no answer by then stays without. Milliseconds since 1970. */
  readonly giveUpAt: () => number;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** The callers: each tells one person's events in order, sends the same again until an answer comes, and writes down what was answered. */
export class Driver {
  readonly sent: Sent[] = [];

  constructor(private readonly deps: DriverDeps) {}

  /** Tells a whole story. Ends early where something stays without an answer: what comes after must not overtake it. */
  async tell(person: PersonPlan, expected: ReadonlyMap<string, Outcome>): Promise<void> {
    let registerId: string | null = null;
    for (const step of person.steps) {
      await this.deps.gate.turn();
      const note = this.note(person, step, registerId, expected.get(step.id) ?? 'applied');
      const answered = await (step.way === 'signal' ? this.signal(note, step) : this.post(note, person, step));
      if (!answered) return;
      if (step.way === 'referral') registerId = referredSchema.safeParse(note.body).data?.registerId ?? null;
      note.registerId ??= registerId;
      if (step.way === 'referral' && registerId !== null) this.deps.referred(registerId);
    }
  }

  private note({ number }: PersonPlan, { id, way, events }: Step, registerId: string | null, expected: Outcome): Sent {
    const note: Sent = {
      id,
      person: number,
      registerId,
      way,
      type: events.map(({ type }) => type).join('+'),
      parts: way === 'batch' ? events.length : 0,
      expected,
      sentAt: Date.now(),
      answeredAt: null,
      tries: 0,
      unanswered: 0,
      odd: [],
      status: null,
      body: null,
      differing: 0,
    };
    this.sent.push(note);
    return note;
  }

  private async post(note: Sent, person: PersonPlan, step: Step): Promise<boolean> {
    const { way, body } = requestOf(person, step, note.registerId);
    const first = this.untilAnswered(note, way, body);
    const answers = step.again === 'at-once' ? await Promise.all([first, this.untilAnswered(note, way, body)]) : [await first];
    if (step.again === 'after') answers.push(await this.untilAnswered(note, way, body));
    const [counts, ...repeats] = answers;
    if (!counts) return false;
    note.answeredAt = Date.now();
    note.status = counts.status;
    note.body = counts.body;
    note.differing = repeats.filter((repeat) => repeat && decision(repeat) !== decision(counts)).length;
    return true;
  }

  private async untilAnswered(note: Sent, way: string, body: unknown): Promise<Answer | null> {
    while (Date.now() < this.deps.giveUpAt()) {
      note.tries += 1;
      try {
        const response = await fetch(`${this.deps.url}/api/v1${way}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${this.deps.token}`, 'content-type': 'application/json' },
          body: JSON.stringify(body),
          signal: AbortSignal.timeout(CALL_LIMIT_MS),
        });
        const answer: unknown = await response.json();
        if (response.status < 500) return { status: response.status, body: answer };
        if (response.status === 503 && response.headers.has('retry-after')) note.unanswered += 1;
        else note.odd.push(response.status);
      } catch {
        // Refused, reset, cut in the middle of an answer, or too long: nobody knows whether it was decided.
        note.unanswered += 1;
      }
      await sleep(this.deps.dice.between(...AGAIN_AFTER_MS));
    }
    return null;
  }

  private async signal(note: Sent, step: Step): Promise<boolean> {
    const [fact] = step.events;
    if (!fact || note.registerId === null) return false;
    const name = SIGNAL_OF_TYPE[fact.type] ?? 'event';
    const handle = this.deps.client.workflow.getHandle(pathwayWorkflowId(note.registerId, 1));
    const times = step.again === 'no' ? 1 : 2;
    for (let given = 0; given < times;) {
      if (Date.now() >= this.deps.giveUpAt()) return false;
      note.tries += 1;
      try {
        await this.deps.client.withDeadline(Date.now() + CALL_LIMIT_MS, () => handle.signal(name, { eventId: note.id, ...fact }));
        given += 1;
      } catch {
        // Temporal is away, or has not heard of the pathway yet because the relay is behind.
        note.unanswered += 1;
        await sleep(this.deps.dice.between(...AGAIN_AFTER_MS));
      }
    }
    note.answeredAt = Date.now();
    return true;
  }
}

/** The request's own number differs at each call; all else of an answer to the same event must be the same. */
function decision({ status, body }: Answer): string {
  const { requestId: _, ...rest } = z.record(z.string(), z.unknown()).parse(body);
  return canonicalJson([status, rest]);
}

function requestOf({ name, bornOn, nhsNumber, contacts }: PersonPlan, { id, way, events }: Step, registerId: string | null) {
  const [event] = events;
  if (way === 'referral') return { way: '/referrals', body: { id, person: { name, bornOn, nhsNumber, contacts }, event } };
  if (way === 'return') return { way: '/referrals', body: { id, registerId, event } };
  return { way: `/pathways/${registerId}/events`, body: way === 'batch' ? { id, events } : { id, ...event } };
}
