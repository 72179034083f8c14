import { sleep } from '@temporalio/workflow';
import type { PathwayInput } from '../../../../workflows/carried-state';
import { personPathway as released } from '../../../../workflows/personPathway';

/** The released workflow with one command more: what a careless change does. Histories of the released one must not replay with it. */
export async function personPathway(input: PathwayInput): Promise<void> {
  await sleep('1 minute');
  return released(input);
}
