import type { Permission } from '../../domain/access/permissions';
import type { Viewer } from '../../services/staff/viewers';
import { paths } from '../paths';

/** The places of the menu, in their order: each is shown to those who may open it. */
const PLACES = [
  { section: 'today', text: 'Today', href: paths.today(), permission: 'deadlines:read' },
  { section: 'register', text: 'Register', href: paths.register(), permission: 'pathways:read' },
  { section: 'calendar', text: 'Calendar', href: paths.calendar(), permission: 'deadlines:read' },
  { section: 'settings', text: 'Settings', href: paths.settings(), permission: 'staff:write' },
  { section: 'rules', text: 'Rules', href: paths.rules(), permission: 'rules:read' },
  { section: 'status', text: 'Status', href: paths.status(), permission: 'status:read' },
] as const satisfies readonly { section: string; text: string; href: string; permission: Permission }[];

export type Section = (typeof PLACES)[number]['section'];

export interface MenuItem {
  readonly text: string;
  readonly href: string;
  readonly current: boolean;
}

/** The menu of somebody, with where they are. */
export const menuFor = ({ permissions }: Pick<Viewer, 'permissions'>, current: Section | undefined): readonly MenuItem[] =>
  PLACES.filter(({ permission }) => permissions.has(permission)).map(({ section, text, href }) => ({
    text,
    href,
    current: section === current,
  }));

/** Where somebody begins: the first place that they may open. */
export const firstPlaceOf = (viewer: Pick<Viewer, 'permissions'>): string | undefined => menuFor(viewer, undefined)[0]?.href;
