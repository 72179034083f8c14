import fc from 'fast-check';
import { type MightCome, notInvited, type OnRecord, whoComes } from '../../domain/meetings/who-comes';
import { CONTACT_ROLES, type Contact, type ContactRole, isFamily } from '../../domain/notices/recipients';
import { MEETING_KINDS } from '../../domain/pathway/events';

const contact = (id: string, role: ContactRole, more: Partial<Contact> = {}): Contact => ({
  ...{ id, role, name: `${id} Madeup`, referred: false, chosen: false, calendar: false, easyRead: false },
  ...more,
});
const NOTHING = { lead: '', keyworker: '', advocate: '', knownTo: [], sendias: '', education: '', ehcPlan: '' };
const SELF = { id: 'person', why: ['themself'], belongs: true } as const;
const record = (more: Partial<OnRecord> = {}): OnRecord => ({
  ...{ kind: 'mam', age: 'adult', rating: 'amber', stay: null, segregated: false, contacts: [], familyContact: null },
  ...{ meetingsRefused: false, bases: ['own'], owners: [], book: [], last: null, referred: NOTHING },
  ...more,
});
const whyOf = (people: readonly MightCome[], id: string): MightCome | undefined => people.find((one) => one.id === id);

test('the person, whom they chose, their keyworker and who took something on belong to a meeting; others are offered, each with why', () => {
  const contacts = [
    contact('self', 'person'),
    contact('mum', 'parent-carer', { chosen: true }),
    contact('uncle', 'parent-carer'),
    contact('kw', 'keyworker'),
    contact('gp', 'professional'),
    contact('nurse', 'professional'),
    contact('neighbour', 'referrer'),
  ];
  const { people } = whoComes(record({ contacts, owners: ['nurse', 'sam-okafor', 'office', 'nurse'], book: ['office'] }));
  expect(people).toEqual([
    SELF,
    { id: 'chosen-contacts', why: ['chosen'], belongs: true },
    { id: 'keyworker', why: ['keyworker'], belongs: true },
    { id: 'nurse', why: ['works-with-them', 'action'], belongs: true },
    { id: 'team', why: ['action'], belongs: true },
    { id: 'office', why: ['action'], belongs: true },
    { id: 'gp', why: ['works-with-them'], belongs: false },
  ]);
  // Before the kind is chosen nobody belongs to it for certain.
  expect(whoComes(record({ kind: null, contacts })).people.some(({ belongs }) => belongs)).toBe(false);
});

test('the ward, the panel and the commissioner belong to a review in hospital; the ward is a provider otherwise', () => {
  const contacts = [contact('unit', 'provider')];
  const { people } = whoComes(record({ kind: 'inpatient-cetr', stay: { detained: true }, segregated: true, contacts }));
  expect(people).toEqual([
    SELF,
    { id: 'provider', why: ['ward'], belongs: true },
    { id: 'panel', why: ['panel'], belongs: true },
    { id: 'commissioner', why: ['commissions', 'segregated'], belongs: true },
  ]);
  expect(whoComes(record({ contacts })).people).toEqual([SELF, { id: 'provider', why: ['provider'], belongs: false }]);
  expect(whoComes(record({ rating: 'red' })).people).toEqual([SELF, { id: 'commissioner', why: ['red'], belongs: false }]);
});

test('school, special needs, social care and SENDIAS by what the referral says and what stands with a name', () => {
  const referred = {
    ...NOTHING,
    education: 'special',
    ehcPlan: 'plan',
    knownTo: ['childrens-social-care'],
    sendias: 'involved',
    lead: 'ms  specimen, example academy',
  };
  const contacts = [
    contact('school', 'professional', { name: 'Ms Specimen, Example Academy' }),
    contact('worker', 'professional', { name: 'Mx Placeholder, social worker' }),
  ];
  const child = record({ kind: 'community-cetr', age: 'under-18', contacts, referred });
  const { people, missing } = whoComes(child);
  expect(whyOf(people, 'school')).toEqual({ id: 'school', why: ['lead', 'school'], belongs: true });
  expect(whyOf(people, 'worker')?.why).toEqual(['social-care']);
  expect(missing).toEqual(['person', 'family', 'advocate', 'sen', 'sendias-involved']);
  // An adult without a plan: education has no part in it.
  const adult = whoComes({ ...child, age: 'adult', referred: { ...referred, ehcPlan: 'no', sendias: 'no' } });
  expect(whyOf(adult.people, 'school')?.why).toEqual(['lead']);
  expect(adult.missing).toEqual(['person', 'advocate']);
});

test('who is not on record: an advocate above all where they are detained, the ward, and whom the referral names', () => {
  expect(whoComes(record({ stay: { detained: true } })).missing).toEqual(['person', 'advocate-detained', 'ward']);
  expect(
    whoComes(record({ stay: { detained: false }, referred: { ...NOTHING, advocate: 'A', keyworker: 'K', lead: 'L' } })).missing,
  ).toEqual([...['person', 'advocate-named', 'ward', 'keyworker-named', 'lead-named']]);
  const told = { ...NOTHING, sendias: 'told' };
  expect(whoComes(record({ age: 'under-18', familyContact: 'no', referred: told })).missing).toEqual(['person', 'advocate']);
  expect(whoComes(record({ age: 'under-18' })).missing).toContain('sendias');
  expect(whoComes(record({ kind: 'rca' })).missing).toEqual([]);
});

test('who was at the last meeting, or was invited to it; who did not come is not said to have been there', () => {
  const contacts = [contact('a', 'professional'), contact('b', 'professional'), contact('c', 'professional')];
  const who = [
    { name: 'A  madeup', came: 'video' },
    { name: 'b Madeup', came: 'did-not-come' },
  ] as const;
  const { people } = whoComes(record({ contacts, last: { invited: ['a', 'b', 'team', 'gone'], who } }));
  expect(people.map(({ id, why }) => [id, why.at(-1)])).toEqual([
    ['person', 'themself'],
    ['a', 'came'],
    ['b', 'invited-last'],
    ['c', 'works-with-them'],
    ['team', 'invited-last'],
  ]);
});

test('a parent who was not chosen is offered where somebody else decides, and otherwise not', () => {
  const contacts = [contact('dad', 'parent-carer')];
  expect(whoComes(record({ contacts, bases: ['parental-responsibility'] })).people).toEqual([
    SELF,
    { id: 'dad', why: ['cares'], belongs: false },
  ]);
  expect(whoComes(record({ contacts })).people).toEqual([SELF]);
});

test('who must not know is never thought of, nor the family against the wish of the person, nor anybody but the team and the commissioner where meetings were refused', () => {
  const someone = fc.record({
    ...{ id: fc.constantFrom('a', 'b', 'c', 'd'), role: fc.constantFrom(...CONTACT_ROLES) },
    ...{ chosen: fc.boolean(), mustNotKnow: fc.boolean() },
  });
  fc.assert(
    fc.property(
      fc.uniqueArray(someone, { selector: ({ id }) => id }),
      fc.constantFrom(null, ...MEETING_KINDS),
      fc.constantFrom('yes', 'no', null),
      fc.boolean(),
      (around, kind, familyContact, meetingsRefused) => {
        const contacts = around.map(({ id, role, ...more }) => contact(id, role, more));
        const last = { invited: ['a', 'b', 'c', 'chosen-contacts'], who: contacts.map(({ name }) => ({ name, came: 'video' as const })) };
        const { people } = whoComes(
          record({ kind, contacts, familyContact, meetingsRefused, last, owners: ['a', 'b', 'c', 'd'], bases: ['best-interests'] }),
        );
        const ids = people.map(({ id }) => id);
        for (const { id, role, mustNotKnow } of contacts) {
          if (mustNotKnow === true || (familyContact === 'no' && isFamily(role) && role !== 'person')) expect(ids).not.toContain(id);
        }
        if (familyContact === 'no') expect(ids).not.toContain('chosen-contacts');
        if (meetingsRefused) expect(ids.filter((id) => id !== 'team' && id !== 'commissioner')).toEqual([]);
        if (!contacts.some(({ role, mustNotKnow }) => role === 'provider' && mustNotKnow !== true)) expect(ids).not.toContain('provider');
      },
    ),
  );
});

test('who is invited, with all of their kind or by themselves, is not missing', () => {
  const contacts = [
    contact('mum', 'parent-carer', { chosen: true }),
    contact('dad', 'parent-carer', { chosen: true }),
    contact('gp', 'professional'),
  ];
  const who = whoComes(record({ contacts }));
  const missing = (...invited: readonly string[]) => notInvited(who, invited, contacts).map(({ id }) => id);
  expect(missing('person', 'chosen-contacts')).toEqual(['gp']);
  expect(missing('person', 'mum', 'dad', 'gp')).toEqual([]);
  expect(missing('person', 'mum', 'gp')).toEqual(['chosen-contacts']);
});
