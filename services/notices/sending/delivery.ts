import type { Pool } from 'pg';
import type { Instant } from '../../../domain/calendar/dates';
import type { Mail, MailMessage } from '../../../infra/mail';
import { recordFailure, recordSent, type QueuedNotice } from './queue';

/** What sending works with. */
export interface SenderDeps {
  readonly pool: Pool;
  readonly mail: Mail;
  /** The clock: milliseconds since 1970. */
  readonly now: () => Instant;
  /** Told of a notice that could not be read or written; the notice itself waits for its next attempt. */
  readonly onError?: (error: unknown, notice: string) => void;
}

export type Sent = 'sent' | 'queued' | 'failed' | 'held' | 'dropped';

/** Writes the text, hands it to the mail server, and records the outcome. A text that cannot be written counts as a failed attempt: it must not stop the others. */
export async function deliver(deps: SenderDeps, notice: QueuedNotice, write: () => MailMessage): Promise<Sent> {
  let message: MailMessage;
  try {
    message = write();
  } catch (error) {
    return couldNot(deps, notice, error, 'text-not-made');
  }
  const outcome = await deps.mail.send(message);
  if (outcome.outcome === 'refused') {
    return recordFailure(deps.pool, notice, { reason: outcome.reason, lasting: outcome.lasting, now: deps.now() });
  }
  await recordSent(deps.pool, notice, { subject: message.subject, address: message.to, now: deps.now() });
  return 'sent';
}

/** The fault lies with this notice alone: it waits, and after the last attempt somebody has a task. */
export function couldNot(deps: SenderDeps, notice: QueuedNotice, error: unknown, reason: string): Promise<Sent> {
  deps.onError?.(error, notice.key);
  return recordFailure(deps.pool, notice, { reason, lasting: false, now: deps.now() });
}
