import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import { makeClosedFolder } from './files/closed';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

/** A mail as it arrived. */
export interface CaughtMail {
  /** 1, 2, 3, … in order of arrival. */
  readonly number: number;
  readonly receivedAt: string;
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  /** The message as it came over the line. */
  readonly raw: Buffer;
}

export interface MailCatcher {
  readonly port: number;
  /** The address for a mail client: `smtp://127.0.0.1:<port>`. */
  readonly url: string;
  /** What has arrived, oldest first. */
  mails(): readonly CaughtMail[];
  stop(): Promise<void>;
}

export interface MailCatcherOptions {
  readonly port: number;
  /** Where mails are kept; without it they are kept in memory only. */
  readonly folder?: string;
  /** Called before a mail is kept: what it throws (with `responseCode`) is the server's answer to the sender. */
  readonly check?: (envelope: CaughtMail['envelope']) => void;
  /** Awaited before a mail is kept, and again before it is acknowledged: a server that takes its time. */
  readonly pause?: () => Promise<void>;
}

/** The text parts, addresses and attachments of a mail. */
export function parseMail(mail: CaughtMail): Promise<Email> {
  return PostalMime.parse(mail.raw);
}

/**
 * Starts a mail server on 127.0.0.1 that takes every mail and passes none on. A mail is acknowledged once it is kept. Throws the
 * system's error (`EADDRINUSE`) where the port is taken.
 */
export async function startMailCatcher({ port, folder, check, pause }: MailCatcherOptions): Promise<MailCatcher> {
  const mails = folder ? readKeptMails(folder) : [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    allowInsecureAuth: true,
    onAuth: (_auth, _session, done) => done(null, { user: 'anyone' }),
    logger: false,
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('error', done);
      const take = async (): Promise<void> => {
        try {
          const envelope = envelopeOf(session);
          check?.(envelope);
          await pause?.();
          const mail = {
            number: (mails.at(-1)?.number ?? 0) + 1,
            receivedAt: new Date().toISOString(),
            envelope,
            raw: Buffer.concat(parts),
          };
          if (folder) keep(folder, mail);
          mails.push(mail);
          await pause?.();
          done();
        } catch (error) {
          done(error instanceof Error ? error : new Error(String(error)));
        }
      };
      stream.on('end', () => void take());
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      // A client that breaks off in the middle must not end the service.
      server.on('error', () => undefined);
      resolve();
    });
  });
  const address = server.server.address();
  const bound = address && typeof address === 'object' ? address.port : port;
  return {
    port: bound,
    url: `smtp://127.0.0.1:${bound}`,
    mails: () => mails,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function envelopeOf({ envelope }: SMTPServerSession): CaughtMail['envelope'] {
  return { from: envelope.mailFrom ? envelope.mailFrom.address : '', to: envelope.rcptTo.map(({ address }) => address) };
}

/** For this user alone. */
const CLOSED = { mode: 0o600 };

interface Note {
  readonly receivedAt: string;
  readonly envelope: CaughtMail['envelope'];
}

function keep(folder: string, { number, raw, receivedAt, envelope }: CaughtMail): void {
  makeClosedFolder(folder);
  const name = path.join(folder, String(number).padStart(6, '0'));
  const note: Note = { receivedAt, envelope };
  writeFileSync(`${name}.json`, JSON.stringify(note), CLOSED);
  // The message comes last and at once: a mail without it was never acknowledged.
  writeFileSync(`${name}.new`, raw, CLOSED);
  renameSync(`${name}.new`, `${name}.eml`);
}

/** The mails that a catcher keeps, or kept, in a folder, oldest first; makes the folder where it is not there. */
export function readKeptMails(folder: string): CaughtMail[] {
  makeClosedFolder(folder);
  return readdirSync(folder)
    .filter((name) => name.endsWith('.eml'))
    .sort()
    .map((name) => {
      const file = path.join(folder, name);
      const note = JSON.parse(readFileSync(file.replace(/\.eml$/, '.json'), 'utf8')) as Note;
      return { number: Number.parseInt(name, 10), raw: readFileSync(file), ...note };
    });
}
