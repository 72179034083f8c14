import { addDays, birthday, londonDate, startOfDay, type Instant, type PlainDate } from '../calendar/dates';
import { isChild, isMember } from './derive/course';
import { derive } from './derive/derive';
import type { EventType, Rating } from './events';
import { byPlace, placed, standing, type Placed } from './place';
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

/** How somebody stands with the register from the end of a day on. */
export interface Spell {
  readonly from: PlainDate;
  readonly onRegister: boolean;
  /** Null for who is not on it, too. */
  readonly rating: Rating | null;
  readonly bornOn: PlainDate | null;
}

/** An entry of the log, with when it was decided: what was held back stood on no register before. */
export interface RecordedEntry extends LogEntry {
  readonly recordedAt: Instant;
}

/** A person's record whose entries say when they were decided. */
export type RecordedPerson = Omit<PersonRecord, 'pathways'> & { readonly pathways: readonly RecordedPathway[] };
type RecordedPathway = Omit<PathwayRecord, 'log'> & { readonly log: readonly RecordedEntry[] };

/** No birthday changes a rating or the membership: none need be gone through. */
const LONG_AGO = '0001-01-01' as PlainDate;
const FAR_AHEAD = '9999-12-31' as PlainDate;

interface Turn {
  readonly item: Placed;
  readonly onRegister: boolean;
  readonly rating: Rating | null;
}

/** How a pathway stands after each fact of a log, in the order of their places. */
function turnsOf(context: CoreContext, { ruleSet }: PathwayRecord, log: readonly LogEntry[], bornOn: PlainDate | null): Turn[] {
  const turns: Turn[] = [];
  derive(context, { ruleSet, log, bornOn }, LONG_AGO, (item, course) => {
    const onRegister = isMember(course);
    turns.push({ item, onRegister, rating: onRegister ? course.rating : null });
  });
  return turns;
}

/**
 * How somebody has stood with the register, by all that the record says now: what was heard late stands on the day on which it was true, and
 * what was corrected as it was corrected. In: of the log, what bears on it is enough. Out: in order, at most one a day.
 */
export function spellsTrueThen(context: CoreContext, record: PersonRecord): Spell[] {
  const bornOn = bornOnFor(record);
  const spells: Spell[] = [];
  for (const pathway of record.pathways) {
    const own = trueTurns(context, pathway, bornOnFor(record, pathway.number));
    const [first] = own;
    // Who has come back stands as the new pathway says.
    if (first) while ((spells.at(-1)?.from ?? LONG_AGO) >= first.item.day) spells.pop();
    for (const { item, onRegister, rating } of own) {
      if (spells.at(-1)?.from === item.day) spells.pop();
      spells.push({ from: item.day, onRegister, rating, bornOn });
    }
  }
  return spells;
}

/** The turns of a pathway. Rules that were adopted on a day say nothing of the days before it: those are worked out without them. */
function trueTurns(context: CoreContext, pathway: PathwayRecord, bornOn: PlainDate | null): Turn[] {
  const facts = standing(pathway.log);
  const adopted = facts.filter(({ fact }) => fact.type === 'rules-adopted').map((entry) => placed(entry).day);
  const turns: Turn[] = [];
  let from = LONG_AGO;
  for (const before of [...new Set(adopted)].sort().concat(FAR_AHEAD)) {
    const known = before === FAR_AHEAD ? facts : facts.filter((entry) => placed(entry).day < before);
    turns.push(...turnsOf(context, pathway, known, bornOn).filter(({ item }) => item.day >= from));
    from = before;
  }
  return turns;
}

/**
 * How somebody stood with the register by what had been recorded until the end of each day: as the register showed it then.
 * In: of the log, what bears on it is enough. Out: in order, at most one a day.
 */
export function spellsKnownThen(context: CoreContext, record: RecordedPerson): Spell[] {
  const courses = record.pathways.map((pathway) => knownTurns(context, record, pathway));
  const days = [...new Set(courses.flatMap((course) => course.map(({ on }) => on)))].sort();
  const corrected = record.pathways.some(({ log }) => log.some(({ fact }) => fact.type === 'birth-date-recorded'));
  return days.map((from): Spell => {
    // Of the last pathway in which anything stands.
    const turn = courses.map((course) => course.findLast(({ on }) => on <= from)?.turn).findLast((one) => one !== undefined);
    const bornOn = corrected ? bornOnFor(asRecordedUntil(record, startOfDay(addDays(from, 1)))) : record.bornOn;
    return { from, onRegister: turn?.onRegister ?? false, rating: turn?.rating ?? null, bornOn };
  });
}

/** The record as it stood just before an instant. */
function asRecordedUntil(record: RecordedPerson, until: Instant): PersonRecord {
  return {
    ...record,
    pathways: record.pathways.map((pathway) => ({ ...pathway, log: pathway.log.filter((one) => one.recordedAt < until) })),
  };
}

/**
 * How a pathway stood after each entry as it was recorded, by the London day of that. As long as entries come in the order of their places each
 * only adds to what stood before, so that one walk tells of all of them; a correction, an adoption and what is heard late begin another.
 */
function knownTurns(context: CoreContext, record: RecordedPerson, pathway: RecordedPathway): { on: PlainDate; turn: Turn | undefined }[] {
  const log = pathway.log.toSorted((a, b) => a.recordedAt - b.recordedAt || a.sequence - b.sequence);
  const bornOn = bornOnFor(record, pathway.number);
  const known: { on: PlainDate; turn: Turn | undefined }[] = [];
  for (let from = 0, until = 1; from < log.length; from = until, until += 1) {
    let last = lastPlaceOf(log.slice(0, until));
    for (let next = log[until]; next && comesAfter(next, last); next = log[until]) {
      last = placed(next);
      until += 1;
    }
    const turns = turnsOf(context, pathway, log.slice(0, until), bornOn);
    for (const [index, entry] of log.slice(from, until).entries())
      known.push({ on: londonDate(entry.recordedAt), turn: turns.at(index - (until - from)) });
  }
  return known;
}

const lastPlaceOf = (log: readonly LogEntry[]): Placed | undefined =>
  standing(log)
    .filter(({ fact }) => fact.type !== 'corrected')
    .map(placed)
    .sort(byPlace)
    .at(-1);

const comesAfter = (entry: LogEntry, last: Placed | undefined): boolean =>
  entry.fact.type !== 'corrected' && entry.fact.type !== 'rules-adopted' && (last === undefined || byPlace(last, placed(entry)) < 0);

/** Days one after the other on which somebody stood the same, by their places: the first, and the one after the last. */
export interface Run {
  readonly from: number;
  readonly until: number;
  readonly membership: Membership;
}

/** How many of the days, in their order, come before a day. */
function placeOf(days: readonly PlainDate[], day: PlainDate): number {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((days[middle] ?? FAR_AHEAD) < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How somebody stood at the end of each of some days, as runs of days. In: the days in their order. */
export function runsOn(spells: readonly Spell[], bornOn: PlainDate | null, days: readonly PlainDate[]): Run[] {
  const births = new Set([bornOn, ...spells.map((spell) => spell.bornOn)]);
  const turns = [...spells.map(({ from }) => from), ...[...births].flatMap((born) => (born === null ? [] : [birthday(born, 18)]))];
  const cuts = [...new Set([0, ...turns.map((turn) => placeOf(days, turn))])].toSorted((a, b) => a - b);
  return cuts.flatMap((from, index): Run[] => {
    const day = days[from];
    if (day === undefined) return [];
    const spell = spells.findLast((one) => one.from <= day);
    const membership = {
      onRegister: spell?.onRegister ?? false,
      rating: spell?.rating ?? null,
      child: isChild({ bornOn: spell ? spell.bornOn : bornOn }, day),
    };
    return [{ from, until: cuts[index + 1] ?? days.length, membership }];
  });
}

/** How somebody stood at the end of each of some days, one by one. In: the days in their order. */
export const membershipsOn = (spells: readonly Spell[], bornOn: PlainDate | null, days: readonly PlainDate[]): Membership[] =>
  runsOn(spells, bornOn, days).flatMap(({ from, until, membership }) => Array.from({ length: until - from }, () => membership));

/** Since which day somebody has been on the register without a break, as they stand on a day; null: they are not on it then. */
export function onRegisterSince(spells: readonly Spell[], day: PlainDate): PlainDate | null {
  const known = spells.filter(({ from }) => from <= day);
  return known[known.findLastIndex(({ onRegister }) => !onRegister) + 1]?.from ?? null;
}
