import { area, teamMailbox } from '../../../../services/rules/areas';
import { openMail } from '../../../../infra/mail/mail';
import { consent, eligible, referred } from '../../../support/core/facts';
import { spoken, type Spoken } from '../support/spoken';

const PANEL = 'panel.office@examplevalley.example';
let on: Spoken;
beforeEach(async () => {
  on = await spoken();
  for (const event of [referred(), eligible(), consent('own', ['register', 'meeting'])]) await on.hear(event);
  await on.hear({ type: 'meeting-scheduled', meeting: 'm-1', kind: 'mam', on: '2026-09-30', time: '14:00', invited: ['panel'] });
});
afterEach(() => on.strike());

const organiserOf = (calendar: string | undefined): string | undefined =>
  /^ORGANIZER[^\r\n]*?mailto:([^\r\n]*)/m.exec(calendar?.replace(/\r?\n /g, '') ?? '')?.[1];

test("answers and calendar replies reach the team of the area, whoever the sender is; the Message-ID bears the sender's domain", async () => {
  const mail = openMail({ url: on.catcher.url, from: 'Pathway <no-reply@sender.example>' });
  Object.assign(on.sender, { mail });
  await on.go();
  mail.close();
  const [invitation] = await on.mailsTo(PANEL);
  const { team } = area('example');
  expect(invitation?.parsed.from).toMatchObject({ address: 'no-reply@sender.example' });
  expect(invitation?.parsed.replyTo).toEqual([{ name: team.name, address: team.email }]);
  expect(organiserOf(invitation?.calendar)).toBe(team.email);
  expect(invitation?.parsed.messageId).toMatch(/^<[0-9a-f]{64}@sender\.example>$/);
});

test('with no sender set, From, Reply-To and ORGANIZER are one: the team', async () => {
  const mail = openMail({ url: on.catcher.url, from: teamMailbox(area('example')) });
  Object.assign(on.sender, { mail });
  await on.go();
  mail.close();
  const { team } = area('example');
  for (const one of await on.catcher.mails()) {
    expect(one.parsed.from).toEqual({ name: team.name, address: team.email });
    expect(one.parsed.replyTo).toEqual([{ name: team.name, address: team.email }]);
    expect(one.envelope.from).toBe(team.email);
    expect(one.parsed.messageId).toMatch(/^<[0-9a-f]{64}@examplevalley\.example>$/);
  }
  expect(organiserOf((await on.mailsTo(PANEL))[0]?.calendar)).toBe(team.email);
});
