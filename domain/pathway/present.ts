import { londonDate, type Instant, type PlainDate } from '../calendar/dates';
import { birthdaysBy } from './birthdays';
import { derive, type Derived } from './derive/derive';
import { withKept } from './derive/kept';
import { snapshotOf } from './derive/snapshot';
import { standing } from './place';
import type { CoreContext, Kept, LogEntry, PathwayRecord, PersonRecord, Snapshot } from './types';

/** The birth date of a pathway: that recorded last in it or in an earlier one, or else what came with the person (contract 6.4(3), 6.5(3)). */
export function bornOnFor(record: PersonRecord, upTo: number = Infinity): PlainDate | null {
  let bornOn = record.bornOn;
  for (const pathway of record.pathways) {
    if (pathway.number > upTo) continue;
    if (pathway.log.some(({ fact }) => fact.type === 'birth-date-recorded')) {
      for (const { fact } of standing(pathway.log)) if (fact.type === 'birth-date-recorded') bornOn = fact.bornOn;
    }
  }
  return bornOn;
}

/** True where all that was heard on a pathway has been taken back: it is as if it had never begun (contract 6.3(6)). */
export const isTakenBack = ({ log }: Pick<PathwayRecord, 'log'>): boolean =>
  log.some(({ fact }) => fact.type === 'corrected') && standing(log).every(({ fact }) => fact.type === 'corrected');

/** The pathway that counts as a person's latest: the last that was not taken back, or the first where all were; undefined where there is none. */
export const latestPathway = ({ pathways }: Pick<PersonRecord, 'pathways'>): PathwayRecord | undefined =>
  pathways.length === 1 ? pathways[0] : (pathways.findLast((pathway) => !isTakenBack(pathway)) ?? pathways[0]);

/** What was derived last from a log: playing asks again and again for other instants of the same facts. */
const derivedFrom = new WeakMap<readonly LogEntry[], { key: string; context: CoreContext; kept: Kept | undefined; derived: Derived }>();

/** What stands at an instant for the latest pathway, or the one named. Throws RangeError where there is none. */
export function snapshotAt(context: CoreContext, record: PersonRecord, at: Instant, number?: number): Snapshot {
  const pathway = number === undefined ? latestPathway(record) : record.pathways.find((one) => one.number === number);
  if (!pathway) throw new RangeError(number === undefined ? 'nothing has been heard of this person yet' : `there is no pathway ${number}`);
  return snapshotOf(derivedAt(context, record, pathway, at), at);
}

/** What is derived of a pathway as at an instant, with what is kept of another answer. */
export function derivedAt(context: CoreContext, record: PersonRecord, pathway: PathwayRecord, at: Instant): Derived {
  const bornOn = bornOnFor(record, pathway.number);
  const today = londonDate(at);
  const key = `${bornOn}|${birthdaysBy(bornOn, today)}|${pathway.ruleSet}`;
  const last = derivedFrom.get(pathway.log);
  if (last && last.key === key && last.context === context && last.kept === pathway.kept) return last.derived;
  const plain = derive(context, { ruleSet: pathway.ruleSet, log: pathway.log, bornOn }, today);
  const derived = pathway.kept
    ? { ...plain, entries: withKept(plain.entries, pathway.kept.deadlines, context.ruleSet(plain.ruleSet)) }
    : plain;
  derivedFrom.set(pathway.log, { key, context, kept: pathway.kept, derived });
  return derived;
}
