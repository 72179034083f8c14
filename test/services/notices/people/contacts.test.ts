import { waitingFor } from '../../../../services/notices/contact-changed';
import { addContact, changeContact, endContact, type ContactAnswer, type ContactDeps } from '../../../../services/people/change-contacts';
import { storedContacts } from '../../../../services/people/contacts';
import { consent, eligible, referred, type Said } from '../../../support/core/facts';
import { rogueSmtp } from '../../../support/mail/rogue-smtp';
import { spoken, type Spoken } from '../support/spoken';
import { CONTACTS } from '../support/world';

/** Who is written to is who is recorded when it goes: a changed address reaches what waits, and whoever has ended hears of nothing more. */

const OLD = 'marigold@family.example';
const NEW = 'marigold.new@family.example';
const DAD = { id: 'dad', name: 'Basil Quillfeather', role: 'parent-carer', email: 'Marigold@family.example', chosen: true };
const GRAN = { id: 'gran', name: 'Olive Quillfeather', role: 'parent-carer', chosen: true };

let on: Spoken;
let deps: ContactDeps;
const begin = async (more: Parameters<typeof spoken>[0] = {}): Promise<void> => {
  on = await spoken({ contacts: [...CONTACTS, DAD, GRAN] as typeof CONTACTS, ...more });
  deps = { pool: on.database.pool, seals: on.commit.seals, clock: () => on.now, waiting: waitingFor };
  for (const event of [referred(), eligible(), consent('own', ['register', 'meeting'])]) await on.hear(event);
  await on.go();
};
afterEach(() => on.strike());

const about = () => ({ registerId: on.registerId, source: 'api:test' });
const detailsOf = (id: string, more: object) => {
  const [contact] = storedContacts([{ ...[...CONTACTS, DAD, GRAN].find((one) => one.id === id), ...more }]);
  if (!contact) throw new Error(`${id} is no contact`);
  const { id: _, ...details } = contact;
  return details;
};
const change = (id: string, version: number, more: object): Promise<ContactAnswer> =>
  changeContact(deps, { ...about(), id, version, reason: null, details: detailsOf(id, more) });
const end = (id: string, silently = false): Promise<ContactAnswer> =>
  endContact(deps, { ...about(), id, reason: 'Works elsewhere', silently, version: null });
const mam = (more: object = {}): Said => ({
  type: 'meeting-scheduled',
  meeting: 'm-1',
  kind: 'mam',
  on: '2026-09-30',
  time: '14:00',
  place: 'County Hall',
  invited: ['mum'],
  ...more,
});
const said = async (recipient: string): Promise<string[]> =>
  (await on.became(undefined, recipient))
    .filter(({ template }) => template.startsWith('meeting-'))
    .map((one) => `${one.template} ${one.said}`);

describe('an address changed', () => {
  test('while an invitation waits: it goes to the new one, and nothing to the old', async () => {
    await begin();
    await on.hear(mam());
    expect(await change('mum', 1, { email: NEW })).toMatchObject({
      status: 'done',
      contact: { versions: [{ version: 1 }, { version: 2 }] },
    });
    expect(await on.go()).toEqual([`${NEW}: About a meeting`]);
    await on.hear(mam({ time: '15:00' }));
    expect(await on.go()).toEqual([`${NEW}: About a meeting`]);
    expect((await on.mailsTo(OLD)).filter(({ parsed }) => parsed.subject?.includes('meeting'))).toEqual([]);
  });

  test('while an invitation is held until somebody consents', async () => {
    await begin();
    await on.hear({ type: 'consent-withdrawn', scope: ['meeting'] });
    await on.hear(mam({ kind: 'community-cetr' }));
    await on.go();
    expect(await said('contact:mum')).toEqual(['meeting-invitation held: no-consent-to-meeting']);
    await change('mum', 1, { email: NEW });
    await on.hear(consent('own', ['meeting']));
    expect((await on.go()).filter((line) => line.includes('@family'))).toEqual([expect.stringContaining(`${NEW}: `)]);
  });

  test('between two attempts, the first of which failed', async () => {
    const rogue = await rogueSmtp();
    await begin({ url: rogue.url });
    await on.hear(mam());
    rogue.will('rcpt', 'resets', { times: 2 });
    await on.go();
    const before = rogue.kept.length;
    await change('mum', 1, { email: NEW });
    on.now = (on.now + 3_600_000) as typeof on.now;
    await on.go();
    expect(rogue.kept.slice(before).map(({ to }) => to)).toEqual([NEW]);
    await rogue.stop();
  });

  test('where there was none: what tells of a meeting goes now, and what else was held waits for a person', async () => {
    await begin();
    await on.hear(mam({ invited: ['gran'] }));
    await on.database.pool.query(
      `insert into notice (key, register_id, pathway, template, audience, recipient, status, reason, planned_at, not_before)
       values ('old', $1, 1, 'rating-changed', 'chosen-contacts', 'contact:gran', 'held', 'no-address', now(), now())`,
      [on.registerId],
    );
    expect(await on.go()).toEqual([]);
    expect(await said('contact:gran')).toEqual(['meeting-invitation held: no-address']);
    await change('gran', 1, { email: 'olive@family.example' });
    expect(await on.go()).toEqual(['olive@family.example: About a meeting']);
    expect(await on.became('rating-changed', 'contact:gran')).toMatchObject([{ said: 'held: no-address' }]);
  });
});

describe('a contact ended', () => {
  test.each([false, true])('while an invitation waits: it is dropped, whether queued or held (silently: %s)', async (silently) => {
    await begin();
    await on.hear(mam());
    await on.hear({ type: 'consent-withdrawn', scope: ['meeting'] });
    await on.hear(mam({ meeting: 'm-2', kind: 'community-cetr' }));
    await end('mum', silently);
    expect(await said('contact:mum')).toEqual(['meeting-invitation dropped: contact-ended', 'meeting-invitation dropped: contact-ended']);
    expect((await on.go()).filter((line) => line.includes('@family'))).toEqual([]);
    // Nothing comes after it either.
    await on.hear({ type: 'rating-set', rating: 'red', reason: 'x' });
    await on.hear({ type: 'meeting-cancelled', meeting: 'm-1' });
    await on.go();
    expect((await on.mailsTo(OLD)).map(({ parsed }) => parsed.subject)).not.toContainEqual(expect.stringContaining('rating'));
    expect(await said('contact:mum')).toHaveLength(2);
  });

  test('while a sender has it in hand: it may go; where it does not, it is not tried again', async () => {
    await begin();
    await on.hear(mam());
    await on.database.pool.query(
      `update notice set status = 'sending', attempts = 1, lease = lease + 1, lease_until = $1 where status = 'queued'`,
      [new Date(on.now)],
    );
    await end('mum');
    expect(await said('contact:mum')).toEqual([
      'meeting-invitation sending',
      // They may have been invited by it.
      'meeting-cancelled queued',
    ]);
    await on.go();
    expect((await said('contact:mum'))[0]).toBe('meeting-invitation dropped: contact-ended');
  });

  test('who had been invited: told once that it is off for them, in their calendar too, and of nothing that becomes of it', async () => {
    await begin();
    await on.hear(mam());
    await on.go();
    await on.hear(mam({ time: '15:00' }));
    await on.go();
    await end('mum');
    expect(await on.go()).toEqual([`${OLD}: About a meeting`]);
    const calendars = (await on.mailsTo(OLD)).flatMap(({ calendar }) => calendar ?? []);
    expect(calendars.map((file) => /METHOD:(\w+)/.exec(file)?.[1])).toEqual(['REQUEST', 'REQUEST', 'CANCEL']);
    expect(calendars.map((file) => Number(/SEQUENCE:(\d+)/.exec(file)?.[1]))).toEqual([0, 1, 2]);
    await on.hear(mam({ time: '16:00' }));
    await on.hear({ type: 'meeting-cancelled', meeting: 'm-1' });
    expect(await on.go()).toEqual([]);
  });

  test('in silence: not even that', async () => {
    await begin();
    await on.hear(mam());
    await on.go();
    await end('mum', true);
    expect(await on.go()).toEqual([]);
    expect(await said('contact:mum')).toEqual(['meeting-invitation sent']);
    // Nor by a cancellation that waited already.
    await on.hear(mam({ meeting: 'm-2', invited: ['dad'] }));
    await on.go();
    await on.hear({ type: 'meeting-cancelled', meeting: 'm-2' });
    await end('dad', true);
    expect(await on.go()).toEqual([]);
    expect(await said('contact:dad')).toEqual(['meeting-invitation sent', 'meeting-cancelled dropped: contact-ended']);
  });

  test('in silence, while a sender has a cancellation in hand that does not go: it is not tried again', async () => {
    await begin();
    await on.hear(mam());
    await on.go();
    await on.hear({ type: 'meeting-cancelled', meeting: 'm-1' });
    await on.database.pool.query(
      `update notice set status = 'sending', attempts = 1, lease = lease + 1, lease_until = $1 where status = 'queued'`,
      [new Date(on.now)],
    );
    await end('mum', true);
    expect(await on.go()).toEqual([]);
    expect(await said('contact:mum')).toEqual(['meeting-invitation sent', 'meeting-cancelled dropped: contact-ended']);
  });

  test('whose mailbox somebody shares who is still invited: they hear of no end', async () => {
    await begin();
    await on.hear(mam({ invited: ['mum', 'dad'] }));
    expect(await on.go()).toHaveLength(1);
    const [{ recipient } = { recipient: '' }] = (await on.became('meeting-invitation')).filter((one) => one.said === 'sent');
    await end(recipient.slice('contact:'.length));
    expect(await on.go()).toEqual([]);
    expect(await said(recipient)).toEqual(['meeting-invitation sent', 'meeting-cancelled dropped: overtaken']);
  });

  test('who was never told of the meeting is told of no end of it', async () => {
    await begin();
    await on.hear(mam());
    await end('mum');
    expect(await on.go()).toEqual([]);
    expect(await said('contact:mum')).toEqual(['meeting-invitation dropped: contact-ended']);
  });

  test('a meeting that names them warns, and their name still stands in no mail', async () => {
    const aunt = { id: 'aunt', name: 'Agatha Thistlewood', role: 'parent-carer', email: 'agatha@family.example' };
    await begin({ contacts: [...CONTACTS, aunt] });
    await end('aunt');
    await on.hear(mam({ invited: ['mum', 'aunt'], place: 'Agatha Thistlewood, room 2' }), 'plan');
    const { rows } = await on.database.pool.query<{ code: string }>(
      `select line ->> 'code' as code from timeline where line ->> 'event' = 'plan' and what = 'warning'`,
    );
    expect(rows).toContainEqual({ code: 'invited-nobody' });
    expect(await on.go()).toEqual([`${OLD}: About a meeting`]);
    const [mail] = (await on.mailsTo(OLD)).slice(-1);
    expect([mail?.parsed.text, mail?.calendar].join()).not.toMatch(/Agatha|Thistlewood/);
  });

  test('at the moment at which they are invited: whichever was first, they hear nothing', async () => {
    await begin({
      contacts: [
        ...CONTACTS,
        ...Array.from({ length: 6 }, (_one, number) => ({ ...GRAN, id: `g-${number}`, email: `g-${number}@family.example` })),
      ] as typeof CONTACTS,
    });
    await Promise.all(
      Array.from({ length: 6 }, (_one, number) => [
        on.hear(mam({ meeting: `m-${number}`, invited: [`g-${number}`] })),
        end(`g-${number}`, number % 2 === 0),
      ]).flat(),
    );
    expect(await on.go()).toEqual([]);
    const { rows } = await on.database.pool.query<{ left: number }>('select jsonb_array_length(contacts) as left from person');
    expect(rows).toEqual([{ left: CONTACTS.length }]);
  });

  test('an id that was ended is not taken again, and one who is added is written to', async () => {
    await begin();
    await end('mum');
    expect(await addContact(deps, { ...about(), id: 'mum', reason: null, details: detailsOf('gran', { email: NEW }) })).toMatchObject({
      status: 'id-used',
    });
    expect(await addContact(deps, { ...about(), id: 'aunt', reason: null, details: detailsOf('gran', { email: NEW }) })).toMatchObject({
      status: 'done',
    });
    await on.hear(mam({ invited: ['aunt'] }));
    expect(await on.go()).toEqual([`${NEW}: About a meeting`]);
  });
});
