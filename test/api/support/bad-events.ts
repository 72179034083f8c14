import { bad, type BadInput, refused, UUID } from './bad-input';
import { admission } from './service';

const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

const shape: readonly BadInput[] = [
  bad('no type', { on: '2026-10-01' }, 'must be one of referral-received'),
  bad('an unknown type', { type: 'abducted' }, 'must be one of referral-received'),
  bad('a type of another kind', { type: 7 }, 'must be one of'),
  bad('a type that every object has', { type: 'constructor' }, 'must be one of'),
  bad('an array in place of the event', [admission], 'must be of the type object'),
  bad('an array in place of a field', { ...admission, security: ['low'] }, 'must be one of non-secure'),
  bad('an object in place of a field', { ...admission, detained: { yes: true } }, 'must be of the type boolean'),
  bad('words in place of true or false', { ...admission, planned: 'no' }, 'planned'),
  bad('a field left out', { type: 'admitted', planned: false, detained: false }, 'security'),
  bad('null for a field that cannot be null', { ...admission, security: null }, 'security'),
  bad('a field too many', { ...admission, name: 'Test Person' }, 'does not take name'),
  bad('a due date given by hand', { ...admission, due: '2026-12-01' }, 'does not take due'),
  bad('an `at` of the caller', { ...admission, at: '2026-10-01T10:00' }, 'does not take at'),
  bad('a prototype key', '{"type":"visit-held","__proto__":{"admin":true}}', 'does not take __proto__'),
  bad('a constructor key', { type: 'visit-held', constructor: { prototype: {} } }, 'does not take constructor'),
  bad('an id that is no UUID', { id: 'event-1', ...admission }, 'must be a UUID'),
  bad('an id that is a number', { id: 1e308, ...admission }, 'id'),
  bad('an unknown rating', { type: 'rating-set', rating: 'purple', reason: 'x' }, 'must be one of green, amber, red, blue'),
  bad('an empty reason', { type: 'rating-set', rating: 'red', reason: '   ' }, 'must not be empty'),
  bad('a reason as long as a book', { type: 'rating-set', rating: 'red', reason: 'x'.repeat(4_001) }, 'at most 4000 characters'),
  bad('an empty scope', { type: 'consent-given', basis: 'own', scope: [] }, 'scope'),
  bad(
    'an outcome that its kind of meeting cannot have',
    { type: 'meeting-held', meeting: 'm', kind: 'mam', outcome: 'at-1' },
    'must be one of continue, escalate, stand-down',
  ),
  bad('a meeting id with a name in it', { type: 'report-sent', meeting: 'Tom Smith’s review' }, 'letters, digits and hyphens'),
  bad('words in place of a deadline', { type: 'deadline-excused', deadline: 'Tom Smith’s review', reason: 'other' }, 'id of a deadline'),
  bad('a watch without a day to look again', { type: 'eligibility-decided', outcome: 'watch', diagnosis: 'none' }, 'reviewOn'),
  bad('a correction of nothing', { type: 'corrected', reason: 'A slip' }, 'name the event to take back'),
  bad(
    'a correction by a correction',
    { type: 'corrected', event: UUID, reason: 'x', with: { type: 'corrected', event: UUID, reason: 'x' } },
    'with.type',
  ),
  bad('a time of day that is none', { type: 'meeting-scheduled', meeting: 'm', kind: 'mam', on: '2026-10-20', time: '25:00' }, 'HH:MM'),
];

const dates: readonly BadInput[] = [
  bad('30 February', { ...admission, on: '2026-02-30' }, 'YYYY-MM-DD'),
  bad('a date the American way', { ...admission, on: '10/01/2026' }, 'YYYY-MM-DD'),
  bad('a date with a time', { ...admission, on: '2026-10-01T10:00:00Z' }, 'YYYY-MM-DD'),
  bad('a date as a number', { ...admission, on: 20261001 }, 'on'),
  bad('a date of the year 0', { ...admission, on: '0000-01-01' }, 'between 1900 and 2199'),
  bad('a date of the year 12026', { ...admission, on: '12026-01-01' }, 'YYYY-MM-DD'),
  bad('a date beyond all planning', { ...admission, on: '2200-01-01' }, 'between 1900 and 2199'),
  bad('a date in Arabic digits', { ...admission, on: '٢٠٢٦-١٠-٠١' }, 'YYYY-MM-DD'),
  bad('an instant that is none', { ...admission, occurredAt: 'yesterday' }, 'occurredAt'),
  bad('an hour that no day has', { ...admission, occurredAt: '2026-10-01T27:30' }, 'occurredAt'),
  bad('an instant and another day', { ...admission, on: '2026-09-30', occurredAt: '2026-10-01T00:30' }, 'must be 2026-10-01'),
  bad('an instant in the year 1', { ...admission, occurredAt: '0001-01-01T00:00:00Z' }, 'between 1900 and 2199'),
  refused('an admission tomorrow', { ...admission, on: '2026-10-02' }, 'date-in-the-future', 'after 2026-10-01'),
];

const texts: readonly BadInput[] = [
  bad('a NUL in a text', '{"type":"rating-set","rating":"red","reason":"a\\u0000b"}', 'control characters'),
  bad('an escape sequence in a text', '{"type":"rating-set","rating":"red","reason":"\\u001b[2J"}', 'control characters'),
  bad('a surrogate that stands alone', '{"type":"rating-set","rating":"red","reason":"\\ud83d"}', 'surrogate'),
  bad('a NUL in the name of a field', '{"type":"visit-held","a\\u0000":1}', 'control characters'),
  bad('a body nested a thousand deep', nested(1_000), 'nested more than 12 deep'),
  bad(
    'a body nested as deep as it can be',
    `{"type":"visit-held","a":${'['.repeat(40_000)}${']'.repeat(40_000)}}`,
    'nested more than 12 deep',
  ),
  bad('a number beyond all numbers', '{"type":"visit-held","on":1e999}', 'on'),
];

const batches: readonly BadInput[] = [
  bad('an empty batch', { events: [] }, 'events'),
  bad('21 events', { events: Array.from({ length: 21 }, () => ({ type: 'visit-held' })) }, 'at most 20'),
  bad('a batch that is no list', { events: { 0: admission } }, 'events'),
  bad('null in a batch', { events: [admission, null] }, 'events.1'),
  bad('one bad part', { events: [admission, { type: 'visit-held', on: 'today' }] }, 'events.1.on'),
  bad('a part with an id of its own', { events: [{ id: UUID, ...admission }] }, 'does not take id'),
  bad('a batch in a batch', { events: [{ events: [admission] }] }, 'events.0.type'),
  bad('a batch with a date for all', { events: [admission], on: '2026-10-01' }, 'does not take on'),
  refused('a batch of which one part is illegal', { events: [admission, admission] }, 'already-inpatient', '"part":2'),
];

const illegal: readonly BadInput[] = [
  refused('a discharge of somebody at home', { type: 'discharged' }, 'not-inpatient', 'Record the admission first'),
  refused(
    'a rating of blue',
    { type: 'rating-set', rating: 'blue', reason: 'In hospital' },
    'blue-by-admission-only',
    'follows from `admitted`',
  ),
  refused('an action done that was never agreed', { type: 'action-done', action: 'a-1' }, 'unknown-action', 'action'),
  refused('a report of a meeting that is not known', { type: 'report-sent', meeting: 'm-1' }, 'unknown-meeting', 'meeting'),
  refused('a correction of an event that is not known', { type: 'corrected', event: UUID, reason: 'x' }, 'unknown-event', 'event'),
  bad('an id that was used for another body', { id: 'USED', ...admission }, 'another body', { status: 409, code: 'event-id-reused' }),
  bad('an id that was used for another person', { id: 'USED', type: 'visit-held' }, 'another body', {
    path: '/pathways/OTHER/events',
    status: 409,
    code: 'event-id-reused',
  }),
];

/** Events, and batches of them, that are not as they must be. */
export const BAD_EVENTS: readonly BadInput[] = [...shape, ...dates, ...texts, ...batches, ...illegal];
