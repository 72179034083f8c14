import MailComposer from 'nodemailer/lib/mail-composer';
import { type Handed, type Letter, type SmtpLimits, smtpServer, SmtpSession } from './smtp-session';

/** A message to one address, ready to go. */
export interface MailMessage {
  readonly to: string;
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
  /** It said no to this message: for good (a 5xx answer about this recipient or message), or for now. */
  | { readonly outcome: 'refused'; readonly lasting: boolean; readonly reason: string }
  /** It was not reached, or let nobody in: the message was not even offered. */
  | { readonly outcome: 'away'; readonly reason: string }
  /** It let us in and then went silent. `given`: it had the whole message, and may have taken it. */
  | { readonly outcome: 'unanswered'; readonly given: boolean; readonly reason: string };

export interface Mail {
  /** Hands one message over. Throws only where the message itself cannot be made. */
  send(message: MailMessage): Promise<MailOutcome>;
  close(): void;
}

/** SMTP's own limits: together far below the lease of a notice (services/notices/sending/queue.ts), so that only a death can let it run out. */
export const SMTP_LIMITS: SmtpLimits = {
  dnsTimeout: 5_000,
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 20_000,
  sendTimeout: 60_000,
};

/** How long a session stays open for the next message; servers close idle ones after minutes. */
const IDLE_MS = 5_000;

export interface MailSettings {
  /** `smtp://user:password@host:port` or `smtps://…` */
  readonly url: string;
  /** The sender's address, with or without a name. */
  readonly from: string;
  /** Absent: those of the service. */
  readonly limits?: Partial<SmtpLimits>;
}

/** Opens the way to a mail server. Connects when first used; messages that follow each other closely share a session. */
export function openMail({ url, from, limits }: MailSettings): Mail {
  const within = { ...SMTP_LIMITS, ...limits };
  const server = smtpServer(url, within);
  const idle = new IdleSessions();
  const handIn = async (session: SmtpSession, letter: Letter, signal: AbortSignal): Promise<Handed> => {
    const handed = await session.hand(letter, signal);
    if (handed.taken) idle.keep(session);
    return handed;
  };
  return {
    send: async (message) => {
      const letter = await letterOf(message, from);
      if (!letter) return { outcome: 'refused', lasting: true, reason: 'address-not-usable' };
      const signal = AbortSignal.timeout(within.sendTimeout);
      const kept = idle.take();
      const first = kept && (await handIn(kept, letter, signal));
      // A session may have been closed while it lay idle. Not a byte of the letter was given, so that a new one may try.
      if (first && !(wasClosed(first) && !signal.aborted)) return outcomeOf(first);
      let session: SmtpSession;
      try {
        session = await SmtpSession.open(server, signal);
      } catch (error) {
        return { outcome: 'away', reason: `mail server away (${codeOf(error)})` };
      }
      return outcomeOf(await handIn(session, letter, signal));
    },
    close: () => idle.close(),
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
async function letterOf({ to, subject, text, html, messageId, calendar }: MailMessage, from: string): Promise<Letter | undefined> {
  const node = new MailComposer({
    from,
    to: { name: '', address: to },
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
  const envelope = node.getEnvelope();
  const [recipient] = envelope.to;
  if (recipient === undefined || envelope.from === false || /[\s<>]/.test(recipient)) return undefined;
  return { from: envelope.from, to: recipient, raw: await node.build() };
}

/** The session was over before the letter was begun, for a reason that lies in the session. */
const wasClosed = (handed: Handed): boolean =>
  !handed.taken && handed.reached === 'envelope' && [undefined, CLOSING].includes(answerOf(handed.error));

/** "Service closing": what a server says before it ends a session. */
const CLOSING = 421;

function outcomeOf(handed: Handed): MailOutcome {
  if (handed.taken) return { outcome: 'sent' };
  const { error, reached } = handed;
  const answer = answerOf(error);
  if (answer !== undefined) return { outcome: 'refused', lasting: isLasting(error, answer), reason: codeOf(error) };
  // Larger than the server says that it takes: nodemailer does not even ask.
  if (field(error, 'code') === 'EMESSAGE') return { outcome: 'refused', lasting: true, reason: 'too-large' };
  const given = reached === 'answer';
  return { outcome: 'unanswered', given, reason: `${given ? 'answer lost after DATA' : 'no answer'} (${codeOf(error)})` };
}

/** A refused sender or a command out of order is the set-up's fault and can be mended: those are tried again. */
function isLasting(error: unknown, answer: number): boolean {
  const command = field(error, 'command');
  return answer >= 500 && answer !== 503 && (command === 'RCPT TO' || command === 'DATA');
}

function answerOf(error: unknown): number | undefined {
  const answer = field(error, 'responseCode');
  return typeof answer === 'number' ? answer : undefined;
}

/** The server's code and the command that it answered, or the code of what broke. */
function codeOf(error: unknown): string {
  const [answer, command] = [answerOf(error), field(error, 'command')];
  if (answer !== undefined) return typeof command === 'string' ? `${answer} ${command.slice(0, 20)}` : String(answer);
  if (field(error, 'name') === 'AbortError') return 'ETIMEDOUT';
  // nodemailer's own code says where it broke, the one below it what broke.
  return [field(error, 'originalCode'), field(error, 'code')].find((code) => typeof code === 'string') ?? 'unknown';
}

/** A field of an error of whatever make: those of the network come from outside this program's own classes. */
const field = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
