import { CancellationScope, sleep } from '@temporalio/workflow';
import type { NamedWakeUp } from './names';

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
   * cancelling a timer that is already due hung workflows on the time-skipping server.
   * Out: how many timers were started or cancelled.
   */
  apply(wakeUps: readonly NamedWakeUp[], clock: number): number {
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
      this.start(key, wakeUp);
      changes += 1;
    }
    return changes;
  }

  private start(key: string, { at, label }: NamedWakeUp): void {
    const scope = new CancellationScope();
    const timer: Timer = { at, scope };
    this.running.set(key, timer);
    scope
      .run(() => sleep(Math.max(1, at - this.now()), { summary: label }))
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
