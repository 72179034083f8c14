import type { PlainDate } from '../../calendar/dates';
import type { Rating } from '../events';
import { isType, placed, standing, targetsOf, type Placed } from '../place';
import type { LogEntry, Refusal } from '../types';
import { judge } from './judge';
import { knownFrom, refuse } from './known';

/** What a correction is judged by beside the log. */
export interface Around {
  /** The birth date as it was known, and as it would be after the correction. */
  readonly bornOn: { readonly before: PlainDate | null; readonly after: PlainDate | null };
  /** The ratings that the rule set in force uses, with these facts heard. */
  readonly ratings: (facts: readonly Placed[]) => readonly Rating[];
}

const facts = (log: readonly LogEntry[]): Placed[] =>
  standing(log)
    .filter(({ fact }) => fact.type !== 'corrected')
    .map(placed);

/**
 * Judges a correction (contract 6.3): it must name events that stand, and nothing accepted since may become illegal by it.
 * In: the log before it, in the order heard, and the correction.
 */
export function judgeCorrection(log: readonly LogEntry[], correction: LogEntry, around: Around): Refusal | null {
  const own = placed(correction);
  if (!isType(own, 'corrected')) throw new TypeError(`not a correction: ${own.fact.type}`);
  if (own.on > own.heardOn) return refuse('date-in-the-future', `\`on\` is ${own.on}, which is after ${own.heardOn}.`);
  const targets = targetsOf(own.fact);
  const before = new Map(standing(log).map((entry) => [entry.id, entry]));
  for (const id of targets) {
    const entry = log.find((one) => one.id === id);
    if (!entry) return refuse('unknown-event', `No accepted event ${id} is known on this pathway.`);
    if (entry.fact.type === 'corrected')
      return refuse('correction-of-a-correction', 'A correction cannot itself be taken back. Send the right events anew.');
    if (!before.has(id)) return refuse('already-taken-back', `The event ${id} was taken back already.`);
  }
  const replacement = own.fact.with;
  if (replacement && !targets.some((id) => before.get(id)?.fact.type === replacement.type)) {
    return refuse('with-of-another-type', '`with` must be of the same type as an event that is taken back.');
  }
  return judgeAgain(facts(log), facts([...log, correction]), targets, own, around);
}

/**
 * Judges again, in the order heard, what was heard after the first event taken back, and what replaces it. Only what the correction itself
 * changes can make an event illegal: one that would be refused for the same reason without it was accepted on what was then known, or before
 * a rule was brought, and is not judged anew (contract 6.3(3), (5)).
 */
function judgeAgain(
  before: readonly Placed[],
  after: readonly Placed[],
  targets: readonly string[],
  { heardOn }: Placed,
  { bornOn, ratings }: Around,
): Refusal | null {
  const from = Math.min(...before.filter(({ id }) => targets.includes(id)).map(({ sequence }) => sequence));
  const verdict = (items: readonly Placed[], item: Placed, born: PlainDate | null): Refusal | null => {
    const earlier = items.filter((other) => other.sequence < item.sequence);
    const known = knownFrom(earlier, {
      bornOn: born,
      ahead: item.batch === undefined ? [] : items.filter((other) => other.batch === item.batch && other.sequence > item.sequence),
      latest: targets.includes(item.id) ? heardOn : item.heardOn,
      ratings: ratings(earlier),
    });
    return judge(known, item);
  };
  const illegal: { item: Placed; refusal: Refusal }[] = [];
  for (const item of after) {
    if (item.sequence < from) continue;
    const refusal = verdict(after, item, bornOn.after);
    if (!refusal) continue;
    const unchanged = targets.includes(item.id) ? undefined : before.find(({ id }) => id === item.id);
    if (unchanged && verdict(before, unchanged, bornOn.before)?.code === refusal.code) continue;
    illegal.push({ item, refusal });
  }
  const [first] = illegal;
  if (!first) return null;
  if (targets.includes(first.item.id)) return first.refusal;
  return refuse(
    'would-make-others-illegal',
    `Events accepted since would contradict the record (${first.refusal.code}). Correct them first, or with it in \`events\`.`,
    ...illegal.map(({ item }) => item),
  );
}
