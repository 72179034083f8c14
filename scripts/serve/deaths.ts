/** A part that lives longer than this after its start, in milliseconds, was well: what killed it then is new. */
const well = 60_000;

/** The pauses before a part is started again, in milliseconds: at once after the first death, then longer each time. */
const pauses = [0, 2_000, 5_000, 15_000, 30_000];

/** So many deaths in a row, each within a minute of its start, and the part cannot live. */
const tooMany = 5;

/** Counts the deaths of one part, and says whether and when it is to be started again. */
export class Deaths {
  private early = 0;
  private tries = 0;

  /**
   * Counts one death.
   * @param lived how long it had lived since its start, in milliseconds
   * @returns the pause before it is started again, in milliseconds; undefined where it cannot live
   */
  pauseAfter(lived: number): number | undefined {
    if (lived > well) this.early = this.tries = 0;
    else this.early += 1;
    if (this.early >= tooMany) return undefined;
    return pauses[this.tries++];
  }
}
