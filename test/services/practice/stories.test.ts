import { type Instant, parseInstant } from '../../../domain/calendar/dates';
import { emptyRecord, hear, play } from '../../../domain/pathway/engine';
import { eventSchema, splitTexts } from '../../../domain/pathway/events';
import { contactsSchema } from '../../../services/people/contacts';
import { parseNhsNumber } from '../../../services/people/nhs-number';
import { parseRegisterId } from '../../../services/people/register-id';
import { planPractice, type PracticePerson } from '../../../services/practice/plan';
import { coreContext } from '../../../services/rules/policies';

const core = coreContext();

/** What the core says of each thing that is heard of somebody and that it does not accept: the way that it came, and why not. */
function refusedOf({ bornOn, minutes, steps }: PracticePerson, ruleSet: string, now: Instant): string[] {
  let record = emptyRecord({ bornOn, minutes, ruleSet });
  return steps.flatMap(({ id, at, event, way }) => {
    expect(eventSchema.safeParse(event).error).toBeUndefined();
    const heardAt = Math.max(at, record.playedTo ?? 0) as Instant;
    expect(heardAt).toBeLessThanOrEqual(now);
    const heard = hear(core, play(core, record, heardAt).record, { id, at: heardAt, facts: [splitTexts(event).fact], batch: false });
    record = heard.record;
    return heard.outcome === 'refused' ? [`${way}: ${heard.refusal.code}`] : [];
  });
}

test.each([
  ['a Friday', '2026-10-02T10:30', 'england-2023'],
  ['a Sunday, as it begins', '2026-10-04T00:00', 'england-2023'],
  ['the hour that summer time skips', '2027-03-28T01:30', 'england-2023'],
  ['a leap day', '2028-02-29T23:59', 'england-2023'],
  ['Christmas', '2026-12-25T12:00', 'england-2023'],
  ['rules without green', '2026-10-02T10:30', 'llr-2023'],
])('every story is legal but for the two that are meant not to be: %s', (_, when, ruleSet) => {
  const now = parseInstant(when);
  const people = planPractice(core, { seed: when, now, ruleSet });
  expect(people).toHaveLength(60);
  expect(people.flatMap((person) => refusedOf(person, ruleSet, now))).toEqual([
    'refused-from-outside: record-as-transfer',
    'waits-from-outside: not-inpatient',
  ]);
});

test('the same seed and instant give the same people, who are nobody', () => {
  const now = parseInstant('2026-10-02T10:30');
  const people = planPractice(core, { seed: 'one', now, ruleSet: 'england-2023' });
  expect(planPractice(core, { seed: 'one', now, ruleSet: 'england-2023' })).toEqual(people);
  expect(planPractice(core, { seed: 'two', now, ruleSet: 'england-2023' })).not.toEqual(people);
  for (const { registerId, name, nhsNumber, contacts } of people) {
    expect(parseRegisterId(registerId)).toBe(registerId);
    expect(name).toMatch(/ (?:Example|Sample|Testley|Madeup|Specimen|Placeholder|Fictional|Pretend|Invented)$/);
    expect(nhsNumber).toMatch(/^999/);
    expect(parseNhsNumber(nhsNumber)).toBe(nhsNumber);
    expect(contactsSchema.parse(contacts)).toEqual(contacts);
    expect(contacts.every(({ email }) => email?.endsWith('@example.org'))).toBe(true);
  }
  const ids = people.flatMap(({ registerId, nhsNumber, name, steps }) => [registerId, nhsNumber, name, ...steps.map(({ id }) => id)]);
  expect(new Set(ids).size).toBe(ids.length);
});
