import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Pool } from 'pg';
import type { Instant } from '../../../domain/calendar/dates';
import type { Notify } from '../../../infra/notify/notify';
import { NOTIFY_CHANNEL } from '../../../workflows/noticeNames';
import { openAgain } from '../../tasks/tasks';
import { OF_NOTICE } from './another-way';
import { type Client, countOf, db, jsonObject, prepared, rowsOf } from '../../tables/query';

/** A message is asked about so long after it was sent, and again after so long, for so long: a letter takes days. */
const FIRST_AFTER_MS = 30_000;
const AGAIN_AFTER_MS = 5 * 60_000;
const AT_MOST_MS = 14 * 24 * 3_600_000;
const AT_A_TIME = 50;

const unreceipted = prepared('notices-without-receipt', (asked: Date, sent: Date, since: Date) =>
  db
    .selectFrom('notice')
    .select(['key', 'message_id as messageId'])
    .where('channel', '=', NOTIFY_CHANNEL)
    .where('status', '=', 'sent')
    .where('receipt', 'is', null)
    .where('sent_at', '<=', sent)
    .where('sent_at', '>', since)
    .where((eb) => eb.or([eb('receipt_asked_at', 'is', null), eb('receipt_asked_at', '<=', asked)]))
    .orderBy('receipt_asked_at', (order) => order.asc().nullsFirst())
    .orderBy('key')
    .limit(AT_A_TIME),
);

const waitingOn = prepared('receipt-waits', (key: string, at: Date) =>
  db.updateTable('notice').set({ receipt_asked_at: at }).where('key', '=', key).where('status', '=', 'sent'),
);
const arriving = prepared('receipt-arrived', (key: string, code: string, at: Date) =>
  db.updateTable('notice').set({ receipt: code, receipt_asked_at: at }).where('key', '=', key).where('status', '=', 'sent'),
);
/**
 * It had been taken, and did not arrive. That it was sent stays true; a notice of its own has failed in its place, with a task as of any other, so that
 * it can be sent again once the number or the address is put right.
 */
const notArriving = prepared('receipt-not-arrived', (key: string, code: string, reason: string, at: Date) =>
  db
    .with('sent', (also) =>
      also
        .updateTable('notice')
        .set({ receipt: code, receipt_asked_at: at })
        .where('key', '=', key)
        .where('status', '=', 'sent')
        .where('receipt', 'is', null)
        .returning(['key', 'channel', ...OF_NOTICE]),
    )
    .with('failed', (also) =>
      also
        .insertInto('notice')
        .columns(['key', ...OF_NOTICE, 'channel', 'status', 'reason', 'not_before'])
        .expression((eb) =>
          eb
            .selectFrom('sent')
            .select(({ val }) => [
              sql<string>`sent.key || '/not-arrived'`.as('key'),
              ...OF_NOTICE,
              'channel',
              val('failed').as('status'),
              sql<string>`${reason}::text`.as('reason'),
              sql<Date>`${at}::timestamptz`.as('not_before'),
            ]),
        )
        .onConflict((conflict) => conflict.column('key').doNothing())
        .returning(['key', 'register_id', 'template', 'recipient', 'reason']),
    )
    .insertInto('task')
    .columns(['key', 'register_id', 'kind', 'audience', 'params'])
    .expression((eb) =>
      eb
        .selectFrom('failed')
        .select(({ ref, val }) => [
          sql<string>`'notice-failed/' || failed.key`.as('key'),
          'register_id',
          val('notice-failed').as('kind'),
          val('team').as('audience'),
          jsonObject({ notice: ref('key'), template: ref('template'), recipient: ref('recipient'), reason: ref('reason') }).as('params'),
        ]),
    )
    .onConflict(openAgain),
);

/**
 * Asks GOV.UK Notify what became of what it had taken. What did not arrive has failed, and is a task of the team. Out: how many were asked about.
 * Throws where the database is away, or GOV.UK Notify does not answer: the same may then be asked again.
 */
export async function askForReceipts(database: Client, notify: Notify, now: Instant): Promise<number> {
  const at = new Date(now);
  const rows = await rowsOf(
    database,
    unreceipted(new Date(now - AGAIN_AFTER_MS), new Date(now - FIRST_AFTER_MS), new Date(now - AT_MOST_MS)),
  );
  for (const { key, messageId } of rows) {
    const receipt = messageId === null ? null : await notify.receiptOf(messageId);
    if (receipt === null || receipt.state === 'on-its-way') await countOf(database, waitingOn(key, at));
    else if (receipt.state === 'arrived') await countOf(database, arriving(key, receipt.code, at));
    else await countOf(database, notArriving(key, receipt.code, `GOV.UK Notify ${receipt.code}`, at));
  }
  return rows.length;
}

export interface ReceiptDeps {
  readonly pool: Pool;
  readonly notify: Notify;
  readonly now: () => Instant;
  /** Told of what went wrong: the loop goes on. */
  readonly onError: (error: unknown) => void;
}

const LOOK_EVERY_MS = 60_000;

/** Asks for receipts once a minute. Outlasts an outage of either. Out: what stops it. */
export function startReceipts({ pool, notify, now, onError }: ReceiptDeps): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      await askForReceipts(pool, notify, now()).catch(onError);
      // Told to stop in the meantime: the loop sees it.
      await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
