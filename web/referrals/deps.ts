import { errorForLog } from '../../infra/log';
import { deliverParcels } from '../../services/referrals/letterbox/parcels';
import type { DecideDeps } from '../../services/referrals/letterbox/decide';
import type { Area } from '../../services/rules/areas';
import type { WebContext } from '../app/context';

/** What the services of referrals work with, as the API gives it to them; `area`: to which somebody new belongs. */
export const depsOf = ({ pool, commit, clock, seals }: WebContext, { id, ruleSet }: Pick<Area, 'id' | 'ruleSet'>): DecideDeps => ({
  ...{ pool, commit, clock, seals },
  area: { name: id, ruleSet },
});

/** What may have waited for somebody of this NHS number is said of them now. */
export async function deliver(context: WebContext): Promise<void> {
  // The referral is recorded: what waits is looked at again with whatever comes in next.
  await deliverParcels(depsOf(context, context.area())).catch((error: unknown) =>
    context.logger.error({ err: errorForLog(error) }, 'what waited in the letterbox could not be delivered; it is tried again'),
  );
}
