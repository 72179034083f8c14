import type { Permission } from './permissions';

/** What members of staff can be. */
export const STAFF_ROLES = [
  'lda-officer',
  'commissioner',
  'manager',
  'auditor',
  'keyworker',
  'panel-member',
  'service-administrator',
] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

const READING = ['pathways:read', 'deadlines:read', 'history:read', 'rules:read', 'status:read'] as const;
const OFFICER = [
  ...READING,
  'referrals:write',
  'events:write',
  'changes:report',
  'events:resolve',
  'corrections:confirm',
  'people:find',
  'people:write',
  'notices:read',
  'notices:hold',
  'practice:fill',
] as const;

/**
 * Which role may do what: the one table that pages and the API ask. Whose record is another question (`mayOpen`).
 * Source: the sitemap of the desk, with its roles; a commissioner and a manager may do all that an officer may.
 */
export const ROLE_PERMISSIONS: Readonly<Record<StaffRole, readonly Permission[]>> = {
  'lda-officer': OFFICER,
  commissioner: [...OFFICER, 'proof:read'],
  manager: [
    ...OFFICER,
    'proof:read',
    'access-log:read',
    'restrictions:write',
    'staff:write',
    'areas:write',
    'adoption:write',
    'sending:switch',
    'tokens:write',
  ],
  auditor: [...READING, 'people:find', 'notices:read', 'proof:read', 'access-log:read', 'restrictions:write'],
  keyworker: ['pathways:read', 'deadlines:read', 'changes:report', 'rules:read', 'status:read'],
  'panel-member': ['reviews:read', 'rules:read', 'status:read'],
  'service-administrator': ['staff:write', 'areas:write', 'sending:switch', 'tokens:write', 'rules:read', 'status:read', 'practice:fill'],
};

/** All that somebody of these roles may do. */
export const permissionsOf = (roles: readonly StaffRole[]): ReadonlySet<Permission> =>
  new Set(roles.flatMap((role) => ROLE_PERMISSIONS[role]));

/** The roles for which a record is open whoever owns it; the others see their own people only. */
const EVERYONE: ReadonlySet<StaffRole> = new Set(['lda-officer', 'commissioner', 'manager', 'auditor']);

/** Who asks for a record, as far as that decides whose they may open. */
export interface Looker {
  /** The id of the member of staff. */
  readonly id: string;
  readonly roles: readonly StaffRole[];
  readonly areas: readonly string[];
}

/** Whose record it is. */
export interface Looked {
  readonly area: string;
  /** The id of the member of staff who owns the pathway; null: nobody. */
  readonly owner: string | null;
}

/** True where nothing but the area keeps somebody of these roles from a record. */
export const seesEveryone = (roles: readonly StaffRole[]): boolean => roles.some((role) => EVERYONE.has(role));

/**
 * Whether somebody who looks after something of these areas reaches all of it. Roles, the address, leaving and times away of a member of staff
 * count in each of their areas: who works in only some of these would gain something in the others.
 */
export const reachesAll = ({ areas }: Pick<Looker, 'areas'>, all: readonly string[]): boolean => all.every((one) => areas.includes(one));

/** Whether somebody may open a record: of their own areas, and of those, unless a role opens every record, only what they own. */
export const mayOpen = ({ id, roles, areas }: Looker, { area, owner }: Looked): boolean =>
  areas.includes(area) && (seesEveryone(roles) || owner === id);
