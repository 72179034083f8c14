import type { Permission } from '../../domain/access/permissions';
import { countToSortOut } from '../../services/pathway/to-sort-out';
import type { Viewer } from '../../services/staff/viewers';
import { paths } from '../paths';
import type { WebContext } from './context';

/** The places of the menu, in their order: each is shown to those who may open it. */
const PLACES = [
  { section: 'today', text: 'Today', href: paths.today(), permission: 'deadlines:read' },
  { section: 'reviews', text: 'Your reviews', href: paths.reviews(), permission: 'reviews:read' },
  { section: 'register', text: 'Register', href: paths.register(), permission: 'pathways:read' },
  { section: 'referrals', text: 'Referrals', href: paths.referrals(), permission: 'referrals:write' },
  { section: 'calendar', text: 'Calendar', href: paths.calendar(), permission: 'deadlines:read' },
  { section: 'measures', text: 'Measures', href: paths.measures(), permission: 'history:read' },
  { section: 'notices', text: 'Notices', href: paths.noticesGoing(), permission: 'notices:read' },
  { section: 'sort-out', text: 'To sort out', href: paths.sortOut(), permission: 'events:resolve' },
  { section: 'access-log', text: 'Access log', href: paths.accessLog(), permission: 'access-log:read' },
  { section: 'settings', text: 'Settings', href: paths.settings(), permission: 'staff:write' },
  { section: 'rules', text: 'Rules', href: paths.rules(), permission: 'rules:read' },
  { section: 'status', text: 'Status', href: paths.status(), permission: 'status:read' },
] as const satisfies readonly { section: string; text: string; href: string; permission: Permission }[];

export type Section = (typeof PLACES)[number]['section'];

export interface MenuItem {
  readonly text: string;
  readonly href: string;
  readonly current: boolean;
  /** How much waits there; 0: nothing, or it is not counted. */
  readonly count: number;
}

/** How much waits at some of the places. */
export type MenuCounts = Readonly<Partial<Record<Section, number>>>;

/** The menu of somebody, with where they are, and how much waits where. */
export const menuFor = (
  { permissions }: Pick<Viewer, 'permissions'>,
  current: Section | undefined,
  counts: MenuCounts = {},
): readonly MenuItem[] =>
  PLACES.filter(({ permission }) => permissions.has(permission)).map(({ section, text, href }) => ({
    text,
    href,
    current: section === current,
    count: counts[section] ?? 0,
  }));

/** Counts what waits at the places that somebody may open. Throws where the database is away. */
export async function readMenuCounts({ pool, clock }: Pick<WebContext, 'pool' | 'clock'>, viewer: Viewer | null): Promise<MenuCounts> {
  return viewer?.permissions.has('events:resolve') ? { 'sort-out': await countToSortOut(pool, viewer, clock()) } : {};
}

/** Where somebody begins: the first place that they may open. */
export const firstPlaceOf = (viewer: Pick<Viewer, 'permissions'>): string | undefined => menuFor(viewer, undefined)[0]?.href;
