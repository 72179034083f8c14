import { plainDate } from '../../domain/calendar/dates';
import { eventSchema, isCetr } from '../../domain/pathway/events';
import { answerOf } from '../../proving/year/answers';
import { settings } from '../../proving/year/areas';
import { livesOf } from '../../proving/year/lives';
import { parseRegisterId } from '../../services/people/register-id';
import { Dice } from '../../services/practice/dice';

const FIRST = plainDate('2026-01-05');
const lives = livesOf(new Dice('1'), 500, FIRST, 365);

test('the same seed makes the same people and lives, another one others', () => {
  expect(livesOf(new Dice('1'), 500, FIRST, 365)).toEqual(lives);
  expect(livesOf(new Dice('2'), 500, FIRST, 365)).not.toEqual(lives);
});

test('everybody is somebody else, plainly made up', () => {
  expect(new Set(lives.map(({ registerId }) => parseRegisterId(registerId))).size).toBe(500);
  expect(new Set(lives.map(({ nhsNumber }) => nhsNumber)).size).toBe(500);
  expect(lives.filter(({ nhsNumber, name }) => nhsNumber.startsWith('999') && name.startsWith('Test Person '))).toHaveLength(500);
});

test('of a hundred people each story is lived as often as it is said', () => {
  const counts = Object.fromEntries([...new Set(lives.map(({ story }) => story))].map((one) => [one, 0]));
  for (const { story } of lives) counts[story] = (counts[story] ?? 0) + 1;
  expect(counts).toEqual({
    ...{ quiet: 325, amber: 50, red: 5, 'asks for a review': 5, 'urgent meeting': 5 },
    ...{ admitted: 15, 'in hospital': 10, referred: 85 },
  });
});

test('all that happens are events in order of the days of the year, with nothing after somebody has left', () => {
  for (const { happenings } of lives) {
    const days = happenings.map(({ day }) => day);
    expect(days).toEqual(days.toSorted((a, b) => a - b));
    expect(days.every((day) => day >= 0 && day < 365)).toBe(true);
    const events = happenings.flatMap((one) => one.events);
    for (const event of events) expect(eventSchema.safeParse(event)).toMatchObject({ success: true });
    const end = events.findIndex(({ type }) => type === 'person-died' || type === 'moved-away' || type === 'pathway-closed');
    expect([-1, events.length - 1]).toContain(end);
  }
  const ends = lives.map(({ happenings }) => happenings.at(-1)?.events.at(-1)?.type);
  for (const one of ['person-died', 'moved-away', 'pathway-closed'] as const) expect(ends).toContain(one);
});

test('what becomes of a meeting hangs on the person, the kind and the number alone', () => {
  const [life] = lives;
  if (!life) throw new Error('nobody lives');
  for (const kind of ['mam', 'community-cetr', 'post-admission-cetr'] as const)
    for (let nth = 1; nth <= 50; nth += 1) {
      const answer = answerOf(life, { meeting: 'x', kind, nth, inpatient: false });
      expect(answerOf(life, { meeting: 'x', kind, nth, inpatient: false })).toEqual(answer);
      const types = answer.events.map(({ type }) => type);
      if (types[0] === 'meeting-cancelled') expect(types).toHaveLength(1);
      else expect([types[0], types.includes('report-sent')]).toEqual(['meeting-held', isCetr(kind)]);
    }
});

test('the areas: as the file has it, with a third of its places, and with a date for each meeting', () => {
  const seats = settings().map(({ area }) => area.places?.map(({ id, seats: all }) => `${id} ${all}`));
  const whole = ['mam-tuesday 2', 'mam-thursday 2', 'panel-wednesday 2'];
  expect(seats).toEqual([whole, ['mam-tuesday 1', 'panel-wednesday 1'], whole]);
  const rules = settings().map(({ core, ruleSet }) => core.ruleSet(ruleSet));
  const days = rules.map((one) =>
    (['mam', 'community-cetr'] as const).map((kind) => one.rules.get(kind)?.intervals?.['default']?.number ?? null),
  );
  expect(days).toEqual([
    [null, null],
    [null, null],
    [14, 14],
  ]);
  // They lay no rating aside: else nobody could stand down.
  expect(rules.map(({ ratings }) => ratings.includes('green'))).toEqual([true, true, true]);
});
