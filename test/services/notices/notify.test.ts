import { type Notify, openNotify, withoutNotify } from '../../../infra/notify/notify';
import { askForReceipts } from '../../../services/notices/sending/receipts';
import { sendDue } from '../../../services/notices/sending/send';
import { waitingFor } from '../../../services/notices/contact-changed';
import { changeContact } from '../../../services/people/change-contacts';
import type { Instant } from '../../../domain/calendar/dates';
import { consent, eligible, referred } from '../../support/core/facts';
import { LETTER_TEMPLATE, NOTIFY_KEY, type NotifyStandIn, notifyStandIn, TEXT_TEMPLATE } from '../../support/notify/stand-in';
import { spoken, type Spoken } from './support/spoken';
import { CONTACTS, SECRET_NAME } from './support/world';

/** Text messages and letters on paper go by GOV.UK Notify, behind the same check and the same rows as mails. */

const TEXTED = { id: 'mum', name: 'Marigold Quillfeather', role: 'parent-carer', phone: '07700 900123', way: 'text', chosen: true };
const POSTED = {
  ...{ id: 'self', name: SECRET_NAME, role: 'person', way: 'letter', chosen: true },
  post: '1 Madeup Road\nExample Town\nEX1 1EX',
};
const MAM = { type: 'meeting-scheduled', meeting: 'm-1', kind: 'mam', on: '2026-09-30', time: '14:00', place: 'County Hall' } as const;

let stand: NotifyStandIn;
let notify: Notify;
let on: Spoken;
beforeEach(async () => {
  stand = await notifyStandIn();
  notify = openNotify({
    ...{ apiKey: NOTIFY_KEY, url: stand.url, domain: 'examplevalley.example' },
    templates: { text: TEXT_TEMPLATE, letter: LETTER_TEMPLATE },
  });
});
afterEach(async () => {
  await on.strike();
  await stand.stop();
});

const begin = async (contacts: readonly object[]): Promise<void> => {
  on = await spoken({ contacts: contacts as typeof CONTACTS });
  for (const event of [referred(), eligible(), consent('own', ['register', 'meeting'])]) await on.hear(event);
  await on.go();
};
const goBy = async (way: Notify = notify): Promise<void> => {
  on.now = (on.now + 60_000) as Instant;
  while ((await sendDue({ ...on.sender, mail: way }, 'notify')).more);
};
const invitations = () => on.became('meeting-invitation');
const later = (ms: number): Instant => (on.now + ms) as Instant;

test('who asked for text messages gets one, in easy words, with whom to phone, and no mail; the person’s name and number stand in none', async () => {
  await begin([CONTACTS[0] ?? {}, TEXTED]);
  await on.hear({ ...MAM, invited: ['mum', 'person'] });
  expect(await on.go()).toEqual(['zebedee@person.example: About your meeting']);
  await goBy();
  expect(stand.taken).toMatchObject([{ kind: 'sms', template_id: TEXT_TEMPLATE, phone_number: '07700 900123' }]);
  const body = stand.taken[0]?.personalisation['body'] ?? '';
  expect(body).toContain('Wednesday 30 September');
  expect(body).toContain('Phone 0116 496 0100.');
  expect(body.length).toBeLessThanOrEqual(918);
  expect(body).not.toMatch(/Zebedee|Quillfeather|999 ?123/);
  expect((await invitations()).map(({ recipient, said }) => [recipient, said])).toEqual(
    expect.arrayContaining([
      ['contact:mum', 'sent'],
      ['contact:self', 'sent'],
    ]),
  );
});

test('who asked for letters on paper gets one at their address, with the subject as its heading', async () => {
  await begin([POSTED]);
  await on.hear({ ...MAM, invited: ['person'] });
  await goBy();
  expect(stand.taken).toMatchObject([
    {
      kind: 'letter',
      template_id: LETTER_TEMPLATE,
      personalisation: {
        address_line_1: '1 Madeup Road',
        address_line_2: 'Example Town',
        address_line_3: 'EX1 1EX',
        heading: 'About your meeting',
      },
    },
  ]);
});

test('what did not arrive after it was taken has failed, and is a task; what arrived is asked about no more', async () => {
  await begin([TEXTED]);
  await on.hear({ ...MAM, invited: ['mum'] });
  await goBy();
  const [message] = stand.taken;
  expect(await askForReceipts(on.database.pool, notify, later(60_000))).toBe(1);
  stand.statuses.set(message?.reference ?? '', 'permanent-failure');
  // It was asked a moment ago.
  expect(await askForReceipts(on.database.pool, notify, later(61_000))).toBe(0);
  expect(await askForReceipts(on.database.pool, notify, later(600_000))).toBe(1);
  expect((await invitations()).map(({ said }) => said).toSorted()).toEqual(['failed: GOV.UK Notify permanent-failure', 'sent']);
  expect(await on.openTasks()).toContainEqual(expect.stringContaining('notice-failed/'));
  expect(await askForReceipts(on.database.pool, notify, later(1_200_000))).toBe(0);
  // A later change of the meeting is an invitation to them, because they never heard of it.
  await on.hear({ ...MAM, on: '2026-10-01', invited: ['mum'] });
  await goBy();
  expect(stand.taken.at(-1)?.personalisation['body']).toContain('Thursday 1 October');
});

test('a message that arrived is asked about once', async () => {
  await begin([TEXTED]);
  await on.hear({ ...MAM, invited: ['mum'] });
  await goBy();
  stand.statuses.set(stand.taken[0]?.reference ?? '', 'delivered');
  expect(await askForReceipts(on.database.pool, notify, later(60_000))).toBe(1);
  expect(await askForReceipts(on.database.pool, notify, later(900_000))).toBe(0);
  expect(await invitations()).toMatchObject([{ said: 'sent' }]);
});

test.each([
  ['a number that is none fails at once, and is a task', [400, 'BadRequestError'], 'failed: GOV.UK Notify 400 BadRequestError', true],
  ['a key that is not let in makes all wait', [403, 'AuthError'], 'queued', false],
  ['too many in a minute wait', [429, 'RateLimitError'], 'queued: GOV.UK Notify 429 RateLimitError', false],
  ['a fault of its own makes it wait', [500, 'InternalServerError'], 'queued: GOV.UK Notify 500 InternalServerError', false],
] as const)('%s', async (_name, answer, said, isTask) => {
  await begin([TEXTED]);
  await on.hear({ ...MAM, invited: ['mum'] });
  stand.answers = [answer];
  await goBy();
  expect(await invitations()).toMatchObject([{ said }]);
  expect((await on.openTasks()).some((key) => key.startsWith('notice-failed/'))).toBe(isTask);
  if (isTask) return;
  // Once it is back, the message goes, once.
  for (let turn = 0; turn < 4 && stand.taken.length === 0; turn += 1) {
    on.now = later(3_600_000);
    await goBy();
  }
  expect(await invitations()).toMatchObject([{ said: 'sent' }]);
  expect(stand.taken).toHaveLength(1);
});

test('with GOV.UK Notify away mails go on as before', async () => {
  await begin([CONTACTS[0] ?? {}, TEXTED]);
  await on.hear({ ...MAM, invited: ['mum', 'person'] });
  await stand.stop();
  await goBy();
  expect(await on.go()).toEqual(['zebedee@person.example: About your meeting']);
  expect((await invitations()).find(({ recipient }) => recipient === 'contact:mum')?.said).toMatch(/^queued/);
  stand = await notifyStandIn();
});

test('an installation without it says at once that somebody must tell them another way', async () => {
  await begin([TEXTED]);
  await on.hear({ ...MAM, invited: ['mum'] });
  await goBy(withoutNotify('examplevalley.example'));
  expect(await invitations()).toMatchObject([{ said: 'failed: notify-not-set' }]);
  expect(await on.openTasks()).toContainEqual(expect.stringContaining('notice-failed/'));
});

test('who wishes to be written to otherwise while it waits gets it the new way, once', async () => {
  await begin([TEXTED]);
  await on.hear({ ...MAM, invited: ['mum'] });
  const { id, ...details } = { ...TEXTED, email: 'marigold@family.example' };
  const { way: _way, ...mailed } = details;
  await changeContact(
    { pool: on.database.pool, seals: on.commit.seals, clock: () => on.now, waiting: waitingFor },
    {
      ...{ registerId: on.registerId, source: 'api:test', id, version: 1, reason: null },
      details: { ...mailed, role: 'parent-carer', referred: false, calendar: false, easyRead: false },
    },
  );
  await goBy();
  expect(stand.taken).toEqual([]);
  expect(await on.go()).toEqual(['marigold@family.example: About a meeting']);
  await goBy();
  expect(stand.taken).toEqual([]);
});
