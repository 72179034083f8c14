import { plainDate } from '../../../domain/calendar/dates';
import type { Area } from '../../../services/rules/areas';
import type { Said } from '../../support/core/facts';
import { type ArrangingStage, arrangingStage } from './support/stage';

/**
 * Tom and Alice (policy.md sections 7.2 and 7.1), from the first worry on, in an area that books by itself. Days and readers are worked out by hand;
 * 1 September 2026 is a Tuesday, and meetings are on Tuesdays, three days ahead at least, reviews seven.
 */

const CONTACTS = [
  { id: 'tom', name: 'Tom Example', role: 'person', email: 'tom@person.example', chosen: true },
  { id: 'mum', name: 'Mum Madeup', role: 'parent-carer', email: 'mum@family.example', chosen: true },
  { id: 'sendias', name: 'Sendias Sample', role: 'referrer', email: 'sendias@advice.example' },
];
const MAM = ['team', 'keyworker', 'person', 'chosen-contacts'];
const REVIEW = ['team', 'commissioner', 'panel', 'person', 'chosen-contacts'];
const AREA: Partial<Area> = {
  places: [
    { id: 'tuesday', kinds: ['mam'], weekday: 'tuesday', time: '10:00', until: '11:30', where: 'Team base', seats: 1 },
    {
      ...{ id: 'panel', kinds: ['community-cetr', 'post-admission-cetr', 'inpatient-cetr'], weekday: 'tuesday' },
      ...{ time: '13:00', until: '16:00', where: 'Panel room', seats: 1 },
    },
  ],
  noticeDays: { mam: 3, 'community-cetr': 7, 'post-admission-cetr': 7 },
  invites: {
    mam: MAM,
    'community-cetr': REVIEW,
    'post-admission-cetr': REVIEW,
  },
};
const TEAM = ['ana.example', 'sam.okafor'];
const PANEL = [...TEAM, 'lee.example', 'panel.office'];

let stage: ArrangingStage;
const begin = async (contacts: typeof CONTACTS, bornOn: string): Promise<ArrangingStage> =>
  (stage = await arrangingStage({ area: AREA, contacts, bornOn, from: '2026-08-31T08:00:00Z' }));
afterEach(() => stage.strike());

/** `who: subject` for each of these. */
const each = (who: readonly string[], subject: string): string[] => who.map((one) => `${one}: ${subject}`);
const told = (professionals: readonly string[], subject: string, ofPerson: string, ofFamily: string): string[] =>
  [...each(professionals, subject), `tom: ${ofPerson}`, `mum: ${ofFamily}`].toSorted();

test('Tom, from the first worry to leaving the pathway: each event is told to whom it concerns, once, and each meeting has its day', async () => {
  const { hear, later, meetings, idOf, tasks, owed } = await begin(CONTACTS, '2011-03-02');
  expect(await hear('2026-09-01T09:00:00Z', { type: 'referral-received', source: 'professional', suggestedRating: 'amber' })).toEqual([
    ...each(TEAM, 'a new referral to read'),
    'sendias: we have your referral',
  ]);
  expect(await hear('2026-09-01T10:00:00Z', { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' })).toEqual([]);
  const asked: Said = {
    type: 'consent-given',
    basis: 'gillick',
    scope: ['register', 'meeting', 'disclosure'],
    assessedOn: plainDate('2026-09-01'),
  };
  expect(await hear('2026-09-01T11:00:00Z', asked)).toEqual([]);

  const invited = told([...TEAM, 'keyworkers'], 'invitation to a meeting', 'About your meeting', 'About a meeting');
  expect(await hear('2026-09-02T09:00:00Z', { type: 'rating-set', rating: 'amber', reason: 'x' })).toEqual(
    [...each(TEAM, 'the rating has changed'), ...invited].toSorted(),
  );
  expect(await meetings()).toEqual(['mam 2026-09-08 scheduled']);
  expect(
    await hear('2026-09-08T11:00:00Z', { type: 'meeting-held', meeting: await idOf('mam'), kind: 'mam', outcome: 'continue' }),
  ).toEqual(invited);
  expect(await meetings()).toEqual(['mam 2026-09-08 held', 'mam 2026-09-15 scheduled']);

  // Three weeks on: it is put off by hand to the 29th, and there it is escalated.
  const second = await idOf('mam', '2026-09-15');
  const putOff = { type: 'meeting-scheduled', meeting: second, kind: 'mam', on: plainDate('2026-09-29'), time: '10:00' } as const;
  expect(await hear('2026-09-14T09:00:00Z', { ...putOff, invited: MAM })).toEqual(
    told([...TEAM, 'keyworkers'], 'a meeting has changed', 'About your meeting', 'About a meeting'),
  );
  expect(await hear('2026-09-29T11:00:00Z', { type: 'meeting-held', meeting: second, kind: 'mam', outcome: 'escalate' })).toEqual(
    told(PANEL, 'invitation to a meeting', 'About your meeting', 'About a meeting'),
  );
  expect(await hear('2026-09-29T11:01:00Z', { type: 'rating-set', rating: 'red', reason: 'x' })).toEqual([
    'ana.example: the rating has changed',
    'director: the rating has changed',
    'sam.okafor: the rating has changed',
  ]);
  expect((await meetings()).at(-1)).toBe('community-cetr 2026-10-06 scheduled');

  // The night of 1 October.
  expect(await hear('2026-10-01T21:00:00Z', { type: 'meeting-held', meeting: 'laep-1', kind: 'laep', outcome: 'admit' })).toEqual([]);
  const admitted = { type: 'admitted', security: 'low', detained: false, planned: false, withoutReview: 'emergency' } as const;
  expect(await hear('2026-10-01T21:01:00Z', admitted)).toEqual(
    each(['ana.example', 'lee.example', 'sam.okafor'], 'an admission was recorded'),
  );
  expect(await tasks()).toEqual(['laep-to-complete', 'look-back', 'meeting-out-of-place']);
  expect(await owed('post-admission-cetr')).toEqual(['2026-10-15']);
  expect(await owed('oversight-visit')).toEqual(['2026-11-12']);

  // In the morning the team calls the review in the community off; the one in hospital is on the Tuesday before its date.
  expect(await hear('2026-10-02T08:00:00Z', { type: 'meeting-cancelled', meeting: await idOf('community-cetr') })).toEqual(
    [
      ...told(PANEL, 'a meeting is off', 'About your meeting', 'About a meeting'),
      ...told(PANEL, 'invitation to a meeting', 'About your meeting', 'About a meeting'),
    ].toSorted(),
  );
  expect((await meetings()).at(-1)).toBe('post-admission-cetr 2026-10-13 scheduled');
  const review = await idOf('post-admission-cetr');
  expect(
    await hear('2026-10-13T15:00:00Z', {
      type: 'meeting-held',
      meeting: review,
      kind: 'post-admission-cetr',
      outcome: 'at-2',
      quorate: true,
    }),
  ).toEqual(['tom: About your meeting']);
  expect(await owed('cetr-report')).toEqual(['2026-10-27']);
  expect(await owed('cetr-feedback')).toEqual(['2026-10-20']);
  expect(await owed('inpatient-cetr')).toEqual(['2027-01-13']);
  expect(await hear('2026-10-16T09:00:00Z', { type: 'feedback-taken', meeting: review })).toEqual([]);
  expect(await hear('2026-10-26T09:00:00Z', { type: 'report-sent', meeting: review })).toEqual(
    told(PANEL, 'the report is there', 'About your meeting', 'About a meeting'),
  );
  expect(await hear('2026-11-10T15:00:00Z', { type: 'visit-held', purpose: 'oversight', onSite: true, seen: true })).toEqual([]);
  expect(await owed('oversight-visit')).toEqual(['2026-12-22']);

  // Home: amber at once, a meeting after it, and no new referral.
  expect(await hear('2026-12-01T10:00:00Z', { type: 'discharged', destination: 'home' })).toEqual(
    [...each([...TEAM, 'lee.example'], 'a discharge was recorded'), ...invited].toSorted(),
  );
  expect((await meetings()).at(-1)).toBe('mam 2026-12-08 scheduled');
  const last = { type: 'meeting-held', meeting: await idOf('mam', '2026-12-08'), kind: 'mam', outcome: 'stand-down' } as const;
  expect(await hear('2026-12-08T11:00:00Z', last)).toEqual([]);
  expect(await hear('2026-12-08T11:05:00Z', { type: 'pathway-closed', reason: 'Well again' })).toEqual(each(TEAM, 'the pathway has ended'));
  expect(await later('2027-03-01T09:00:00Z')).toEqual([]);
});

test('Alice, admitted before anybody knew: with the diagnosis the review is due, and whoever is not of the team hears of it once she has consented', async () => {
  const contacts = [
    { id: 'alice', name: 'Alice Sample', role: 'person', email: 'alice@person.example', chosen: true },
    { id: 'dad', name: 'Dad Madeup', role: 'parent-carer', email: 'dad@family.example', chosen: true },
    { id: 'school', name: 'School Specimen', role: 'referrer', email: 'senco@school.example' },
  ];
  const { hear, meetings, idOf, tasks, owed } = await begin(contacts, '2012-05-05');
  await hear('2026-09-01T09:00:00Z', { type: 'referral-received', source: 'professional' });
  const watch = { type: 'eligibility-decided', outcome: 'watch', diagnosis: 'none', reviewOn: plainDate('2026-10-30') } as const;
  expect(await hear('2026-09-03T09:00:00Z', watch)).toEqual([
    'alice: About help for you',
    'dad: About your request',
    'senco: outcome of your referral',
  ]);
  expect(await owed('watch-review')).toEqual(['2026-10-30']);

  // An eating disorder unit: nothing of ours runs, and the team knows where she is.
  const admitted = { type: 'admitted', security: 'non-secure', detained: false, planned: false } as const;
  expect(await hear('2026-09-20T18:00:00Z', admitted)).toEqual(
    each(['ana.example', 'lee.example', 'sam.okafor'], 'an admission was recorded'),
  );
  expect([await owed('post-admission-cetr'), await owed('oversight-visit'), await tasks(), await meetings()]).toEqual([[], [], [], []]);

  // Diagnosed in the stay: fourteen days from then, by her age at the admission. Only the team and the commissioner are written to.
  expect(await hear('2026-10-05T09:00:00Z', { type: 'diagnosis-confirmed', diagnosis: 'autism' })).toEqual(
    each(['ana.example', 'lee.example', 'sam.okafor'], 'invitation to a meeting'),
  );
  expect(await owed('post-admission-cetr')).toEqual(['2026-10-19']);
  expect(await meetings()).toEqual(['post-admission-cetr 2026-10-13 scheduled']);
  expect(await hear('2026-10-05T10:00:00Z', { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' })).toEqual([]);
  const consent: Said = { type: 'consent-given', basis: 'gillick', scope: ['register', 'meeting'] };
  expect(await hear('2026-10-06T09:00:00Z', consent)).toEqual([
    'alice: About your meeting',
    'dad: About a meeting',
    'panel.office: invitation to a meeting',
  ]);
  const review = await idOf('post-admission-cetr');
  await hear('2026-10-13T15:00:00Z', {
    type: 'meeting-held',
    meeting: review,
    kind: 'post-admission-cetr',
    outcome: 'at-5',
    quorate: true,
  });
  expect(await owed('inpatient-cetr')).toEqual(['2027-01-13']);
  expect(await owed('oversight-visit')).toEqual(['2026-11-16']);
  await hear('2026-10-16T09:00:00Z', { type: 'feedback-taken', meeting: review, declined: true });
  await hear('2026-10-23T09:00:00Z', { type: 'report-sent', meeting: review });
  expect(await hear('2026-11-13T15:00:00Z', { type: 'visit-held', purpose: 'oversight', onSite: true, seen: true })).toEqual([]);

  // Home: amber, the same pathway, a meeting within a week; everybody who takes part is asked once.
  expect(await hear('2026-11-20T10:00:00Z', { type: 'discharged', destination: 'home' })).toEqual(
    [
      ...each(['ana.example', 'lee.example', 'sam.okafor'], 'a discharge was recorded'),
      ...each([...TEAM, 'keyworkers'], 'invitation to a meeting'),
      'alice: About your meeting',
      'dad: About a meeting',
    ].toSorted(),
  );
  expect((await meetings()).at(-1)).toBe('mam 2026-11-24 scheduled');
  expect([await owed('inpatient-cetr'), await owed('oversight-visit')]).toEqual([[], []]);
});
