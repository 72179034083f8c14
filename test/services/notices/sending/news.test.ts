import { setSending } from '../../../../services/notices/settings';
import { consent, eligible, referred, type Said } from '../../../support/core/facts';
import { rogueSmtp } from '../../../support/mail/rogue-smtp';
import { spoken, type Spoken } from '../support/spoken';
import { addStaff } from '../support/staff';
import { CONTACTS } from '../support/world';

/** A meeting's notice is the difference between what its reader was last told and what stands now: one message a mailbox and cause. */

const PANEL = 'panel.office@examplevalley.example';
const MUM = 'marigold@family.example';
const WARD = { id: 'ward', name: 'Test Ward', role: 'provider', email: 'Ward@Hospital.example' };
let on: Spoken;
const begin = async (more: Parameters<typeof spoken>[0] = {}): Promise<void> => {
  on = await spoken({ contacts: [...CONTACTS, WARD], ...more });
  for (const event of [referred(), eligible(), consent('own', ['register', 'meeting'])]) await on.hear(event);
  await on.go();
};
afterEach(() => on.strike());
const mam = (more: object = {}): Said => ({
  type: 'meeting-scheduled',
  meeting: 'm-1',
  kind: 'mam',
  on: '2026-09-30',
  time: '14:00',
  place: 'County Hall',
  invited: ['panel', 'mum'],
  ...more,
});
const said = async (template: string): Promise<string[]> =>
  (await on.became(template)).map((one) => `${one.recipient} ${one.said}`).toSorted();

describe('one message a mailbox and cause', () => {
  beforeEach(() => begin());

  test('staff in two audiences', async () => {
    await addStaff(
      on.database.pool,
      { id: 'both', name: 'Both Example', email: 'both@examplevalley.example', audiences: ['team', 'commissioner', 'director'] },
      on.now,
    );
    await on.hear({ type: 'rating-set', rating: 'red', reason: 'x' });
    await on.hear({ type: 'admitted', security: 'non-secure', detained: false, planned: false });
    const arrived = await on.go();
    expect(arrived.filter((line) => line.startsWith('both@'))).toEqual([
      'both@examplevalley.example: an admission was recorded',
      'both@examplevalley.example: the rating has changed',
    ]);
  });

  test('two entries with one address, however it is spelt', async () => {
    await on.database.pool.query(`update staff set email = 'Shared@ExampleValley.example' where id = 'sam-okafor'`);
    await on.database.pool.query(`update staff set email = 'shared@examplevalley.EXAMPLE' where id = 'ana-example'`);
    await on.hear({ type: 'discharged' }).catch(() => undefined);
    await on.hear({ type: 'admitted', security: 'non-secure', detained: false, planned: false });
    expect((await on.go()).filter((line) => line.toLowerCase().startsWith('shared@'))).toHaveLength(1);
  });

  test('a shared mailbox gets one digest', async () => {
    await on.database.pool.query(
      `update staff set email = case id when 'sam-okafor' then 'shared' else 'SHARED' end || '@examplevalley.example' where id in ('sam-okafor', 'ana-example')`,
    );
    await on.hear({ type: 'action-agreed', action: 'a1', due: '2026-09-20' });
    on.at('2026-09-02T08:31');
    await on.gather();
    expect((await on.go()).filter((line) => line.toLowerCase().startsWith('shared@'))).toHaveLength(1);
  });

  test('an audience and the contact that it stands for: one invitation, one cancellation', async () => {
    await on.hear(mam({ invited: ['provider', 'ward'] }));
    expect(await on.go()).toEqual(['Ward@Hospital.example: invitation to a meeting']);
    await on.hear(mam({ invited: ['ward'] }));
    expect(await on.go()).toEqual([]);
    await on.hear({ type: 'meeting-cancelled', meeting: 'm-1' });
    expect(await on.go()).toEqual(['Ward@Hospital.example: a meeting is off']);
  });

  test('where one audience is switched off, the other still brings it', async () => {
    await setSending(on.database.pool, 'example', { audience: 'provider', on: false });
    await setSending(on.database.pool, 'example', { audience: 'chosen-contacts', on: true });
    await on.hear(mam({ invited: ['provider', 'ward'] }));
    expect(await on.go()).toEqual(['Ward@Hospital.example: invitation to a meeting']);
  });
});

describe('nothing where nothing changed for that reader', () => {
  beforeEach(() => begin());

  test('a schedule and a change that waited together are one invitation, with what stands now', async () => {
    await on.hear(mam());
    await on.hear(mam({ on: '2026-10-01' }));
    expect(await on.go()).toEqual([`${MUM}: About a meeting`, `${PANEL}: invitation to a meeting`]);
    const [mail, ...more] = await on.mailsTo(PANEL);
    expect(more).toEqual([]);
    expect(mail?.calendar).toContain('DTSTART:20261001T130000Z');
    expect(await said('meeting-changed')).toEqual(['book:panel-office dropped: nothing-new', 'contact:mum dropped: nothing-new']);
  });

  test('one who is no longer invited hears it; nobody else hears anything', async () => {
    await on.hear(mam());
    await on.go();
    await on.hear(mam({ invited: ['panel'] }));
    expect(await on.go()).toEqual([`${MUM}: About a meeting`]);
    expect((await on.mailsTo(MUM)).at(-1)?.calendar).toContain('METHOD:CANCEL');
  });

  test('one who is new is invited; nobody else hears anything', async () => {
    await on.hear(mam({ invited: ['panel'] }));
    await on.go();
    await on.hear(mam());
    expect(await on.go()).toEqual([`${MUM}: About a meeting`]);
  });

  test('scheduled again as it was: nobody hears anything', async () => {
    await on.hear(mam());
    await on.go();
    await on.hear(mam());
    expect(await on.go()).toEqual([]);
  });

  test('another place alone is news', async () => {
    await on.hear(mam());
    await on.go();
    await on.hear(mam({ place: 'Room 4' }));
    expect(await on.go()).toEqual([`${MUM}: About a meeting`, `${PANEL}: a meeting has changed`]);
  });

  test('taken off and put on again before anything went: nothing; off after it went, and on again: off and on', async () => {
    await on.hear(mam());
    await on.go();
    await on.hear(mam({ invited: ['panel'] }));
    await on.hear(mam());
    expect(await on.go()).toEqual([]);
    await on.hear(mam({ invited: ['panel'] }));
    expect(await on.go()).toHaveLength(1);
    await on.hear(mam());
    expect(await on.go()).toEqual([`${MUM}: About a meeting`]);
    expect((await on.mailsTo(MUM)).at(-1)?.calendar).toContain('METHOD:REQUEST');
  });

  test('cancelled, and the cancellation taken back: everybody is invited again, by audience or by name', async () => {
    await on.hear(mam());
    await on.go();
    await on.hear({ type: 'meeting-cancelled', meeting: 'm-1' }, 'off');
    await on.go();
    await on.hear({ type: 'corrected', event: 'off', reason: 'x' });
    expect(await on.go()).toEqual([`${MUM}: About a meeting`, `${PANEL}: invitation to a meeting`]);
  });

  test('never told of the meeting, told of no change and no end of it', async () => {
    await on.hear(mam());
    await on.hear({ type: 'meeting-cancelled', meeting: 'm-1' });
    expect(await on.go()).toEqual([]);
    expect(await said('meeting-cancelled')).toEqual(['book:panel-office dropped: never-invited', 'contact:mum dropped: never-invited']);
  });

  test('who hears of it first by its change is invited', async () => {
    await setSending(on.database.pool, 'example', { audience: 'panel', on: false });
    await on.hear(mam({ invited: ['panel'] }));
    expect(await on.go()).toEqual([]);
    await on.hear(mam({ invited: ['panel'], time: '15:00' }));
    await setSending(on.database.pool, 'example', { audience: 'panel', on: true });
    expect(await on.go()).toEqual([`${PANEL}: invitation to a meeting`]);
  });
});

describe('who may have got an invitation', () => {
  test.each(['resets', 'closes'] as const)(
    'its answer lost (the server %s), the meeting cancelled before it went again: they are told',
    async (whim) => {
      const rogue = await rogueSmtp();
      await begin({ url: rogue.url });
      await on.hear(mam({ invited: ['panel'] }));
      rogue.will('message', { keepsAnd: whim }, { times: 1 });
      await on.go();
      const before = rogue.kept.length;
      expect(await said('meeting-invitation')).toEqual([expect.stringMatching(/^book:panel-office queued: answer lost after DATA/)]);
      await on.hear({ type: 'meeting-cancelled', meeting: 'm-1' });
      await on.go();
      expect(rogue.kept.slice(before).map(({ to }) => to)).toEqual([PANEL]);
      expect(await said('meeting-cancelled')).toEqual(['book:panel-office sent']);
      await on.go();
      expect(rogue.kept).toHaveLength(before + 1);
      await rogue.stop();
    },
  );

  test('nothing of it left this side: they are not told that it is off', async () => {
    const rogue = await rogueSmtp();
    await begin({ url: rogue.url });
    await on.hear(mam({ invited: ['panel'] }));
    rogue.will('rcpt', 'resets', { times: 2 });
    await on.go();
    const before = rogue.kept.length;
    await on.hear({ type: 'meeting-cancelled', meeting: 'm-1' });
    await on.go();
    on.now = (on.now + 3_600_000) as typeof on.now;
    await on.go();
    expect(rogue.kept.slice(before)).toEqual([]);
    expect(await said('meeting-cancelled')).toEqual(['book:panel-office dropped: never-invited']);
    await rogue.stop();
  });

  test('a change whose answer was lost, and taken back: they are told again what stands', async () => {
    const rogue = await rogueSmtp();
    await begin({ url: rogue.url });
    await on.hear(mam({ invited: ['panel'] }));
    await on.go();
    await on.hear(mam({ invited: ['panel'], time: '15:00' }), 'later');
    rogue.will('message', { keepsAnd: 'resets' }, { times: 1 });
    await on.go();
    await on.hear({ type: 'corrected', event: 'later', reason: 'x' });
    const before = rogue.kept.length;
    await on.go();
    on.now = (on.now + 3_600_000) as typeof on.now;
    await on.go();
    expect(rogue.kept.slice(before).map(({ to }) => to)).toEqual([PANEL]);
    await rogue.stop();
  });
});

describe('an end that is taken back', () => {
  beforeEach(() => begin());

  test('who had heard that a meeting was off is invited to it anew, by audience or by name', async () => {
    await on.hear(mam());
    await on.go();
    await on.hear({ type: 'moved-away' }, 'moved');
    const off = await on.go();
    await on.hear({ type: 'corrected', event: 'moved', reason: 'They had not moved' });
    const again = await on.go();
    const told = (mails: readonly string[], address: string) => mails.filter((line) => line.startsWith(address)).length;
    expect([off, again].map((mails) => [told(mails, PANEL), told(mails, MUM)])).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(again).toContain(`${PANEL}: invitation to a meeting`);
  });
});

describe('an action that cannot be done', () => {
  beforeEach(() => begin());

  test.each([
    ['done', { type: 'action-done', action: 'a1' }],
    ['replaced', { type: 'action-agreed', action: 'a2', insteadOf: 'a1' }],
  ] as const)('and is %s meanwhile asks nobody for a Plan B', async (_, event) => {
    await on.hear({ type: 'action-agreed', action: 'a1', due: '2026-09-20' });
    await on.hear({ type: 'action-blocked', action: 'a1', planB: 'Another provider is asked' });
    await on.hear(event);
    expect((await on.go()).filter((line) => line.includes('Plan B'))).toEqual([]);
    const became = (await on.became('action-blocked')).map((one) => one.said);
    expect(new Set(became)).toEqual(new Set(['dropped: action-settled']));
  });
});
