import { readGround } from '../../../services/access/restricted';
import type { Viewer } from '../../../services/staff/viewers';
import type { WebContext } from '../context';

/** Thrown where a restricted record is not open to the reader: the frame asks them for a reason then. */
export class RecordShut extends Error {
  constructor(readonly registerId: string) {
    super('a restricted record is not open to the reader');
  }
}

/**
 * Throws RecordShut where a record is restricted and not open to the reader: for pages that find out whose record they are about from something
 * else than their address. (Of those that have the register id there, the frame asks by itself.)
 */
export async function checkNotShut({ pool, clock }: WebContext, viewer: Viewer, registerId: string): Promise<void> {
  if ((await readGround(pool, viewer, registerId, clock())).as === 'shut') throw new RecordShut(registerId);
}
