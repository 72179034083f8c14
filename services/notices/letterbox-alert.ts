import type { PoolClient } from 'pg';
import type { Instant } from '../../domain/calendar/dates';
import { area, teamMailbox } from '../rules/areas';
import { isOfficeOpen } from '../rules/office-hours';
import { type Client, db, firstOf, prepared, type Statement } from '../tables/query';
import { areaValues } from './letters/compose';
import { letterTo } from './letters/letters';
import { rendered } from './letters/blocks';
import { type Values, WITHOUT_MATTER } from './letters/values';
import type { QueuedNotice } from './notice-rows';
import { areaPeople, peopleAt } from './people';
import { recipientByReference, recipientsOf } from './recipients';
import type { CheckDeps, Ready, Stopped } from './sending/attempt';
import { whoInstead } from './sending/hand-over';
import { maySend } from './settings';
import { toWriteOutside } from './outside-notice';
import type { Recipient } from './recipients';

/** What stands before the reference in the key of an alert. */
const BEFORE = 'letterbox/';
/** Whether a notice tells on-call of a referral that waits in the letterbox, and is about nobody on file yet. */
export const isLetterboxAlert = ({ key }: Pick<QueuedNotice, 'key'>): boolean => key.startsWith(BEFORE);

/**
 * The statements that tell on-call of a referral that suggests red, and waits until the team says whom it is about: outside the office hours of the
 * area nobody would look before the morning. Throws where the database is away.
 */
export async function toAlert(client: PoolClient, areaId: string, reference: string, now: Instant): Promise<Statement<unknown>[]> {
  const everyone = { ...peopleAt(await areaPeople(client, areaId), now, null), contacts: [] };
  return recipientsOf('on-call', everyone).map(({ reference: recipient, name }) =>
    toWriteOutside({
      key: `${BEFORE}${reference}/on-call/${recipient}`,
      ...{ template: 'urgent-received', audience: 'on-call', recipient, recipientName: name, channel: 'mail' },
      params: { area: areaId, reference },
      at: now,
    }),
  );
}

const waiting = prepared('letterbox-alert', (reference: string) =>
  db.selectFrom('held_referral').select('status').where('reference', '=', reference),
);

/** Whether the referral of an alert waits still. */
const waits = async (database: Client, { params }: QueuedNotice): Promise<boolean> =>
  (await firstOf(database, waiting(String(params['reference']))))?.status === 'received';

/** What is to become of an alert, as things stand now: it is dropped where the office is open, or a person has decided meanwhile. Throws where the database is away. */
export async function checkLetterboxAlert(
  { pool, core, now }: CheckDeps,
  notice: QueuedNotice,
): Promise<Ready | Stopped | { readonly others: readonly Recipient[] }> {
  const profile = area(String(notice.params['area']));
  if (!(await waits(pool, notice))) return { ended: 'dropped', reason: 'resolved' };
  if (isOfficeOpen(profile, core.holidays, now())) return { ended: 'dropped', reason: 'office-open' };
  const everyone = { ...peopleAt(await areaPeople(pool, profile.id), now(), null), contacts: [] };
  const address = recipientByReference(notice.recipient, everyone)?.address;
  if (!address) {
    const stopped = { ended: 'held', reason: 'no-address' } as const;
    const others = whoInstead(notice, stopped, everyone);
    return others ? { others } : stopped;
  }
  if (!(await maySend(pool, profile.id, notice.audience))) return { ended: 'held', reason: 'sending-off' };
  const values: Values = { ...WITHOUT_MATTER, registerId: '', asked: null, area: areaValues(profile) };
  const write = () => ({
    ...rendered(letterTo({ reader: 'professional', easyRead: false }, notice.template, values), false),
    ...{ to: address, messageId: notice.messageId, replyTo: teamMailbox(profile) },
  });
  return { told: null, write };
}
