import { NotifyClient } from 'notifications-node-client';
import { z } from 'zod';
import type { Mail, MailMessage, MailOutcome } from '../mail/mail';

/** What became of a message that GOV.UK Notify had taken. `code`: its own word for it. */
export type Receipt = { readonly state: 'arrived' | 'not-arrived' | 'on-its-way'; readonly code: string };

/** GOV.UK Notify, as a channel like that of mail, for text messages and letters on paper. */
export interface Notify extends Mail {
  /** What became of the message of this id; null: it knows none. Throws where it does not answer. */
  receiptOf(messageId: string): Promise<Receipt | null>;
}

export interface NotifySettings {
  /** The key of the service, as GOV.UK Notify gives it out. */
  readonly apiKey: string;
  /** `https://api.notifications.service.gov.uk`, or where its API is spoken besides. */
  readonly url: string;
  /** The ids of the templates: a text message that is `((body))`, a letter that is `((heading))` and `((body))`. */
  readonly templates: { readonly text: string; readonly letter: string | null };
  /** Of the ids of messages: the same as of mail. */
  readonly domain: string;
}

/** So long it has to answer. */
const ANSWER_WITHIN_MS = 20_000;
/** Of a postal address so many lines go on a letter (GOV.UK Notify, "Send a letter"). */
const MOST_ADDRESS_LINES = 7;

/** What its client throws, as far as it is looked at. */
const failure = z.object({ response: z.object({ status: z.number(), data: z.unknown() }).optional(), code: z.string().optional() });
const problems = z.object({ errors: z.array(z.object({ error: z.string() })) });

/** What is wrong with the message or its recipient itself: the code of a `BadRequestError` says no more, its words may repeat a number. */
const REFUSED = 400;
const NOT_LET_IN = new Set([401, 403]);
const LATER = 429;

function outcomeOf(error: unknown): MailOutcome {
  const { response, code = 'unknown' } = failure.safeParse(error).data ?? {};
  if (!response) {
    // Refused before a byte was given; otherwise it may have had the whole of it.
    if (['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'].includes(code))
      return { outcome: 'away', lasting: false, reason: `GOV.UK Notify away (${code})` };
    return { outcome: 'unanswered', given: true, reason: `answer of GOV.UK Notify lost (${code})` };
  }
  const name = problems.safeParse(response.data).data?.errors[0]?.error ?? 'no code';
  const reason = `GOV.UK Notify ${response.status} ${name}`;
  if (response.status === REFUSED) return { outcome: 'refused', lasting: true, reason };
  if (NOT_LET_IN.has(response.status)) return { outcome: 'away', lasting: true, reason };
  return { outcome: 'resting', lasting: response.status !== LATER && response.status < 500, reason };
}

/** The lines of a postal address by the names that the client has for them; the last one is the postcode. */
const addressLines = (address: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    address
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .slice(0, MOST_ADDRESS_LINES)
      .map((line, index) => [`address_line_${index + 1}`, line]),
  );

/** Its own words for what arrived, as far as it can know. */
export const ARRIVED = ['delivered', 'received', 'sent'] as const;
const ON_ITS_WAY = new Set(['created', 'sending', 'pending', 'accepted', 'pending-virus-check']);
const listed = z.object({ data: z.object({ notifications: z.array(z.object({ status: z.string() })) }) });

/** Opens the way to GOV.UK Notify by its official client. Throws where the key is none. */
export function openNotify({ apiKey, url, templates, domain }: NotifySettings): Notify {
  const client = new NotifyClient(url, apiKey);
  const hand = (message: MailMessage): Promise<unknown> | null => {
    const { to, subject, text, messageId: reference } = message;
    if (message.by === 'text') return client.sendSms(templates.text, to, { personalisation: { body: text }, reference });
    if (message.by !== 'letter' || templates.letter === null) return null;
    return client.sendLetter(templates.letter, { personalisation: { ...addressLines(to), heading: subject, body: text }, reference });
  };
  return {
    domain,
    send: async (message, stop) => {
      if (stop?.aborted) return { outcome: 'stopped' };
      const handed = hand(message);
      if (handed === null) return { outcome: 'refused', lasting: true, reason: 'notify-cannot' };
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(), ANSWER_WITHIN_MS);
      const over = new Promise<MailOutcome>((resolve) => {
        late.signal.addEventListener('abort', () =>
          resolve({ outcome: 'unanswered', given: true, reason: 'answer of GOV.UK Notify lost (ETIMEDOUT)' }),
        );
      });
      const answered = handed.then((): MailOutcome => ({ outcome: 'sent' }), outcomeOf);
      try {
        return await Promise.race([answered, over]);
      } finally {
        clearTimeout(timer);
      }
    },
    receiptOf: async (messageId) => {
      const answer: unknown = await client.getNotifications(undefined, undefined, messageId);
      const code = listed.parse(answer).data.notifications[0]?.status;
      if (code === undefined) return null;
      return { state: ARRIVED.some((one) => one === code) ? 'arrived' : ON_ITS_WAY.has(code) ? 'on-its-way' : 'not-arrived', code };
    },
    close: () => undefined,
  };
}

/** Where an installation has no GOV.UK Notify: what wants a text message or a letter on paper fails at once, so that somebody tells them. */
export const withoutNotify = (domain: string): Notify => ({
  domain,
  send: () => Promise.resolve({ outcome: 'refused', lasting: true, reason: 'notify-not-set' }),
  receiptOf: () => Promise.resolve(null),
  close: () => undefined,
});
