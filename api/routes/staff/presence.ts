import { z } from 'zod';
import { comeBack, endAway, goAway, leave, letSignInAnew } from '../../../services/staff/change';
import { recordedMember, staffMemberSchema } from '../../../services/staff/recorded-staff';
import { aboutChange, changedMember, notBefore, staffDeps } from '../../common/staff-answers';
import { IF_MATCH, readVersion } from '../../http/if-match';
import { Problem } from '../../http/problem';
import { nothing, type Route, route } from '../../http/route';
import { awaySchema, momentSchema, signInAnewSchema, staffId } from '../../schemas/staff';

const params = z.strictObject({ id: staffId });
const timeParams = z.strictObject({
  id: staffId,
  number: z
    .string()
    .regex(/^[1-9][0-9]{0,5}$/, 'must be the number of a time away')
    .transform(Number)
    .meta({ description: 'The number of a time away', examples: ['1'] }),
});
const headers = z.object({
  'If-Match': z
    .string()
    .regex(IF_MATCH)
    .optional()
    .meta({ description: 'The version that you worked from, in double quotes', examples: ['"3"'] }),
});
const answers = { 200: { description: 'The member of staff, as they stand now', schema: staffMemberSchema } };
const PROBLEMS = [
  'invalid-request',
  'malformed-json',
  'bad-if-match',
  'unknown-staff',
  'staff-changed',
  'too-large',
  'wrong-content-type',
] as const;
const momentBody = { forms: [momentSchema], pick: () => momentSchema };

const postLeave = route({
  method: 'post',
  path: '/staff/:id/leave',
  permission: 'staff:write',
  audit: 'staff-left',
  summary: 'A member of staff leaves',
  description:
    'From that moment on nothing goes to them: no mail, no digest, nothing that waits. What waits for them goes to the others of its audience; where nobody is left, it is held, and an open task says so. ' +
    'Said again with another moment that lies ahead, that one counts. One who has left stays as they are.',
  params,
  query: nothing,
  body: momentBody,
  headers,
  examples: { now: { reason: 'Has taken another post' }, later: { at: '2026-12-31T17:00', reason: 'Retires' } },
  answers,
  problems: PROBLEMS,
  handle: async ({ params: { id }, body: { at, reason }, headers: given, caller }, context) => {
    const about = aboutChange(caller, reason, context);
    const whom = { id, ifMatch: readVersion(given['if-match']) };
    const answer = await leave(staffDeps(context), whom, notBefore(about.at, 'at', at ?? about.at), about);
    return { status: 200, body: recordedMember(changedMember(answer)) };
  },
});

const postReturn = route({
  method: 'post',
  path: '/staff/:id/return',
  permission: 'staff:write',
  audit: 'staff-returned',
  summary: 'A member of staff stays, or comes back',
  description: 'One who has left works here again from that moment on; one who was to leave stays.',
  params,
  query: nothing,
  body: momentBody,
  headers,
  examples: { now: { reason: 'Is back from the other post' } },
  answers,
  problems: PROBLEMS,
  handle: async ({ params: { id }, body: { at, reason }, headers: given, caller }, context) => {
    const about = aboutChange(caller, reason, context);
    const whom = { id, ifMatch: readVersion(given['if-match']) };
    const answer = await comeBack(staffDeps(context), whom, notBefore(about.at, 'at', at ?? about.at), about);
    return { status: 200, body: recordedMember(changedMember(answer)) };
  },
});

const postAway = route({
  method: 'post',
  path: '/staff/:id/away',
  permission: 'staff:write',
  audit: 'staff-away',
  summary: 'A member of staff is away',
  description:
    'While they are, what would go to them goes to `cover`, another member of staff of the same area; without one, or where that one is gone, to the others of the audience, to its mailbox in the contact book, or to the team.',
  params,
  query: nothing,
  body: { forms: [awaySchema], pick: () => awaySchema },
  headers,
  examples: { leave: { from: '2026-12-21T00:00', until: '2027-01-04T00:00', cover: 'sam-okafor', reason: 'Annual leave' } },
  answers,
  problems: [...PROBLEMS, 'not-in-service', 'cover-unfit'],
  handle: async ({ params: { id }, body, headers: given, caller }, context) => {
    const about = aboutChange(caller, body.reason, context);
    const from = body.from ?? about.at;
    if (body.until !== undefined && body.until <= from)
      throw Problem.of('invalid-request', 'The time away ends before it begins. See `errors`.', {
        errors: [{ path: 'until', message: 'must be later than from' }],
      });
    const time = { from, until: body.until ?? null, cover: body.cover ?? null };
    const answer = await goAway(staffDeps(context), { id, ifMatch: readVersion(given['if-match']) }, time, about);
    return { status: 200, body: recordedMember(changedMember(answer)) };
  },
});

const postBack = route({
  method: 'post',
  path: '/staff/:id/away/:number/end',
  permission: 'staff:write',
  audit: 'staff-back',
  summary: 'A member of staff is back',
  description: 'Ends a time away at that moment; one that has not begun by then is called off.',
  params: timeParams,
  query: nothing,
  body: momentBody,
  headers,
  examples: { now: { reason: 'Is back earlier' } },
  answers,
  problems: [...PROBLEMS, 'unknown-away'],
  handle: async ({ params: { id, number }, body: { at, reason }, headers: given, caller }, context) => {
    const about = aboutChange(caller, reason, context);
    const whom = { id, ifMatch: readVersion(given['if-match']) };
    const answer = await endAway(staffDeps(context), whom, number, notBefore(about.at, 'at', at ?? about.at), about);
    return { status: 200, body: recordedMember(changedMember(answer)) };
  },
});

const postSignInAnew = route({
  method: 'post',
  path: '/staff/:id/sign-in-anew',
  permission: 'staff:write',
  audit: 'staff-sign-in-anew',
  summary: 'Let a member of staff sign in anew',
  description:
    'At their first sign-in to the pages the account at the organisation (its issuer and subject) is kept, and another one with the same address is refused from then on. ' +
    'After this the next account that signs in with their address is kept. Whoever is signed in as them is signed out. Where none is kept, nothing changes.',
  params,
  query: nothing,
  body: { forms: [signInAnewSchema], pick: () => signInAnewSchema },
  headers,
  examples: { anew: { reason: 'The trust has a new sign-in' } },
  answers,
  problems: PROBLEMS,
  handle: async ({ params: { id }, body: { reason }, headers: given, caller }, context) => {
    const whom = { id, ifMatch: readVersion(given['if-match']) };
    const answer = await letSignInAnew(staffDeps(context), whom, aboutChange(caller, reason, context));
    return { status: 200, body: recordedMember(changedMember(answer)) };
  },
});

/** When members of staff are here, and by whom they are known. */
export const presenceRoutes: readonly Route[] = [postLeave, postReturn, postAway, postBack, postSignInAnew];
