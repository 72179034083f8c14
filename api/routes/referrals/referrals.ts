import { londonDate, type PlainDate } from '../../../domain/calendar/dates';
import type { PathwayEvent } from '../../../domain/pathway/events';
import { allows } from '../../../services/access/scopes';
import { receiveReferral, type Referred } from '../../../services/referrals/letterbox/referrals';
import { refer } from '../../../services/referrals/referral';
import { decided, eventBody, idReused, unknownPerson } from '../../common/commit-answers';
import { sourceOf } from '../../../services/access/callers';
import { digestOfReferral } from '../../../services/pathway/sent';
import { needScope } from '../../http/authenticate';
import { checkBounds, checkPerson, needBirthDate } from '../../common/integrators';
import { nothing, route } from '../../http/route';
import { referralAnswerSchema } from '../../schemas/event-answers';
import { letterboxReferenceSchema } from '../../schemas/letterbox';
import { newReferralExample, referralExample } from '../../schemas/examples';
import { type ReferralBody, referralBody } from '../../schemas/requests';
import { ahead, personOf } from '../../common/named-person';
import { toEvent } from '../../common/sent-events';

/** What the letterbox keeps of a referral. */
function referredIn(body: ReferralBody, event: PathwayEvent, today: PlainDate): Referred {
  // It may be looked at on another day than that on which it came.
  const dated = { ...event, on: event.on ?? today };
  if ('registerId' in body) return { person: null, registerId: body.registerId, bornOn: body.bornOn ?? null, event: dated };
  return { person: personOf(body.person, today), registerId: null, bornOn: null, event: dated };
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
    'Keep the registerId of the answer: it is the name by which everything else asks. ' +
    'A caller without the scope `people:find` is answered 202 with a `reference`, whoever it is about; `GET /referrals/{reference}` says what came of it. ' +
    'With the scope `adoption:write` the event may be `adopted`: the pathway is taken over from an older register.',
  params: nothing,
  query: nothing,
  body: referralBody,
  examples: { 'somebody new': referralExample, 'somebody known': newReferralExample },
  answers: {
    201: { description: 'Referred', schema: referralAnswerSchema },
    202: { description: 'Taken in, to a caller without `people:find`', schema: letterboxReferenceSchema },
  },
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
    const event = toEvent(body.event, 'event.', context.clock());
    if (event.type === 'adopted') for (const scope of ['adoption:write', 'people:find'] as const) needScope(caller, scope);
    await checkBounds(context, caller, [event]);
    const today = londonDate(context.clock());
    if (event.on !== undefined && event.on > today) throw ahead('event.on', today);
    const bodyDigest = digestOfReferral(asked);
    if (!caller || !allows(caller.scopes, 'people:find')) {
      if ('registerId' in body) needBirthDate(caller, body.bornOn);
      const referred = referredIn(body, event, today);
      const reference = await receiveReferral(context.pool, { sender: caller?.name ?? 'nobody', id: id ?? null, bodyDigest, referred });
      if (reference === null) throw idReused();
      context.metrics.event(event.type, 'received');
      context.intake.wake();
      return { status: 202, body: { reference }, kept: true };
    }
    if ('registerId' in body) await checkPerson(context, caller, body.registerId, body.bornOn, [event]);
    const who = 'registerId' in body ? { registerId: body.registerId } : personOf(body.person, today);
    const answer = await refer(context, { id: id ?? null, who, event, source: sourceOf(caller), bodyDigest });
    context.metrics.event(event.type, answer.status);
    const shown = decided(answer, false);
    if (shown.status !== 'applied') throw unknownPerson();
    // Something may have waited for somebody of this NHS number.
    context.intake.wake();
    return { status: 201, body: { registerId: shown.registerId, ...eventBody(shown) }, registerId: shown.registerId, kept: true };
  },
});
