import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { PlainError } from '../../infra/embedded/plain-error';
import { parseMail, type CaughtMail } from '../../infra/embedded/mail-catcher';
import type { Told } from './story';

const QUIET_WITHIN_MS = 180_000;

/** Waits until no signal and no mail is on its way. Throws where that takes more than three minutes. */
export async function untilQuiet(pool: Pool): Promise<void> {
  for (const end = Date.now() + QUIET_WITHIN_MS; ; await sleep(500)) {
    const { rows } = await pool.query<{ waits: number }>(
      `select (select count(*) from outbox)::int + (select count(*) from notice where channel = 'mail' and (status = 'sending' or status = 'queued' and not_before <= now()))::int as waits`,
    );
    if (rows[0]?.waits === 0) return;
    if (Date.now() > end) throw new PlainError(`${rows[0]?.waits} signals or mails still wait`);
  }
}

/** What is not as it should be: events against what was sent, mails against notices. Empty where all is well. */
export async function wrongs(pool: Pool, told: readonly Told[], mails: readonly CaughtMail[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const { registerId, events } of told) {
    const { rows } = await pool.query<{ sequence: number }>(
      `select sequence from event where register_id = $1 and status = 'applied' and sequence is not null order by position`,
      [registerId],
    );
    const numbers = rows.map(({ sequence }) => sequence);
    if (numbers.length !== events || numbers.some((number, index) => number !== index + 1))
      wrong.push(`${registerId}: ${events} events were accepted, the log has ${numbers.join(', ')}`);
  }
  const { rows } = await pool.query<{ sent: number }>(
    `select count(*)::int as sent from notice where channel = 'mail' and status = 'sent'`,
  );
  const ids = await Promise.all(mails.map(async (mail) => (await parseMail(mail)).messageId));
  if (new Set(ids).size !== rows[0]?.sent) wrong.push(`${rows[0]?.sent} notices are marked as sent, ${new Set(ids).size} came`);
  if (new Set(ids).size !== ids.length) wrong.push(`${ids.length - new Set(ids).size} mails came twice`);
  return wrong;
}
