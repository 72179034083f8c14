import { personExists } from '../../services/pathway/pathways';
import { unknownPerson } from './commit-answers';
import type { ApiContext } from '../context';
import { Problem } from '../http/problem';

/** The problem for a pathway number that a known person does not have. */
export async function missingPathway(context: ApiContext, registerId: string): Promise<Problem> {
  if (!(await personExists(context.pool, registerId))) return unknownPerson();
  return Problem.of('unknown-pathway', 'This person has no pathway of this number. Leave `pathway` out for the latest one.');
}
