import { judgeClocks, judgeLives, judgeRatings, judgeReviews } from '../../../domain/measures/standards/judge';
import { type Clock, outcomeOf, tallyOf } from '../../../domain/measures/standards/standards';
import { actionsIn, judgeActions, judgeNotes, notesToRead } from '../../../domain/measures/standards/written';
import { admitted, day, discharged, held, life, stood } from './lives';

const asked = { group: 'all', period: { from: day('2026-07-01'), to: day('2026-09-30') } } as const;
const today = day('2026-10-02');
const clock = (more: Partial<Clock>): Clock => ({
  ...{ registerId: 'LIFE-0001', deadline: 'd', kind: 'oversight-visit', anchor: day('2026-06-01'), due: day('2026-08-01') },
  ...{ status: 'open', soft: false, settledOn: null },
  ...more,
});

test.each([
  [{ status: 'met' }, 'kept'],
  [{ status: 'late' }, 'late'],
  [{ status: 'missed' }, 'missed'],
  [{ status: 'excused' }, 'excused'],
  [{ status: 'superseded' }, null],
  [{ status: 'open', due: today }, 'open'],
  [{ status: 'open', due: null }, 'open'],
  // What is soft is never missed as a date, and yet was not done in time.
  [{ status: 'open', soft: true }, 'missed'],
  [{ status: 'met', soft: true, settledOn: day('2026-08-01') }, 'kept'],
  [{ status: 'met', soft: true, settledOn: day('2026-08-02') }, 'late'],
] as const)('a deadline that stands as %j: %s', (more, expected) => {
  expect(outcomeOf(clock(more), today)).toBe(expected);
});

test('clocks count where they were due in the period, and of the age on that day', () => {
  const seventeen = () => day('2008-08-02');
  const clocks = [clock({ status: 'missed' }), clock({ status: 'missed', due: day('2026-06-30') }), clock({ kind: 'mam', status: 'met' })];
  expect(judgeClocks(clocks, seventeen, { ...asked, group: 'under-18' }, today)).toHaveLength(1);
  expect(judgeClocks(clocks, seventeen, { ...asked, group: 'adult' }, today)).toHaveLength(0);
});

test.each([
  ['a community C(E)TR 27 days before', held('2026-07-14', 'community-cetr'), 'kept'],
  ['one 28 days before', held('2026-07-13', 'community-cetr'), 'missed'],
  ['an LAEP that day', held('2026-08-10', 'laep'), 'kept'],
  ['a multi-agency meeting', held('2026-08-01', 'mam'), 'missed'],
  ['a review after it', held('2026-08-11', 'post-admission-cetr'), 'missed'],
] as const)('looked at before an admission: %s', (_, meeting, outcome) => {
  const judged = judgeLives([life([meeting, admitted('2026-08-10')])], { stood: new Map(), clocks: [] }, asked, today);
  expect(judged.find(({ standard }) => standard === 'review-before-admission')?.outcome).toBe(outcome);
});

test('who is admitted stays on the register, and is met after the discharge as the clock of that meeting says', () => {
  const stays = stood([
    ['2026-01-01', 'amber'],
    ['2026-08-10', 'blue'],
  ]);
  const leaves = stood([
    ['2026-01-01', 'amber'],
    ['2026-08-10', 'off'],
  ]);
  const own = life([admitted('2026-08-10'), discharged('2026-09-01')]);
  const mam = clock({ kind: 'mam', deadline: 'mam:2', anchor: day('2026-09-01'), due: null });
  const judge = (of: typeof stays, clocks: readonly Clock[]) =>
    judgeLives([own], { stood: new Map([['LIFE-0001', of]]), clocks }, asked, today).map(
      ({ standard, outcome }) => `${standard} ${outcome}`,
    );
  expect(judge(stays, [mam])).toEqual(['review-before-admission missed', 'stays-on-register kept', 'mam-after-discharge open']);
  expect(judge(leaves, [{ ...mam, status: 'met' }])).toEqual([
    'review-before-admission missed',
    'stays-on-register missed',
    'mam-after-discharge kept',
  ]);
  // One that something else opened is no meeting after the discharge.
  expect(judge(stays, [{ ...mam, deadline: 'mam:9' }])).toHaveLength(2);
});

test('the notes of a meeting: of the family always, of the child where it is one, of the time after hospital at the first one after it', () => {
  const child = day('2012-05-05');
  const own = life(
    [admitted('2026-06-10'), discharged('2026-07-01'), held('2026-07-10', 'mam', 'a'), held('2026-08-10', 'mam', 'b')],
    child,
  );
  const toRead = notesToRead(own, asked);
  expect(toRead.map(({ standard, id }) => `${id} ${standard}`)).toEqual([
    'a notes-family-support',
    'a notes-looked-after',
    'a notes-after-discharge',
    'b notes-family-support',
    'b notes-looked-after',
  ]);
  const judged = judgeNotes(toRead, ({ id }) => (id === 'a' ? new Set(['family-support']) : null));
  expect(judged.map(({ why }) => why)).toEqual([null, 'not-reached', 'not-reached', 'no-notes', 'no-notes']);
});

test('an action has an owner, or a body that answers, and a date, be it a later one', () => {
  const agreed = (action: string, more: object) => ({ type: 'action-agreed' as const, on: day('2026-08-01'), action, ...more });
  const own = life([
    agreed('whole', { owner: 'mum', due: day('2026-09-01') }),
    agreed('redated', { owner: 'mum' }),
    { type: 'action-redated', on: day('2026-08-02'), action: 'redated', due: day('2026-09-09') },
    agreed('body', { due: day('2026-09-01') }),
    agreed('undated', { owner: 'mum' }),
    agreed('bare', {}),
  ]);
  expect(judgeActions(actionsIn(own, asked), ({ id }) => id === 'body').map(({ why }) => why)).toEqual([
    null,
    null,
    null,
    'no-date',
    'neither',
  ]);
});

test('ratings at the end of the period, reviews of the register by their day, and the tally of all', () => {
  const people = [stood([['2026-01-01', 'amber']]), stood([['2026-01-01', null]]), stood([['2026-01-01', 'off']])];
  const reviews = [
    { id: 'a', group: 'adult', due: day('2026-08-01'), heldOn: day('2026-08-01') },
    { id: 'b', group: 'under-18', due: day('2026-08-01'), heldOn: day('2026-08-03') },
    { id: 'c', group: 'all', due: day('2026-09-01'), heldOn: null },
    { id: 'd', group: 'all', due: day('2026-10-01'), heldOn: null },
  ];
  const adults = judgeReviews(reviews, { ...asked, group: 'adult' }, today);
  expect(adults.map(({ outcome }) => outcome)).toEqual(['kept', 'missed']);
  const tally = tallyOf([...judgeRatings(people, asked), ...judgeReviews(reviews, asked, today)]);
  expect(tally.slice(0, 2)).toMatchObject([
    { standard: 'rated', applied: 2, kept: 1, excused: 0, not: [{ why: 'not-rated' }] },
    { standard: 'register-reviewed', applied: 3, kept: 1, not: [{ outcome: 'late' }, { outcome: 'missed' }] },
  ]);
});
