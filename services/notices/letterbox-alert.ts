import type { PoolClient } from 'pg';
import type { Instant } from '../../domain/calendar/dates';
import { isOfficeOpen } from '../rules/office-hours';
import { type Client, db, firstOf, prepared, type Statement } from '../tables/query';
import type { QueuedNotice } from './notice-rows';
import { checkOutside } from './outside-check';
import { toWriteOutside } from './outside-notice';
import { areaPeople, peopleAt } from './people';
import { recipientsOf } from './recipients';
import type { CheckDeps } from './sending/attempt';

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
export const checkLetterboxAlert = (deps: CheckDeps, notice: QueuedNotice) =>
  checkOutside(deps, notice, {
    stopped: async (profile) => {
      if (!(await waits(deps.pool, notice))) return { ended: 'dropped', reason: 'resolved' };
      return isOfficeOpen(profile, deps.core.holidays, deps.now()) ? { ended: 'dropped', reason: 'office-open' } : null;
    },
    values: () => ({}),
  });
