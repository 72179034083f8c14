import { z } from 'zod';
import { mayOpen } from '../../domain/access/roles';
import { addDays, londonDate, type PlainDate } from '../../domain/calendar/dates';
import { EVERY_LOOK, type LooksPage, readLooks } from '../../services/access/looks';
import { listTokens } from '../../services/access/tokens';
import { readWhose } from '../../services/pathway/whose';
import { parseRegisterId } from '../../services/people/register-id';
import { readMembers } from '../../services/staff/members';
import type { Viewer } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';
import { type Page, page, shows } from '../app/page';
import { view } from '../app/view';
import { type AccessKind, eventsOfKind } from '../content/audit';
import { paths } from '../paths';
import { headerOf, type PersonHeader, subnavOf, type SubItem } from '../person/header';
import { standingOf } from '../person/standing';
import { type LookRow, lookRows, type Turns, turnsOf } from './looks-model';
import { type Period, periodOf, usualPeriods } from './period';

interface Link {
  readonly text: string;
  readonly href: string;
  readonly current: boolean;
}
interface Choice {
  readonly value: string;
  readonly text: string;
  readonly selected: boolean;
}

interface LookedModel {
  readonly person: PersonHeader;
  readonly subnav: readonly SubItem[];
  readonly action: string;
  readonly period: Period;
  readonly periods: readonly Link[];
  readonly rows: readonly LookRow[];
  readonly turns: Turns;
}

interface AccessLogModel {
  readonly action: string;
  readonly period: Period;
  readonly periods: readonly Link[];
  readonly people: string;
  readonly errors: readonly { readonly field: string; readonly message: string }[];
  readonly filters: readonly { readonly name: string; readonly label: string; readonly choices: readonly Choice[] }[];
  readonly rows: readonly LookRow[];
  readonly turns: Turns;
  readonly clear: string;
  /** Null: not for this reader. */
  readonly restricted: string | null;
}

const lookedView = view<LookedModel>('history/looked.njk');
const accessLogView = view<AccessLogModel>('history/access-log.njk');

const text = z.string().max(100).trim();
const typed = text.default('');
const number = z.coerce.number().int().min(1).max(10_000).default(1);
const nobody: LooksPage = { looks: [], count: 0 };

const KINDS = {
  record: 'Records',
  list: 'Lists and searches',
  deed: 'What was done',
  'sign-in': 'Signing in',
  refused: 'Refused',
} as const;
type Kind = keyof typeof KINDS;

/** What the access log is asked for by default: the log is long. */
const DAYS_AT_FIRST = 7;

const choicesOf = (words: readonly (readonly [string, string])[], present: string | undefined): readonly Choice[] =>
  words.map(([value, text]) => ({ value, text, selected: value === (present ?? '') }));

const linksOf = (period: Period, today: PlainDate, to: (from: PlainDate, to: PlainDate) => string): readonly Link[] =>
  usualPeriods(today).map((one) => ({
    text: one.text,
    href: to(one.from, one.to),
    current: period.asked.from === one.from && period.asked.to === one.to,
  }));

/** Whose entries alone are asked for; an error where nobody whom the reader may open has this id. */
async function personOf(
  { pool, clock }: WebContext,
  viewer: Viewer,
  text: string,
): Promise<{ registerId: string | null } | { error: string }> {
  if (text === '') return { registerId: null };
  const registerId = parseRegisterId(text);
  if (registerId === null) return { error: 'Person must be a register id, like K7QM-42XD. Check each letter' };
  const whose = await readWhose(pool, registerId, clock());
  return whose && mayOpen(viewer, whose) ? { registerId } : { error: 'Nobody whom you can open has this register id' };
}

/** Who can stand in the log: staff by their ids, and the systems by their tokens' names. */
async function whoCanLook({ pool, area }: WebContext): Promise<readonly (readonly [string, string])[]> {
  const [members, tokens] = await Promise.all([readMembers(pool, area().id), listTokens(pool)]);
  const staff = members.map(({ id, name }) => [`staff:${id}`, name] as const).toSorted(([, a], [, b]) => a.localeCompare(b));
  const systems = [...new Set(tokens.map(({ name }) => name))].map((name) => [`api:${name}`, `System: ${name}`] as const);
  return [['', 'Everybody'], ...staff, ...systems];
}

export const looksPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.looked,
    permission: 'history:read',
    audit: 'looks-shown',
    params: z.object({ registerId: z.string() }),
    query: z.object({ from: typed, to: typed, page: number }),
    answer: async ({ params: { registerId }, query, viewer }, context) => {
      const standing = await standingOf(context, registerId);
      const today = londonDate(context.clock());
      const period = periodOf(query.from, query.to);
      const ill = period.errors.length > 0;
      const asked = { ...EVERY_LOOK, registerId, from: period.since, before: period.before };
      const read = ill ? nobody : await readLooks(context.pool, { ...asked, page: query.page });
      const to = (from: string, until: string, place?: number): string =>
        paths.looked({ registerId }, { from, to: until, page: place === 1 ? undefined : place });
      const model: LookedModel = {
        person: headerOf(standing, today),
        subnav: subnavOf(standing, 'looked', viewer),
        action: paths.looked({ registerId }),
        period,
        periods: [
          ...linksOf(period, today, to),
          { text: 'At any time', href: to('', ''), current: period.from === '' && period.to === '' },
        ],
        rows: lookRows(read),
        turns: turnsOf(read, query.page, (place) => to(period.asked.from, period.asked.to, place)),
      };
      const around = { title: ill ? 'Error: Who looked' : 'Who looked', registerId, section: 'register', wide: true } as const;
      const crumbs = [{ text: 'Register', href: paths.register() }];
      return shows(lookedView, model, { ...around, crumbs }, ill ? { status: 400 } : {});
    },
  }),
  page({
    method: 'get',
    path: paths.accessLog,
    permission: 'access-log:read',
    audit: 'access-log-listed',
    params: z.object({}),
    query: z.object({
      from: text.optional(),
      to: typed,
      who: typed,
      kind: z.preprocess((value) => (value === '' ? undefined : value), z.enum(Object.keys(KINDS) as [Kind, ...Kind[]]).optional()),
      person: typed,
      restricted: z.preprocess((value) => (value === '' ? undefined : value), z.literal('yes').optional()),
      page: number,
    }),
    answer: async ({ query, viewer }, context) => {
      const today = londonDate(context.clock());
      const { who, kind, restricted, page: place } = query;
      const period = periodOf(query.from ?? addDays(today, 1 - DAYS_AT_FIRST), query.to);
      const [person, names] = await Promise.all([personOf(context, viewer, query.person), whoCanLook(context)]);
      const errors = [...period.errors, ...('error' in person ? [{ field: 'person', message: person.error }] : [])];
      const read =
        errors.length > 0
          ? nobody
          : await readLooks(context.pool, {
              registerId: 'registerId' in person ? person.registerId : null,
              actor: who === '' ? null : who.replace(/^api:/, ''),
              auditEvents: kind === undefined || kind === 'refused' ? null : eventsOfKind(kind satisfies AccessKind),
              refused: kind === 'refused' ? true : null,
              restricted: restricted === undefined ? null : true,
              from: period.since,
              before: period.before,
              areas: viewer.areas,
              page: place,
            });
      const to = (from: string, until: string, at?: number): string => {
        const address = paths.accessLog({ who, kind, restricted, person: query.person, to: until, page: at === 1 ? undefined : at });
        // An empty day is an answer here: absent, the last days are shown.
        return `${address}${address.includes('?') ? '&' : '?'}from=${encodeURIComponent(from)}`;
      };
      const model: AccessLogModel = {
        action: paths.accessLog(),
        period,
        periods: linksOf(period, today, to),
        people: query.person,
        errors,
        filters: [
          { name: 'who', label: 'Who', choices: choicesOf(names, who) },
          { name: 'kind', label: 'What', choices: choicesOf([['', 'Everything'], ...Object.entries(KINDS)], kind) },
          {
            name: 'restricted',
            label: 'Records',
            choices: choicesOf(
              [
                ['', 'All'],
                ['yes', 'Restricted only'],
              ],
              restricted,
            ),
          },
        ],
        rows: lookRows(read),
        turns: turnsOf(read, place, (at) => to(period.asked.from, period.asked.to, at)),
        clear: paths.accessLog(),
        restricted: viewer.permissions.has('restrictions:write') ? paths.restricted() : null,
      };
      const ill = errors.length > 0;
      const shown = read.looks.flatMap(({ registerId }) => registerId ?? []);
      const around = { title: ill ? 'Error: Access log' : 'Access log', section: 'access-log', wide: true } as const;
      return shows(accessLogView, model, around, { shown, ...(ill ? { status: 400 } : {}) });
    },
  }),
];
