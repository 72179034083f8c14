import { waitingFor } from '../../../../services/notices/contact-changed';
import { addContact, changeContact, endContact, type ContactDeps, type ContactDetails } from '../../../../services/people/change-contacts';
import { keepHead } from '../../../../services/upkeep/proof/heads/keep-head';
import { Sealed } from '../../../support/database/sealed';

let sealed: Sealed;
beforeAll(async () => {
  sealed = await Sealed.open();
});
afterEach(() => sealed.clear());
afterAll(() => sealed?.close());

const details = (email: string): ContactDetails => ({
  name: 'Jo Example',
  role: 'parent-carer',
  email,
  ...{ referred: false, chosen: true, calendar: false, easyRead: false },
});

/** Somebody of whom one contact was changed, one added and one ended. The proof is well after each. */
async function changed(): Promise<string> {
  const registerId = await sealed.closed();
  const deps: ContactDeps = { pool: sealed.database.pool, seals: sealed.deps.seals, clock: () => sealed.clock, waiting: waitingFor };
  const about = { registerId, source: 'api:test' };
  const reason = 'Words that somebody typed';
  for (const change of [
    () => changeContact(deps, { ...about, id: 'mum', version: 1, details: details('jo.new@example.org'), reason }),
    () => addContact(deps, { ...about, id: 'aunt', details: details('aunt@example.org'), reason: null }),
    () => endContact(deps, { ...about, id: 'aunt', version: 1, silently: false, reason }),
    () => changeContact(deps, { ...about, id: 'mum', version: 2, details: details('jo@example.org'), reason }),
  ]) {
    expect(await change()).toMatchObject({ status: 'done' });
    expect(await sealed.prove()).toEqual([]);
  }
  await keepHead(sealed.keeper());
  return registerId;
}

test.each([
  [
    'an address of long ago altered',
    `update contact_version set details = details || '{"email":"x@example.org"}' where contact = 'mum' and version = 2`,
    'contact-altered',
    'mum/2',
  ],
  [
    'a reason altered',
    `update contact_version set reason = 'Other words' where contact = 'aunt' and version = 2`,
    'contact-altered',
    'aunt/2',
  ],
  [
    'when it was altered',
    `update contact_version set at = at - interval '1 day' where contact = 'mum' and version = 1`,
    'contact-altered',
    'mum/1',
  ],
  ['by whom altered', `update contact_version set source = 'api:else' where contact = 'mum' and version = 3`, 'contact-altered', 'mum/3'],
  ['an end taken back', `update contact_version set state = 'present' where contact = 'aunt' and version = 2`, 'contact-altered', 'aunt/2'],
  ['a version removed', `delete from contact_version where contact = 'mum' and version = 2`, 'contact-altered', 'mum/2'],
  [
    'a version put in',
    `insert into contact_version select register_id, contact, 4, at, state, details, reason, source from contact_version where contact = 'mum' and version = 3`,
    'contact-altered',
    'mum/4',
  ],
  [
    'an ended one put back among those written to',
    `update person set contacts = contacts || (select details from contact_version where contact = 'aunt' limit 1)`,
    'identity-altered',
    undefined,
  ],
  ['the record of a version removed', `delete from person_record where kind = 'contact' and subject = 'mum/2'`, 'record-broken', undefined],
])('%s: named', async (_what, tampering, code, contact) => {
  const registerId = await changed();
  await sealed.sql(tampering);
  const found = await sealed.prove();
  expect(found).toContainEqual(
    expect.objectContaining({ code, registerId, params: expect.objectContaining(contact === undefined ? {} : { contact }) }),
  );
});
