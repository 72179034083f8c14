/** How fast sending goes on after something went wrong. */
export interface SendingPace {
  /** How long a notice stays in one sender's hand. Longer than the mail server may take (infra/mail/mail.ts): only a death lets it run out. */
  readonly leaseMs: number;
  /** How long the next attempt waits after the first, second, … that failed. After the last one a person is asked. */
  readonly retryAfterMs: readonly number[];
}

/** The pace in service. A drill, which cannot wait for hours, has another. */
export const PACE: SendingPace = { leaseMs: 3 * 60_000, retryAfterMs: [1, 5, 15, 60, 240].map((minutes) => minutes * 60_000) };
