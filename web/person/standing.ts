import { readStanding, type Standing } from '../../services/pathway/standing';
import { coreContext } from '../../services/rules/policies';
import type { WebContext } from '../app/context';
import { PageProblem } from '../app/page-problem';

/** How somebody stands now, on their latest pathway or on the one of this number; to a reader, one of whom nothing is on record is not there. */
export async function standingOf({ pool, clock }: WebContext, registerId: string, number?: number): Promise<Standing> {
  const standing = await readStanding(pool, coreContext(), registerId, clock(), number);
  if (!standing) throw new PageProblem('not-found');
  return standing;
}
