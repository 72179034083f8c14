import { z } from 'zod';
import { waitingFor } from '../../../services/notices/contact-changed';
import { addContact, changeContact, endContact, type ContactDeps } from '../../../services/people/change-contacts';
import type { ContactHistory } from '../../../services/people/contact-versions';
import { recordedContact } from '../../../services/people/recorded-contacts';
import type { Shape } from '../../../services/shapes/shape';
import { sourceOf } from '../../../services/access/callers';
import { changed } from '../../common/contact-answers';
import type { ApiContext } from '../../context';
import { IF_MATCH, needVersion, readVersion } from '../../http/if-match';
import type { ProblemCode } from '../../http/problem';
import { nothing, type Route, route } from '../../http/route';
import { personParams } from '../../schemas/common';
import { changedContactBody, contactAnswerSchema, contactParams, endContactBody, newContactBody } from '../../schemas/people';

const depsOf = ({ pool, seals, clock }: ApiContext): ContactDeps => ({ pool, seals, clock, waiting: waitingFor });

const bodyOf = (registerId: string, contact: ContactHistory): Shape<typeof contactAnswerSchema> => ({
  registerId,
  contact: recordedContact(contact, true),
});

const ifMatch = z
  .string()
  .regex(IF_MATCH)
  .meta({ description: 'The version that you worked from, in double quotes', examples: ['"1"'] });

const PROBLEMS: readonly ProblemCode[] = [
  'invalid-request',
  'malformed-json',
  'bad-register-id',
  'unknown-person',
  'duplicate-record',
  'identity-lost',
  'too-large',
  'wrong-content-type',
];

const example = { name: 'Ann Example', role: 'parent-carer', email: 'ann@example.org', chosen: true };

const postContact = route({
  method: 'post',
  path: '/people/:registerId/contacts',
  permission: 'people:write',
  audit: 'contact-added',
  details: true,
  summary: 'Add a contact',
  description:
    'From now on they are written to as their role and what is chosen say. Give them an `id`, and the same again is answered the same and adds nobody twice. An id is never taken again for somebody else.',
  params: personParams,
  query: nothing,
  body: { forms: [newContactBody], pick: () => newContactBody },
  examples: { 'a new contact': { id: 'aunt', ...example } },
  answers: { 201: { description: 'The contact', schema: contactAnswerSchema } },
  problems: [...PROBLEMS, 'contact-id-used', 'too-many-contacts'],
  handle: async ({ params: { registerId }, body, caller }, context) => {
    const { id = null, reason = null, ...details } = body;
    const added = changed(await addContact(depsOf(context), { registerId, id, details, reason, source: sourceOf(caller) }));
    return { status: 201, body: bodyOf(registerId, added) };
  },
});

const putContact = route({
  method: 'put',
  path: '/people/:registerId/contacts/:contact',
  permission: 'people:write',
  audit: 'contact-changed',
  details: true,
  summary: 'Change a contact',
  description:
    'The whole contact as it is from now on: what is left out is none. `If-Match` must be the version that you worked from; where somebody was faster it is 412 with the present one. ' +
    'Whatever waits to be sent to them goes to the new address; what tells of a meeting and was held for want of one goes now. Only for the same person: somebody else in their place is another contact.',
  params: contactParams,
  query: nothing,
  headers: z.object({ 'if-match': ifMatch }),
  body: { forms: [changedContactBody], pick: () => changedContactBody },
  examples: { 'a new address': { ...example, email: 'ann.new@example.org', reason: 'She rang to say so' } },
  answers: { 200: { description: 'The contact', schema: contactAnswerSchema } },
  problems: [...PROBLEMS, 'bad-if-match', 'unknown-contact', 'contact-ended', 'contact-changed', 'if-match-needed'],
  handle: async ({ params: { registerId, contact: id }, headers, body, caller }, context) => {
    const version = needVersion(headers['if-match']);
    const { reason = null, ...details } = body;
    const request = { registerId, id, details, version, reason, source: sourceOf(caller) };
    return { status: 200, body: bodyOf(registerId, changed(await changeContact(depsOf(context), request))) };
  },
});

const postEnd = route({
  method: 'post',
  path: '/people/:registerId/contacts/:contact/end',
  permission: 'people:write',
  audit: 'contact-ended',
  details: true,
  summary: 'End a contact',
  description:
    'From now on nobody writes to them, and what waits for them is dropped (`contact-ended`). Those who had been invited to a meeting ahead are told that it is off for them, unless `silently` is true. ' +
    'A meeting that still names them in `invited` warns (`invited-nobody`) when it is planned again. With `If-Match` only from that version. The same again is answered the same.',
  params: contactParams,
  query: nothing,
  headers: z.object({ 'if-match': ifMatch.optional() }),
  body: { forms: [endContactBody], pick: () => endContactBody },
  examples: {
    'works elsewhere': { reason: 'Works elsewhere now' },
    'in silence': { reason: 'Must not hear of the person any more', silently: true },
  },
  answers: { 200: { description: 'The contact, as it was last', schema: contactAnswerSchema } },
  problems: [...PROBLEMS, 'bad-if-match', 'unknown-contact', 'contact-ended', 'contact-changed'],
  handle: async ({ params: { registerId, contact: id }, headers, body: { reason, silently }, caller }, context) => {
    const version = readVersion(headers['if-match']) ?? null;
    const request = { registerId, id, reason, silently, version, source: sourceOf(caller) };
    return { status: 200, body: bodyOf(registerId, changed(await endContact(depsOf(context), request))) };
  },
});

/** What changes a person's contacts. */
export const contactChangeRoutes: readonly Route[] = [postContact, putContact, postEnd];
