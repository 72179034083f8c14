import MailComposer from 'nodemailer/lib/mail-composer';
import { domainOf, isMailAddress } from './address';
import { enhancedStatus, whose, type ServerRefusal } from './smtp-answers';
import { type Handed, type RawMessage, type SmtpLimits, smtpServer, SmtpSession } from './smtp-session';

/** A message to one address, ready to go. */
export interface MailMessage {
  /** A mail address; of a text message a telephone number, of a letter on paper a postal address, a line for each of its lines. */
  readonly to: string;
  /** Absent: by mail. */
  readonly by?: 'text' | 'letter';
  /** Who answers to it are to reach; absent: the sender. */
  readonly replyTo?: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Without angle brackets; the same at each attempt, so that a double can be recognised. */
  readonly messageId: string;
  readonly calendar?: { readonly method: 'REQUEST' | 'CANCEL'; readonly content: string };
}

/** What the mail server made of a message. A reason holds codes only: the server's own words may repeat an address. */
export type MailOutcome =
  | { readonly outcome: 'sent' }
  /** It said no to this recipient, or to this message: for good (5xx), or for now. */
  | { readonly outcome: 'refused'; readonly lasting: boolean; readonly reason: string }
  /** It was not reached, or let nobody in: the message was not even offered. `lasting`: it said so with a 5xx, and will until somebody mends it. */
  | { readonly outcome: 'away'; readonly lasting: boolean; readonly reason: string }
  /** It let us in and refused the message for what would meet every other as well: a quota, our sender, its own state. */
  | { readonly outcome: 'resting'; readonly lasting: boolean; readonly reason: string }
  /** It let us in, and no answer came that could be understood. `given`: it had the whole message, and may have taken it. */
  | { readonly outcome: 'unanswered'; readonly given: boolean; readonly reason: string }
  /** `stop` came before the whole message had been given. */
  | { readonly outcome: 'stopped' };

export interface Mail {
  /** The domain of the sender, which the ids of its messages bear (RFC 5322 section 3.6.4). */
  readonly domain: string;
  /**
   * Hands one message over. Where `stop` says so, what is in hand has a few seconds left (`stopWithin`), so that it ends before its process
   * does. Throws only where the message itself cannot be made.
   */
  send(message: MailMessage, stop?: AbortSignal): Promise<MailOutcome>;
  close(): void;
}

/** SMTP's own limits: together far below the lease of a notice (services/notices/sending/lease.ts), so that only a death can let it run out. */
export const SMTP_LIMITS: SmtpLimits = {
  dnsTimeout: 5_000,
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 20_000,
  sendTimeout: 60_000,
};

/** How long a message in hand may still take once the process is to stop: with the writing down of its outcome below what a worker has left then (infra/temporal/worker/workers.ts). */
const STOP_WITHIN_MS = 3_000;

/** How long a session stays open for the next message; servers close idle ones after minutes. */
const IDLE_MS = 5_000;

export interface MailSettings {
  /** `smtp://user:password@host:port` or `smtps://…` */
  readonly url: string;
  /** The sender's address, with or without a name. */
  readonly from: string | { readonly name: string; readonly address: string };
  /** Absent: those of the service. */
  readonly limits?: Partial<SmtpLimits>;
  /** A mail server elsewhere to which messages may go unencrypted; absent: none. */
  readonly plainHost?: string | undefined;
}

/**
 * Opens the way to a mail server. Connects when first used; messages that follow each other closely share a session.
 * Throws where `from` holds no address.
 */
export function openMail({ url, from, limits, plainHost }: MailSettings): Mail {
  const within = { ...SMTP_LIMITS, ...limits };
  const server = smtpServer(url, within, plainHost);
  const sender = new MailComposer({ from }).compile().getEnvelope().from;
  if (sender === false || !isMailAddress(sender)) throw new Error(`MAIL_FROM must hold a mail address, as in Name <a@b.example>`);
  const idle = new IdleSessions();
  const handIn = async (session: SmtpSession, letter: RawMessage, signal: AbortSignal): Promise<Handed> => {
    const handed = await session.hand(letter, signal);
    if (handed.taken) idle.keep(session);
    return handed;
  };
  const give = async (letter: RawMessage, signal: AbortSignal): Promise<MailOutcome> => {
    const kept = idle.take();
    const first = kept && (await handIn(kept, letter, signal));
    // A session may have been closed while it lay idle. Not a byte of the letter was given, so that a new one may try.
    if (first && !(wasClosed(first) && !signal.aborted)) return outcomeOf(first);
    let session: SmtpSession;
    try {
      session = await SmtpSession.open(server, signal);
    } catch (error) {
      const lasting = (refusalOf(error)?.code ?? 0) >= 500 || NOT_SAFE.test(codeOf(error));
      return { outcome: 'away', lasting, reason: `mail server away (${codeOf(error)})` };
    }
    return outcomeOf(await handIn(session, letter, signal));
  };
  return {
    domain: domainOf(sender),
    send: async (message, stop) => {
      const letter = await letterOf(message, from, sender);
      if (!letter) return { outcome: 'refused', lasting: true, reason: 'address-not-usable' };
      const limit = limitOf(within.sendTimeout, stop);
      try {
        const outcome = await give(letter, limit.signal);
        const given = outcome.outcome === 'unanswered' && outcome.given;
        return limit.stopped() && !given && outcome.outcome !== 'sent' ? { outcome: 'stopped' } : outcome;
      } finally {
        limit.clear();
      }
    },
    close: () => idle.close(),
  };
}

/** Codes of a server that does not encrypt, or not as it should (nodemailer's, and OpenSSL's of a certificate), and of one that offers no sign-in. */
const NOT_SAFE = /^(ETLS|ENOAUTH|CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/;

/**
 * Aborts after so many milliseconds, and so long after `stop` does as a message in hand may take then. Timers of its own, because Node 20
 * forgets a signal of `AbortSignal.timeout` that only other signals look at.
 */
function limitOf(milliseconds: number, stop: AbortSignal | undefined): { readonly signal: AbortSignal; stopped(): boolean; clear(): void } {
  const over = new AbortController();
  let stopped = false;
  const whole = setTimeout(() => over.abort(), milliseconds);
  let last: NodeJS.Timeout | undefined;
  const begin = (): void => {
    last = setTimeout(() => {
      stopped = true;
      over.abort();
    }, STOP_WITHIN_MS);
  };
  if (stop?.aborted) begin();
  else stop?.addEventListener('abort', begin, { once: true });
  return {
    signal: over.signal,
    stopped: () => stopped,
    clear: () => {
      clearTimeout(whole);
      clearTimeout(last);
      stop?.removeEventListener('abort', begin);
    },
  };
}

/** Sessions that wait for their next letter, each for a few seconds. */
class IdleSessions {
  private readonly kept = new Map<SmtpSession, NodeJS.Timeout>();
  private closed = false;

  keep(session: SmtpSession): void {
    if (this.closed) return session.close();
    const timer = setTimeout(() => {
      this.kept.delete(session);
      session.close();
    }, IDLE_MS);
    timer.unref();
    this.kept.set(session, timer);
  }

  take(): SmtpSession | undefined {
    for (const [session, timer] of this.kept) {
      clearTimeout(timer);
      this.kept.delete(session);
      if (session.isOpen) return session;
    }
    return undefined;
  }

  close(): void {
    this.closed = true;
    for (const [session, timer] of this.kept) {
      clearTimeout(timer);
      session.close();
    }
    this.kept.clear();
  }
}

/** The message as it goes over the line; undefined where its address is none. Throws where it cannot be made. */
async function letterOf(message: MailMessage, from: MailSettings['from'], sender: string): Promise<RawMessage | undefined> {
  const { to, replyTo, subject, text, html, messageId, calendar } = message;
  if (!isMailAddress(to)) return undefined;
  const node = new MailComposer({
    from,
    to: { name: '', address: to },
    ...(replyTo ? { replyTo } : {}),
    subject,
    text,
    html,
    messageId: `<${messageId}>`,
    // RFC 3834: no holiday answers to an automatic message.
    headers: { 'Auto-Submitted': 'auto-generated' },
    ...(calendar ? { icalEvent: { method: calendar.method, content: calendar.content, filename: 'meeting.ics' } } : {}),
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  return { from: sender, to, raw: await node.build() };
}

/** The session was over before the letter was begun, for a reason that lies in the session. */
const wasClosed = (handed: Handed): boolean =>
  !handed.taken && handed.reached === 'envelope' && [undefined, CLOSING].includes(refusalOf(handed.error)?.code);

/** "Service closing": what a server says before it ends a session. */
const CLOSING = 421;

function outcomeOf(handed: Handed): MailOutcome {
  if (handed.taken) return { outcome: 'sent' };
  const { error, reached } = handed;
  const refusal = refusalOf(error);
  if (refusal) {
    const [lasting, reason] = [refusal.code >= 500, codeOf(error)];
    return { outcome: whose(refusal) === 'channel' ? 'resting' : 'refused', lasting, reason };
  }
  // Larger than the server says that it takes: nodemailer does not even ask. After the message the same code stands for words that are no answer.
  if (field(error, 'code') === 'EMESSAGE' && field(error, 'command') === 'MAIL FROM')
    return { outcome: 'refused', lasting: true, reason: 'too-large' };
  const given = reached === 'answer';
  return { outcome: 'unanswered', given, reason: `${given ? 'answer lost after DATA' : 'no answer'} (${codeOf(error)})` };
}

/** What the server refused, and how; undefined where its answer is no refusal (SMTP knows codes of 400 to 599 for those). */
function refusalOf(error: unknown): ServerRefusal | undefined {
  const [code, command, answer] = [field(error, 'responseCode'), field(error, 'command'), field(error, 'response')];
  if (typeof code !== 'number' || code < 400 || code > 599) return undefined;
  return { code, command: typeof command === 'string' ? command : '', status: typeof answer === 'string' ? enhancedStatus(answer) : null };
}

/** The server's code, its enhanced status and the command that it answered, or the code of what broke. */
function codeOf(error: unknown): string {
  const refusal = refusalOf(error);
  if (refusal) return [refusal.code, refusal.status, refusal.command.slice(0, 20)].filter(Boolean).join(' ');
  if (field(error, 'name') === 'AbortError') return 'ETIMEDOUT';
  // nodemailer's own code says where it broke, the one below it what broke.
  return [field(error, 'originalCode'), field(error, 'code')].find((code) => typeof code === 'string') ?? 'unknown';
}

/** A field of an error of whatever make: those of the network come from outside this program's own classes. */
const field = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
