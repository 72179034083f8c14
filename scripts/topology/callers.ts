import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Process } from './parts';

const LIMIT_MS = 10_000;
const AGAIN_AFTER_MS = 300;
const GIVE_UP_AFTER_MS = 120_000;

/** What the API answered. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A caller who knows several API processes, as behind a load balancer: one that does not answer is passed over, and the same is sent again. */
export class Caller {
  private turn = 0;

  constructor(
    private readonly apis: readonly Process[],
    private readonly token: string,
  ) {}

  get(path: string): Promise<Answer> {
    return this.untilAnswered('GET', path);
  }

  /** Sends an event or a referral under an id of its own, as often as it takes. Throws where two minutes bring no answer. */
  post(path: string, body: object): Promise<Answer> {
    return this.untilAnswered('POST', path, { id: randomUUID(), ...body });
  }

  private async untilAnswered(method: string, path: string, body?: object): Promise<Answer> {
    for (const end = Date.now() + GIVE_UP_AFTER_MS; Date.now() < end; await sleep(AGAIN_AFTER_MS)) {
      const api = this.apis[this.turn++ % this.apis.length];
      try {
        const response = await fetch(`${api?.url}/api/v1${path}`, {
          method,
          headers: { authorization: `Bearer ${this.token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
          ...(body ? { body: JSON.stringify(body) } : {}),
          signal: AbortSignal.timeout(LIMIT_MS),
        });
        const answer = (await response.json()) as Answer['body'];
        if (response.status !== 503) return { status: response.status, body: answer };
      } catch {
        // Killed, or not there yet: whoever is asked next may answer.
      }
    }
    throw new Error(`${method} ${path} was not answered within ${GIVE_UP_AFTER_MS / 1_000} s`);
  }
}
