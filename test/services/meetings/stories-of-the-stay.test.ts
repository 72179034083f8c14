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
