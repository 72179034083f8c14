import { once } from 'node:events';
import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { parseConnectionUrl } from 'nodemailer/lib/shared';

/** How long things may take, in milliseconds. */
export interface SmtpLimits {
  readonly dnsTimeout: number;
  /** From the look-up of the name until the server has greeted and taken the sign-in's first step. */
  readonly connectionTimeout: number;
  readonly greetingTimeout: number;
  /** Without a word from the server. */
  readonly socketTimeout: number;
  /** For one message in all, however slowly the server answers. */
  readonly sendTimeout: number;
}

/** A message as it goes over the line. */
export interface RawMessage {
  readonly from: string;
  readonly to: string;
  readonly raw: Buffer;
}

/**
 * How far a letter had come when no more was heard: not a byte of it had been given (`envelope`), a part of it (`message`), or all of it, so
 * that the server may have taken it (`answer`).
 */
export type Reached = 'envelope' | 'message' | 'answer';

/** What came of a letter: taken; or an error, and how far it had come. */
export type Handed = { readonly taken: true } | { readonly taken: false; readonly error: unknown; readonly reached: Reached };

/** Where the server is, and how to sign in. */
export interface SmtpServer {
  readonly options: NonNullable<ConstructorParameters<typeof SMTPConnection>[0]>;
  readonly auth: { readonly user: string; readonly pass: string } | null;
}

/**
 * Reads `smtp://user:password@host:port`, or `smtps://…`, which begins encrypted. The other asks for STARTTLS and says nothing before it is
 * there, unless the server is on this machine or `plainHost`: with those it is used where it is offered.
 */
export function smtpServer(
  url: string,
  { dnsTimeout, connectionTimeout, greetingTimeout, socketTimeout }: SmtpLimits,
  plainHost?: string,
): SmtpServer {
  const { auth, ...options } = parseConnectionUrl(url) as { auth?: { user?: string; pass?: string } } & SmtpServer['options'];
  const host = (options.host ?? 'localhost').toLowerCase();
  return {
    options: {
      ...options,
      requireTLS: !isLoopback(host) && host !== plainHost?.toLowerCase(),
      dnsTimeout,
      connectionTimeout,
      greetingTimeout,
      socketTimeout,
    },
    auth: auth ? { user: auth.user ?? '', pass: auth.pass ?? '' } : null,
  };
}

const isLoopback = (host: string): boolean => /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/.test(host);

/**
 * One conversation with a mail server: opened, signed in, and good for one letter after another as long as each is taken.
 * nodemailer speaks SMTP; what is kept here beside it is how far a letter had come, which nodemailer's own transports do not tell.
 */
export class SmtpSession {
  private ended = false;

  private constructor(private readonly connection: SMTPConnection) {
    // Errors reach whoever waits; one that comes while nobody does ends the session.
    connection.on('error', () => undefined);
    connection.once('end', () => {
      this.ended = true;
    });
  }

  /** Connects, encrypts where it must, and signs in. Throws what stood in the way, and an AbortError where `signal` says so first. */
  static async open({ options, auth }: SmtpServer, signal: AbortSignal): Promise<SmtpSession> {
    const connection = new SMTPConnection({ ...options });
    const session = new SmtpSession(connection);
    try {
      await session.until(signal, (done) => connection.connect((error) => done(error ?? null)));
      // A server that lets nobody sign in would take us for a stranger, and refuse each recipient in turn.
      if (auth && !connection.allowsAuth) throw Object.assign(new Error('the server offers no sign-in'), { code: 'ENOAUTH' });
      if (auth) await session.until(signal, (done) => connection.login({ ...auth, credentials: auth }, done));
      return session;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /** False once either side has closed it. */
  get isOpen(): boolean {
    return !this.ended;
  }

  /** Hands a letter over. Throws never. A session whose letter was not taken is closed. */
  async hand({ from, to, raw }: RawMessage, signal: AbortSignal): Promise<Handed> {
    const message = Readable.from([raw]);
    try {
      await this.until(signal, (done) => this.connection.send({ from, to: [to], size: raw.length }, message, done));
      return { taken: true };
    } catch (error) {
      this.connection.close();
      // The closing dot follows the end of the stream: before that the server cannot have taken the letter.
      return { taken: false, error, reached: message.readableEnded ? 'answer' : message.readableDidRead ? 'message' : 'envelope' };
    }
  }

  close(): void {
    this.connection.close();
  }

  /** Waits for one step of the conversation: its own answer, an error of the connection, its end, or the signal. */
  private async until(signal: AbortSignal, start: (done: (error: unknown) => void) => void): Promise<void> {
    const over = new AbortController();
    const stop = AbortSignal.any([signal, over.signal]);
    try {
      await Promise.race([
        new Promise<void>((resolve, reject) => start((error) => (error ? reject(error) : resolve()))),
        once(this.connection, 'end', { signal: stop }).then(() => {
          throw Object.assign(new Error('the connection ended'), { code: 'ECONNECTION' });
        }),
      ]);
    } finally {
      over.abort();
    }
  }
}
