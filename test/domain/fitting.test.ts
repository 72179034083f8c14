import { type Instant, parseInstant } from '../../domain/calendar/dates';
import { emptyRecord, hear } from '../../domain/pathway/engine';
import { EVENT_TYPES, type EventType, type Fact } from '../../domain/pathway/events';
import { fitting } from '../../domain/pathway/fitting';
import type { PersonRecord } from '../../domain/pathway/types';
import { coreContext } from '../../services/rules/policies';

const core = coreContext();
const at = parseInstant('2026-10-02T10:00');

/** Somebody of whom these facts were heard, a minute after each other. */
function after(...facts: readonly Fact[]): PersonRecord {
  let record = emptyRecord({ bornOn: null, minutes: 0, ruleSet: 'england-2023' });
  for (const [index, fact] of facts.entries()) {
    const heard = hear(core, record, {
      id: `e-${index}`,
      at: (parseInstant('2026-09-21T10:00') + index * 60_000) as Instant,
      facts: [fact],
      batch: false,
    });
    if (heard.outcome === 'refused') throw new Error(heard.refusal.code);
    ({ record } = heard);
  }
  return record;
}

const REFERRAL: Fact = { type: 'referral-received', source: 'family' };
const ADMISSION: Fact = { type: 'admitted', security: 'low', detained: false, planned: true };
const reasonsOf = (record: PersonRecord): Map<EventType, string | null> =>
  new Map(fitting(core, record, EVENT_TYPES, at).map(({ type, reason }) => [type, reason]));

test('at home: an admission fits, a discharge does not, and says why', () => {
  const reasons = reasonsOf(after(REFERRAL));
  expect(reasons.get('admitted')).toBeNull();
  expect(reasons.get('discharged')).toBe('not-inpatient');
  expect(reasons.get('action-done')).toBe('unknown-action');
  expect(reasons.get('report-sent')).toBe('meeting-not-held');
});

test('in hospital: the other way round, and no rating', () => {
  const reasons = reasonsOf(after(REFERRAL, ADMISSION));
  expect(reasons.get('admitted')).toBe('already-inpatient');
  expect(reasons.get('discharged')).toBeNull();
  expect(reasons.get('rating-set')).toBe('inpatient-is-blue');
  expect(reasons.get('stay-details-confirmed')).toBeNull();
});

test('what refers to something is possible once that is there', () => {
  const agreed = after(
    REFERRAL,
    { type: 'action-agreed', action: 'a-1' },
    { type: 'meeting-held', meeting: 'm-1', kind: 'community-cetr', outcome: 'stay-in-community' },
  );
  const reasons = reasonsOf(agreed);
  expect(reasons.get('action-done')).toBeNull();
  expect(reasons.get('report-sent')).toBeNull();
  expect(reasons.get('meeting-cancelled')).toBe('unknown-meeting');
});

test('after a death nothing of a pathway fits', () => {
  const reasons = reasonsOf(after(REFERRAL, { type: 'person-died' }));
  for (const type of ['admitted', 'rating-set', 'meeting-scheduled', 'action-agreed'] as const)
    expect(reasons.get(type)).toBe('pathway-ended');
});

test('what fits is accepted by the core: asking changes nothing', () => {
  const record = after(REFERRAL, ADMISSION);
  const before = JSON.stringify(record);
  reasonsOf(record);
  expect(JSON.stringify(record)).toBe(before);
});
