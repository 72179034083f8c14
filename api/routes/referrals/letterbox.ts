import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { londonDate } from '../../../domain/calendar/dates';
import { CHANGE_URGENCIES, dateSchema } from '../../../domain/pathway/events';
import { digestOf } from '../../../infra/canonical';
import { decideReferral, type DecisionAnswer } from '../../../services/referrals/letterbox/decide';
import { receiveParcel } from '../../../services/referrals/letterbox/parcels';
import {
  heldReferralSchema,
  listReferrals,
  ownReferralSchema,
  readOwnReferral,
  readReferral,
  REFERRAL_STATUSES,
  type TeamView,
} from '../../../services/referrals/letterbox/reads';
import { decided, idReused } from '../../common/commit-answers';
import { makeCursor, readCursor } from '../../http/cursor';
import { needScope } from '../../http/authenticate';
import { Problem } from '../../http/problem';
import { noBody, nothing, type Route, route } from '../../http/route';
import { WITHHELD } from '../../../services/pathway/events';
import { keptFrom } from '../../common/restricted';
import { checkBounds } from '../../common/integrators';
import { registerIdSchema } from '../../schemas/common';
import { receivedEventSchema } from '../../schemas/letterbox';
import { PAGE, pageOf, pageQuery } from '../../schemas/lists';
import { addressedBody } from '../../schemas/requests';
import { toEvent } from '../../common/sent-events';

const params = z.strictObject({
  reference: z
    .uuid({ error: 'must be the reference of a referral' })
    .meta({ description: 'The reference that its sender was given', examples: ['0f8f1b9e-3c54-4a0e-8d2e-6a6a5e7f1a06'] }),
});

const unknownReferral = (): Problem =>
  Problem.of('unknown-referral', 'There is no referral of this reference for you. Use the reference of the answer to POST /referrals.');

const getOwn = route({
  method: 'get',
  path: '/referrals/:reference',
  permission: 'referrals:write',
  audit: 'referral-asked-for',
  integrators: true,
  summary: 'What came of a referral, for its sender',
  description:
    '`received` until a person of the LDA team has decided, whether or not anyone is known; then `matched` or `not-taken`. The register id only where the team lets its sender know.',
  params,
  query: nothing,
  body: noBody,
  answers: { 200: { description: 'What came of it', schema: ownReferralSchema } },
  problems: ['invalid-request', 'unknown-referral'],
  handle: async ({ params: { reference }, caller }, context) => {
    const found = await readOwnReferral(context.pool, caller?.name ?? 'nobody', reference);
    if (!found) throw unknownReferral();
    return { status: 200, body: found, ...(found.registerId === undefined ? {} : { registerId: found.registerId }) };
  },
});

const whomItShows = (rows: readonly TeamView[]): string[] =>
  rows.flatMap(({ candidates, registerId }) => [...candidates, ...(registerId === null ? [] : [registerId])]);

/** A referral that is, or may be, about a person whose record is restricted tells who was named to nobody without `restricted:read`. */
const shownReferral = (kept: ReadonlySet<string>, one: TeamView): TeamView =>
  whomItShows([one]).some((registerId) => kept.has(registerId))
    ? { ...one, referred: null, asked: null, reason: one.reason === null ? null : WITHHELD }
    : one;

const getList = route({
  method: 'get',
  path: '/referrals',
  permission: 'people:find',
  audit: 'referrals-listed',
  list: true,
  summary: 'Referrals from callers who may not find people',
  description:
    'The oldest first. `received` (without `status`): what a person must still look at. Where somebody on file may be the same person, `candidates` names them; where nobody is, the service has taken a new person on, `registerId`. Where the record of one of them is restricted, `referred` is told to tokens with the scope `restricted:read` alone.',
  params: nothing,
  query: z.strictObject({
    status: z.enum(REFERRAL_STATUSES).optional().meta({ description: 'What has been decided; received without it' }),
    ...pageQuery,
  }),
  body: noBody,
  answers: { 200: { description: 'A page of referrals', schema: pageOf('referrals', heldReferralSchema) } },
  problems: ['invalid-request', 'bad-cursor'],
  handle: async ({ query, caller }, context) => {
    const status = query.status ?? 'received';
    const place = z.tuple([z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,6})?[+-]\d{2}(:\d{2})?$/), z.uuid()]);
    const after = query.cursor === undefined ? null : readCursor(query.cursor, ['referrals', status], place);
    const { rows: found, next } = await listReferrals(context.pool, status, { after, limit: query.limit ?? PAGE });
    const kept = await keptFrom(context, caller);
    const rows = found.map((one) => shownReferral(kept, one));
    const nextCursor = next && makeCursor(['referrals', status], next);
    return { status: 200, body: { referrals: rows, nextCursor }, shown: whomItShows(rows) };
  },
});

const reason = z.string().trim().min(1).max(4_000).meta({ description: 'Why, in words; they stay in the database' });
const tell = z.boolean().optional().meta({ description: 'true: its sender is told the register id' });
const bornOn = dateSchema.meta({ description: 'Of somebody who asked for help on a public form and left out when they were born' });
const urgency = z.enum(CHANGE_URGENCIES).meta({
  description:
    'Of a request for help about somebody whose pathway is open: how soon somebody must look. It becomes the event `change-reported`',
});
const outcome = <O extends string>(one: O) => z.literal(one).meta({ description: 'What is to be done with it' });
const decision = z.discriminatedUnion('outcome', [
  z.strictObject({
    outcome: outcome('matched'),
    registerId: registerIdSchema,
    tell,
    reason: reason.optional(),
    urgency: urgency.optional(),
  }),
  z.strictObject({ outcome: outcome('new'), tell, reason: reason.optional(), bornOn: bornOn.optional() }),
  z.strictObject({ outcome: outcome('not-taken'), reason }),
]);

function problemOf(answer: Exclude<DecisionAnswer, { status: 'decided' | 'not-accepted' }>): Problem {
  if (answer.status === 'unknown-referral') return unknownReferral();
  if (answer.status === 'needed')
    return Problem.of(
      'invalid-request',
      answer.what === 'bornOn'
        ? 'When the person was born was left out of the form: say it in `bornOn`.'
        : 'The pathway of the person is open: say in `urgency` how soon somebody must look at what has changed.',
    );
  return Problem.of(
    'already-decided',
    answer.registerId === null
      ? 'This referral was not taken. If it should have been, refer the person yourself.'
      : 'This referral was taken as the record in `registerId`. If that is wrong, correct it there: close it as a duplicate, or take the referral back.',
    { members: { registerId: answer.registerId } },
  );
}

const postDecision = route({
  method: 'post',
  path: '/referrals/:reference/resolve',
  permission: 'people:write',
  audit: 'referral-decided',
  summary: 'Whom a referral is about, decided by a person',
  description:
    '`matched`: it becomes an event of somebody on file; `new`: somebody new is taken on; `not-taken`, with the reason. The same again gets the same answer, and with `tell` its sender is told the register id from then on. Needs the scope `people:find` as well.',
  params,
  query: nothing,
  body: { forms: [decision], pick: () => decision },
  examples: {
    matched: { outcome: 'matched', registerId: '7K3M-9QX1', tell: true },
    new: { outcome: 'new' },
    'not taken': { outcome: 'not-taken', reason: 'Lives outside the area; the sender was rung up' },
  },
  answers: { 200: { description: 'The referral, as it was decided', schema: heldReferralSchema } },
  problems: [
    'invalid-request',
    'malformed-json',
    'bad-register-id',
    'unknown-referral',
    'unknown-person',
    'already-decided',
    'person-known',
    'event-id-reused',
    'too-large',
    'wrong-content-type',
  ],
  handle: async ({ params: { reference }, body, caller }, context) => {
    needScope(caller, 'people:find');
    const answer = await decideReferral(context, {
      reference,
      outcome: body.outcome,
      registerId: body.outcome === 'matched' ? body.registerId : null,
      reason: body.reason ?? null,
      tell: body.outcome !== 'not-taken' && body.tell === true,
      by: caller?.name ?? 'nobody',
      bornOn: body.outcome === 'new' ? (body.bornOn ?? null) : null,
      urgency: body.outcome === 'matched' ? (body.urgency ?? null) : null,
    });
    if (answer.status === 'not-accepted') {
      decided(answer.answer, false);
      throw new Error(`a referral's event was answered ${answer.answer.status}`);
    }
    if (answer.status !== 'decided') throw problemOf(answer);
    context.intake.wake();
    const found = await readReferral(context.pool, reference);
    if (!found) throw new Error('a referral that was decided is not there');
    const shown = shownReferral(await keptFrom(context, caller), found);
    return { status: 200, body: shown, ...(answer.registerId === null ? {} : { registerId: answer.registerId }) };
  },
});

const postAddressed = route({
  method: 'post',
  path: '/events',
  permission: 'events:write',
  audit: 'event-left',
  integrators: true,
  summary: 'Something happened to somebody whose register id you do not know',
  description:
    'One event with `person`, the NHS number and birth date, both of which must be those of one person here. Answered 202, whether or not anyone is known. ' +
    'It lies encrypted until it is delivered; what has matched nobody for 24 hours is dropped, unread.',
  params: nothing,
  query: nothing,
  body: addressedBody,
  examples: {
    admitted: {
      person: { nhsNumber: '999 000 0018', bornOn: '2011-03-02' },
      type: 'admitted',
      security: 'non-secure',
      detained: false,
      planned: false,
    },
  },
  answers: { 202: { description: 'Taken in', schema: receivedEventSchema } },
  problems: ['invalid-request', 'malformed-json', 'not-for-callers', 'event-id-reused', 'too-large', 'wrong-content-type'],
  handle: async ({ body, caller }, context) => {
    const event = toEvent(body.event, '', context.clock());
    await checkBounds(context, caller, [event]);
    const id = body.id ?? randomUUID();
    const dated = { ...event, on: event.on ?? londonDate(context.clock()) };
    const parcel = {
      sender: caller?.name ?? 'nobody',
      id,
      to: body.person,
      event: dated,
      sites: caller?.sites ?? null,
      sent: digestOf(body.event),
    };
    if (!(await receiveParcel(context.pool, context.seals, parcel))) throw idReused();
    context.metrics.event(event.type, 'received');
    context.intake.wake();
    return { status: 202, body: { event: { id, status: 'received' } }, kept: true };
  },
});

/** What is taken in from callers who may not find people, and what the team makes of it (contract section 7). */
export const letterboxRoutes: readonly Route[] = [getOwn, getList, postDecision, postAddressed];
