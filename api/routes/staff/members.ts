import { z } from 'zod';
import { addMember, changeMember } from '../../../services/staff/change';
import { readMember, readMembers, readVersions } from '../../../services/staff/members';
import {
  recordedMember,
  recordedVersion,
  staffHistorySchema,
  staffListSchema,
  staffMemberSchema,
} from '../../../services/staff/recorded-staff';
import { aboutChange, changedMember, staffDeps, unknownStaff } from '../../common/staff-answers';
import { IF_MATCH, needVersion } from '../../http/if-match';
import { noBody, nothing, type Route, route } from '../../http/route';
import { memberSchema, newMemberSchema, staffId } from '../../schemas/staff';

const params = z.strictObject({ id: staffId });
const WRITING = ['invalid-request', 'malformed-json', 'too-large', 'wrong-content-type'] as const;
const fields = {
  name: 'Ana Example',
  email: 'ana@examplevalley.example',
  areas: ['example'],
  roles: ['lda-officer'],
  audiences: ['team'],
};

const getList = route({
  method: 'get',
  path: '/staff',
  permission: 'staff:write',
  audit: 'staff-listed',
  summary: 'The staff',
  description: 'All who are, were or will be members of staff, of one area or of all, by id.',
  params: nothing,
  query: z.strictObject({ area: staffId.optional().meta({ description: 'Those who work in this area' }) }),
  body: noBody,
  answers: { 200: { description: 'The staff', schema: staffListSchema } },
  problems: ['invalid-request'],
  handle: async ({ query: { area } }, { pool }) => ({
    status: 200,
    body: { staff: (await readMembers(pool, area ?? null)).map(recordedMember) },
  }),
});

const getOne = route({
  method: 'get',
  path: '/staff/:id',
  permission: 'staff:write',
  audit: 'staff-read',
  summary: 'A member of staff',
  description: 'As they stand now; `version` goes back as `If-Match` with a change.',
  params,
  query: nothing,
  body: noBody,
  answers: { 200: { description: 'The member of staff', schema: staffMemberSchema } },
  problems: ['invalid-request', 'unknown-staff'],
  handle: async ({ params: { id } }, { pool }) => {
    const member = await readMember(pool, id);
    if (!member) throw unknownStaff();
    return { status: 200, body: recordedMember(member) };
  },
});

const getHistory = route({
  method: 'get',
  path: '/staff/:id/history',
  permission: 'staff:write',
  audit: 'staff-history-read',
  summary: 'Every version of a member of staff',
  description: 'All that ever stood of them, with who changed it, when and why.',
  params,
  query: nothing,
  body: noBody,
  answers: { 200: { description: 'The versions', schema: staffHistorySchema } },
  problems: ['invalid-request', 'unknown-staff'],
  handle: async ({ params: { id } }, { pool }) => {
    if (!(await readMember(pool, id))) throw unknownStaff();
    return { status: 200, body: { versions: (await readVersions(pool, id)).map(recordedVersion) } };
  },
});

const postMember = route({
  method: 'post',
  path: '/staff',
  permission: 'staff:write',
  audit: 'staff-added',
  summary: 'Add a member of staff',
  description:
    'From `from` on they get what is for their audiences. Each has a mail address of their own; whoever comes back after having left is not added anew, but returns (`POST /staff/{id}/return`).',
  params: nothing,
  query: nothing,
  body: { forms: [newMemberSchema], pick: () => newMemberSchema },
  examples: { member: { ...fields, reason: 'Joined the team' } },
  answers: { 201: { description: 'Added', schema: staffMemberSchema } },
  problems: [...WRITING, 'staff-known', 'address-taken'],
  handle: async ({ body: { id, reason, ...said }, caller }, context) => ({
    status: 201,
    body: recordedMember(changedMember(await addMember(staffDeps(context), id, said, aboutChange(caller, reason, context)))),
  }),
});

const putMember = route({
  method: 'put',
  path: '/staff/:id',
  permission: 'staff:write',
  audit: 'staff-changed',
  summary: 'Change a member of staff',
  description:
    'What is sent stands in the place of what stood, from now on. What waits for them goes to a changed address; what is for an audience that they serve no longer, and waits already, still goes to them. ' +
    'When they leave, and when they are away, is said by requests of their own.',
  params,
  query: nothing,
  body: { forms: [memberSchema], pick: () => memberSchema },
  headers: z.object({
    'If-Match': z
      .string()
      .regex(IF_MATCH)
      .meta({ description: 'The version that you worked from, in double quotes', examples: ['"3"'] }),
  }),
  examples: { member: { ...fields, audiences: ['team', 'on-call'], reason: 'Is on call from this week' } },
  answers: { 200: { description: 'As they stand now', schema: staffMemberSchema } },
  problems: [...WRITING, 'bad-if-match', 'unknown-staff', 'address-taken', 'staff-changed', 'if-match-needed'],
  handle: async ({ params: { id }, body: { reason, ...said }, headers, caller }, context) => {
    const whom = { id, ifMatch: needVersion(headers['if-match']) };
    const answer = await changeMember(staffDeps(context), whom, said, aboutChange(caller, reason, context));
    return { status: 200, body: recordedMember(changedMember(answer)) };
  },
});

/** Who the staff are, and who they were. */
export const memberRoutes: readonly Route[] = [getList, getOne, getHistory, postMember, putMember];
