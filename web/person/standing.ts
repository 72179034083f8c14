import { readStanding, type Standing } from '../../services/pathway/standing';
import { coreContext } from '../../services/rules/policies';
import type { WebContext } from '../app/context';
import { PageProblem } from '../app/page-problem';

/** How somebody stands now; to a reader, one of whom nothing is on record is not there. */
export async function standingOf({ pool, clock }: WebContext, registerId: string): Promise<Standing> {
  const standing = await readStanding(pool, coreContext(), registerId, clock());
  if (!standing) throw new PageProblem('not-found');
  return standing;
}
