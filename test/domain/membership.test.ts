import {
  addDays,
  birthday,
  dayOfWeek,
  endOfDay,
  type Instant,
  londonDate,
  plainDate,
  type PlainDate,
  startOfDay,
} from '../../domain/calendar/dates';
import { emptyRecord, hear, latestPathway, snapshotAt } from '../../domain/pathway/engine';
import {
  BEARING_ON_MEMBERSHIP,
  type Membership,
  membershipsOn,
  type RecordedPerson,
  spellsKnownThen,
  spellsTrueThen,
} from '../../domain/pathway/membership';
import { placed, standing } from '../../domain/pathway/place';
import { bornOnFor } from '../../domain/pathway/present';
import type { CoreContext, PersonRecord } from '../../domain/pathway/types';
import { Dice } from '../../services/practice/dice';
import { coreContext } from '../../services/rules/policies';
import { playable, type Playable } from '../../services/rehearsal/scenario';
import {
  admitted,
  closed,
  consent,
  corrected,
  type Correctable,
  discharged,
  eligible,
  movedAway,
  notEligible,
  rated,
  referred,
  type Said,
  withdrawn,
} from '../support/core/facts';
import { seededHistory } from '../support/core/random/history';

/** Under the adopted rules another rating follows a discharge, so that it matters from when on they hold. */
const core: CoreContext = {
  ...coreContext(),
  ruleSet: (ref) => {
    const rules = coreContext().ruleSet(ref);
    return rules.ref.startsWith('llr') ? { ...rules, ratingAfterDischarge: 'green' } : rules;
  },
};

const knownThen = (record: PersonRecord, days: readonly PlainDate[]): Membership[] =>
  membershipsOn(spellsKnownThen(core, asRead(record)), record.bornOn, days);
const trueThen = (record: PersonRecord, days: readonly PlainDate[]): Membership[] =>
  membershipsOn(spellsTrueThen(core, asRead(record)), bornOnFor(record), days);

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
    .map((pathway) => ({
      ...pathway,
      log: standing(pathway.log).filter((entry) => entry.fact.type !== 'corrected' && placed(entry).day <= day),
    }))
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

/** Histories that are mostly of the register: on it and off it, in and out of hospital, heard late, corrected, ended and come back. */
function ofTheRegister(seed: number): Playable {
  const dice = new Dice(`register ${seed}`);
  const between = (least: number, most: number): number => dice.between(least, most);
  const start = plainDate('2025-08-04');
  const steps: { id: string; at: string; event: Said }[] = [];
  const told = new Map<string, Correctable>();
  let day = start;
  const say = (event: Said, late = 0): void => {
    const id = `e${steps.length + 1}`;
    const heard = addDays(day, late);
    steps.push({ id, at: `${heard}T${dice.pick(['00:00', '09:30', '23:59'])}`, event });
    if (event.type !== 'corrected') told.set(id, event as Correctable);
  };
  say(referred());
  for (const event of [eligible('autism', day), consent('own', ['register', 'meeting'], { on: day, assessedOn: day }), rated('amber', day)])
    say(event);
  for (let step = 0; step < 30; step += 1) {
    day = addDays(day, between(0, 21));
    const late = dice.percent(30) ? between(1, 40) : 0;
    const makers: (() => Said)[] = [
      () => rated(dice.pick(['green', 'amber', 'red'] as const), day),
      () => rated(dice.pick(['green', 'amber', 'red'] as const), day),
      () => admitted(day),
      () => discharged(day),
      () => discharged(day),
      () => withdrawn(['register'], { on: day }),
      () => consent('own', ['register'], { on: day, assessedOn: day }),
      () => consent('own', ['register'], { on: day, assessedOn: day }),
      () => (dice.percent(40) ? notEligible('none', day) : eligible('autism', day)),
      () => eligible('autism', day),
      () => ({ type: 'birth-date-recorded', bornOn: dice.pick(['2007-10-26', '2008-02-29', '1990-01-01']) }),
      () => ({ type: 'rules-adopted', ruleSet: 'llr-2023' }),
      () => (dice.percent(40) ? dice.pick([closed(day), movedAway(day)]) : referred({ on: day })),
      () => referred({ on: day }),
      () => corrected(dice.pick([...told.keys()])),
      () => {
        const [id, event] = dice.pick([...told]);
        return corrected(id, { ...event, on: addDays(day, -between(0, 60)) } as Correctable);
      },
    ];
    say(dice.pick(makers)(), late);
  }
  const bornOn = dice.pick(['2007-10-25', '2008-02-29', '1985-06-01']);
  return playable({ title: '', ruleSet: 'england-2023', person: { bornOn }, steps, until: addDays(day, 60) });
}

const seeds = Array.from({ length: 60 }, (_, index) => index + 1);
const histories = [
  ...seeds.slice(0, 30).map((seed) => ({ seed: `${seed} of everything`, history: playable(seededHistory(seed, { steps: 60 })) })),
  ...seeds.map((seed) => ({ seed: `${seed} of the register`, history: ofTheRegister(seed) })),
];

test.each(histories)('random history $seed: what was known at the end of each week is what the core said then', ({ history }) => {
  const days = endsOf(history);
  const { record, said } = live(history, days);
  expect(knownThen(record, days)).toEqual(said);
});

test.each(histories)('random history $seed: what was true at the end of each week is what the core makes of that alone', ({ history }) => {
  const days = endsOf(history);
  const { record } = live(history, days);
  expect(trueThen(record, days)).toEqual(days.map((day) => trueOn(record, day)));
});

test('both readings agree on what stands now, and the histories have enough in them', () => {
  const seen = { members: 0, ratings: new Set<unknown>(), left: 0, heardLate: 0, corrected: 0, cameBack: 0 };
  for (const { history } of histories) {
    const days = endsOf(history);
    const { record, said } = live(history, days);
    const now = plainly(record, endOfDay(history.until));
    const [asTrue, asKnown] = [trueThen(record, days), knownThen(record, days)];
    expect([asTrue.at(-1), asKnown.at(-1)]).toEqual([now, now]);
    if (said.some(({ onRegister }) => onRegister)) seen.members += 1;
    for (const { rating } of said) seen.ratings.add(rating);
    if (said.some(({ onRegister }, index) => onRegister && said[index + 1]?.onRegister === false)) seen.left += 1;
    if (JSON.stringify(asTrue) !== JSON.stringify(asKnown)) seen.heardLate += 1;
    if (record.pathways.some(({ log }) => log.some(({ fact }) => fact.type === 'corrected'))) seen.corrected += 1;
    if (record.pathways.length > 1) seen.cameBack += 1;
  }
  expect([...seen.ratings].toSorted()).toEqual(['amber', 'blue', 'green', 'red', null].toSorted());
  expect(Object.entries({ ...seen, ratings: 99 }).filter(([, count]) => count < 10)).toEqual([]);
});

test('nobody of whom nothing is known', () => {
  const day = plainDate('2026-10-25');
  const nobody = emptyRecord({ bornOn: null, minutes: 0, ruleSet: 'england-2023' });
  const expected = [{ onRegister: false, rating: null, child: true }];
  expect([trueThen(nobody, [day]), knownThen(nobody, [day])]).toEqual([expected, expected]);
});
