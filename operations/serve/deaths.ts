/** A part that lives longer than this after its start, in milliseconds, was well: what killed it then is new. */
const well = 60_000;

/** The pauses before a part is started again, in milliseconds: at once after the first death, then longer each time. */
const pauses = [0, 2_000, 5_000, 15_000, 30_000];

/** So many deaths in a row, each within a minute of its start, and something keeps the part from living: somebody must look. */
const TOO_MANY = 5;

/** From then on it is tried again so often, in milliseconds, for as long as it takes: what keeps it from living may pass, as a full disk does. */
const PATIENT_MS = 60_000;

/** What becomes of a part that has died. */
export interface Revival {
  /** After so long it is started again, in milliseconds. */
  readonly pause: number;
  /** Whether it has died too often. */
  readonly alarming: boolean;
}

/** Counts the deaths of one part, and says when it is to be started again. A part that once worked is never given up. */
export class Deaths {
  private early = 0;
  private tries = 0;

  /**
   * Counts one death.
   * @param lived how long it had lived since its start, in milliseconds
   */
  after(lived: number): Revival {
    if (lived > well) this.early = this.tries = 0;
    else this.early += 1;
    return { pause: pauses[this.tries++] ?? PATIENT_MS, alarming: this.early >= TOO_MANY };
  }
}
