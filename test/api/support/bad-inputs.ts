import { admission } from './service';

/** One request that must be refused, with the reason that helps. `TOM` stands for the register id of somebody referred, `OTHER` for another's. */
export interface BadInput {
  readonly name: string;
  readonly method?: 'get' | 'post' | 'put' | 'delete' | 'patch';
  /** Below /api/v1; the events of TOM without it. */
  readonly path?: string;
  /** A text is sent as it stands. */
  readonly body?: object | string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  readonly token?: 'none' | 'weak' | 'revoked';
  readonly status: number;
  readonly code: string;
  /** What the answer must say: a field's path, or words. */
  readonly says: string;
  /** A refusal of the core, which is kept as refused. */
  readonly kept?: true;
}

const EVENTS = '/pathways/TOM/events';
const REFERRALS = '/referrals';
const referral = { type: 'referral-received', source: 'family' };
const person = { name: 'Test Person', bornOn: '2011-03-02' };
const UUID = '0f8f1b9e-3c54-4a0e-8d2e-6a6a5e7f1a09';
const nested = (depth: number): string => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

const bad = (name: string, body: object | string | Buffer, says: string, more: Partial<BadInput> = {}): BadInput => ({ name, body, says, status: 400, code: 'invalid-request', ...more });
const refused = (name: string, body: object, code: string, says: string): BadInput => ({ name, body, says, status: 409, code, kept: true });

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
  bad('an outcome that its kind of meeting cannot have', { type: 'meeting-held', meeting: 'm', kind: 'mam', outcome: 'at-1' }, 'must be one of continue, escalate, stand-down'),
  bad('a meeting id with a name in it', { type: 'report-sent', meeting: 'Tom Smith’s review' }, 'letters, digits and hyphens'),
  bad('a watch without a day to look again', { type: 'eligibility-decided', outcome: 'watch', diagnosis: 'none' }, 'reviewOn'),
  bad('a correction of nothing', { type: 'corrected', reason: 'A slip' }, 'name the event to take back'),
  bad('a correction by a correction', { type: 'corrected', event: UUID, reason: 'x', with: { type: 'corrected', event: UUID, reason: 'x' } }, 'with.type'),
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
  bad('a body nested as deep as it can be', `{"type":"visit-held","a":${'['.repeat(40_000)}${']'.repeat(40_000)}}`, 'nested more than 12 deep'),
  bad('a number beyond all numbers', '{"type":"visit-held","on":1e999}', 'on'),
];

const transport: readonly BadInput[] = [
  bad('half a JSON', '{"type":"admitted",', 'not JSON', { code: 'malformed-json' }),
  bad('JSON with a comment', '{"type":"visit-held" /* today */}', 'not JSON', { code: 'malformed-json' }),
  bad('a text as the body', '"visit-held"', 'not JSON', { code: 'malformed-json' }),
  bad('a number as the body', '42', 'not JSON', { code: 'malformed-json' }),
  bad('null as the body', 'null', 'not JSON', { code: 'malformed-json' }),
  bad('NaN', '{"type":"visit-held","on":NaN}', 'not JSON', { code: 'malformed-json' }),
  bad('Latin-1 in place of UTF-8', Buffer.from('{"type":"rating-set","rating":"red","reason":"caf\u00e9"}', 'latin1'), 'UTF-8', { code: 'malformed-json' }),
  bad('no body', '', 'body is missing'),
  bad('a form', 'type=admitted', 'application/json', { headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, status: 415, code: 'wrong-content-type' }),
  bad('plain text', '{"type":"visit-held"}', 'application/json', { headers: { 'Content-Type': 'text/plain' }, status: 415, code: 'wrong-content-type' }),
  bad('a content type that is none', '{"type":"visit-held"}', 'application/json', { headers: { 'Content-Type': ';;;' }, status: 415, code: 'wrong-content-type' }),
  bad('another character set', '{"type":"visit-held"}', 'UTF-8', { headers: { 'Content-Type': 'application/json; charset=ebcdic' }, status: 415, code: 'wrong-content-type' }),
  bad('a compressed body', '{"type":"visit-held"}', 'compressed', { headers: { 'Content-Encoding': 'gzip' }, status: 415, code: 'wrong-content-type' }),
  bad('101 kB', JSON.stringify({ type: 'rating-set', rating: 'red', reason: 'x'.repeat(103_000) }), 'larger than 100 kB', { status: 413, code: 'too-large' }),
  bad('an If-Match without quotes', admission, 'in double quotes', { headers: { 'If-Match': '1' }, code: 'bad-if-match' }),
  bad('an If-Match for anything', admission, 'in double quotes', { headers: { 'If-Match': '*' }, code: 'bad-if-match' }),
  bad('a weak If-Match', admission, 'in double quotes', { headers: { 'If-Match': 'W/"1"' }, code: 'bad-if-match' }),
  bad('an If-Match beyond all sequences', admission, 'in double quotes', { headers: { 'If-Match': '"99999999999999999999"' }, code: 'bad-if-match' }),
  bad('an If-Match of another state', admission, 'moved on', { headers: { 'If-Match': '"7"' }, status: 412, code: 'sequence-moved' }),
];

const addresses: readonly BadInput[] = [
  bad('a register id with a wrong check character', admission, 'register id', { path: '/pathways/7K3M-9QX2/events', code: 'bad-register-id' }),
  bad('a name in place of a register id', admission, 'register id', { path: '/pathways/Tom%20Smith/events', code: 'bad-register-id' }),
  bad('SQL in place of a register id', admission, 'register id', { path: "/pathways/'%20or%201=1--/events", code: 'bad-register-id' }),
  bad('a path out of the folder', admission, 'register id', { path: '/pathways/..%2f..%2fetc%2fpasswd/events', code: 'bad-register-id' }),
  bad('an address that cannot be decoded', admission, 'address', { path: '/pathways/%E0%A4%A/events' }),
  bad('a register id that nobody has', admission, 'Nobody has this register id', { path: '/pathways/7K3M-9QX1/events', status: 404, code: 'unknown-person' }),
  bad('an unknown register id, dry', admission, 'Nobody has this register id', { path: '/pathways/7K3M-9QX1/events?dryRun=true', status: 404, code: 'unknown-person' }),
  bad('a dry run misspelt', admission, 'does not take dryrun', { path: `${EVENTS}?dryrun=true` }),
  bad('a dry run that is neither true nor false', admission, 'must be one of true, false', { path: `${EVENTS}?dryRun=1` }),
  bad('a dry run said twice', admission, 'dryRun', { path: `${EVENTS}?dryRun=true&dryRun=false` }),
  bad('an unknown route', admission, 'nothing at this address', { path: '/pathways/TOM/event', status: 404, code: 'unknown-route' }),
  { name: 'a deletion', method: 'delete', path: '/pathways/TOM', status: 405, code: 'method-not-allowed', says: 'GET' },
  { name: 'an event put', method: 'put', path: EVENTS, body: admission, status: 405, code: 'method-not-allowed', says: 'POST' },
];

const callers: readonly BadInput[] = [
  bad('no token', admission, 'A token is needed', { token: 'none', status: 401, code: 'unauthorised' }),
  bad('a revoked token', admission, 'revoked', { token: 'revoked', status: 401, code: 'unauthorised' }),
  bad('a token without the scope', admission, 'events:write', { token: 'weak', status: 403, code: 'forbidden' }),
  bad('a token without the scope, and a bad body', '{', 'events:write', { token: 'weak', status: 403, code: 'forbidden' }),
  bad('rules adopted by a caller', { type: 'rules-adopted', ruleSet: 'llr-2023' }, 'adopted by the service', { status: 403, code: 'not-for-callers' }),
  bad('rules adopted within a batch', { events: [admission, { type: 'rules-adopted', ruleSet: 'llr-2023' }] }, 'adopted by the service', { status: 403, code: 'not-for-callers' }),
  bad('rules adopted by way of a correction', { type: 'corrected', event: UUID, reason: 'x', with: { type: 'rules-adopted', ruleSet: 'llr-2023' } }, 'adopted by the service', { status: 403, code: 'not-for-callers' }),
  bad('rules adopted as a referral', { person, event: { type: 'rules-adopted', ruleSet: 'llr-2023' } }, 'adopted by the service', { path: REFERRALS, status: 403, code: 'not-for-callers' }),
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

const referrals: readonly BadInput[] = [
  bad('a referral of nobody', { event: referral }, 'person', { path: REFERRALS }),
  bad('a person without an event', { person }, 'event', { path: REFERRALS }),
  bad('both a person and a register id', { person, registerId: 'TOM', event: referral }, 'does not take person', { path: REFERRALS }),
  bad('a referral with another event', { person, event: admission }, 'referral-received', { path: REFERRALS }),
  bad('an unknown source', { person, event: { ...referral, source: 'gossip' } }, 'must be one of professional, self, family, flag', { path: REFERRALS }),
  bad('a suggestion of blue', { person, event: { ...referral, suggestedRating: 'blue' } }, 'suggestedRating', { path: REFERRALS }),
  bad('no name', { person: { ...person, name: ' ' }, event: referral }, 'person.name', { path: REFERRALS }),
  bad('a name of two lines', { person: { ...person, name: 'Tom\nBcc: all@example.org' }, event: referral }, 'one line', { path: REFERRALS }),
  bad('a name of 121 characters', { person: { ...person, name: 'x'.repeat(121) }, event: referral }, 'at most 120', { path: REFERRALS }),
  bad('no birth date', { person: { name: 'Test Person' }, event: referral }, 'person.bornOn', { path: REFERRALS }),
  bad('a birth date that lies ahead', { person: { ...person, bornOn: '2026-10-02' }, event: referral }, 'must not be after today', { path: REFERRALS }),
  bad('a birth date before all who live', { person: { ...person, bornOn: '1899-12-31' }, event: referral }, 'between 1900 and 2199', { path: REFERRALS }),
  bad('a referral that lies ahead', { person, event: { ...referral, on: '2026-10-02' } }, 'event.on', { path: REFERRALS }),
  bad('an NHS number with a wrong check digit', { person: { ...person, nhsNumber: '999 000 0019' }, event: referral }, 'check digit', { path: REFERRALS }),
  bad('an NHS number of nine digits', { person: { ...person, nhsNumber: '999000001' }, event: referral }, 'ten digits', { path: REFERRALS }),
  bad('an NHS number as a number', { person: { ...person, nhsNumber: 9990000018 }, event: referral }, 'person.nhsNumber', { path: REFERRALS }),
  bad('a contact of an unknown role', { person: { ...person, contacts: [{ name: 'Test Mother', role: 'friend' }] }, event: referral }, 'person.contacts.0.role', { path: REFERRALS }),
  bad('an address that is none', { person: { ...person, contacts: [{ name: 'M', role: 'parent-carer', email: 'a@b@c' }] }, event: referral }, 'person.contacts.0.email', { path: REFERRALS }),
  bad('an address with a second line', { person: { ...person, contacts: [{ name: 'M', role: 'parent-carer', email: 'a@example.org\r\nBcc: b@example.org' }] }, event: referral }, 'email', { path: REFERRALS }),
  bad('two contacts of one id', { person: { ...person, contacts: [{ id: 'a', name: 'M', role: 'parent-carer' }, { id: 'a', name: 'N', role: 'advocate' }] }, event: referral }, 'person.contacts', { path: REFERRALS }),
  bad('51 contacts', { person: { ...person, contacts: Array.from({ length: 51 }, () => ({ name: 'M', role: 'parent-carer' })) }, event: referral }, 'person.contacts', { path: REFERRALS }),
  bad('a referral for an unknown register id', { registerId: '7K3M-9QX1', event: referral }, 'Nobody has this register id', { path: REFERRALS, status: 404, code: 'unknown-person' }),
  bad('a referral for a misheard register id', { registerId: '7K3M-9QX2', event: referral }, 'register id', { path: REFERRALS, code: 'bad-register-id' }),
  bad('a referral while a pathway is open', { registerId: 'TOM', event: referral }, 'open pathway', { path: REFERRALS, status: 409, code: 'pathway-open' }),
];

const illegal: readonly BadInput[] = [
  refused('a discharge of somebody at home', { type: 'discharged' }, 'not-inpatient', 'Record the admission first'),
  refused('a rating of blue', { type: 'rating-set', rating: 'blue', reason: 'In hospital' }, 'blue-by-admission-only', 'follows from `admitted`'),
  refused('an action done that was never agreed', { type: 'action-done', action: 'a-1' }, 'unknown-action', 'action'),
  refused('a report of a meeting that is not known', { type: 'report-sent', meeting: 'm-1' }, 'unknown-meeting', 'meeting'),
  refused('a correction of an event that is not known', { type: 'corrected', event: UUID, reason: 'x' }, 'unknown-event', 'event'),
  bad('an id that was used for another body', { id: 'USED', ...admission }, 'another body', { status: 409, code: 'event-id-reused' }),
  bad('an id that was used for another person', { id: 'USED', type: 'visit-held' }, 'another body', { path: '/pathways/OTHER/events', status: 409, code: 'event-id-reused' }),
];

const get = (name: string, path: string, says: string, more: Partial<BadInput> = {}): BadInput => ({ name, method: 'get', path, says, status: 400, code: 'invalid-request', ...more });
const lists: readonly BadInput[] = [
  get('a cursor that is none', '/pathways?cursor=abc', 'cursor', { code: 'bad-cursor' }),
  get('a cursor of the prototype', `/deadlines?cursor=${Buffer.from('{"__proto__":[]}').toString('base64url')}`, 'cursor', { code: 'bad-cursor' }),
  get('a cursor as long as a book', `/pathways?cursor=${'A'.repeat(700)}`, 'cursor'),
  get('a limit of nought', '/pathways?limit=0', '1 to 200'),
  get('a limit of a million', '/deadlines?limit=1000000', '1 to 200'),
  get('a limit in words', '/pathways?limit=all', '1 to 200'),
  get('an unknown filter', '/pathways?colour=red', 'does not take colour'),
  get('an unknown rating', '/pathways?rating=purple', 'must be one of green'),
  get('a status that deadlines do not have', '/deadlines?status=done', 'must be one of owed'),
  get('from after to', '/deadlines?from=2026-10-02&to=2026-10-01', 'must not be before from'),
  get('a day that is none', '/pathways?dueBefore=2026-13-01', 'YYYY-MM-DD'),
  get('SQL in place of a kind', "/deadlines?kind=mam';drop%20table%20person", 'kind of a deadline'),
  get('pathway nought', '/pathways/TOM?pathway=0', 'number of a pathway'),
  get('a pathway that is not there', '/pathways/TOM?pathway=2', 'no pathway of this number', { status: 404, code: 'unknown-pathway' }),
  get('a NUL in the address', '/pathways/TOM/events/a%00b', 'must be the id of an event'),
  get('a deadline list with a filter of another list', '/pathways/TOM/deadlines?status=open', 'does not take status'),
];

/** The table of bad inputs (acceptance of issue 3, number 8). */
export const BAD_INPUTS: readonly BadInput[] = [...shape, ...dates, ...texts, ...transport, ...addresses, ...callers, ...batches, ...referrals, ...illegal, ...lists];
