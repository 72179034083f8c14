import { logAccess } from '../../../services/access/access-log';
import { actorOf, type Viewer } from '../../../services/staff/viewers';
import type { WebContext } from '../context';

/**
 * Logs that a reader begins to do what nothing else keeps with who did it: what cannot be logged is not done then. What came of it is logged
 * after it, as of every page (docs/adr/0041). Throws what the database throws.
 */
export const logBegun = ({ pool }: Pick<WebContext, 'pool'>, viewer: Viewer, auditEvent: string): Promise<void> =>
  logAccess(pool, { actor: actorOf(viewer), auditEvent, registerId: null, outcome: 'begun' });
