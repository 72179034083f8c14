import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { z } from 'zod';
import { PlainError } from '../../infra/plain-error';
import { pathwayWorkflowId } from '../../workflows/names';
import type { Sent } from '../counts/journal';
import type { Member } from './member';

const LIMIT_MS = 10_000;
const AGAIN_AFTER_MS = 300;
const GIVE_UP_AFTER_MS = 120_000;

/** What the API answered. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** As it came over the line. */
  readonly text: string;
  /** What the header Retry-After says; null where there is none. */
  readonly retryAfter: string | null;
}

/** Somebody about whom is told. */
export interface Person {
  readonly number: number;
  readonly registerId: string;
}

/** An event, or a batch of them, under an id of its own. */
export type Body = Readonly<Record<string, unknown>> & { readonly id: string };

/** Gives what is told an id of its own, under which it can be sent again. */
export const withId = (event: Readonly<Record<string, unknown>>): Body => ({ id: randomUUID(), ...event });

const referredSchema = z.object({ registerId: z.string() });
const bodySchema = z.record(z.string(), z.unknown());
const typesSchema = z.object({ type: z.string().optional(), events: z.array(z.object({ type: z.string() })).optional() });

/**
 * A caller who knows several API processes, as behind a load balancer: one that does not answer is passed over, and the same is sent again. It
 * writes down what it sent and was answered, so that it can be held against what the service kept.
 */
export class Caller {
  readonly sent: Sent[] = [];
  private turn = 0;
  private people = 0;

  constructor(
    private readonly apis: readonly Member[],
    private readonly token: string,
    private readonly client: Client,
  ) {}

  /** Throws where it is not answered with 200. */
  async get(path: string): Promise<Answer> {
    const answer = await this.untilAnswered('GET', path);
    if (answer.status !== 200) throw new PlainError(`GET ${path}: ${answer.status} ${answer.text}`);
    return answer;
  }

  /** One try, at the API whose turn it is. Throws where no answer comes. */
  async ask(method: string, path: string, body?: object): Promise<Answer> {
    const api = this.apis[this.turn++ % this.apis.length];
    const response = await fetch(`${api?.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    const text = await response.text();
    return { status: response.status, body: bodySchema.parse(JSON.parse(text)), text, retryAfter: response.headers.get('retry-after') };
  }

  /** Refers somebody new. Throws where that is not accepted. */
  async refer(person: object, event: Readonly<Record<string, unknown>>): Promise<Person> {
    const number = (this.people += 1);
    const note = this.note('referral', withId({ event }), { number, registerId: null });
    const answer = accepted(await this.send(note, '/referrals', { id: note.id, person, event }));
    const { registerId } = referredSchema.parse(answer.body);
    note.registerId = registerId;
    return { number, registerId };
  }

  /** Tells an event or a batch, as often as it takes. Throws where two minutes bring no answer, and where it is not decided as expected. */
  async tell(person: Person, body: Body, expected: Sent['expected'] = 'applied'): Promise<Answer> {
    const note = this.note(body['events'] === undefined ? 'event' : 'batch', body, person, expected);
    const answer = await this.send(note, `/pathways/${person.registerId}/events`, body);
    return expected === 'applied' ? accepted(answer) : answer;
  }

  /** Signals an event to somebody's workflow, as a caller that speaks Temporal does. Throws where Temporal does not take it. */
  async signal(person: Person, body: Body): Promise<void> {
    const note = this.note('signal', body, person);
    const { id, ...event } = body;
    note.tries += 1;
    await this.client.workflow.getHandle(pathwayWorkflowId(person.registerId, 1)).signal('event', { eventId: id, ...event });
    note.answeredAt = Date.now();
  }

  private note(
    way: Sent['way'],
    body: Body,
    { number, registerId }: Pick<Person, 'number'> & { readonly registerId: string | null },
    expected: Sent['expected'] = 'applied',
  ): Sent {
    const { type, events = [] } = typesSchema.parse(way === 'referral' ? body['event'] : body);
    const note: Sent = {
      ...{ id: body.id, person: number, registerId, way, type: type ?? events.map((one) => one.type).join('+') },
      ...{ parts: events.length, expected, sentAt: Date.now(), answeredAt: null, tries: 0, unanswered: 0, odd: [] },
      ...{ status: null, body: null, differing: 0 },
    };
    this.sent.push(note);
    return note;
  }

  private async send(note: Sent, path: string, body: object): Promise<Answer> {
    const answer = await this.untilAnswered('POST', path, body, note);
    note.answeredAt = Date.now();
    note.status = answer.status;
    note.body = answer.body;
    return answer;
  }

  private async untilAnswered(method: string, path: string, body?: object, note?: Sent): Promise<Answer> {
    for (const end = Date.now() + GIVE_UP_AFTER_MS; Date.now() < end; await sleep(AGAIN_AFTER_MS)) {
      if (note) note.tries += 1;
      try {
        const answer = await this.ask(method, path, body);
        if (answer.status < 500) return answer;
        if (answer.status !== 503 || answer.retryAfter === null) note?.odd.push(answer.status);
      } catch {
        // Killed, or not there yet: whoever is asked next may answer.
      }
      if (note) note.unanswered += 1;
    }
    throw new PlainError(`${method} ${path} was not answered within ${GIVE_UP_AFTER_MS / 1_000} s`);
  }
}

function accepted(answer: Answer): Answer {
  if (answer.status !== 200 && answer.status !== 201) throw new PlainError(`it was not accepted: ${answer.status} ${answer.text}`);
  return answer;
}
