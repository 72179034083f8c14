/** So many at the most are done in one call. */
const MOST = 100;

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Does for many at once what each would otherwise ask for alone. Whoever asks while a call is under way waits for the next one, which does
 * for all that have come: no call that began before somebody asked answers them, nobody waits where nobody else asks, and many at a time
 * cost the database little more than one.
 * @param work gives the results in the order of the items; what it throws is thrown to all whose items it was given
 */
export function gathered<Item, Result>(work: (items: readonly Item[]) => Promise<readonly Result[]>): (item: Item) => Promise<Result> {
  const waiting: Waiting<Item, Result>[] = [];
  let working = false;
  const run = async (): Promise<void> => {
    working = true;
    while (waiting.length > 0) await doTogether(work, waiting.splice(0, MOST));
    working = false;
  };
  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!working) void run();
    });
}

/** Never rejects: each who waits is told. */
async function doTogether<Item, Result>(
  work: (items: readonly Item[]) => Promise<readonly Result[]>,
  batch: readonly Waiting<Item, Result>[],
): Promise<void> {
  try {
    const results = await work(batch.map(({ item }) => item));
    if (results.length !== batch.length) throw new Error(`${batch.length} were asked for, and ${results.length} answered`);
    for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}

/** The same for each of the things that the work is done with, such as a pool of connections: those of one are never mixed with another's. */
export function gatheredBy<Owner extends object, Item, Result>(
  work: (owner: Owner, items: readonly Item[]) => Promise<readonly Result[]>,
): (owner: Owner, item: Item) => Promise<Result> {
  const known = new WeakMap<Owner, (item: Item) => Promise<Result>>();
  return (owner, item) => {
    const own = known.get(owner) ?? gathered<Item, Result>((items) => work(owner, items));
    known.set(owner, own);
    return own(item);
  };
}
