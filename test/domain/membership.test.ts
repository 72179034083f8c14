import { addDays, dayOfWeek, endOfDay, type Instant, londonDate, plainDate, type PlainDate, startOfDay } from '../../domain/calendar/dates';
import { emptyRecord, hear, latestPathway, snapshotAt } from '../../domain/pathway/engine';
import {
  BEARING_ON_MEMBERSHIP,
  type Membership,
  membershipKnownThen,
  membershipTrueThen,
  type RecordedPerson,
} from '../../domain/pathway/membership';
import { placed, standing } from '../../domain/pathway/place';
import { bornOnFor } from '../../domain/pathway/present';
import type { PersonRecord } from '../../domain/pathway/types';
import { birthday } from '../../domain/calendar/dates';
import { coreContext } from '../../services/rules/policies';
import { playable, type Playable } from '../../services/rehearsal/scenario';
import { seededHistory } from '../support/core/random/history';

const core = coreContext();

/** The Sundays of a history, and its last day. */
function endsOf({ steps, until }: Playable): PlainDate[] {
  const first = londonDate(steps[0]?.at ?? startOfDay(until));
  const days: PlainDate[] = [];
  for (let day = addDays(first, -7); day <= until; day = addDays(day, 1)) if (dayOfWeek(day) === 7) days.push(day);
  return [...days, until];
}

/** What the core itself says of a record at an instant. */
function plainly(record: PersonRecord, at: Instant): Membership {
  const bornOn = bornOnFor(record);
  const child = bornOn === null || londonDate(at) < birthday(bornOn, 18);
  if (!latestPathway(record)) return { onRegister: false, rating: null, child };
  const { onRegister, rating } = snapshotAt(core, record, at);
  return { onRegister, rating: onRegister ? rating : null, child };
}

/** Tells a history to the core event by event; out: the record in the end, and what the core said at the end of each day, as it was heard. */
function live(history: Playable, days: readonly PlainDate[]): { record: PersonRecord; said: Membership[] } {
  let record = emptyRecord({ bornOn: history.bornOn, minutes: 0, ruleSet: history.ruleSet });
  const said: Membership[] = [];
  const steps = [...history.steps];
  for (const day of days) {
    while (steps[0] && steps[0].at <= endOfDay(day)) {
      const step = steps.shift();
      if (step) record = hear(core, record, { id: step.id, at: step.at, facts: [step.fact], batch: false }).record;
    }
    said.push(plainly(record, endOfDay(day)));
  }
  return { record, said };
}

/** What was true on a day, worked out by the core from nothing but what was true by then. */
function trueOn(record: PersonRecord, day: PlainDate): Membership {
  const pathways = record.pathways
    .map((pathway) => ({ ...pathway, log: standing(pathway.log).filter((entry) => entry.fact.type !== 'corrected' && placed(entry).day <= day) }))
    .filter(({ log }) => log.length > 0);
  const then = plainly({ ...record, pathways }, endOfDay(day));
  const bornOn = bornOnFor(record);
  return { ...then, child: bornOn === null || day < birthday(bornOn, 18) };
}

/** As the log is read for the register: what bears on it alone, with when it was decided. */
const asRead = (record: PersonRecord): RecordedPerson => ({
  ...record,
  pathways: record.pathways
    .map((pathway) => ({
      ...pathway,
      log: pathway.log.filter(({ fact }) => BEARING_ON_MEMBERSHIP.includes(fact.type)).map((entry) => ({ ...entry, recordedAt: entry.at })),
    }))
    .filter(({ log }) => log.length > 0),
});

const seeds = Array.from({ length: 120 }, (_, index) => index + 1);
const histories = seeds.map((seed) => ({ seed, history: playable(seededHistory(seed, { steps: 60 })) }));

test.each(histories)('random history $seed: what was known at the end of each week is what the core said then', ({ history }) => {
  const days = endsOf(history);
  const { record, said } = live(history, days);
  expect(membershipKnownThen(core, asRead(record), days)).toEqual(said);
});

test.each(histories)('random history $seed: what was true at the end of each week is what the core makes of that alone', ({ history }) => {
  const days = endsOf(history);
  const { record } = live(history, days);
  expect(membershipTrueThen(core, asRead(record), days)).toEqual(days.map((day) => trueOn(record, day)));
});

test('both readings agree on what stands now, and the histories have enough in them', () => {
  const seen = { members: 0, ratings: new Set<unknown>(), left: 0, heardLate: 0, corrected: 0, cameBack: 0 };
  for (const { history } of histories) {
    const days = endsOf(history);
    const { record, said } = live(history, days);
    const read = asRead(record);
    const now = plainly(record, endOfDay(history.until));
    const [trueThen, knownThen] = [membershipTrueThen(core, read, days), membershipKnownThen(core, read, days)];
    expect([trueThen.at(-1), knownThen.at(-1)]).toEqual([now, now]);
    if (said.some(({ onRegister }) => onRegister)) seen.members += 1;
    for (const { rating } of said) seen.ratings.add(rating);
    if (said.some(({ onRegister }, index) => onRegister && said[index + 1]?.onRegister === false)) seen.left += 1;
    if (JSON.stringify(trueThen) !== JSON.stringify(knownThen)) seen.heardLate += 1;
    if (record.pathways.some(({ log }) => log.some(({ fact }) => fact.type === 'corrected'))) seen.corrected += 1;
    if (record.pathways.length > 1) seen.cameBack += 1;
  }
  expect([...seen.ratings].toSorted()).toEqual(['amber', 'blue', 'green', 'red', null].toSorted());
  for (const [what, count] of Object.entries({ ...seen, ratings: 10 })) expect([what, count]).toEqual([what, expect.any(Number)]);
  expect(Object.entries({ ...seen, ratings: 10 }).filter(([, count]) => count < 5)).toEqual([]);
  console.log(seen);
});

test('nobody of whom nothing is known', () => {
  const day = plainDate('2026-10-25');
  const nobody = { bornOn: null, minutes: 0, ruleSet: 'england-2023', playedTo: null, pathways: [] };
  const expected = [{ onRegister: false, rating: null, child: true }];
  expect(membershipTrueThen(core, nobody, [day])).toEqual(expected);
  expect(membershipKnownThen(core, nobody, [day])).toEqual(expected);
});
