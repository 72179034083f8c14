import { createToken } from '../../services/access/tokens';
import { readGuardedLooks } from '../../services/people/guarded';
import { setSending } from '../../services/notices/settings';
import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
let sam: TextBrowser;
let robin: TextBrowser;
beforeAll(async () => {
  desk = await startDesk();
  sam = await desk.signedIn('sam-okafor');
  robin = await desk.signedIn('robin-auditor');
});
afterAll(() => desk.close());

const MUM = { id: 'mum', name: 'Mum Example', role: 'parent-carer', email: 'mum@example.org', chosen: true };
const DAD = { id: 'dad', name: 'Dad Example', role: 'parent-carer', email: 'dad@example.org', phone: '0116 496 0000', chosen: true };

async function withFamily(more: readonly object[] = []): Promise<string> {
  const registerId = await desk.refer();
  for (const contact of [MUM, ...more]) await desk.call('POST', `/people/${registerId}/contacts`, contact);
  return registerId;
}
const contactsOf = async (registerId: string) =>
  (await desk.call('GET', `/people/${registerId}/contacts`)).body['contacts'] as Record<string, unknown>[];

test('how to talk with somebody and who is around them stand on one page, and whoever may only read has nothing to press', async () => {
  const registerId = await withFamily();
  await sam.go(paths.sheetSection({ registerId, sheet: 'referral', section: 'communication' }));
  await sam.press('Save this section', { how: 'Short sentences', 'easy-read': 'yes' });
  await sam.go(paths.person({ registerId }));
  await sam.follow('Needs and people');
  expect(sam.text()).toContain('Short sentences');
  expect(sam.text()).toContain('Mum Example');
  expect(sam.text()).toContain('Chosen by the person to be written to.');
  expect(sam.text()).toContain('Add somebody');
  await robin.go(paths.needs({ registerId }));
  expect(robin.text()).toContain('Mum Example');
  expect(robin.text()).not.toContain('Add somebody');
  await robin.follow('Mum Example');
  expect(robin.text()).not.toContain('Change');
  expect((await robin.go(paths.contactAdd({ registerId }))).status).toBe(403);
});

test('somebody is added, changed and ended, each with how it is known; what is wrong is said at its place and nothing typed is lost', async () => {
  const registerId = await withFamily();
  await sam.go(paths.needs({ registerId }));
  await sam.follow('Add somebody');
  await sam.press('Add them', { name: '', role: '', email: 'nowhere', phone: 'me', notBefore: '9', says: ['chosen'] });
  expect(sam.page?.status).toBe(400);
  for (const said of [
    'Enter a name',
    'Choose who they are',
    'Enter an email address',
    'Enter a phone number',
    'Enter an hour, like 09:30',
    'Say how you know',
  ])
    expect(sam.text()).toContain(said);
  expect(sam.page?.html).toContain('value="nowhere"');
  const aunt = {
    name: 'Aunt Example',
    role: 'parent-carer',
    email: 'aunt@example.org',
    phone: '',
    notBefore: '09:30',
    says: ['chosen', 'easyRead'],
  };
  await sam.press('Add them', { ...aunt, why: 'She rang' });
  expect(sam.text()).toContain('Added.');
  expect(await contactsOf(registerId)).toContainEqual(
    expect.objectContaining({ name: 'Aunt Example', notBefore: '09:30', chosen: true, easyRead: true, calendar: false }),
  );
  await sam.follow('Aunt Example');
  expect(sam.text()).toMatch(/Recorded, 8.30am today, by Sam Okafor ?She rang/);
  await sam.follow('Change');
  await sam.press('Save', { email: 'aunt.new@example.org', why: 'She moved' });
  await sam.follow('Aunt Example');
  expect(sam.text()).toContain('aunt.new@example.org');
  await sam.follow('Write to them no more');
  await sam.press('Write to them no more', { why: 'She asked' });
  expect(sam.text()).toContain('Ended. Nobody writes to them any more.');
  expect(sam.text()).toContain('Not written to any more');
  expect((await contactsOf(registerId)).map(({ name }) => name)).toEqual(['Mum Example']);
});

test('two who change one contact at one time do not overwrite each other unseen', async () => {
  const registerId = await withFamily();
  const ana = await desk.signedIn('ana-example');
  const at = paths.contactChange({ registerId, contact: 'mum' });
  await sam.go(at);
  await ana.go(at);
  await sam.press('Save', { email: 'one@example.org', why: 'She said so' });
  await ana.press('Save', { email: 'two@example.org', why: 'Her sister said so' });
  expect(ana.page?.status).toBe(409);
  expect(ana.page?.html).toContain('value="two@example.org"');
  expect(await contactsOf(registerId)).toMatchObject([{ email: 'one@example.org' }]);
  await ana.press('Save', {});
  expect(await contactsOf(registerId)).toMatchObject([{ email: 'two@example.org' }]);
});

describe('a contact who must not learn of the register', () => {
  const noticesTo = async (registerId: string, contact: string) =>
    (
      await desk.pool.query<{ template: string; status: string }>(
        `select template, status from notice where register_id = $1 and recipient = $2`,
        [registerId, `contact:${contact}`],
      )
    ).rows;
  const meeting = (id: string, invited: readonly string[]) => ({
    type: 'meeting-scheduled',
    meeting: id,
    kind: 'mam',
    on: '2026-10-20',
    invited,
  });

  test('gets nothing, also where somebody invites them, and whoever invites is told so', async () => {
    await setSending(desk.pool, 'example', { audience: 'chosen-contacts', on: true });
    const registerId = await withFamily([{ ...DAD, mustNotKnow: true }]);
    await sam.go(paths.person({ registerId }));
    expect(sam.text()).toContain('One contact must not learn of the register.');
    await desk.send(registerId, { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
    await desk.send(registerId, { type: 'consent-given', basis: 'gillick', scope: ['register', 'meeting'] });
    const { body } = await desk.call('POST', `/pathways/${registerId}/events`, meeting('mam-1', ['mum', 'dad']));
    expect(body['changes']).toContainEqual(expect.objectContaining({ what: 'warning', code: 'invited-nobody' }));
    expect(await noticesTo(registerId, 'dad')).toEqual([]);
    expect(await noticesTo(registerId, 'mum')).toContainEqual(expect.objectContaining({ template: 'meeting-invitation' }));
  });

  test('somebody of whom it is said after they were invited gets nothing of what waits', async () => {
    const registerId = await withFamily([DAD]);
    await desk.send(registerId, { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
    await desk.send(registerId, { type: 'consent-given', basis: 'gillick', scope: ['register', 'meeting'] });
    await desk.send(registerId, meeting('mam-1', ['dad']));
    await sam.go(paths.contactChange({ registerId, contact: 'dad' }));
    await sam.press('Save', { says: ['chosen', 'mustNotKnow'], why: 'The mother asked; there is an order of a court' });
    const { rows } = await desk.pool.query<{ ref: string }>(`select ref from notice where register_id = $1 and recipient = 'contact:dad'`, [
      registerId,
    ]);
    expect(rows).toHaveLength(1);
    await sam.go(paths.notice({ notice: rows[0]?.ref ?? '' }));
    expect(sam.text()).toContain('Nothing would go now.');
  });

  test('the person themself cannot be one', async () => {
    const registerId = await withFamily();
    await sam.go(paths.contactAdd({ registerId }));
    await sam.press('Add them', { name: 'Tom Example', role: 'person', says: ['mustNotKnow'], why: 'x' });
    expect(sam.text()).toContain('cannot be kept from knowing');
  });
});

describe('guarded details', () => {
  test('are shown to whoever may change contacts after they said why, which is kept; and on no page besides', async () => {
    await setSending(desk.pool, 'example', { audience: 'chosen-contacts', on: true });
    const registerId = await withFamily([{ ...DAD, guarded: true }]);
    await desk.send(registerId, { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
    await desk.send(registerId, { type: 'consent-given', basis: 'gillick', scope: ['register', 'meeting'] });
    await desk.send(registerId, { type: 'meeting-scheduled', meeting: 'mam-1', kind: 'mam', on: '2026-10-20', invited: ['dad'] });
    const { rows } = await desk.pool.query<{ ref: string }>(`select ref from notice where register_id = $1 and recipient = 'contact:dad'`, [
      registerId,
    ]);
    const notice = rows[0]?.ref ?? '';
    const at = { registerId, contact: 'dad' };
    for (const path of [
      paths.needs({ registerId }),
      paths.contact(at),
      paths.contactChange(at),
      paths.contactDetails(at),
      paths.person({ registerId }),
      paths.history({ registerId }),
      paths.noticesGoing(),
      paths.notice({ notice }),
      paths.noticeAddress({ notice }),
    ]) {
      expect([path, (await sam.go(path)).status]).toEqual([path, 200]);
      expect(sam.page?.html).not.toMatch(/dad@example|496 0000/);
    }
    await sam.go(paths.contact(at));
    await sam.follow('Show how they are reached');
    expect((await sam.press('Show them', { why: '' })).status).toBe(400);
    await sam.press('Show them', { why: 'To phone before the meeting' });
    expect(sam.text()).toContain('dad@example.org');
    expect(sam.text()).toContain('0116 496 0000');
    expect(sam.text()).toContain('Sam Okafor, 8.30am today: To phone before the meeting');
    expect(await readGuardedLooks(desk.pool, registerId, 'dad')).toMatchObject([
      { staff: 'sam-okafor', why: 'To phone before the meeting' },
    ]);
    await robin.go(paths.contact(at));
    expect(robin.text()).not.toContain('Show how they are reached');
    expect((await robin.go(paths.contactDetails(at))).status).toBe(403);
  });

  test('stay as they are where something else is changed', async () => {
    const registerId = await withFamily([{ ...DAD, guarded: true }]);
    await sam.go(paths.contactChange({ registerId, contact: 'dad' }));
    await sam.press('Save', { name: 'Dad Newname', why: 'He married' });
    expect(await contactsOf(registerId)).toContainEqual(
      expect.objectContaining({ name: 'Dad Newname', email: 'dad@example.org', phone: '0116 496 0000', guarded: true }),
    );
  });

  test('over the API are told to a token that may change contacts, and left out for every other, in every version', async () => {
    const registerId = await withFamily([DAD]);
    await desk.call('PUT', `/people/${registerId}/contacts/dad`, { ...DAD, id: undefined, guarded: true }, { 'if-match': '"1"' });
    const finder = await createToken(desk.pool, 'a finder', ['people:find']);
    const read = async (path: string) =>
      JSON.stringify((await desk.call('GET', path, undefined, { authorization: `Bearer ${finder}` })).body);
    for (const path of [`/people/${registerId}/contacts`, `/people/${registerId}/contacts/dad/history`]) {
      const told = await read(path);
      expect(told).toContain('Dad Example');
      expect(told).not.toMatch(/dad@example|496 0000/);
    }
    expect(JSON.stringify(await contactsOf(registerId))).toContain('dad@example.org');
  });
});
