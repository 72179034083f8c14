import { birthday, londonDate, type Instant, type PlainDate } from '../calendar/dates';
import { derive, type Derived } from './derive/derive';
import { snapshotOf } from './derive/snapshot';
import { standing } from './place';
import type { CoreContext, LogEntry, PathwayRecord, PersonRecord, Snapshot } from './types';

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

/** What was derived last from a log: playing asks again and again for other instants of the same facts. */
const derivedFrom = new WeakMap<readonly LogEntry[], { key: string; context: CoreContext; derived: Derived }>();

/** What stands at an instant for the latest pathway, or the one named. Throws RangeError where there is none. */
export function snapshotAt(context: CoreContext, record: PersonRecord, at: Instant, number?: number): Snapshot {
  const pathway = number === undefined ? record.pathways.at(-1) : record.pathways.find((one) => one.number === number);
  if (!pathway) throw new RangeError(number === undefined ? 'nothing has been heard of this person yet' : `there is no pathway ${number}`);
  return snapshotOf(derivedOf(context, record, pathway, at), at);
}

function derivedOf(context: CoreContext, record: PersonRecord, pathway: PathwayRecord, at: Instant): Derived {
  const bornOn = bornOnFor(record, pathway.number);
  const today = londonDate(at);
  const birthdays = bornOn === null ? 0 : [17, 18].filter((age) => birthday(bornOn, age) <= today).length;
  const key = `${bornOn}|${birthdays}|${pathway.ruleSet}`;
  const last = derivedFrom.get(pathway.log);
  if (last && last.key === key && last.context === context) return last.derived;
  const derived = derive(context, { ruleSet: pathway.ruleSet, log: pathway.log, bornOn }, today);
  derivedFrom.set(pathway.log, { key, context, derived });
  return derived;
}
