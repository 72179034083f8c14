import { readShut } from '../../services/access/restricted';
import type { TeamView } from '../../services/referrals/letterbox/reads';
import type { Viewer } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';

/** Whether a referral from outside came in for an area in which a reader works. */
export const isOurs = ({ area }: Pick<WebContext, 'area'>, { areas }: Pick<Viewer, 'areas'>, referral: Pick<TeamView, 'area'>): boolean =>
  areas.includes(referral.area ?? area().id);

/** Referrals from outside as a reader may see them: of one that may be about a record that is not open to them, who was named is left out. */
export async function restrictedOut({ pool, clock }: WebContext, viewer: Viewer, rows: readonly TeamView[]): Promise<readonly TeamView[]> {
  const shut = new Set(await readShut(pool, viewer, clock()));
  return rows.map((row) =>
    [...row.candidates, row.registerId].some((registerId) => registerId !== null && shut.has(registerId))
      ? { ...row, referred: null, asked: null, reason: null }
      : row,
  );
}
