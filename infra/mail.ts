import { createTransport } from 'nodemailer';

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

/** What the mail server made of a message. A refusal is lasting where the server says so (a 5xx answer about this recipient or message). */
export type MailOutcome =
  { readonly outcome: 'sent' } | { readonly outcome: 'refused'; readonly lasting: boolean; readonly reason: string };

export interface Mail {
  send(message: MailMessage): Promise<MailOutcome>;
  close(): void;
}

/** SMTP's own limits. Together they stay far below the lease of a notice (services/notices/sending/queue.ts), so that only a death can let it run out. */
export const SMTP_LIMITS_MS = { dnsTimeout: 5_000, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 } as const;
/** The longest that one message may take, however slowly the server answers. */
export const SEND_LIMIT_MS = 60_000;

/**
 * Opens the way to a mail server.
 * @param url `smtp://user:password@host:port` or `smtps://…`
 * @param from the sender's address, with or without a name
 */
export function openMail({ url, from }: { url: string; from: string }): Mail {
  const transport = createTransport({ url, ...SMTP_LIMITS_MS, disableFileAccess: true, disableUrlAccess: true });
  return {
    send: async ({ to, subject, text, html, messageId, calendar }) => {
      const sending = transport.sendMail({
        from,
        to: { name: '', address: to },
        subject,
        text,
        html,
        messageId: `<${messageId}>`,
        // RFC 3834: no holiday answers to an automatic message.
        headers: { 'Auto-Submitted': 'auto-generated' },
        ...(calendar ? { icalEvent: { method: calendar.method, content: calendar.content, filename: 'meeting.ics' } } : {}),
      });
      try {
        await within(SEND_LIMIT_MS, sending);
        return { outcome: 'sent' };
      } catch (error) {
        return refusal(error);
      }
    },
    close: () => transport.close(),
  };
}

async function within(limit: number, sending: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error('the mail server took too long'), { code: 'ETIMEDOUT' })), limit);
  });
  try {
    await Promise.race([sending, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The server's words may repeat an address; kept are only its code and the command that it answered. */
function refusal(error: unknown): MailOutcome {
  const answer = field(error, 'responseCode');
  const code = field(error, 'code');
  const command = field(error, 'command');
  if (typeof answer !== 'number')
    return { outcome: 'refused', lasting: false, reason: `mail server away (${typeof code === 'string' ? code : 'unknown'})` };
  // A refused sign-in or a missing TLS is the set-up's fault and can be mended: those are tried again.
  const lasting = answer >= 500 && (command === 'RCPT TO' || command === 'DATA');
  return { outcome: 'refused', lasting, reason: typeof command === 'string' ? `${answer} ${command.slice(0, 20)}` : String(answer) };
}

/** A field of an error of whatever make: those of the network come from outside this program's own classes. */
const field = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
