/** A mail server's refusal: its code, the enhanced status beside it (RFC 3463) where it gave one, and the command that it refused. */
export interface ServerRefusal {
  /** 400 to 599 */
  readonly code: number;
  /** `5.1.1`; null: it gave none. */
  readonly status: string | null;
  /** As nodemailer names it: `CONN`, `EHLO`, `AUTH PLAIN`, `MAIL FROM`, `RCPT TO`, `DATA` (the message's own answer too). */
  readonly command: string;
}

/**
 * Whose trouble a refusal tells of: this recipient's, this message's, or the channel's, which would meet every other message as well (a
 * quota, a sign-in, our sender, the server's own state).
 */
export type Whose = 'recipient' | 'message' | 'channel';

/** By subject and detail of the enhanced status (RFC 3463, and the registry of RFC 5248). `<subject>.*`: every other detail of it. */
const BY_STATUS: Readonly<Record<string, Whose>> = {
  // Addresses: the recipient's, but for those of the sender.
  '1.*': 'recipient',
  '1.7': 'channel',
  '1.8': 'channel',
  // Mailboxes: disabled, full; too long for it is the message's.
  '2.*': 'recipient',
  '2.3': 'message',
  // The mail system that we speak to; what it cannot carry, or is too big for it, is the message's.
  '3.*': 'channel',
  '3.3': 'message',
  '3.4': 'message',
  // Ways: no answer from the recipient's host, a bad line to it, no route, a loop, given up. Directories and congestion, which is how quotas are told, are the server's.
  '4.*': 'channel',
  '4.1': 'recipient',
  '4.2': 'recipient',
  '4.4': 'recipient',
  '4.6': 'recipient',
  '4.7': 'recipient',
  // What is said of a conversation out of order; see also `ofProtocol`.
  '5.*': 'channel',
  // Content and its conversion.
  '6.*': 'message',
  // Policy: of relaying, signing in, reputation, floods. Only the list that may not be expanded and the mailbox that changed hands are the recipient's.
  '7.*': 'channel',
  '7.2': 'recipient',
  '7.17': 'recipient',
  '7.18': 'recipient',
};

/** Codes without an enhanced status that a server gives for its own state (RFC 5321 section 4.2.3, RFC 4954): closing, failing, full, not let in. */
const OF_THE_SERVER: ReadonlySet<number> = new Set([421, 432, 451, 452, 454, 455, 500, 502, 503, 504, 521, 523, 524, 530, 534, 535, 538]);
/** What servers say of a recipient whose address or mailbox is none, beside a status of the subject "protocol". */
const OF_A_MAILBOX: ReadonlySet<number> = new Set([450, 501, 550, 551, 553]);

/** Whose trouble a refusal is; by its enhanced status where it has one, otherwise by its code. */
export function whose({ code, status, command }: ServerRefusal): Whose {
  const atRecipient = command === 'RCPT TO';
  const [, subject = '', detail = ''] = status?.split('.') ?? [];
  const told = BY_STATUS[`${subject}.${detail}`] ?? BY_STATUS[`${subject}.*`];
  if (told === 'message' || code === 552) return atRecipient && told !== 'message' ? 'recipient' : 'message';
  // Before a recipient is named, nothing can be said of one; and a server that closes says it to whoever is there.
  if ((!atRecipient && command !== 'DATA') || code === 421) return 'channel';
  if (subject === '5') return atRecipient && OF_A_MAILBOX.has(code) ? 'recipient' : 'channel';
  if (told) return told;
  if (OF_THE_SERVER.has(code)) return 'channel';
  // The mailbox is busy, or its server not yet ready to take mail for it.
  if (code === 450) return atRecipient ? 'recipient' : 'channel';
  if (code < 500) return 'channel';
  return atRecipient ? 'recipient' : 'message';
}

/** The enhanced status in a server's answer, as in `550 5.1.1 no such user` or `550-5.1.1 …`; null where it has none that belongs to its code. */
export function enhancedStatus(answer: string): string | null {
  const [, code = '', status = ''] = /^(\d)\d\d[ -](\d\.\d{1,3}\.\d{1,3})(?!\S)/.exec(answer) ?? [];
  return status !== '' && status.startsWith(code) ? status : null;
}
