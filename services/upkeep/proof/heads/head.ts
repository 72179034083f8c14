import { z } from 'zod';
import type { Instant } from '../../../../domain/calendar/dates';
import type { Seals } from '../../../../infra/seals';
import { canonicalJson } from '../../../../infra/canonical';

/** Where signed heads are kept: elsewhere than the database, in a place to which its users cannot write. */
export interface HeadStore {
  /** The lines of the latest part, in order; it begins with a whole head. Throws where it cannot be read. */
  latest(): AsyncIterable<string>;
  /** Adds a line to a part, which is named after its first head. Throws where it cannot be written. */
  append(part: number, line: string): Promise<void>;
}

/** How far a chain had gone: its rows, and the beginning of its last link. */
export type Mark = readonly [count: number, link: string];

/**
 * How far each chain had gone, by its name: `e/<register id>/<pathway>` of events, `r/<register id>` of a person's record, `a/<writer>` of the
 * access log (`b/<writer>` where a person accepted that its first rows are gone: the first that is left), `n` of the notices; of what releases made that
 * had no key, and no later: `k/<register id>/<pathway>` is the place of the last link without one, `u` counts such rows of the access log.
 */
export type Marks = ReadonlyMap<string, Mark>;

/** The first half of a link tells it from any other. */
export const shortLink = (link: string): string => link.slice(0, 32);

const markSchema = z.tuple([z.number(), z.string()]);
const headSchema = z.object({
  number: z.number(),
  at: z.string(),
  /** When the first of all heads was made. */
  began: z.string(),
  /** `whole`: every mark stands in it; `more`: those that moved since the one before; `accepted`: whole, as a person took it for right. */
  kind: z.enum(['whole', 'more', 'accepted']),
  reason: z.string().nullable(),
  /** The seal of the one before; null: the first. */
  previous: z.string().nullable(),
  marks: z.record(z.string(), markSchema),
  seal: z.string(),
});

export type Head = z.infer<typeof headSchema>;

/** What the heads kept say in sum. */
export interface KeptHeads {
  /** The number of the first head of the part that is being written. */
  readonly part: number;
  readonly number: number;
  readonly at: Instant;
  readonly began: Instant;
  readonly seal: string;
  readonly marks: Marks;
}

/** The heads cannot be believed: what is wrong, and at which number. */
export class HeadFault extends Error {
  constructor(
    readonly why: 'unreadable' | 'altered' | 'unknown-key' | 'cut',
    readonly number: number,
  ) {
    super(`the signed heads are ${why} at number ${number}`);
  }
}

const unsealed = ({ seal: _seal, ...head }: Head): Omit<Head, 'seal'> => head;

/** A head as a line of the store. */
export function sealedLine(seals: Seals, head: Omit<Head, 'seal'>): { readonly line: string; readonly seal: string } {
  const seal = seals.make('head', canonicalJson(head));
  return { line: JSON.stringify({ ...head, seal }), seal };
}

/**
 * Adds up what a store holds; null where it holds nothing. Each head is sealed, and names the one before it.
 * @throws {HeadFault} where a line was altered, left out or put in; whatever the store throws
 */
export async function readKeptHeads(seals: Seals, store: HeadStore): Promise<KeptHeads | null> {
  let marks = new Map<string, Mark>();
  let last: Head | null = null;
  let part = 0;
  for await (const line of store.latest()) {
    const head = parse(line, (last?.number ?? -1) + 1);
    const checked = seals.check('head', canonicalJson(unsealed(head)), head.seal);
    if (checked !== 'right') throw new HeadFault(checked === 'wrong' ? 'altered' : 'unknown-key', head.number);
    const follows = last === null ? head.kind !== 'more' : head.previous === last.seal && head.number === last.number + 1;
    if (!follows) throw new HeadFault('altered', head.number);
    if (last === null) part = head.number;
    if (head.kind !== 'more') marks = new Map();
    for (const [name, mark] of Object.entries(head.marks)) marks.set(name, mark);
    last = head;
  }
  if (!last) return null;
  const { number, seal, at, began } = last;
  return { part, number, seal, at: Date.parse(at) as Instant, began: Date.parse(began) as Instant, marks };
}

function parse(line: string, number: number): Head {
  try {
    return headSchema.parse(JSON.parse(line));
  } catch {
    throw new HeadFault('unreadable', number);
  }
}
