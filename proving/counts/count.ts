/** One thing that there must be none of, and what was found of it. */
export interface Count {
  readonly name: string;
  readonly wrong: readonly string[];
}

/** Collects what is wrong under its name; a name that is asked for and never added to counts 0. */
export class Counts {
  private readonly found = new Map<string, string[]>();

  constructor(names: readonly string[]) {
    for (const name of names) this.found.set(name, []);
  }

  /** Throws RangeError for a name that was not announced: a slip of the pen must not count as nothing. */
  add(name: string, wrong: string): void {
    const list = this.found.get(name);
    if (!list) throw new RangeError(`nothing is counted as ${name}`);
    list.push(wrong);
  }

  all(): Count[] {
    return [...this.found].map(([name, wrong]) => ({ name, wrong }));
  }
}
