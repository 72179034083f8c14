import { plainDate } from '../../../domain/calendar/dates';
import { type Area, areaOfFile } from '../../../services/rules/areas';
import type { Said } from '../../support/core/facts';
import { type ArrangingStage, arrangingStage } from './support/stage';
import { INVITES, PANEL, rated, SCENE, TUESDAY } from './support/scene';

/** What happens on the day of a meeting, or just before it. What is to come is worked out by hand; 1 October 2026 is a Thursday, the panel sits on Fridays. */

let stage: ArrangingStage;
beforeEach(async () => void (stage = await arrangingStage(SCENE)));
afterEach(() => stage.strike());

const CHAIR = { id: 'chair', name: 'Chair Madeup', email: 'panel.chair@examplevalley.example', audiences: ['panel' as const] };
const WITH_CHAIR: Partial<Area> = {
  ...{ book: [...areaOfFile('example').book, CHAIR], places: [TUESDAY, { ...PANEL, sits: ['chair'] }] },
  invites: { ...INVITES, 'community-cetr': ['commissioner', 'mum'] },
};
const ill = (from: string, to = from) => [{ from: plainDate(from), to: plainDate(to), why: 'Ill', who: 'chair' }];

test('the chair of a panel is ill on the morning: the review is called off by hand, another Friday is found, and nobody is asked again to the hour that is off', async () => {
  await stage.areaHas(WITH_CHAIR);
  expect(await rated(stage, 'red')).toEqual([
    ...['ana.example: the rating has changed', 'director: the rating has changed', 'lee.example: invitation to a meeting'],
    ...['mum: About a meeting', 'panel.chair: invitation to a meeting', 'sam.okafor: the rating has changed'],
  ]);
  expect(await stage.meetings()).toEqual(['community-cetr 2026-10-02 scheduled']);
  // Seven in the morning in London: the telephone rings. Whoever takes the call knows nothing of the area's settings, and cancels the meeting.
  expect(await stage.hear('2026-10-02T06:00:00Z', { type: 'meeting-cancelled', meeting: await stage.idOf('community-cetr') })).toEqual([
    ...['lee.example: a meeting is off', 'lee.example: invitation to a meeting', 'mum: About a meeting', 'mum: About a meeting'],
    ...['panel.chair: a meeting is off', 'panel.chair: invitation to a meeting'],
  ]);
  expect(await stage.meetings()).toEqual(['community-cetr 2026-10-02 cancelled', 'community-cetr 2026-10-09 scheduled']);
  expect(await stage.places()).toEqual(['community-cetr 2026-10-09']);
  expect(await stage.today('2026-10-02T08:00:00Z')).toContain('waiting: community-cetr, booked 2026-10-09');
  // The chair is ill next week too, which the team says in the settings: moved once more, as the same meeting, and told once.
  stage.setNow('2026-10-05T09:00:00Z');
  await stage.areaHas({ ...WITH_CHAIR, noPlaces: ill('2026-10-05', '2026-10-09') });
  expect(await stage.later('2026-10-05T09:01:00Z')).toEqual([
    ...['lee.example: a meeting has changed', 'mum: About a meeting', 'panel.chair: a meeting has changed'],
  ]);
  expect(await stage.meetings()).toEqual(['community-cetr 2026-10-02 cancelled', 'community-cetr 2026-10-16 scheduled']);
  // Held by those who were there, without its chair: it counts, and is recorded as not compliant.
  const review = await stage.idOf('community-cetr', '2026-10-16');
  const held = { type: 'meeting-held', meeting: review, kind: 'community-cetr', outcome: 'stay-in-community', quorate: false } as const;
  expect(await stage.hear('2026-10-16T15:00:00Z', held)).toEqual([]);
  expect(await stage.tasks()).toEqual([]);
  expect(await stage.owed('community-cetr')).toEqual([]);
  expect([await stage.owed('cetr-report'), await stage.owed('cetr-feedback')]).toEqual([['2026-10-30'], ['2026-10-23']]);
  expect(await stage.places()).toEqual([]);
});

test('that the chair is away is said after the panel sat down: what may have been held is not moved from under those who sit there', async () => {
  await stage.areaHas(WITH_CHAIR);
  await rated(stage, 'red');
  // It began at half past nine in London, half past eight in universal time.
  stage.setNow('2026-10-02T10:00:00Z');
  await stage.areaHas({ ...WITH_CHAIR, noPlaces: ill('2026-10-02', '2026-10-09') });
  expect(await stage.later('2026-10-02T10:01:00Z')).toEqual([]);
  expect(await stage.meetings()).toEqual(['community-cetr 2026-10-02 scheduled']);
  expect(await stage.tasks()).toEqual([]);
  // What became of it is asked by the day after tomorrow, as of every meeting.
  expect(await stage.owed('meeting-outcome')).toEqual(['2026-10-04']);
  expect(await stage.today('2026-10-02T10:02:00Z')).toContain('act-today: meeting-outcome');
  // It was said in time, and the service was away until noon: a person is told, and nobody else.
  stage.another();
  await rated(stage, 'red', '2026-10-08');
  expect(await stage.meetings()).toEqual(['community-cetr 2026-10-16 scheduled']);
  stage.setNow('2026-10-16T06:00:00Z');
  await stage.areaHas({ ...WITH_CHAIR, noPlaces: ill('2026-10-16') });
  expect(await stage.later('2026-10-16T11:00:00Z')).toEqual([]);
  expect(await stage.meetings()).toEqual(['community-cetr 2026-10-16 scheduled']);
  expect(await stage.tasks()).toEqual(['place-gone']);
});

test('a review that staff booked themselves at the panel’s place, of which the chair is ill: it is put before them, and they move it', async () => {
  await stage.areaHas({ ...WITH_CHAIR, arranging: 'propose' });
  expect(await rated(stage, 'red')).toEqual([
    ...['ana.example: the rating has changed', 'director: the rating has changed', 'sam.okafor: the rating has changed'],
  ]);
  expect([await stage.meetings(), await stage.places()]).toEqual([[], ['community-cetr 2026-10-02']]);
  // Not that one: the Friday after, at the same hour and in the same room.
  const booked = { type: 'meeting-scheduled', meeting: 'hand', kind: 'community-cetr', time: '09:30', place: 'Panel room' } as const;
  const toMum = { ...booked, invited: ['mum', 'chair'] };
  expect(await stage.hear('2026-10-01T09:00:00Z', { ...toMum, on: plainDate('2026-10-09') })).toEqual([
    ...['mum: About a meeting', 'panel.chair: invitation to a meeting'],
  ]);
  expect(await stage.places()).toEqual([]);
  stage.setNow('2026-10-05T09:00:00Z');
  await stage.areaHas({ ...WITH_CHAIR, arranging: 'propose', noPlaces: ill('2026-10-09') });
  expect(await stage.later('2026-10-05T09:01:00Z')).toEqual([]);
  expect([await stage.tasks(), await stage.meetings()]).toEqual([['place-gone'], ['community-cetr 2026-10-09 scheduled']]);
  expect(await stage.hear('2026-10-05T10:00:00Z', { ...toMum, on: plainDate('2026-10-16') })).toEqual([
    ...['mum: About a meeting', 'panel.chair: a meeting has changed'],
  ]);
  expect(await stage.tasks()).toEqual([]);
});

test('a review in hospital is declined by the person in the room: it is off, it stays owed, only the commissioner hears of the next one until they change their mind', async () => {
  await rated(stage, 'amber');
  await stage.hear('2026-10-01T09:00:00Z', { type: 'meeting-cancelled', meeting: await stage.idOf('mam') });
  await stage.hear('2026-10-01T10:00:00Z', { type: 'admitted', security: 'low', detained: true, planned: false });
  const first = await stage.idOf('post-admission-cetr');
  expect((await stage.meetings()).filter((line) => line.startsWith('post'))).toEqual(['post-admission-cetr 2026-10-02 scheduled']);
  // Half past nine: “I do not want this.” The team and the commissioner hear of it; what was still to be prepared is asked of nobody.
  expect(await stage.hear('2026-10-02T09:00:00Z', { type: 'consent-withdrawn', scope: ['meeting'] })).toEqual([
    ...['ana.example: consent has changed', 'lee.example: consent has changed', 'lee.example: something needs you'],
    'sam.okafor: consent has changed',
  ]);
  expect(await stage.owed('post-admission-cetr')).toEqual(['2026-10-15']);
  expect([await stage.owed('panel-papers'), await stage.owed('family-contact'), await stage.owed('cetr-arrangements')]).toEqual([
    [],
    [],
    [],
  ]);
  // Those who came are told that it is off. The admission asks for it still: the commissioner alone is invited to the next day that there is.
  expect(await stage.hear('2026-10-02T09:30:00Z', { type: 'meeting-cancelled', meeting: first })).toEqual([
    ...['lee.example: a meeting is off', 'lee.example: invitation to a meeting', 'mum: About a meeting', 'panel.office: a meeting is off'],
  ]);
  expect((await stage.meetings()).filter((line) => line.startsWith('post'))).toEqual([
    ...['post-admission-cetr 2026-10-02 cancelled', 'post-admission-cetr 2026-10-09 scheduled'],
  ]);
  expect([await stage.owed('meeting-consent'), await stage.owed('oversight-visit')]).toEqual([['2026-10-08'], ['2026-11-12']]);
  // A week later they change their mind: the family and the panel hear of it for the first time, once.
  const again: Said = { type: 'consent-given', basis: 'gillick', scope: ['meeting'] };
  expect(await stage.hear('2026-10-08T11:00:00Z', again)).toEqual(['mum: About a meeting', 'panel.office: invitation to a meeting']);
  expect(await stage.owed('meeting-consent')).toEqual([]);
  expect(await stage.later('2026-10-08T12:00:00Z')).toEqual([]);
  const held = { type: 'meeting-held', kind: 'post-admission-cetr', outcome: 'at-4', quorate: true } as const;
  await stage.hear('2026-10-09T15:00:00Z', { ...held, meeting: await stage.idOf('post-admission-cetr', '2026-10-09') });
  expect([await stage.owed('post-admission-cetr'), await stage.owed('inpatient-cetr')]).toEqual([[], ['2027-01-09']]);
});

test('consent to one meeting alone: those invited hear of that one, and of the next one only the commissioner does', async () => {
  await stage.hear('2026-10-01T08:00:00Z', { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  await stage.hear('2026-10-01T08:01:00Z', { type: 'consent-given', basis: 'gillick', scope: ['register'] });
  await stage.hear('2026-10-01T08:02:00Z', { type: 'rating-set', rating: 'red', reason: 'x' });
  const first = await stage.idOf('community-cetr');
  const alone: Said = { type: 'consent-given', basis: 'gillick', scope: ['meeting', 'disclosure'], meeting: first };
  expect(await stage.hear('2026-10-01T09:00:00Z', alone)).toEqual(['mum: About a meeting', 'panel.office: invitation to a meeting']);
  await stage.hear('2026-10-02T15:00:00Z', {
    type: 'meeting-held',
    meeting: first,
    kind: 'community-cetr',
    outcome: 'admission-supported',
  });
  await stage.hear('2026-11-05T10:00:00Z', { type: 'admitted', security: 'low', detained: false, planned: true });
  // 34 days after that review: it stands in for none. The next one is booked for the next morning, and nobody has consented to it.
  expect((await stage.meetings()).at(-1)).toBe('post-admission-cetr 2026-11-06 scheduled');
  expect(await stage.owed('meeting-consent')).toEqual(['2026-11-05']);
  expect(await stage.today('2026-11-05T10:01:00Z')).toContain('act-today: meeting-consent');
  const { rows } = await stage.database.pool.query<{ line: string }>(
    `select recipient || ' ' || status || ' ' || coalesce(reason, '') as line from notice where template = 'meeting-invitation' and meeting = $1 order by 1`,
    [await stage.idOf('post-admission-cetr')],
  );
  expect(rows.map(({ line }) => line.trim())).toEqual([
    ...['book:panel-office held no-consent-to-meeting', 'contact:mum held no-consent-to-meeting', 'staff:lee-commissioner sent'],
  ]);
});

test('staff book a review at the moment in which the service is about to: theirs stands, the service books none, and its place is free again', async () => {
  await stage.hear('2026-10-01T08:00:00Z', { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  await stage.hear('2026-10-01T08:01:00Z', { type: 'consent-given', basis: 'gillick', scope: ['register', 'meeting'] });
  await stage.said('2026-10-01T08:02:00Z', { type: 'rating-set', rating: 'red', reason: 'x' }, 'red');
  const byHand = {
    type: 'meeting-scheduled',
    meeting: 'hand',
    kind: 'community-cetr',
    on: plainDate('2026-10-14'),
    time: '13:00',
  } as const;
  const arrived = await stage.laterWhile('2026-10-01T08:02:01Z', () =>
    stage.said('2026-10-01T08:02:01Z', { ...byHand, invited: ['mum'] }, 'by-hand'),
  );
  expect(arrived.filter((line) => !line.includes('rating'))).toEqual(['mum: About a meeting']);
  expect([await stage.meetings(), await stage.places()]).toEqual([['community-cetr 2026-10-14 scheduled'], []]);
  expect(await stage.later('2026-10-01T08:02:02Z')).toEqual([]);
  expect(await stage.tasks()).toEqual([]);
  stage.another();
  await rated(stage, 'red');
  expect(await stage.meetings()).toEqual(['community-cetr 2026-10-02 scheduled']);
});

test('the clocks go back on the Sunday before: a meeting at ten in London has not begun at half past nine, and has at ten', async () => {
  const monday = { ...TUESDAY, id: 'monday', weekday: 'monday' as const };
  await stage.areaHas({ places: [monday] });
  // Half past nine on Monday 26 October, which was half past ten on Saturday.
  await stage.hear('2026-10-24T08:00:00Z', { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  await stage.hear('2026-10-24T08:01:00Z', { type: 'consent-given', basis: 'gillick', scope: ['register', 'meeting'] });
  expect(await stage.hear('2026-10-26T09:30:00Z', { type: 'rating-set', rating: 'amber', reason: 'x' })).toContain('mum: About a meeting');
  expect(await stage.meetings()).toEqual(['mam 2026-10-26 scheduled']);
  expect((await stage.mails()).find((mail) => mail.startsWith('mum: '))).toContain('on Monday 26 October 2026, 10am to 11.30am');
  expect(await stage.owed('meeting-outcome')).toEqual(['2026-10-28']);
  // Called off a minute later, it is on the Monday after. At ten sharp the place of this morning is nobody's any more: another one has the one after that.
  await stage.hear('2026-10-26T09:31:00Z', { type: 'meeting-cancelled', meeting: await stage.idOf('mam') });
  expect((await stage.meetings()).at(-1)).toBe('mam 2026-11-02 scheduled');
  stage.another();
  await stage.hear('2026-10-26T09:50:00Z', { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  await stage.hear('2026-10-26T09:51:00Z', { type: 'consent-given', basis: 'gillick', scope: ['register', 'meeting'] });
  await stage.hear('2026-10-26T10:00:00Z', { type: 'rating-set', rating: 'amber', reason: 'x' });
  expect(await stage.meetings()).toEqual(['mam 2026-11-09 scheduled']);
  // Monday 28 December is a bank holiday.
  stage.another();
  await rated(stage, 'amber', '2026-12-22');
  expect(await stage.meetings()).toEqual(['mam 2027-01-04 scheduled']);
});
