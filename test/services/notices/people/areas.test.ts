import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../../../infra/project-root';
import { area, areaSchema, parseArea } from '../../../../services/rules/areas';
import { contactsSchema, storedContacts } from '../../../../services/people/contacts';
import { coreContext } from '../../../../services/rules/policies';

const textOf = (file: string): string => readFileSync(path.join(projectRoot, file), 'utf8');
const example: Record<string, unknown> = JSON.parse(textOf('policies/areas/example.json'));
const reading = (change: Record<string, unknown>) => () =>
  parseArea(JSON.stringify({ ...example, ...change }), 'policies/areas/made-up.json');

describe('areas', () => {
  test('the example area is read, with a rule set that exists and somebody for every audience of staff', () => {
    const { ruleSet, book, staff, emergency } = area('example');
    expect(coreContext().ruleSet(ruleSet).name).toBe('england-2023');
    expect(emergency.length).toBeGreaterThan(0);
    for (const audience of ['team', 'commissioner', 'manager', 'director', 'on-call'] as const) {
      expect([...book, ...staff].some(({ audiences }) => audiences.includes(audience))).toBe(true);
    }
  });

  test('the example of docs/areas.md is that of policies/areas, and each of its fields is described', () => {
    const page = textOf('docs/areas.md');
    expect(/```json\n(.*?)```/s.exec(page)?.[1]).toBe(textOf('policies/areas/example.json'));
    for (const field of Object.keys(areaSchema.shape)) expect(page).toContain(`\n| \`${field}\` |`);
  });

  test('every address in it is one that cannot exist (RFC 2606)', () => {
    const addresses = JSON.stringify(example).match(/[\w.]+@[\w.]+/g) ?? [];
    expect(addresses.length).toBeGreaterThan(8);
    for (const address of addresses) expect(address).toMatch(/\.example$/);
  });

  test('an area that is not there is named, with those that are', () => {
    expect(() => area('nowhere')).toThrow('unknown area: nowhere; known are example');
  });

  test.each<readonly [string, Record<string, unknown>, string]>([
    [
      'a mail address that is none',
      { book: [{ id: 'x', name: 'X', email: 'nobody', audiences: ['team'] }] },
      'book.0.email: must be a mail address',
    ],
    ['an audience that there is not', { sending: { everyone: true } }, 'sending'],
    [
      'two entries of one id',
      { staff: [1, 2].map(() => ({ id: 'x', name: 'X', email: 'x@x.example', audiences: ['team'] })) },
      'staff: each must have an id of its own',
    ],
    ['no emergency contact', { emergency: [] }, 'emergency: '],
    ['nobody for the team', { book: [], staff: [] }, 'book: somebody must be written to as the team'],
    [
      'prompts for notes that there are not',
      { prompts: { mamm: { education: ['A?'] } } },
      'prompts.mamm: there are no notes of this kind; known are mam, cetr, laep, discharge-planning, cpa, rca, visit',
    ],
    [
      'prompts for a section that there is not',
      { prompts: { visit: { house: ['A?'] } } },
      'prompts.visit.house: there is no section of this code; known are visit',
    ],
    [
      'more prompts than can be read',
      { prompts: { mam: { education: Array(21).fill('A?') } } },
      'prompts.mam.education: must be at most 20',
    ],
    ['a prompt that is too long', { prompts: { mam: { education: ['A'.repeat(301)] } } }, 'prompts.mam.education.0: must have at most 300'],
    ['no prompt where some are said', { prompts: { mam: { education: [] } } }, 'prompts.mam.education: '],
    ...['http://offer.example', 'javascript:alert(1)', 'https://me:secret@offer.example', 'https:offer', 'offer.example', 'ftp://a b'].map(
      (said) =>
        [
          `a Local Offer at ${said}`,
          { localOffer: { reviews: said, checkedOn: '2026-11-02' } },
          'localOffer.reviews: must be a web address that begins with https://, or a sentence',
        ] as const,
    ),
    ['a Local Offer that nobody says when they looked at', { localOffer: { gaps: 'https://offer.example' } }, 'localOffer.checkedOn: '],
    ['a field that nobody knows', { colour: 'red' }, 'Unrecognized key: "colour"'],
  ])('%s is refused, naming file and field', (_, change, message) => {
    expect(reading(change)).toThrow('policies/areas/made-up.json is not an area: ');
    expect(reading(change)).toThrow(message);
  });

  test('a file of an earlier release is taken, without what nothing reads any more', () => {
    const retired = { ratings: ['green', 'amber', 'red', 'blue'], cetrPlacesAWeek: 3 };
    expect(reading(retired)()).toEqual(reading({})());
  });

  test('what an earlier release had of the review of the register counts again, and what it lacks is as at first', () => {
    const { registerReview } = reading({ registerReview: { number: 2, unit: 'weeks' } })();
    expect(registerReview).toEqual({ number: 2, unit: 'weeks', packDays: 7, apart: true, whoComes: [] });
  });

  test('what is no JSON is said so', () => {
    expect(() => parseArea('{', 'policies/areas/x.json')).toThrow('policies/areas/x.json cannot be read as JSON');
  });
});

describe('contacts', () => {
  test('get an id by their place, and ask for nothing that was not said', () => {
    expect(contactsSchema.parse([{ name: 'A', role: 'parent-carer', email: 'a@a.example' }])).toEqual([
      {
        id: 'contact-1',
        name: 'A',
        role: 'parent-carer',
        email: 'a@a.example',
        referred: false,
        chosen: false,
        calendar: false,
        easyRead: false,
      },
    ]);
  });

  test('keep the hour of the day before which nothing goes to them, where it is one', () => {
    const notBefore = (hour: string) => storedContacts([{ name: 'A', role: 'person', notBefore: hour }]).map((one) => one.notBefore);
    expect(notBefore('09:30')).toEqual(['09:30']);
    for (const hour of ['9:30', '24:00', '09:30:00', '']) expect(notBefore(hour)).toEqual([]);
  });

  test('two of one id are refused; what is stored wrongly stops no other', () => {
    expect(contactsSchema.safeParse([1, 2].map(() => ({ id: 'x', name: 'A', role: 'person' }))).success).toBe(false);
    expect(
      storedContacts([
        { name: '', role: 'person' },
        { name: 'B', role: 'person' },
      ]).map(({ name }) => name),
    ).toEqual(['B']);
    expect(storedContacts('nonsense')).toEqual([]);
  });
});
