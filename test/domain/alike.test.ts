import { type Instant, parseInstant, plainDate } from '../../domain/calendar/dates';
import { alikeIn } from '../../domain/pathway/alike';
import { EVENT_TYPES, type EventType, type Fact, type FactOf } from '../../domain/pathway/events';
import type { LogEntry, PathwayRecord } from '../../domain/pathway/types';

const AT = parseInstant('2026-10-02T09:40');
const YESTERDAY = '2026-10-01';
const BEFORE = '2026-09-30';

type Log = readonly (Partial<LogEntry> & { readonly fact: Fact })[];
const pathway = (number: number, log: Log): PathwayRecord => ({
  number,
  ruleSet: 'england-2023@2',
  progress: {},
  log: log.map((entry, index) => ({ id: `${number}-${index + 1}`, sequence: index + 1, at: AT, ...entry })),
});
/** The ids of what looks like a fact, heard a moment later, of somebody with these pathways. */
const alike = (fact: Fact, ...pathways: readonly Log[]): string[] =>
  alikeIn({ pathways: pathways.map((log, index) => pathway(index + 1, log)) }, { id: 'new', at: (AT + 60_000) as Instant, fact }).map(
    ({ id }) => id,
  );

interface Row<T extends EventType> {
  /** What is about to be recorded, of yesterday. */
  readonly is: Omit<FactOf<T>, 'type' | 'on'>;
  /** Said in another way, and still the same. */
  readonly same?: readonly Omit<FactOf<T>, 'type' | 'on'>[];
  /** Something else. */
  readonly other?: readonly Omit<FactOf<T>, 'type' | 'on'>[];
  /** What the same on another day is. */
  readonly anotherDay: 'another' | 'the same';
}
const meeting = { is: { meeting: 'm-1' }, same: [{ meeting: 'm-1' }], other: [{ meeting: 'm-2' }], anotherDay: 'the same' } as const;
const onItsDay = { is: {}, anotherDay: 'another' } as const;
const stay = { security: 'low', detained: false } as const;
const capitals = 'AAAAAAAA-1111-4111-8111-ABCDEFABCDEF';

const ROWS: { readonly [T in EventType]: Row<T> | null } = {
  'referral-received': {
    is: { source: 'family' },
    same: [{ source: 'family', suggestedRating: 'red' }],
    other: [{ source: 'self' }],
    anotherDay: 'another',
  },
  'eligibility-decided': {
    is: { outcome: 'eligible', diagnosis: 'autism' },
    same: [{ outcome: 'eligible', diagnosis: 'both' }],
    other: [{ outcome: 'not-eligible', diagnosis: 'autism' }],
    anotherDay: 'another',
  },
  'consent-given': {
    is: { basis: 'own', scope: ['register', 'meeting'] },
    same: [{ basis: 'own', scope: ['meeting'], assessedOn: plainDate('2026-09-01') }],
    other: [
      { basis: 'own', scope: ['use'] },
      { basis: 'attorney', scope: ['register', 'meeting'] },
      { basis: 'own', scope: ['meeting'], meeting: 'm-1' },
    ],
    anotherDay: 'another',
  },
  'consent-refused': {
    is: { scope: ['use'], by: 'person' },
    same: [{}, { scope: ['use', 'register'] }],
    other: [{ scope: ['register'] }, { by: 'other' }],
    anotherDay: 'another',
  },
  'consent-withdrawn': {
    is: { scope: ['use'], by: 'person' },
    same: [{}, { scope: ['use', 'register'] }],
    other: [{ scope: ['register'] }, { by: 'other' }],
    anotherDay: 'another',
  },
  'contact-wish-recorded': { is: { family: 'no' }, other: [{ family: 'yes' }], anotherDay: 'another' },
  'rating-set': { is: { rating: 'red' }, other: [{ rating: 'amber' }], anotherDay: 'another' },
  'meeting-scheduled': {
    is: { meeting: 'm-1', kind: 'mam', time: '10:00' },
    same: [
      { meeting: 'm-2', kind: 'mam' },
      { meeting: 'm-2', kind: 'mam', time: '10:00', until: '11:00', invited: ['team'] },
    ],
    other: [
      { meeting: 'm-2', kind: 'cpa', time: '10:00' },
      { meeting: 'm-2', kind: 'mam', time: '14:00' },
    ],
    anotherDay: 'another',
  } as Row<'meeting-scheduled'>,
  'meeting-held': {
    is: { meeting: 'm-1', kind: 'mam', outcome: 'continue' },
    same: [
      { meeting: 'm-2', kind: 'mam', outcome: 'escalate', quorate: true },
      { meeting: 'm-1', kind: 'mdt' },
    ],
    other: [{ meeting: 'm-2', kind: 'cpa' }],
    anotherDay: 'the same',
  },
  'meeting-cancelled': meeting,
  'arrangements-begun': meeting,
  'family-contacted': meeting,
  'papers-sent': meeting,
  'report-sent': { ...meeting, is: { meeting: capitals }, same: [{ meeting: capitals.toLowerCase() }] },
  'feedback-taken': { ...meeting, same: [{ meeting: 'm-1', declined: true }] },
  'action-agreed': {
    is: { action: 'a-1', due: plainDate('2026-10-20'), owner: 'o-1' },
    same: [
      { action: 'a-2', due: plainDate('2026-10-20') },
      { action: 'a-2', due: plainDate('2026-10-20'), owner: 'o-1', meeting: 'm-1' },
    ],
    other: [
      { action: 'a-2', owner: 'o-1' },
      { action: 'a-2', due: plainDate('2026-10-21') },
      { action: 'a-2', due: plainDate('2026-10-20'), owner: 'o-2' },
    ],
    anotherDay: 'another',
  },
  'action-redated': {
    is: { action: 'a-1', due: plainDate('2026-10-20') },
    other: [
      { action: 'a-2', due: plainDate('2026-10-20') },
      { action: 'a-1', due: plainDate('2026-10-21') },
    ],
    anotherDay: 'the same',
  },
  'action-done': { is: { action: 'a-1' }, other: [{ action: 'a-2' }], anotherDay: 'the same' },
  'action-blocked': { is: { action: 'a-1' }, other: [{ action: 'a-2' }], anotherDay: 'another' },
  admitted: {
    is: { ...stay, planned: false },
    same: [{ security: 'not-known', detained: null, planned: true, site: 'RT5YE' }],
    anotherDay: 'another',
  },
  'stay-details-confirmed': {
    is: { ...stay, site: 'RT5YE' },
    same: [stay],
    other: [
      { ...stay, detained: true },
      { ...stay, security: 'high' },
      { ...stay, site: 'RX1' },
    ],
    anotherDay: 'another',
  },
  transferred: {
    is: stay,
    same: [
      { security: 'not-known', detained: true },
      { ...stay, newHospital: true },
    ],
    other: [{ ...stay, security: 'high' }],
    anotherDay: 'another',
  },
  'legal-status-changed': {
    is: { detained: true, legalStatus: 's3' },
    same: [{ detained: true }],
    other: [{ detained: false }, { detained: true, legalStatus: 's2' }],
    anotherDay: 'another',
  },
  'leave-began': onItsDay,
  'leave-ended': onItsDay,
  discharged: { is: { destination: 'home' }, same: [{}, { destination: 'other' }], anotherDay: 'another' },
  'diagnosis-confirmed': { is: { diagnosis: 'autism' }, other: [{ diagnosis: 'both' }], anotherDay: 'another' },
  'birth-date-recorded': { is: { bornOn: plainDate('2011-03-02') }, other: [{ bornOn: plainDate('2011-02-03') }], anotherDay: 'the same' },
  'visit-held': {
    is: { purpose: 'oversight', seen: true },
    same: [{}, { purpose: 'oversight', seen: false, onSite: true }],
    other: [{ purpose: 'wellbeing' }],
    anotherDay: 'another',
  },
  'change-reported': {
    is: { source: 'family', urgency: 'today' },
    same: [{ source: 'family', urgency: 'can-wait' }],
    other: [{ source: 'self', urgency: 'today' }],
    anotherDay: 'another',
  },
  'change-reviewed': { is: { outcome: 'other' }, other: [{ outcome: 'no-change' }], anotherDay: 'another' },
  'next-step-set': {
    is: { lookAgainOn: plainDate('2026-10-20') },
    other: [{ lookAgainOn: plainDate('2026-10-21') }],
    anotherDay: 'the same',
  },
  'crisis-support-recorded': {
    is: { until: plainDate('2026-10-20') },
    same: [{}],
    other: [{ until: plainDate('2026-10-21') }],
    anotherDay: 'another',
  },
  'review-requested': { is: { by: 'person' }, other: [{ by: 'family' }], anotherDay: 'another' },
  'review-refused': { is: { by: 'team' }, other: [{ by: 'commissioner' }], anotherDay: 'another' },
  'deadline-excused': {
    is: { deadline: 'mam:1', reason: 'other' },
    same: [{ deadline: 'mam:1', reason: 'person-unwell' }],
    other: [{ deadline: 'mam:2', reason: 'other' }],
    anotherDay: 'the same',
  },
  'keyworker-assigned': onItsDay,
  'transition-planned': { is: {}, anotherDay: 'the same' },
  adopted: { is: {}, anotherDay: 'the same' },
  'steps-released': { is: { deadline: 'mam:1' }, other: [{}, { deadline: 'mam:2' }], anotherDay: 'another' },
  'rules-adopted': { is: { ruleSet: 'england-2023@2' }, other: [{ ruleSet: 'england-2023@1' }], anotherDay: 'another' },
  'person-died': { is: {}, anotherDay: 'the same' },
  'moved-away': { is: {}, same: [{ acceptedBy: 'X24' }], anotherDay: 'another' },
  'pathway-closed': { is: {}, anotherDay: 'another' },
  corrected: null,
};

const on = (type: EventType, fields: object, day: string): Fact => ({ type, on: day, ...fields }) as Fact;

describe.each(EVENT_TYPES.filter((type) => ROWS[type] !== null))('%s', (type) => {
  const { is, same = [], other = [], anotherDay } = ROWS[type] as Row<EventType>;
  const about = on(type, is, YESTERDAY);

  it('is like itself, and like what says the same in another way', () => {
    for (const one of [is, ...same])
      expect({ one, alike: alike(about, [{ fact: on(type, one, YESTERDAY) }]) }).toEqual({ one, alike: ['1-1'] });
    // Whichever of the two is there first.
    for (const one of same) expect(alike(on(type, one, YESTERDAY), [{ fact: about }])).toEqual(['1-1']);
  });
  it('is not like something else', () => {
    for (const one of other) expect({ one, alike: alike(about, [{ fact: on(type, one, YESTERDAY) }]) }).toEqual({ one, alike: [] });
    const stranger = type === 'leave-began' ? 'leave-ended' : 'leave-began';
    expect(alike(about, [{ fact: on(stranger, {}, YESTERDAY) }])).toEqual([]);
  });
  it(`on another day is ${anotherDay}`, () =>
    expect(alike(about, [{ fact: on(type, is, BEFORE) }])).toEqual(anotherDay === 'the same' ? ['1-1'] : []));
});

test('what takes something back is like nothing: it cannot be taken back twice', () => {
  const taken: Fact = { type: 'corrected', event: '1-1' };
  expect(alike(taken, [{ fact: on('leave-began', {}, YESTERDAY) }, { fact: taken }])).toEqual([]);
});

const visit = on('visit-held', {}, YESTERDAY);

test('without a day of its own it is of the day on which it is heard', () => {
  expect(alike({ type: 'visit-held' }, [{ fact: visit }])).toEqual([]);
  expect(alike({ type: 'visit-held' }, [{ fact: { type: 'visit-held' } }])).toEqual(['1-1']);
  // A minute past midnight in London, and not in UTC.
  const late = { id: 'l', at: parseInstant('2026-10-02T00:01'), fact: { type: 'visit-held' } as const };
  expect(alike(on('visit-held', {}, '2026-10-02'), [late])).toEqual(['l']);
});

test('what was taken back is not told of, and what was put right counts as it stands', () => {
  const put = on('visit-held', { purpose: 'wellbeing' }, BEFORE);
  const log: Log = [{ fact: visit }, { fact: { type: 'corrected', event: '1-1', with: put as never } }];
  expect(alike(visit, log)).toEqual([]);
  expect(alike(on('visit-held', { purpose: 'wellbeing' }, BEFORE), log)).toEqual(['1-1']);
  expect(alike(visit, [{ fact: visit }, { fact: { type: 'corrected', event: '1-1' } }])).toEqual([]);
});

test('under its own id nothing counts as another, nor as a part of its own batch; the last heard is the first', () => {
  const id = 'aaaaaaaa-1111-4111-8111-abcdefabcdef';
  const own: Log = [
    { id: id.toUpperCase(), fact: visit },
    { id: `${id}/1`, batch: id, fact: visit },
  ];
  expect(alikeIn({ pathways: [pathway(1, own)] }, { id, at: AT, fact: visit })).toEqual([]);
  expect(alike(visit, [{ fact: visit }, { id: 'b/1', batch: 'b', fact: visit }])).toEqual(['b/1', '1-1']);
});

test('of an earlier pathway only what was true on the same day', () => {
  const sent = (day: string): Fact => on('papers-sent', { meeting: 'm-1' }, day);
  expect(alike(sent(YESTERDAY), [{ fact: sent(BEFORE) }], [{ fact: visit }])).toEqual([]);
  expect(alike(sent(YESTERDAY), [{ fact: sent(YESTERDAY) }], [{ fact: sent(BEFORE) }])).toEqual(['2-1', '1-1']);
});

test('an excuse by the kind of its deadline is of its day: there may be another one later', () => {
  const excuse = (day: string): Fact => on('deadline-excused', { deadline: 'oversight-visit', reason: 'other' }, day);
  expect(alike(excuse(YESTERDAY), [{ fact: excuse(BEFORE) }])).toEqual([]);
  expect(alike(excuse(YESTERDAY), [{ fact: excuse(YESTERDAY) }])).toEqual(['1-1']);
});
