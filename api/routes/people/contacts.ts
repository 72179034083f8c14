import { z } from 'zod';
import type { Caller } from '../../../services/access/callers';
import { allows } from '../../../services/access/scopes';
import { lastVersion, readContacts, type PersonContacts } from '../../../services/people/contact-versions';
import { contactHistorySchema, recordedContact, recordedHistory } from '../../../services/people/recorded-contacts';
import { unknownPerson } from '../../common/commit-answers';
import { unknownContact } from '../../common/contact-answers';
import type { ApiContext } from '../../context';
import { noBody, nothing, type Route, route } from '../../http/route';
import { personParams } from '../../schemas/common';
import { contactParams, contactsAnswerSchema } from '../../schemas/people';

async function contactsOf({ pool }: ApiContext, registerId: string): Promise<PersonContacts> {
  const found = await readContacts(pool, registerId);
  if (!found) throw unknownPerson();
  return found;
}

/** Whether a caller may change contacts: nobody else is told guarded details. */
const mayChange = (caller: Caller | null): boolean => caller !== null && allows(caller.scopes, 'people:write');

const getContacts = route({
  method: 'get',
  path: '/people/:registerId/contacts',
  permission: 'people:find',
  orPermission: 'people:write',
  audit: 'contacts-shown',
  details: true,
  summary: 'Who is recorded with a person, and written to',
  description: 'Those who are written to now; with `ended=true` those who have ended.',
  params: personParams,
  query: z.strictObject({
    ended: z.enum(['true', 'false']).optional().meta({ description: 'true: those who have ended; without it those who have not' }),
  }),
  body: noBody,
  answers: { 200: { description: 'The contacts', schema: contactsAnswerSchema } },
  problems: ['invalid-request', 'bad-register-id', 'unknown-person'],
  handle: async ({ params: { registerId }, query: { ended }, caller }, context) => {
    const { contacts } = await contactsOf(context, registerId);
    const asked = contacts.filter((one) => (lastVersion(one).state !== 'present') === (ended === 'true'));
    return { status: 200, body: { registerId, contacts: asked.map((one) => recordedContact(one, mayChange(caller))) } };
  },
});

const getHistory = route({
  method: 'get',
  path: '/people/:registerId/contacts/:contact/history',
  permission: 'people:find',
  orPermission: 'people:write',
  audit: 'contact-history-shown',
  details: true,
  summary: 'All that was ever recorded of a contact',
  description: 'Every version: what was recorded, since when, by whom and why.',
  params: contactParams,
  query: nothing,
  body: noBody,
  answers: { 200: { description: 'The contact with its versions', schema: contactHistorySchema } },
  problems: ['invalid-request', 'bad-register-id', 'unknown-person', 'unknown-contact'],
  handle: async ({ params: { registerId, contact: id }, caller }, context) => {
    const found = (await contactsOf(context, registerId)).contacts.find((one) => one.id === id);
    if (!found) throw unknownContact();
    const wordy = found.versions.some(({ reason }) => reason !== null);
    return { status: 200, body: recordedHistory(registerId, found, mayChange(caller)), wordsOf: wordy ? [registerId] : [] };
  },
});

/** What is read of a person's contacts. */
export const contactRoutes: readonly Route[] = [getContacts, getHistory];
