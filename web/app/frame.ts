import { londonDate } from '../../domain/calendar/dates';
import type { Ground } from '../../domain/access/restriction';
import type { Viewer } from '../../services/staff/viewers';
import { clockText, dayText } from '../content/dates';
import { ribbonWords } from '../content/practice';
import { roleWords } from '../content/roles';
import { paths } from '../paths';
import type { Assets } from './assets';
import type { Everywhere } from './everywhere';
import { areaOf } from './areas';
import type { WebContext } from './context';
import { type MenuCounts, type MenuItem, menuFor } from './menu';
import type { Away, Elsewhere } from './lock/away';
import type { Around } from './page';
import { type RestrictedLine, restrictedLine } from './restricted/line';

/** What the layout is given beside the page's own model. */
export interface Frame {
  readonly title: string;
  readonly registerId: string | undefined;
  readonly staff: { readonly name: string; readonly role: string } | null;
  readonly menu: readonly MenuItem[];
  readonly mayFind: boolean;
  readonly back: Around['back'];
  readonly crumbs: Around['crumbs'];
  readonly wide: boolean;
  readonly hideNames: boolean;
  /** What stands on every page of a practice register; null: this is none. */
  readonly ribbon: string | null;
  /** Of a restricted record, why it is open to the reader, and until when; null: it is not restricted. */
  readonly restricted: RestrictedLine | null;
  /** Goes back with every form that is posted. */
  readonly token: string;
  readonly assets: Pick<Assets, 'nhsuk' | 'desk' | 'favicon' | 'lock'>;
  readonly paths: {
    readonly home: string;
    readonly signOut: string;
    readonly find: string;
    readonly status: string;
    readonly names: string;
    readonly developers: string;
  };
  readonly team: { readonly name: string; readonly phone: string; readonly officeHours: string };
  readonly printed: string;
  /** What the script needs that warns before the lock falls; null: nobody has signed in. Times in milliseconds. */
  readonly lock: LockSeen | null;
  readonly away: Away | null;
  readonly elsewhere: readonly Elsewhere[];
  /** How sure a list is, with the time of its data; null: the reader sees no deadlines. */
  readonly sure: { readonly well: boolean; readonly text: string } | null;
  /** What is wrong with all of the service, above whatever the page is about. */
  readonly warnings: readonly string[];
}

export interface LockSeen {
  readonly left: number;
  readonly warn: number;
  readonly staff: string;
  /** Where the script asks, and where it leads when the lock has fallen. */
  readonly session: string;
  readonly keep: string;
  readonly locked: string;
  /** The page answers what was posted: what its forms hold was typed, even where nobody has touched them. */
  readonly posted: boolean;
}

/** What a request adds to the frame. */
export interface Seen {
  readonly viewer: Viewer | null;
  readonly token: string;
  readonly hideNames: boolean;
  /** How much waits where; absent: it is not shown. */
  readonly counts?: MenuCounts;
  /** When the lock falls, and what waits since before it fell last. */
  readonly idle?: Pick<LockSeen, 'left' | 'posted'> & {
    readonly at: string;
    readonly away: Away | null;
    readonly elsewhere: readonly Elsewhere[];
  };
  /** On which ground the record is open to the reader; absent: the page is of nobody's record. */
  readonly ground?: Ground | undefined;
  readonly everywhere?: Everywhere | undefined;
  /** The people on file are made up. */
  readonly practice: boolean;
}

/** Before the lock falls somebody is warned for so long. */
const WARN_MS = 120_000;

const lockSeen = ({ left, posted, at }: NonNullable<Seen['idle']>): Omit<LockSeen, 'staff'> => ({
  left,
  posted,
  warn: WARN_MS,
  session: paths.session(),
  keep: paths.keptForms(),
  locked: paths.signIn({ to: at, idle: 'yes' }),
});

function warningsOf({ section, saysItself }: Around, { sure, stopped }: Everywhere): readonly string[] {
  const isSaid = saysItself === 'stopped' || (section === 'notices' && stopped?.by === 'service');
  return [...(stopped && !isSaid ? [stopped.said] : []), ...(sure?.alarms === true && saysItself !== 'sure' ? [sure.text] : [])];
}

/** The frame around a page, as one reader sees it now. */
export function frameOf(
  context: WebContext,
  assets: Assets,
  around: Around,
  { viewer, token, hideNames, counts, practice, idle, ground, everywhere }: Seen,
): Frame {
  const now = context.clock();
  const { name, phone, officeHours } = (viewer ? areaOf(context, viewer) : context.area()).team;
  return {
    title: [around.title, around.registerId, 'Dynamic Support Pathway'].filter((part) => part !== undefined).join(' – '),
    registerId: around.registerId,
    staff: viewer && { name: viewer.name, role: roleWords(viewer.roles) },
    menu: viewer ? menuFor(viewer, around.section, counts) : [],
    mayFind: viewer?.permissions.has('people:find') ?? false,
    back: around.back,
    crumbs: around.crumbs,
    wide: around.wide ?? false,
    hideNames,
    ribbon: practice ? ribbonWords(context.practice) : null,
    restricted: ground && viewer && around.registerId !== undefined ? restrictedLine(ground, viewer, around.registerId) : null,
    token,
    assets: { nhsuk: assets.nhsuk, desk: assets.desk, favicon: assets.favicon, lock: assets.lock },
    paths: {
      home: paths.start(),
      signOut: paths.signOut(),
      find: paths.find(),
      status: paths.status(),
      names: paths.names(),
      developers: paths.developers(),
    },
    team: { name, phone, officeHours },
    printed: `${viewer ? `Printed by ${viewer.name}` : 'Printed'} on ${dayText(londonDate(now))} at ${clockText(now)}.`,
    lock: viewer && idle ? { ...lockSeen(idle), staff: viewer.id } : null,
    away: idle?.away ?? null,
    elsewhere: idle?.elsewhere ?? [],
    sure: everywhere?.sure ? { well: everywhere.sure.well, text: `As of ${clockText(now)}. ${everywhere.sure.text}` } : null,
    warnings: everywhere ? warningsOf(around, everywhere) : [],
  };
}
