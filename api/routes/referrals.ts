import { londonDate } from '../../domain/calendar/dates';
import type { Identity } from '../../services/people/identity';
import { refer } from '../../services/people/referral';
import { appliedBody, decided, unknownPerson } from '../commit-answers';
import { digestOf } from '../../services/commit/canonical';
import { needScope } from '../http/authenticate';
import { checkBounds, checkPerson, sourceOf } from '../integrators';
import { Problem } from '../http/problem';
import { nothing, route } from '../http/route';
import { referralAnswerSchema } from '../schemas/answers';
import { newReferralExample, referralExample } from '../schemas/examples';
import { referralBody, type ReferredPerson } from '../schemas/requests';
import { toEvent } from './events';

/** A date that has not come yet. It is looked for before the commit, because a referral that is refused would leave a person without a pathway. */
const ahead = (path: string, today: string): Problem =>
  Problem.of('invalid-request', 'A date lies ahead. See `errors`.', { errors: [{ path, message: `must not be after today (${today})` }] });

/** The person as a caller names them. Throws the problem `invalid-request` for a birth date that has not come yet. */
export function personOf(person: ReferredPerson, today: string): Identity {
  if (person.bornOn > today) throw ahead('person.bornOn', today);
  return { name: person.name, bornOn: person.bornOn, nhsNumber: person.nhsNumber ?? null, contacts: person.contacts ?? [] };
}

/** `POST /referrals` (contract section 7). */
export const postReferrals = route({
  method: 'post',
  path: '/referrals',
  permission: 'referrals:write',
  audit: 'person-referred',
  integrators: true,
  summary: 'Refer somebody: a person and the referral in one',
  description:
    'For somebody new send `person`; for somebody known send their `registerId`. Both are stored in one transaction or not at all. ' +
    'Keep the registerId of the answer: it is the name by which everything else asks.',
  params: nothing,
  query: nothing,
  body: referralBody,
  examples: { 'somebody new': referralExample, 'somebody known': newReferralExample },
  answers: { 201: { description: 'Referred', schema: referralAnswerSchema } },
  problems: [
    'invalid-request',
    'malformed-json',
    'bad-register-id',
    'not-for-callers',
    'person-mismatch',
    'unknown-person',
    'pathway-open',
    'person-known',
    'event-id-reused',
    'too-large',
    'wrong-content-type',
  ],
  handle: async ({ body, caller }, context) => {
    const { id, ...asked } = body;
    const event = toEvent(body.event, 'event.');
    if (event.type === 'adopted') needScope(caller, 'adoption:write');
    await checkBounds(context, caller, [event]);
    if ('registerId' in body) await checkPerson(context, caller, body.registerId, body.bornOn);
    const today = londonDate(context.clock());
    if (event.on !== undefined && event.on > today) throw ahead('event.on', today);
    const answer = await refer(context, {
      id: id ?? null,
      who: 'registerId' in body ? { registerId: body.registerId } : personOf(body.person, today),
      event,
      source: sourceOf(caller),
      bodyDigest: digestOf(['referral', asked]),
    });
    context.metrics.event(event.type, answer.status);
    const shown = decided(answer, false);
    if (shown.status !== 'applied') throw unknownPerson();
    return { status: 201, body: { registerId: shown.registerId, ...appliedBody(shown) }, registerId: shown.registerId, kept: true };
  },
});
