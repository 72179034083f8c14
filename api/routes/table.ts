import type { Route } from '../http/route';
import { areaRoutes } from './areas';
import { postEvents } from './pathway/events';
import { postIdentity } from './referrals/identity';
import { letterboxRoutes } from './referrals/letterbox';
import { listRoutes } from './pathway/lists';
import { personRoutes } from './pathway/person';
import { contactChangeRoutes } from './people/change-contacts';
import { contactRoutes } from './people/contacts';
import { documentRoutes } from './people/documents';
import { getForms } from './people/forms';
import { sheetRoutes } from './people/sheets';
import { whoRoutes } from './people/who';
import { getProof } from './upkeep/proof';
import { recordRoutes } from './pathway/record';
import { postReferrals } from './referrals/referrals';
import { postResolve } from './pathway/resolve';
import { serviceRoutes } from './service';
import { memberRoutes } from './staff/members';
import { ownerRoutes } from './staff/owner';
import { presenceRoutes } from './staff/presence';

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
  ...whoRoutes,
  getForms,
  ...sheetRoutes,
  ...documentRoutes,
  ...contactRoutes,
  ...contactChangeRoutes,
  ...memberRoutes,
  ...presenceRoutes,
  ...ownerRoutes,
  ...areaRoutes,
  getProof,
  ...serviceRoutes,
];
