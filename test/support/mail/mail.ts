import type { Email } from 'postal-mime';
import { parseMail, startMailCatcher, type CaughtMail } from '../../../operations/parts/mail-catcher';

/** A mail that arrived, in parts. */
export interface ArrivedMail extends CaughtMail {
  readonly parsed: Email;
  /** The calendar invitation in it, as text with plain line ends, where there is one. */
  readonly calendar: string | undefined;
}

export interface TestMail {
  /** For `SMTP_URL` or nodemailer: `smtp://127.0.0.1:<port>`. */
  readonly url: string;
  /** What has arrived, oldest first. */
  mails(): Promise<ArrivedMail[]>;
  /** Waits until `count` mails have arrived (at most a minute, then throws). */
  waitFor(count: number): Promise<ArrivedMail[]>;
  /** Answers every mail with this SMTP code (for example 451, 550) until called with undefined. */
  refuseWith(code: number | undefined): void;
  stop(): Promise<void>;
}

const PATIENCE_MS = 60_000;

/** A mail server on a free port that keeps what arrives. Stop it in `afterAll`. */
export async function mailCatcher(): Promise<TestMail> {
  let refusal: number | undefined;
  const catcher = await startMailCatcher({
    port: 0,
    check: () => {
      if (refusal) throw Object.assign(new Error('refused by the test'), { responseCode: refusal });
    },
  });
  const mails = () => Promise.all(catcher.mails().map(arrived));
  return {
    url: catcher.url,
    mails,
    waitFor: async (count) => {
      const end = Date.now() + PATIENCE_MS;
      while (catcher.mails().length < count) {
        if (Date.now() > end) throw new Error(`waited ${PATIENCE_MS} ms for ${count} mails; ${catcher.mails().length} arrived`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return mails();
    },
    refuseWith: (code) => {
      refusal = code;
    },
    stop: catcher.stop,
  };
}

async function arrived(mail: CaughtMail): Promise<ArrivedMail> {
  const parsed = await parseMail(mail);
  return { ...mail, parsed, calendar: calendarOf(parsed) };
}

function calendarOf({ attachments }: Email): string | undefined {
  const content = attachments.find(({ mimeType }) => mimeType === 'text/calendar')?.content;
  if (content === undefined || typeof content === 'string') return content;
  return new TextDecoder().decode(content);
}
