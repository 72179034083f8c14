import { errorForLog } from '../../infra/log';
import { deliverParcels } from '../../services/referrals/letterbox/parcels';
import type { ReferralDeps } from '../../services/referrals/referral';
import type { WebContext } from '../app/context';

/** What the services of referrals work with, as the API gives it to them. */
export const depsOf = ({ pool, commit, clock, area }: WebContext): ReferralDeps => {
  const { id, ruleSet } = area();
  return { pool, commit, clock, area: { name: id, ruleSet } };
};

/** What may have waited for somebody of this NHS number is said of them now. */
export async function deliver(context: WebContext): Promise<void> {
  // The referral is recorded: what waits is looked at again with whatever comes in next.
  await deliverParcels({ ...depsOf(context), seals: context.seals }).catch((error: unknown) =>
    context.logger.error({ err: errorForLog(error) }, 'what waited in the letterbox could not be delivered; it is tried again'),
  );
}
