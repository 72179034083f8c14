import { addDays, laterOf, startOfDay, type Instant, type PlainDate } from '../calendar/dates';
import { isChild, isMember } from './derive/course';
import { derive } from './derive/derive';
import type { EventType, Rating } from './events';
import { placed, standing } from './place';
import { bornOnFor } from './present';
import type { CoreContext, LogEntry, PathwayRecord, PersonRecord } from './types';

/**
 * All on which a rating, the membership of the register and the age rest: every other type of event leaves these as they are, so that a read
 * of the register over time need not read it.
 */
export const BEARING_ON_MEMBERSHIP: readonly EventType[] = [
  'eligibility-decided',
  'consent-given',
  'consent-refused',
  'consent-withdrawn',
  'rating-set',
  'admitted',
  'discharged',
  'birth-date-recorded',
  'rules-adopted',
  'person-died',
  'moved-away',
  'pathway-closed',
  'corrected',
];

/** How somebody stands with the register at the end of a day. */
export interface Membership {
  readonly onRegister: boolean;
  /** Null for who is not on it, too. */
  readonly rating: Rating | null;
  /** Under 18 that day; somebody whose birth date is not known counts as a child (contract 6.5(3)). */
  readonly child: boolean;
}

/** What is true of somebody from the end of a day on. */
interface Turn {
  readonly day: PlainDate;
  readonly onRegister: boolean;
  readonly rating: Rating | null;
}

/** An entry of the log, with when it was decided: what was held back stood on no register before. */
export interface RecordedEntry extends LogEntry {
  readonly recordedAt: Instant;
}

/** A person's record whose entries say when they were decided. */
export type RecordedPerson = Omit<PersonRecord, 'pathways'> & {
  readonly pathways: readonly (Omit<PathwayRecord, 'log'> & { readonly log: readonly RecordedEntry[] })[];
};

/**
 * How somebody stood at the end of each of some days, by all that the record says now: what was heard late stands on the day on which it was
 * true, and what was corrected as it was corrected. In: the days in their order; of the log, what bears on it is enough.
 */
export function membershipTrueThen(context: CoreContext, record: PersonRecord, days: readonly PlainDate[]): Membership[] {
  const turns = record.pathways.map((pathway) => turnsOf(context, record, pathway));
  const bornOn = bornOnFor(record);
  return days.map((day) => {
    const last = turns.findLast(([first]) => first !== undefined && first.day <= day);
    return asMembership(
      last?.findLast((turn) => turn.day <= day),
      bornOn,
      day,
    );
  });
}

/**
 * How somebody stood at the end of each of some days, by what had been recorded until then: as the register showed it that day.
 * In: the days in their order; of the log, what bears on it is enough.
 */
export function membershipKnownThen(context: CoreContext, record: RecordedPerson, days: readonly PlainDate[]): Membership[] {
  const all = record.pathways.flatMap(({ log }) => log.map(({ recordedAt }) => recordedAt)).sort((a, b) => a - b);
  let known = 0;
  let latest: { turn: Turn | undefined; bornOn: PlainDate | null } = { turn: undefined, bornOn: record.bornOn };
  return days.map((day) => {
    const until = startOfDay(addDays(day, 1));
    let next = known;
    while (next < all.length && (all[next] ?? Infinity) < until) next += 1;
    if (next > known) {
      const then = asRecordedUntil(record, until);
      latest = { turn: presentTurn(context, then), bornOn: bornOnFor(then) };
      known = next;
    }
    return asMembership(latest.turn, latest.bornOn, day);
  });
}

/** The record as it stood just before an instant. */
export function asRecordedUntil(record: RecordedPerson, until: Instant): PersonRecord {
  const pathways = record.pathways
    .map((pathway) => ({ ...pathway, log: pathway.log.filter(({ recordedAt }) => recordedAt < until) }))
    .filter(({ log }) => log.length > 0);
  return { ...record, pathways };
}

/** How the last pathway with anything standing has come out. */
function presentTurn(context: CoreContext, record: PersonRecord): Turn | undefined {
  for (const pathway of record.pathways.toReversed()) {
    const last = lastTurn(context, record, pathway);
    if (last) return last;
  }
  return undefined;
}

function lastTurn(context: CoreContext, record: PersonRecord, { log, ruleSet, number }: PathwayRecord): Turn | undefined {
  let last: Turn | undefined;
  derive(context, { ruleSet, log, bornOn: bornOnFor(record, number) }, LONG_AGO, (day, course) => {
    last = { day, onRegister: isMember(course), rating: course.rating };
  });
  return last;
}

/** No birthday changes a rating or the membership: none need be gone through. */
const LONG_AGO = '0001-01-01' as PlainDate;

/** The turns of a pathway. Rules that were adopted on a day say nothing of the days before it: those are worked out without them. */
function turnsOf(context: CoreContext, record: PersonRecord, { log, ruleSet, number }: PathwayRecord): Turn[] {
  const facts = standing(log);
  const bornOn = bornOnFor(record, number);
  const adopted = facts.filter(({ fact }) => fact.type === 'rules-adopted').map((entry) => placed(entry).day);
  const turns: Turn[] = [];
  let from = LONG_AGO;
  for (const before of [...new Set(adopted)].sort().concat(FAR_AHEAD)) {
    const until = before === FAR_AHEAD ? facts : facts.filter((entry) => placed(entry).day < before);
    derive(context, { ruleSet, log: until, bornOn }, LONG_AGO, (day, course) => {
      if (day >= from) turns.push({ day, onRegister: isMember(course), rating: course.rating });
    });
    from = laterOf(from, before);
  }
  return turns;
}

const FAR_AHEAD = '9999-12-31' as PlainDate;

const asMembership = (turn: Turn | undefined, bornOn: PlainDate | null, day: PlainDate): Membership => ({
  onRegister: turn?.onRegister ?? false,
  rating: turn?.onRegister ? turn.rating : null,
  child: isChild({ bornOn }, day),
});
