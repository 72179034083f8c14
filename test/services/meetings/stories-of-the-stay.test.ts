import { plainDate } from '../../../domain/calendar/dates';
import { type ArrangingStage, arrangingStage } from './support/stage';
import { ADMITTED, rated, SCENE } from './support/scene';

/** Stays in hospital, with what is booked around them. What is to come is worked out by hand; 1 October 2026 is a Thursday, the panel sits on Fridays. */

let stage: ArrangingStage;
beforeEach(async () => void (stage = await arrangingStage(SCENE)));
afterEach(() => stage.strike());

const TOLD = ['ana.example: an admission was recorded', 'lee.example: an admission was recorded', 'sam.okafor: an admission was recorded'];
const INVITED = ['lee.example: invitation to a meeting', 'mum: About a meeting', 'panel.office: invitation to a meeting'];

test('home and back within a fortnight, while nobody says what became of what was booked: the new stay has its own review, and the old one books nothing for it', async () => {
  await rated(stage, 'amber');
  expect(await stage.meetings()).toEqual(['mam 2026-10-06 scheduled']);
  expect(await stage.hear('2026-10-05T09:00:00Z', ADMITTED)).toEqual([...TOLD, ...INVITED].toSorted());
  expect(await stage.owed('post-admission-cetr')).toEqual(['2026-10-19']);
  expect(await stage.meetings()).toEqual(['mam 2026-10-06 scheduled', 'post-admission-cetr 2026-10-09 scheduled']);
  // Home on Wednesday. The meeting of Tuesday is not recorded yet: it was before the discharge, and is none after it.
  expect(await stage.hear('2026-10-07T09:00:00Z', { type: 'discharged', destination: 'home' })).toEqual([
    ...['ana.example: a discharge was recorded', 'keyworkers: invitation to a meeting', 'lee.example: a discharge was recorded'],
    ...['mum: About a meeting', 'sam.okafor: a discharge was recorded'],
  ]);
  expect((await stage.meetings()).at(-1)).toBe('mam 2026-10-13 scheduled');
  expect(await stage.tasks()).toEqual(['look-back', 'meeting-out-of-place']);
  expect(await stage.today('2026-10-07T09:01:00Z')).toEqual([
    ...['next-7-days: meeting-outcome', 'next-7-days: meeting-outcome', 'waiting: mam, booked 2026-10-13'],
  ]);
  // Back on the 15th: no community C(E)TR was held, so that the review is due fourteen days from then, and it is booked for the next Friday.
  expect(await stage.hear('2026-10-15T09:00:00Z', ADMITTED)).toEqual(expect.arrayContaining(INVITED));
  expect(await stage.owed('post-admission-cetr')).toEqual(['2026-10-29']);
  expect((await stage.meetings()).at(-1)).toBe('post-admission-cetr 2026-10-16 scheduled');
  expect(await stage.today('2026-10-15T09:01:00Z')).toEqual([
    ...['overdue: meeting-outcome', 'overdue: meeting-outcome', 'act-today: cetr-arrangements', 'act-today: family-contact'],
    ...['act-today: meeting-outcome', 'act-today: panel-papers', 'next-7-days: meeting-outcome'],
  ]);
  // What became of the others is said at last: a meeting in hospital asks for none after it, and one that was called off stays where it was.
  const [first, second, off] = [await stage.idOf('mam'), await stage.idOf('mam', '2026-10-13'), await stage.idOf('post-admission-cetr')];
  const mam = { type: 'meeting-held', kind: 'mam', outcome: 'continue' } as const;
  expect(await stage.hear('2026-10-15T10:00:00Z', { ...mam, meeting: first, on: plainDate('2026-10-06') })).toEqual([]);
  const calledOff = { type: 'meeting-cancelled', meeting: off, on: plainDate('2026-10-08') } as const;
  expect(await stage.hear('2026-10-15T10:01:00Z', calledOff)).toEqual([]);
  expect(await stage.hear('2026-10-15T10:02:00Z', { ...mam, meeting: second, on: plainDate('2026-10-13') })).toEqual([]);
  expect(await stage.allOwed()).toEqual([
    ...['cetr-arrangements 2026-10-15 open', 'consent-renewal 2027-10-01 open', 'family-contact 2026-10-15 open'],
    ...['meeting-outcome 2026-10-18 open', 'oversight-visit 2026-11-26 open', 'panel-papers 2026-10-15 open'],
    'post-admission-cetr 2026-10-29 open',
  ]);
  // Held on Friday: the next one is three months from then, by the age that they have.
  const review = { meeting: await stage.idOf('post-admission-cetr', '2026-10-16'), kind: 'post-admission-cetr', outcome: 'at-5' } as const;
  await stage.hear('2026-10-16T15:00:00Z', { type: 'meeting-held', ...review, quorate: true });
  expect([await stage.owed('inpatient-cetr'), await stage.owed('post-admission-cetr')]).toEqual([['2027-01-16'], []]);
  expect(await stage.places()).toEqual([]);
});

test('a meeting in the night agrees an admission that then does not come about: put right in the morning, and that it was about somebody else at noon', async () => {
  await rated(stage, 'red');
  expect(await stage.meetings()).toEqual(['community-cetr 2026-10-02 scheduled']);
  const laep = { type: 'meeting-held', meeting: 'laep-1', kind: 'laep', outcome: 'admit' } as const;
  expect(await stage.hear('2026-10-01T21:00:00Z', laep, 'night')).toEqual([]);
  expect(await stage.hear('2026-10-01T21:05:00Z', ADMITTED, 'bed')).toEqual(TOLD);
  expect(await stage.tasks()).toEqual(['laep-to-complete', 'look-back', 'meeting-out-of-place']);
  expect([await stage.owed('post-admission-cetr'), await stage.owed('laep-follow-up')]).toEqual([['2026-10-15'], []]);
  // There was no bed. Whoever was told of the admission is told that it is not so; the review of this morning stands, and nobody hears of it anew.
  expect(await stage.hear('2026-10-02T06:30:00Z', { type: 'corrected', event: 'bed', reason: 'There was no bed' })).toEqual([
    ...['ana.example: the rating has changed', 'ana.example: what we wrote to you is not right', 'director: the rating has changed'],
    ...['lee.example: what we wrote to you is not right', 'sam.okafor: the rating has changed'],
    'sam.okafor: what we wrote to you is not right',
  ]);
  expect(await stage.tasks()).toEqual(['laep-to-complete']);
  expect([await stage.owed('post-admission-cetr'), await stage.owed('laep-follow-up')]).toEqual([[], ['2026-10-15']]);
  expect(await stage.meetings()).toEqual(['laep 2026-10-01 held', 'community-cetr 2026-10-02 scheduled']);
  // The meeting in the night was about somebody else too: nobody is asked to complete its notes here.
  await stage.hear('2026-10-02T11:00:00Z', { type: 'corrected', event: 'night', reason: 'It was about somebody else' });
  expect([await stage.tasks(), await stage.owed('laep-follow-up')]).toEqual([[], []]);
  expect(await stage.today('2026-10-02T11:01:00Z')).toContain('waiting: community-cetr, booked 2026-10-02');
});

test('an admission that is heard three days late, before a meeting that was held meanwhile: its dates run from the day that it was, and the next meeting is put before the team', async () => {
  await rated(stage, 'amber');
  const mam = { type: 'meeting-held', kind: 'mam', outcome: 'continue' } as const;
  await stage.hear('2026-10-06T15:00:00Z', { ...mam, meeting: await stage.idOf('mam') });
  expect(await stage.meetings()).toEqual(['mam 2026-10-06 held', 'mam 2026-10-13 scheduled']);
  expect(await stage.hear('2026-10-08T09:00:00Z', { ...ADMITTED, on: plainDate('2026-10-05') })).toEqual([...TOLD, ...INVITED].toSorted());
  expect([await stage.owed('post-admission-cetr'), await stage.owed('oversight-visit'), await stage.owed('mam')]).toEqual([
    ...[['2026-10-19'], ['2026-11-16'], []],
  ]);
  expect(await stage.meetings()).toEqual([
    ...['mam 2026-10-06 held', 'post-admission-cetr 2026-10-09 scheduled', 'mam 2026-10-13 scheduled'],
  ]);
  // Nothing asks for the meeting of the 13th any more, and family and keyworkers would come to the team base in vain.
  expect(await stage.tasks()).toEqual(['look-back', 'meeting-out-of-place']);
  const next = await stage.idOf('mam', '2026-10-13');
  expect(await stage.hear('2026-10-08T10:00:00Z', { type: 'meeting-cancelled', meeting: next })).toEqual([
    ...['keyworkers: a meeting is off', 'mum: About a meeting'],
  ]);
  expect(await stage.tasks()).toEqual(['look-back']);
  const review = { meeting: await stage.idOf('post-admission-cetr'), kind: 'post-admission-cetr', outcome: 'at-6' } as const;
  await stage.hear('2026-10-09T15:00:00Z', { type: 'meeting-held', ...review });
  // Home on Monday, and the meeting after the discharge is on Tuesday: another one than that which was called off for the admission.
  expect(await stage.hear('2026-10-12T09:00:00Z', { type: 'discharged', destination: 'home' })).toEqual([
    ...['ana.example: a discharge was recorded', 'keyworkers: invitation to a meeting', 'lee.example: a discharge was recorded'],
    ...['mum: About a meeting', 'sam.okafor: a discharge was recorded'],
  ]);
  expect((await stage.meetings()).filter((line) => line.startsWith('mam 2026-10-13'))).toHaveLength(2);
  expect([await stage.owed('inpatient-cetr'), await stage.owed('cetr-report')]).toEqual([[], ['2026-10-23']]);
});

test('an 18th birthday between the booking of a review and its day: the parent’s consent ends, only the person’s own goes on, and the clocks after it are an adult’s', async () => {
  await stage.strike();
  const kim = { id: 'kim', name: 'Kim Madeup', role: 'person', email: 'kim@person.example', chosen: true };
  stage = await arrangingStage({ ...SCENE, contacts: [...SCENE.contacts, kim], bornOn: '2008-10-05' });
  const shut = [{ from: plainDate('2026-10-02'), to: plainDate('2026-10-02'), why: 'The room is painted' }];
  await stage.areaHas({ noPlaces: shut, invites: { ...SCENE.area.invites, 'community-cetr': ['panel', 'person', 'mum'] } });
  await stage.hear('2026-10-01T08:00:00Z', { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  const parent = { type: 'consent-given', basis: 'parental-responsibility', assessedOn: plainDate('2026-09-29') } as const;
  await stage.hear('2026-10-01T08:01:00Z', { ...parent, scope: ['register', 'meeting', 'disclosure'] });
  expect(await stage.hear('2026-10-01T08:02:00Z', { type: 'rating-set', rating: 'red', reason: 'x' })).toEqual([
    ...['ana.example: the rating has changed', 'director: the rating has changed', 'kim: About your meeting', 'mum: About a meeting'],
    ...['panel.office: invitation to a meeting', 'sam.okafor: the rating has changed'],
  ]);
  expect(await stage.meetings()).toEqual(['community-cetr 2026-10-09 scheduled']);
  // Monday the 5th, the birthday: consent is to be asked anew before the review, and to the register that day. Nobody outside the team hears of it.
  expect(await stage.later('2026-10-05T09:00:00Z')).toEqual([]);
  expect([await stage.owed('meeting-consent'), await stage.owed('consent-at-18'), await stage.owed('panel-papers')]).toEqual([
    ...[['2026-10-08'], ['2026-10-05'], []],
  ]);
  // While none stands, those invited hear nothing of another hour.
  const moved = { type: 'meeting-scheduled', meeting: await stage.idOf('community-cetr'), kind: 'community-cetr' } as const;
  expect(await stage.hear('2026-10-05T10:00:00Z', { ...moved, on: plainDate('2026-10-09'), time: '10:30' })).toEqual([]);
  expect(await stage.hear('2026-10-06T09:00:00Z', { type: 'consent-given', basis: 'own', scope: ['register', 'meeting'] })).toEqual([
    ...['kim: About your meeting', 'mum: About a meeting', 'panel.office: a meeting has changed'],
  ]);
  expect([await stage.owed('meeting-consent'), await stage.owed('consent-at-18')]).toEqual([[], []]);
  await stage.hear('2026-10-09T15:00:00Z', {
    ...{ type: 'meeting-held', meeting: await stage.idOf('community-cetr'), kind: 'community-cetr', outcome: 'admission-supported' },
  });
  // Admitted on the Monday after: the review stands in; the next is a year from the admission, the visit eight weeks.
  await stage.hear('2026-10-12T10:00:00Z', { ...ADMITTED, planned: true });
  expect([await stage.owed('post-admission-cetr'), await stage.owed('inpatient-cetr'), await stage.owed('oversight-visit')]).toEqual([
    ...[[], ['2027-10-12'], ['2026-12-07']],
  ]);
});

test('Christmas without panels, leave from the ward, and another hospital on a bank holiday: no date moves, and the team is asked for a place until one is booked', async () => {
  await stage.areaHas({ noPlaces: [{ from: plainDate('2026-12-21'), to: plainDate('2027-01-03'), why: 'Nobody sits' }] });
  await rated(stage, 'amber', '2026-12-10');
  const mam = { type: 'meeting-held', kind: 'mam', outcome: 'continue' } as const;
  await stage.hear('2026-12-15T15:00:00Z', { ...mam, meeting: await stage.idOf('mam') });
  // The next Tuesday on which anybody sits.
  expect((await stage.meetings()).at(-1)).toBe('mam 2027-01-05 scheduled');
  await stage.hear('2026-12-17T19:00:00Z', ADMITTED);
  expect(await stage.owed('post-admission-cetr')).toEqual(['2026-12-31']);
  await stage.hear('2026-12-17T19:30:00Z', { type: 'meeting-cancelled', meeting: await stage.idOf('mam', '2027-01-05') });
  // The ward cannot have it on the morning after: there is no other Friday before New Year’s Eve.
  const early = await stage.idOf('post-admission-cetr', '2026-12-18');
  await stage.hear('2026-12-17T20:00:00Z', { type: 'meeting-cancelled', meeting: early });
  expect(await stage.tasks()).toEqual(['look-back', 'no-place']);
  const { rows } = await stage.database.pool.query<{ params: unknown }>(`select params from task where kind = 'no-place'`);
  expect(rows[0]?.params).toMatchObject({ nearest: '2027-01-08 09:30, 2027-01-15 09:30, 2027-01-22 09:30' });
  const before = await stage.allOwed();
  expect(await stage.hear('2026-12-24T10:00:00Z', { type: 'leave-began' })).toEqual([]);
  expect(await stage.allOwed()).toEqual(before);
  await stage.hear('2026-12-28T10:00:00Z', { type: 'leave-ended' });
  const elsewhere = { type: 'transferred', security: 'low', detained: false, newHospital: true } as const;
  expect(await stage.hear('2026-12-28T11:00:00Z', elsewhere)).toEqual([]);
  expect([await stage.owed('post-admission-cetr'), await stage.allOwed()]).toEqual([
    ...[['2026-12-31'], expect.arrayContaining(['transfer-cetr no date open'])],
  ]);
  // The first Monday of the year: the commissioner hears of both, the manager of that which has waited a week. One review does for both.
  expect(await stage.later('2027-01-04T10:00:00Z')).toEqual([
    ...['kim.example: something needs you', 'lee.example: something needs you', 'lee.example: something needs you'],
  ]);
  expect(await stage.tasks()).toEqual(['look-back', 'no-place']);
  const byHand = {
    type: 'meeting-scheduled',
    meeting: 'hand',
    kind: 'inpatient-cetr',
    on: plainDate('2027-01-08'),
    time: '09:30',
  } as const;
  await stage.hear('2027-01-04T11:00:00Z', byHand);
  expect(await stage.tasks()).toEqual(['look-back']);
  await stage.hear('2027-01-08T15:00:00Z', { type: 'meeting-held', meeting: 'hand', kind: 'inpatient-cetr', outcome: 'at-1' });
  expect(await stage.allOwed()).toEqual([
    ...['cetr-feedback 2027-01-15 open', 'cetr-report 2027-01-22 open', 'consent-renewal 2027-12-10 open'],
    ...['inpatient-cetr 2027-04-08 open', 'oversight-visit 2027-01-28 open'],
  ]);
});
