import type { Route } from '../http/route';
import { postEvents } from './events';
import { postIdentity } from './identity';
import { letterboxRoutes } from './letterbox';
import { listRoutes } from './lists';
import { personRoutes } from './person';
import { getProof } from './proof';
import { recordRoutes } from './record';
import { postReferrals } from './referrals';
import { postResolve } from './resolve';
import { serviceRoutes } from './service';

/** Every route of the API: its address, who may call it, what the access log calls it, its schemas and what it does. */
export const routes: readonly Route[] = [
  postReferrals,
  postEvents,
  ...letterboxRoutes,
  postIdentity,
  postResolve,
  ...personRoutes,
  ...recordRoutes,
  ...listRoutes,
  getProof,
  ...serviceRoutes,
];
