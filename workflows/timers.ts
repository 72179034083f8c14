import { CancellationScope, sleep } from '@temporalio/workflow';
import type { NamedWakeUp } from './names';

/** Temporal's clock and the service's differ by less, or an alarm is due. */
const REST_MS = 15_000;

interface Timer {
  readonly at: number;
  readonly scope: CancellationScope;
}

/**
 * The named timers of a pathway, one for each wake-up. Only differences are applied, so that the history reads as the story.
 * `now` is the workflow's clock; `fired` is told of the planned instant of a timer that ran out.
 */
export class Timers {
  private readonly running = new Map<string, Timer>();

  constructor(
    private readonly now: () => number,
    private readonly fired: (at: number) => void,
  ) {}

  get size(): number {
    return this.running.size;
  }

  /**
   * Makes the running timers those of `wakeUps`. One whose instant is at or before `clock` is left to fire and find nothing to do:
   * cancelling a timer that is already due hung workflows on the time-skipping server. `refused`: the instant of a wake-up whose timer ran
   * out before the service's own clock had come to it: it is asked again after a rest.
   * Out: how many timers were started or cancelled.
   */
  apply(wakeUps: readonly NamedWakeUp[], clock: number, refused = -Infinity): number {
    let changes = 0;
    const wanted = new Map(wakeUps.map((wakeUp) => [keyOf(wakeUp), wakeUp]));
    for (const [key, timer] of this.running) {
      if (wanted.has(key)) continue;
      this.running.delete(key);
      if (timer.at <= clock) continue;
      timer.scope.cancel();
      changes += 1;
    }
    for (const [key, wakeUp] of wanted) {
      if (this.running.has(key)) continue;
      this.start(key, wakeUp, wakeUp.at <= refused ? REST_MS : 1);
      changes += 1;
    }
    return changes;
  }

  private start(key: string, { at, label }: NamedWakeUp, leastMs: number): void {
    const scope = new CancellationScope();
    const timer: Timer = { at, scope };
    this.running.set(key, timer);
    scope
      .run(() => sleep(Math.max(leastMs, at - this.now()), { summary: label }))
      .then(
        () => {
          // One that is no longer wanted was taken by an event's commit.
          if (this.running.get(key) !== timer) return;
          this.running.delete(key);
          this.fired(at);
        },
        () => undefined,
      );
  }
}

const keyOf = ({ deadline, label, at }: NamedWakeUp): string => `${deadline} ${label} ${at}`;
