import { z } from 'zod';
import { readOwner, setOwner, type OwnerAnswer, type PathwayOwner } from '../../../services/staff/owners';
import { ownerSchema, recordedOwner } from '../../../services/staff/recorded-owner';
import type { Caller } from '../../../services/access/callers';
import { keptFrom, wordsFor } from '../../common/restricted';
import type { ApiContext } from '../../context';
import { unknownPerson } from '../../common/commit-answers';
import { missingPathway } from '../../common/missing-pathway';
import { aboutChange } from '../../common/staff-answers';
import { IF_MATCH, readVersion } from '../../http/if-match';
import { Problem } from '../../http/problem';
import { noBody, nothing, type Route, route } from '../../http/route';
import { pathwayQuery, personParams } from '../../schemas/common';
import { ownerEndSchema, ownerRequestSchema } from '../../schemas/staff';

const headers = z.object({
  'If-Match': z
    .string()
    .regex(IF_MATCH)
    .optional()
    .meta({ description: 'The version that you worked from, in double quotes', examples: ['"1"'] }),
});
const answers = { 200: { description: 'Who owns it, and who did', schema: ownerSchema } };
const PROBLEMS = [
  'invalid-request',
  'malformed-json',
  'bad-register-id',
  'bad-if-match',
  'unknown-person',
  'no-open-pathway',
  'owner-changed',
  'too-large',
  'wrong-content-type',
] as const;

function decidedOwner(answer: OwnerAnswer): PathwayOwner {
  switch (answer.status) {
    case 'done':
      return answer.owner;
    case 'unknown-person':
      throw unknownPerson();
    case 'no-open-pathway':
      throw Problem.of('no-open-pathway', 'This person has no open pathway that somebody could own. Nothing was changed.');
    case 'owner-unfit':
      throw Problem.of(
        'owner-unfit',
        'The owner must be a member of staff of the person’s area who is here at present. Take the id from GET /staff?area=.',
      );
    case 'owner-changed':
      throw Problem.of('owner-changed', 'Somebody was faster. Read the owner again, look at what changed, and send with the new version.', {
        members: { version: answer.version },
      });
  }
}

/** The owner with the history; of a restricted record without the words, for those who are not told them. */
async function shownOwner(context: ApiContext, caller: Caller | null, registerId: string, owner: PathwayOwner) {
  const kept = await keptFrom(context, caller);
  return recordedOwner(registerId, {
    ...owner,
    history: owner.history.map((one) => ({ ...one, why: wordsFor(kept, registerId, one.why) })),
  });
}

const getOwner = route({
  method: 'get',
  path: '/pathways/:registerId/owner',
  permission: 'staff:write',
  audit: 'owner-read',
  summary: 'Who owns a pathway, and who did',
  description:
    'Of the latest pathway, or of one by its number. Reminders and what is due or overdue go to the owner; to the team where nobody owns it.',
  params: personParams,
  query: pathwayQuery,
  body: noBody,
  answers,
  problems: ['invalid-request', 'bad-register-id', 'unknown-person', 'unknown-pathway'],
  handle: async ({ params: { registerId }, query: { pathway }, caller }, context) => {
    const found = await readOwner(context.pool, registerId, pathway ?? null, context.clock());
    if (!found) throw await missingPathway(context, registerId);
    return { status: 200, body: await shownOwner(context, caller, registerId, found) };
  },
});

const putOwner = route({
  method: 'put',
  path: '/pathways/:registerId/owner',
  permission: 'staff:write',
  audit: 'owner-set',
  summary: 'Give a pathway to an owner, or hand it over',
  description:
    'To a member of staff of the person’s area who is here. From then on reminders and what is due or overdue go to them, and what waits for the owner before them too; while they are away to their cover, or to the team. The same owner again changes nothing.',
  params: personParams,
  query: nothing,
  body: { forms: [ownerRequestSchema], pick: () => ownerRequestSchema },
  headers,
  examples: { owner: { staff: 'sam-okafor', reason: 'Knows the family' } },
  answers,
  problems: [...PROBLEMS, 'owner-unfit'],
  handle: async ({ params: { registerId }, body: { staff, reason }, headers: given, caller }, context) => {
    const request = { registerId, staff, ifMatch: readVersion(given['if-match']) };
    const answer = await setOwner(context, request, aboutChange(caller, reason, context));
    return { status: 200, body: await shownOwner(context, caller, registerId, decidedOwner(answer)) };
  },
});

const postEnd = route({
  method: 'post',
  path: '/pathways/:registerId/owner/end',
  permission: 'staff:write',
  audit: 'owner-ended',
  summary: 'Nobody owns a pathway any more',
  description: 'What is for the owner goes to the team from then on.',
  params: personParams,
  query: nothing,
  body: { forms: [ownerEndSchema], pick: () => ownerEndSchema },
  headers,
  examples: { end: { reason: 'The team shares it' } },
  answers,
  problems: PROBLEMS,
  handle: async ({ params: { registerId }, body: { reason }, headers: given, caller }, context) => {
    const request = { registerId, staff: null, ifMatch: readVersion(given['if-match']) };
    const answer = await setOwner(context, request, aboutChange(caller, reason, context));
    return { status: 200, body: await shownOwner(context, caller, registerId, decidedOwner(answer)) };
  },
});

/** Who owns a pathway. */
export const ownerRoutes: readonly Route[] = [getOwner, putOwner, postEnd];
