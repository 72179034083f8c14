import type { Route } from '../http/route';
import { postEvents } from './events';
import { listRoutes } from './lists';
import { personRoutes } from './person';
import { recordRoutes } from './record';
import { postReferrals } from './referrals';
import { serviceRoutes } from './service';

/** Every route of the API: its address, who may call it, what the access log calls it, its schemas and what it does. */
export const routes: readonly Route[] = [postReferrals, postEvents, ...personRoutes, ...recordRoutes, ...listRoutes, ...serviceRoutes];
