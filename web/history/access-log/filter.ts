import { z } from 'zod';
import { mayOpen } from '../../../domain/access/roles';
import { addDays, londonDate } from '../../../domain/calendar/dates';
import type { LooksAsked } from '../../../services/access/looks';
import { listTokens } from '../../../services/access/tokens';
import { readWhose } from '../../../services/pathway/whose';
import { parseRegisterId } from '../../../services/people/register-id';
import { readMembers } from '../../../services/staff/members';
import type { Viewer } from '../../../services/staff/viewers';
import { areasOf } from '../../app/areas';
import type { WebContext } from '../../app/context';
import { type AccessKind, eventsOfKind, EXPORT_EVENTS } from '../../content/audit';
import type { Path } from '../../paths';
import { type Period, periodOf } from '../period';
import { chosen } from '../../parts/chosen';

const text = z.string().max(100).trim();
const typed = text.default('');
const KINDS = {
  record: 'Records',
  list: 'Lists and searches',
  deed: 'What was done',
  export: 'Taken out as a file',
  'sign-in': 'Signing in',
  refused: 'Refused',
} as const;
type Kind = keyof typeof KINDS;

const WAYS = { page: 'By a page', token: 'By a system with a token' } as const;

/** What the access log is filtered by, as it stands in an address: codes and ids. */
export const filterFields = {
  from: text.optional(),
  to: typed,
  who: typed,
  by: chosen(z.enum(Object.keys(WAYS) as ['page', 'token'])),
  kind: chosen(z.enum(Object.keys(KINDS) as [Kind, ...Kind[]])),
  person: typed,
  restricted: chosen(z.literal('yes')),
};
export type FilterQuery = z.output<z.ZodObject<typeof filterFields>>;

interface Choice {
  readonly value: string;
  readonly text: string;
  readonly selected: boolean;
}

/** A filter that was read: what it asks for, and its form. */
export interface Filter {
  readonly period: Period;
  readonly people: string;
  readonly errors: readonly { readonly field: string; readonly message: string }[];
  /** Null: it cannot be read. */
  readonly asked: Omit<LooksAsked, 'page'> | null;
  readonly choices: readonly { readonly name: string; readonly label: string; readonly choices: readonly Choice[] }[];
  /** Its fields as they go with a form. */
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  /** An address with this filter, and with another period or page where these are given. */
  readonly to: (path: Path, more?: { readonly from?: string; readonly to?: string; readonly page?: number | undefined }) => string;
}

/** What the access log is asked for by default: the log is long. */
const DAYS_AT_FIRST = 7;

const choicesOf = (words: readonly (readonly [string, string])[], present: string | undefined): readonly Choice[] =>
  words.map(([value, one]) => ({ value, text: one, selected: value === (present ?? '') }));

/** Whose entries alone are asked for; an error where nobody whom the reader may open has this id. */
async function personOf(
  { pool, clock }: WebContext,
  viewer: Viewer,
  person: string,
): Promise<{ registerId: string | null } | { error: string }> {
  if (person === '') return { registerId: null };
  const registerId = parseRegisterId(person);
  if (registerId === null) return { error: 'Person must be a register id, like K7QM-42XD. Check each letter' };
  const whose = await readWhose(pool, registerId, clock());
  return whose && mayOpen(viewer, whose) ? { registerId } : { error: 'Nobody whom you can open has this register id' };
}

/** Who can stand in the log: staff by their ids, and the systems by their tokens' names. */
async function whoCanLook(context: WebContext, viewer: Viewer): Promise<readonly (readonly [string, string])[]> {
  const { pool } = context;
  const own = areasOf(context, viewer);
  const areas = own.length > 0 ? own : [context.area()];
  const [tokens, ...teams] = await Promise.all([listTokens(pool), ...areas.map(({ id }) => readMembers(pool, id))]);
  const members = [...new Map(teams.flat().map((member) => [member.id, member])).values()];
  const staff = members.map(({ id, name }) => [`staff:${id}`, name] as const).toSorted(([, a], [, b]) => a.localeCompare(b));
  const systems = [...new Set(tokens.map(({ name }) => name))].map((name) => [`api:${name}`, `System: ${name}`] as const);
  return [['', 'Everybody'], ...staff, ...systems];
}

const eventsOf = (kind: Kind | undefined): readonly string[] | null => {
  if (kind === undefined || kind === 'refused') return null;
  return kind === 'export' ? EXPORT_EVENTS : eventsOfKind(kind satisfies AccessKind);
};

/** Reads a filter of the access log. Throws where the database is away. */
export async function filterOf(query: FilterQuery, viewer: Viewer, context: WebContext): Promise<Filter> {
  const { who, kind, by, restricted } = query;
  const period = periodOf(query.from ?? addDays(londonDate(context.clock()), 1 - DAYS_AT_FIRST), query.to);
  const [person, names] = await Promise.all([personOf(context, viewer, query.person), whoCanLook(context, viewer)]);
  const errors = [...period.errors, ...('error' in person ? [{ field: 'person', message: person.error }] : [])];
  const asked = {
    registerId: 'registerId' in person ? person.registerId : null,
    actor: who === '' ? null : who.replace(/^api:/, ''),
    by: by ?? null,
    auditEvents: eventsOf(kind),
    refused: kind === 'refused' ? (true as const) : null,
    restricted: restricted === undefined ? null : (true as const),
    from: period.since,
    before: period.before,
    areas: viewer.areas,
  };
  const codes = { who, by, kind, restricted, person: query.person };
  return {
    period,
    people: query.person,
    errors,
    asked: errors.length > 0 ? null : asked,
    choices: [
      { name: 'who', label: 'Who', choices: choicesOf(names, who) },
      { name: 'by', label: 'How', choices: choicesOf([['', 'Any way'], ...Object.entries(WAYS)], by) },
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
    fields: [...Object.entries({ ...codes, ...period.asked })].map(([name, value]) => ({ name, value: value ?? '' })),
    to: (path, { from = period.asked.from, to = period.asked.to, page } = {}) => {
      const address = (path as Path<'/'>)({ ...codes, to, page: page === 1 ? undefined : page });
      // An empty day is an answer here: absent, the last days are shown.
      return `${address}${address.includes('?') ? '&' : '?'}from=${encodeURIComponent(from)}`;
    },
  };
}
