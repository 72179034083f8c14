import type { Dice } from '../../services/practice/dice';

/** Holds callers back until they are let through, so that events come in waves, as when something is killed, and not only in a trickle. */
export class Gate {
  private waiting: (() => void)[] = [];
  private places = 0;

  constructor(private readonly dice: Dice) {}

  /** Waits for a place. */
  turn(): Promise<void> {
    if (this.places >= 1) {
      this.places -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** Lets so many through, whoever of them the dice say; places that nobody waits for are kept, and so are parts of one. */
  let(count: number): void {
    this.places += count;
    while (this.places >= 1 && this.waiting.length > 0) {
      const [next] = this.waiting.splice(this.dice.between(0, this.waiting.length - 1), 1);
      this.places -= 1;
      next?.();
    }
  }

  /** Lets everyone through from now on. */
  open(): void {
    this.let(Infinity);
  }
}
