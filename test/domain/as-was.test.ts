import { addDays, endOfDay, londonDate, plainDate, type PlainDate, startOfDay } from '../../domain/calendar/dates';
import { pathwayThen } from '../../domain/pathway/as-was';
import { emptyRecord, hear, snapshotAt } from '../../domain/pathway/engine';
import { membershipsOn, type RecordedPerson, spellsTrueThen } from '../../domain/pathway/membership';
import { bornOnFor, isTakenBack, latestPathway } from '../../domain/pathway/present';
import type { PersonRecord, Snapshot } from '../../domain/pathway/types';
import { coreContext } from '../../services/rules/policies';
import { playable, type Playable } from '../../services/rehearsal/scenario';
import { seededHistory } from '../support/core/random/history';

const core = coreContext();

/** What the core said of the latest pathway at the end of each tenth day, as it was heard; null: nothing stood of it. */
function live({ steps, bornOn, ruleSet, until }: Playable): { record: PersonRecord; said: Map<PlainDate, Snapshot | null> } {
  let record = emptyRecord({ bornOn, minutes: 0, ruleSet });
  const said = new Map<PlainDate, Snapshot | null>();
  const left = [...steps];
  const first = londonDate(left[0]?.at ?? startOfDay(until));
  for (let day = addDays(first, -10); day <= until; day = addDays(day, 10)) {
    while (left[0] && left[0].at <= endOfDay(day)) {
      const step = left.shift();
      if (step) record = hear(core, record, { id: step.id, at: step.at, facts: [step.fact], batch: false }).record;
    }
    const latest = latestPathway(record);
    said.set(day, latest && !isTakenBack(latest) ? snapshotAt(core, record, endOfDay(day)) : null);
  }
  return { record, said };
}

const asRead = (record: PersonRecord): RecordedPerson => ({
  ...record,
  pathways: record.pathways.map((pathway) => ({ ...pathway, log: pathway.log.map((entry) => ({ ...entry, recordedAt: entry.at })) })),
});

const histories = Array.from({ length: 40 }, (_, index) => ({
  seed: index + 1,
  history: playable(seededHistory(index + 1, { steps: 50 })),
}));

test.each(histories)(
  'random history $seed: as it was known at the end of a day is what the core said then, deadlines and all',
  ({ history }) => {
    const { record, said } = live(history);
    for (const [day, snapshot] of said) {
      const then = pathwayThen(core, asRead(record), day, startOfDay(addDays(day, 1)));
      expect({ day, snapshot: then?.snapshot ?? null }).toEqual({ day, snapshot });
    }
  },
);

test.each(histories)('random history $seed: as it was is what the register of the day says, and now it is the present', ({ history }) => {
  const { record, said } = live(history);
  const read = asRead(record);
  const days = [...said.keys()];
  const expected = membershipsOn(spellsTrueThen(core, read), bornOnFor(record), days);
  for (const [index, day] of days.entries()) {
    const { onRegister = false, rating = null } = pathwayThen(core, read, day, null)?.snapshot ?? {};
    const { child: _, ...membership } = expected[index] ?? { child: true };
    expect({ day, onRegister, rating: onRegister ? rating : null }).toEqual({ day, ...membership });
  }
  const [last] = days.slice(-1);
  if (last) expect(pathwayThen(core, read, last, null)?.snapshot ?? null).toEqual(said.get(last));
});

test('the histories have enough in them, and nobody is nobody', () => {
  const logs = histories.flatMap(({ history }) => live(history).record.pathways.map(({ log }) => log));
  expect(logs.filter((log) => log.some(({ fact }) => fact.type === 'corrected')).length).toBeGreaterThan(10);
  expect(logs.filter((log) => log.some(({ at, fact }) => fact.on !== undefined && fact.on < londonDate(at))).length).toBeGreaterThan(10);
  const nobody = { bornOn: null, minutes: 0, ruleSet: 'england-2023', playedTo: null, pathways: [] };
  expect(pathwayThen(core, nobody, plainDate('2026-10-25'), null)).toBeNull();
});
