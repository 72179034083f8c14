import { bad, type BadInput, get, UUID } from './bad-input';

const dismissed = { outcome: 'dismissed', reason: 'Another patient was meant' };
const sentAgain = { ...dismissed, outcome: 'sent-again', as: UUID };
/** `USED` is the id of an event that was accepted. */
const UNKNOWN = `/events/${UUID}/resolve`;
const ACCEPTED = '/events/USED/resolve';

/** Refusals sorted out in ways that they cannot be, and lists of them asked for in ways that there are not. */
export const BAD_RESOLVES: readonly BadInput[] = [
  bad('an unknown event resolved', dismissed, 'No event of this id', { path: UNKNOWN, status: 404, code: 'unknown-event' }),
  bad('an unknown part of a batch resolved', dismissed, 'No event of this id', {
    path: `/events/${UUID}%2F1/resolve`,
    status: 404,
    code: 'unknown-event',
  }),
  bad('an accepted event resolved', dismissed, 'was accepted', { path: ACCEPTED, status: 409, code: 'not-refused' }),
  bad('no outcome', { reason: 'x' }, 'must be one of dismissed, sent-again', { path: ACCEPTED }),
  bad('an unknown outcome', { ...dismissed, outcome: 'forgotten' }, 'must be one of dismissed, sent-again', { path: ACCEPTED }),
  bad('an outcome that every object has', { ...dismissed, outcome: 'constructor' }, 'must be one of', { path: ACCEPTED }),
  bad('a list of outcomes', { ...dismissed, outcome: ['dismissed'] }, 'outcome', { path: ACCEPTED }),
  bad('no reason', { outcome: 'dismissed' }, 'reason', { path: ACCEPTED }),
  bad('an empty reason for it', { ...dismissed, reason: ' \n ' }, 'must not be empty', { path: ACCEPTED }),
  bad('a reason for it as long as a book', { ...dismissed, reason: 'x'.repeat(4_001) }, 'at most 4000 characters', { path: ACCEPTED }),
  bad('a NUL in the reason for it', '{"outcome":"dismissed","reason":"a\\u0000b"}', 'control characters', { path: ACCEPTED }),
  bad('sent again, and not as what', { outcome: 'sent-again', reason: 'x' }, 'as', { path: ACCEPTED }),
  bad('sent again as words', { ...sentAgain, as: 'the one of Tuesday' }, 'must be the id of an event', { path: ACCEPTED }),
  bad('sent again as a number', { ...sentAgain, as: 7 }, 'as', { path: ACCEPTED }),
  bad('dismissed as another event', { ...dismissed, as: UUID }, 'does not take as', { path: ACCEPTED }),
  bad('a name given by hand', { ...dismissed, by: 'Somebody Else' }, 'does not take by', { path: ACCEPTED }),
  bad('a resolution in an array', [dismissed], 'must be of the type object', { path: ACCEPTED }),
  bad('half a resolution', '{"outcome":"dismissed",', 'not a JSON object', { path: ACCEPTED, code: 'malformed-json' }),
  bad('a resolution with a question', dismissed, 'does not take dryRun', { path: `${ACCEPTED}?dryRun=true` }),
  bad('an id that is none, resolved', dismissed, 'must be the id of an event', { path: '/events/a%20b/resolve' }),
  bad('an id with a NUL, resolved', dismissed, 'control characters', { path: '/events/a%00b/resolve' }),
  bad('an id as long as a book, resolved', dismissed, 'must be the id of an event', { path: `/events/${'a'.repeat(81)}/resolve` }),
  bad('SQL in place of an id', dismissed, 'must be the id of an event', { path: "/events/a';--/resolve" }),
  bad('a part of a batch with its slash as it is', dismissed, 'nothing at this address', {
    path: `/events/${UUID}/1/resolve`,
    status: 404,
    code: 'unknown-route',
  }),
  bad('resolved without the scope', dismissed, 'events:resolve', { path: ACCEPTED, token: 'weak', status: 403, code: 'forbidden' }),
  bad('resolved without a token', dismissed, 'A token is needed', { path: ACCEPTED, token: 'none', status: 401, code: 'unauthorised' }),
  { name: 'a resolution asked for', method: 'get', path: ACCEPTED, status: 405, code: 'method-not-allowed', says: 'POST' },
  get('refused events, neither resolved nor not', '/events?status=refused&resolved=1', 'must be one of true, false'),
  get('accepted events of everyone', '/events?status=applied', 'must be one of refused, held'),
];
