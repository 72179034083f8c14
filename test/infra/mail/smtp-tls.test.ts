import { SMTPServer } from 'smtp-server';
import type { AddressInfo } from 'node:net';
import { openMail, type MailMessage, type MailOutcome, type MailSettings } from '../../../infra/mail/mail';
import { newAuthority, textOf } from '../../support/mail/certificates';

/** This machine under an address that is no loopback one, as a mail server elsewhere would be. */
const ELSEWHERE = '0.0.0.0';
const message: MailMessage = { to: 'a@b.example', subject: 's', text: 't', html: '<p>t</p>', messageId: 'x@b.example' };

let server: SMTPServer | undefined;
let taken: { secure: boolean; user: unknown }[];
afterEach(async () => {
  await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  server = undefined;
});

async function listen(options: ConstructorParameters<typeof SMTPServer>[0]): Promise<number> {
  taken = [];
  const one = new SMTPServer({
    authOptional: true,
    logger: false,
    onAuth: (auth, _session, done) => done(null, { user: auth.username ?? '' }),
    onData: (stream, session, done) => {
      taken.push({ secure: session.secure, user: session.user });
      stream.resume().on('end', () => done());
    },
    ...options,
  });
  server = one;
  one.on('error', () => undefined);
  await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
  return (one.server.address() as AddressInfo).port;
}

async function send(settings: Omit<MailSettings, 'from'>): Promise<MailOutcome> {
  const mail = openMail({ ...settings, from: 'Team <team@b.example>' });
  try {
    return await mail.send(message);
  } finally {
    mail.close();
  }
}

describe('a mail server outside this machine', () => {
  test('that does not encrypt gets nothing, neither password nor message, and the trouble lasts until somebody mends it', async () => {
    const port = await listen({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true });
    expect(await send({ url: `smtp://user:secret@${ELSEWHERE}:${port}` })).toEqual({
      outcome: 'away',
      lasting: true,
      reason: 'mail server away (500 STARTTLS)',
    });
    expect(taken).toEqual([]);
  });

  test('unless the environment names it as one that need not', async () => {
    const port = await listen({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true });
    const url = `smtp://user:secret@${ELSEWHERE}:${port}`;
    expect((await send({ url, plainHost: 'mail' })).outcome).toBe('away');
    expect(await send({ url, plainHost: ELSEWHERE })).toEqual({ outcome: 'sent' });
    expect(taken).toEqual([{ secure: false, user: 'user' }]);
  });

  test('that encrypts: password and message go after STARTTLS; with a certificate that nobody knows, nothing does', async () => {
    const { certificate, key } = newAuthority('mail').sign('mail.example');
    const port = await listen({ cert: textOf(certificate), key: textOf(key) });
    const url = `smtp://user:secret@${ELSEWHERE}:${port}`;
    expect(await send({ url })).toMatchObject({ outcome: 'away', lasting: true });
    expect(await send({ url: `${url}?tls.rejectUnauthorized=false` })).toEqual({ outcome: 'sent' });
    expect(taken).toEqual([{ secure: true, user: 'user' }]);
  });
});

test('a server that offers no sign-in is not written to as by a stranger, where there is a password', async () => {
  const port = await listen({ disabledCommands: ['STARTTLS', 'AUTH'], allowInsecureAuth: true });
  expect(await send({ url: `smtp://user:secret@127.0.0.1:${port}` })).toMatchObject({ outcome: 'away', lasting: true });
  expect(await send({ url: `smtp://127.0.0.1:${port}` })).toEqual({ outcome: 'sent' });
});

test('a sender without an address is said at once', () => {
  expect(() => openMail({ url: 'smtp://127.0.0.1:1', from: 'Nobody' })).toThrow('MAIL_FROM must hold a mail address');
});
