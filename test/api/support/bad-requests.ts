import { bad, type BadInput, get, person, referral, UUID } from './bad-input';
import { admission } from './service';

const EVENTS = '/pathways/TOM/events';
const REFERRALS = '/referrals';

const transport: readonly BadInput[] = [
  bad('half a JSON', '{"type":"admitted",', 'not a JSON object', { code: 'malformed-json' }),
  bad('JSON with a comment', '{"type":"visit-held" /* today */}', 'not a JSON object', { code: 'malformed-json' }),
  bad('a text as the body', '"visit-held"', 'not a JSON object', { code: 'malformed-json' }),
  bad('a number as the body', '42', 'not a JSON object', { code: 'malformed-json' }),
  bad('null as the body', 'null', 'not a JSON object', { code: 'malformed-json' }),
  bad('NaN', '{"type":"visit-held","on":NaN}', 'not a JSON object', { code: 'malformed-json' }),
  bad('Latin-1 in place of UTF-8', Buffer.from('{"type":"rating-set","rating":"red","reason":"caf\u00e9"}', 'latin1'), 'UTF-8', {
    code: 'malformed-json',
  }),
  bad('no body', '', 'body is missing'),
  bad('a form', 'type=admitted', 'application/json', {
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    status: 415,
    code: 'wrong-content-type',
  }),
  bad('plain text', '{"type":"visit-held"}', 'application/json', {
    headers: { 'Content-Type': 'text/plain' },
    status: 415,
    code: 'wrong-content-type',
  }),
  bad('a content type that is none', '{"type":"visit-held"}', 'application/json', {
    headers: { 'Content-Type': ';;;' },
    status: 415,
    code: 'wrong-content-type',
  }),
  bad('another character set', '{"type":"visit-held"}', 'UTF-8', {
    headers: { 'Content-Type': 'application/json; charset=ebcdic' },
    status: 415,
    code: 'wrong-content-type',
  }),
  bad('a compressed body', '{"type":"visit-held"}', 'compressed', {
    headers: { 'Content-Encoding': 'gzip' },
    status: 415,
    code: 'wrong-content-type',
  }),
  bad('101 kB', JSON.stringify({ type: 'rating-set', rating: 'red', reason: 'x'.repeat(103_000) }), 'larger than 100 kB', {
    status: 413,
    code: 'too-large',
  }),
  bad('an If-Match without quotes', admission, 'in double quotes', { headers: { 'If-Match': '1' }, code: 'bad-if-match' }),
  bad('an If-Match for anything', admission, 'in double quotes', { headers: { 'If-Match': '*' }, code: 'bad-if-match' }),
  bad('a weak If-Match', admission, 'in double quotes', { headers: { 'If-Match': 'W/"1"' }, code: 'bad-if-match' }),
  bad('an If-Match beyond all sequences', admission, 'in double quotes', {
    headers: { 'If-Match': '"99999999999999999999"' },
    code: 'bad-if-match',
  }),
  bad('an If-Match of another state', admission, 'moved on', { headers: { 'If-Match': '"7"' }, status: 412, code: 'sequence-moved' }),
];

const addresses: readonly BadInput[] = [
  bad('a register id with a wrong check character', admission, 'register id', {
    path: '/pathways/7K3M-9QX2/events',
    code: 'bad-register-id',
  }),
  bad('a name in place of a register id', admission, 'register id', { path: '/pathways/Tom%20Smith/events', code: 'bad-register-id' }),
  bad('SQL in place of a register id', admission, 'register id', { path: "/pathways/'%20or%201=1--/events", code: 'bad-register-id' }),
  bad('a path out of the folder', admission, 'register id', { path: '/pathways/..%2f..%2fetc%2fpasswd/events', code: 'bad-register-id' }),
  bad('an address that cannot be decoded', admission, 'address', { path: '/pathways/%E0%A4%A/events' }),
  bad('a register id that nobody has', admission, 'Nobody has this register id', {
    path: '/pathways/7K3M-9QX1/events',
    status: 404,
    code: 'unknown-person',
  }),
  bad('an unknown register id, dry', admission, 'Nobody has this register id', {
    path: '/pathways/7K3M-9QX1/events?dryRun=true',
    status: 404,
    code: 'unknown-person',
  }),
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
  bad('rules adopted by a caller', { type: 'rules-adopted', ruleSet: 'llr-2023' }, 'adopted by the service', {
    status: 403,
    code: 'not-for-callers',
  }),
  bad('rules adopted within a batch', { events: [admission, { type: 'rules-adopted', ruleSet: 'llr-2023' }] }, 'adopted by the service', {
    status: 403,
    code: 'not-for-callers',
  }),
  bad(
    'rules adopted by way of a correction',
    { type: 'corrected', event: UUID, reason: 'x', with: { type: 'rules-adopted', ruleSet: 'llr-2023' } },
    'adopted by the service',
    { status: 403, code: 'not-for-callers' },
  ),
  bad('rules adopted as a referral', { person, event: { type: 'rules-adopted', ruleSet: 'llr-2023' } }, 'adopted by the service', {
    path: REFERRALS,
    status: 403,
    code: 'not-for-callers',
  }),
];

const referrals: readonly BadInput[] = [
  bad('a referral of nobody', { event: referral }, 'person', { path: REFERRALS }),
  bad('a person without an event', { person }, 'event', { path: REFERRALS }),
  bad('both a person and a register id', { person, registerId: 'TOM', event: referral }, 'does not take person', { path: REFERRALS }),
  bad('a referral with another event', { person, event: admission }, 'referral-received', { path: REFERRALS }),
  bad('an unknown source', { person, event: { ...referral, source: 'gossip' } }, 'must be one of professional, self, family, flag', {
    path: REFERRALS,
  }),
  bad('a suggestion of purple', { person, event: { ...referral, suggestedRating: 'purple' } }, 'suggestedRating', { path: REFERRALS }),
  bad('no name', { person: { ...person, name: ' ' }, event: referral }, 'person.name', { path: REFERRALS }),
  bad('a name of two lines', { person: { ...person, name: 'Tom\nBcc: all@example.org' }, event: referral }, 'one line', {
    path: REFERRALS,
  }),
  bad('a name of 121 characters', { person: { ...person, name: 'x'.repeat(121) }, event: referral }, 'at most 120', { path: REFERRALS }),
  bad('no birth date', { person: { name: 'Test Person' }, event: referral }, 'person.bornOn', { path: REFERRALS }),
  bad('a birth date that lies ahead', { person: { ...person, bornOn: '2026-10-02' }, event: referral }, 'must not be after today', {
    path: REFERRALS,
  }),
  bad('a birth date before all who live', { person: { ...person, bornOn: '1899-12-31' }, event: referral }, 'between 1900 and 2199', {
    path: REFERRALS,
  }),
  bad('a referral that lies ahead', { person, event: { ...referral, on: '2026-10-02' } }, 'event.on', { path: REFERRALS }),
  bad('an NHS number with a wrong check digit', { person: { ...person, nhsNumber: '999 000 0019' }, event: referral }, 'check digit', {
    path: REFERRALS,
  }),
  bad('an NHS number of nine digits', { person: { ...person, nhsNumber: '999000001' }, event: referral }, 'ten digits', {
    path: REFERRALS,
  }),
  bad('an NHS number as a number', { person: { ...person, nhsNumber: 9990000018 }, event: referral }, 'person.nhsNumber', {
    path: REFERRALS,
  }),
  bad(
    'a contact of an unknown role',
    { person: { ...person, contacts: [{ name: 'Test Mother', role: 'friend' }] }, event: referral },
    'person.contacts.0.role',
    { path: REFERRALS },
  ),
  bad(
    'an address that is none',
    { person: { ...person, contacts: [{ name: 'M', role: 'parent-carer', email: 'a@b@c' }] }, event: referral },
    'person.contacts.0.email',
    { path: REFERRALS },
  ),
  bad(
    'an address with a second line',
    {
      person: { ...person, contacts: [{ name: 'M', role: 'parent-carer', email: 'a@example.org\r\nBcc: b@example.org' }] },
      event: referral,
    },
    'email',
    { path: REFERRALS },
  ),
  bad(
    'two contacts of one id',
    {
      person: {
        ...person,
        contacts: [
          { id: 'a', name: 'M', role: 'parent-carer' },
          { id: 'a', name: 'N', role: 'advocate' },
        ],
      },
      event: referral,
    },
    'person.contacts',
    { path: REFERRALS },
  ),
  bad(
    '51 contacts',
    { person: { ...person, contacts: Array.from({ length: 51 }, () => ({ name: 'M', role: 'parent-carer' })) }, event: referral },
    'person.contacts',
    { path: REFERRALS },
  ),
  bad('a referral for an unknown register id', { registerId: '7K3M-9QX1', event: referral }, 'Nobody has this register id', {
    path: REFERRALS,
    status: 404,
    code: 'unknown-person',
  }),
  bad('a referral for a misheard register id', { registerId: '7K3M-9QX2', event: referral }, 'register id', {
    path: REFERRALS,
    code: 'bad-register-id',
  }),
  bad('a referral while a pathway is open', { registerId: 'TOM', event: referral }, 'open pathway', {
    path: REFERRALS,
    status: 409,
    code: 'pathway-open',
  }),
];

const lists: readonly BadInput[] = [
  get('a cursor that is none', '/pathways?cursor=abc', 'cursor', { code: 'bad-cursor' }),
  get('a cursor of the prototype', `/deadlines?cursor=${Buffer.from('{"__proto__":[]}').toString('base64url')}`, 'cursor', {
    code: 'bad-cursor',
  }),
  get('a cursor as long as a book', `/pathways?cursor=${'A'.repeat(700)}`, 'cursor'),
  get('a limit of nought', '/pathways?limit=0', '1 to 200'),
  get('a limit of a million', '/deadlines?limit=1000000', '1 to 200'),
  get('a limit in words', '/pathways?limit=all', '1 to 200'),
  get('an unknown filter', '/pathways?colour=red', 'does not take colour'),
  get('an unknown rating', '/pathways?rating=purple', 'must be one of green'),
  get('a status that deadlines do not have', '/deadlines?status=done', 'must be one of owed'),
  get('from after to', '/deadlines?from=2026-10-02&to=2026-10-01', 'must not be before from'),
  get('a day that is none', '/pathways?dueBefore=2026-13-01', 'YYYY-MM-DD'),
  get('SQL in place of a kind', "/deadlines?kind=mam';drop%20table%20person", 'must be one of eligibility-decision'),
  get('pathway nought', '/pathways/TOM?pathway=0', 'number of a pathway'),
  get('a pathway that is not there', '/pathways/TOM?pathway=2', 'no pathway of this number', { status: 404, code: 'unknown-pathway' }),
  get('a NUL in the address', '/pathways/TOM/events/a%00b', 'control characters'),
  get('a deadline list with a filter of another list', '/pathways/TOM/deadlines?status=open', 'does not take status'),
];

/** Requests that go wrong around the event: how they are sent, where to, by whom, about whom, and questions. */
export const BAD_REQUESTS: readonly BadInput[] = [...transport, ...addresses, ...callers, ...referrals, ...lists];
