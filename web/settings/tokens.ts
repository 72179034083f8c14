import { z } from 'zod';
import { reachesAll } from '../../domain/access/roles';
import { addDays, type Instant, londonDate } from '../../domain/calendar/dates';
import { areasOnRecord } from '../../services/access/areas-on-record';
import { SCOPES } from '../../services/access/scopes';
import { createToken, listTokens, parseUntil, revokeTokens, type TokenView } from '../../services/access/tokens';
import type { Viewer } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';
import { type Page, page, type PageAnswer, shows } from '../app/page';
import { PageProblem } from '../app/page-problem';
import { view } from '../app/view';
import { logBegun } from '../app/way/begun';
import { dayText } from '../content/dates';
import { scopeWords } from '../content/scopes';
import { instantText } from '../content/staff';
import { paths } from '../paths';
import { one, several, type Typed } from '../record/fields';
import { dayOf, type FormError, formPage, type Question } from '../parts/form';

interface TokensModel {
  readonly make: string;
  readonly revoke: string;
  readonly revoked: boolean;
  readonly said: string;
  readonly rows: readonly {
    readonly name: string;
    readonly scopes: readonly string[];
    readonly bounds: readonly string[];
    readonly state: string;
    readonly inUse: boolean;
    readonly used: string;
  }[];
}
interface MadeModel {
  readonly name: string;
  readonly secret: string;
  readonly ends: string;
  readonly tokens: string;
}
interface RevokeModel {
  readonly name: string;
  readonly used: string;
  readonly action: string;
  readonly cancel: string;
}

const tokensView = view<TokensModel>('settings/tokens.njk');
const madeView = view<MadeModel>('settings/token-made.njk');
const revokeView = view<RevokeModel>('settings/token-revoke.njk');

const nothing = z.object({});
const posted = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
const section = 'settings' as const;
const settings = { text: 'Settings', href: paths.settings() };
const crumbs = [settings, { text: 'Tokens', href: paths.tokens() }];

const momentOf = (date: Date): string => instantText(date.getTime() as Instant);
const usedText = ({ lastUsedAt }: TokenView): string => (lastUsedAt === null ? 'Never used' : `Last used ${momentOf(lastUsedAt)}`);

function rowOf(token: TokenView): TokensModel['rows'][number] {
  const { name, scopes, sites, types, state, endsAt } = token;
  return {
    name,
    scopes: scopes.map(scopeWords),
    bounds: [
      ...(sites ? [`Only for the sites ${sites.join(', ')}`] : []),
      ...(types ? [`Only events of the types ${types.join(', ')}`] : []),
    ],
    state: state === 'in use' ? `Ends ${momentOf(endsAt)}` : state === 'ended' ? `Ended ${momentOf(endsAt)}` : 'Revoked',
    inUse: state === 'in use',
    used: usedText(token),
  };
}

/** Throws where there are areas that are not the reader's: a token reaches all that there are, and whoever has made one has it. */
async function checkReachesAll({ pool }: WebContext, viewer: Viewer): Promise<void> {
  if (!reachesAll(viewer, await areasOnRecord(pool))) throw new PageProblem('other-areas');
}

/**
 * What somebody can give to a token: what they may do themselves, and no more. Staff are changed by a token that those who run the service have
 * made: it is nobody's own, and would change the roles of whoever made it.
 */
const scopesOf = ({ permissions }: Pick<Viewer, 'permissions'>) =>
  SCOPES.filter((scope) => scope !== 'staff:write' && permissions.has(scope));

const questionsFor = (viewer: Viewer): readonly Question[] => [
  {
    as: 'line',
    name: 'name',
    label: 'Who will use it?',
    hint: 'The access log says this name. Name the system, not a person: letters, digits, spaces, dots and hyphens.',
  },
  {
    as: 'ticks',
    name: 'scopes',
    label: 'What may it do?',
    hint: 'No more than it needs.',
    choices: scopesOf(viewer).map((scope) => ({ value: scope, text: scopeWords(scope) })),
  },
  { as: 'day', name: 'until', label: 'Its last day', hint: 'Leave it empty for a year from now.' },
];

const NAME = /^[\w .@-]{1,80}$/;

const newPage = (viewer: Viewer, typed: Typed, errors: readonly FormError[] = []): PageAnswer =>
  formPage(
    {
      heading: 'Make a token',
      intro: [
        'With a token another system calls the API. Whoever has it can do what you tick: it sees people of all areas.',
        'A token that changes who the staff are is made by those who run the service.',
        ...(viewer.permissions.has('pathways:read')
          ? []
          : ['You can make tokens that do what you may do yourself; a manager makes those that open people’s records.']),
      ],
      questions: questionsFor(viewer),
      action: paths.tokenNew(),
      button: 'Make the token',
      cancel: paths.tokens(),
    },
    typed,
    { title: 'Make a token', section, crumbs },
    { errors },
  );

async function make(viewer: Viewer, typed: Typed, context: WebContext): Promise<PageAnswer> {
  const { pool, clock } = context;
  const today = londonDate(clock());
  const errors: FormError[] = [];
  const name = one(typed, 'name');
  const scopes = several(typed, 'scopes');
  const last = dayOf(typed, 'until', errors);
  const inUse = (await listTokens(pool)).some((token) => token.name === name && token.state === 'in use');
  if (!NAME.test(name)) errors.push({ field: 'name', message: 'Enter a name of 1 to 80 letters, digits, spaces, dots or hyphens' });
  if (inUse)
    errors.push({
      field: 'name',
      message: 'A token of this name is in use. If you pressed twice, its text is lost: revoke it, and make another',
    });
  if (scopes.length === 0 || scopes.some((scope) => !scopesOf(viewer).some((known) => known === scope)))
    errors.push({ field: 'scopes', message: 'Choose at least 1 thing that it may do' });
  if (last !== null && last < today) errors.push({ field: 'until-day', message: 'Its last day must be today or later' });
  if (errors.length > 0) return newPage(viewer, typed, errors);
  await logBegun(context, viewer, 'token-made');
  const secret = await createToken(pool, name, scopes, last === null ? {} : { until: parseUntil(last) });
  const ends = dayText(last ?? addDays(today, 365));
  return shows(madeView, { name, secret, ends, tokens: paths.tokens() }, { title: 'The token was made', section, crumbs });
}

/** The tokens with which other systems call the API. */
export const tokenPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.tokens,
    permission: 'tokens:write',
    audit: 'tokens-listed',
    params: nothing,
    query: z.object({ done: z.enum(['revoked']).optional() }),
    answer: async ({ query: { done } }, { pool }) => {
      const rows = (await listTokens(pool)).map(rowOf);
      const inUse = rows.filter((row) => row.inUse).length;
      const model = {
        ...{ make: paths.tokenNew(), revoke: paths.tokenRevoke(), revoked: done === 'revoked', rows },
        said: rows.length === 0 ? 'There is no token yet.' : `${inUse} in use, ${rows.length - inUse} that have ended or were revoked.`,
      };
      return shows(tokensView, model, { title: 'Tokens', section, crumbs: [settings], wide: true });
    },
  }),
  page({
    method: 'get',
    path: paths.tokenNew,
    permission: 'tokens:write',
    audit: null,
    params: nothing,
    query: nothing,
    answer: async ({ viewer }, context) => {
      await checkReachesAll(context, viewer);
      return newPage(viewer, {});
    },
  }),
  page({
    method: 'post',
    path: paths.tokenNew,
    permission: 'tokens:write',
    audit: 'token-made',
    params: nothing,
    query: nothing,
    form: posted,
    answer: async ({ form, viewer }, context) => {
      await checkReachesAll(context, viewer);
      return make(viewer, form, context);
    },
  }),
  page({
    method: 'post',
    path: paths.tokenRevoke,
    permission: 'tokens:write',
    audit: 'token-revoked',
    params: nothing,
    query: nothing,
    form: z.object({ name: z.string().max(80), sure: z.string().optional() }),
    // One that has got about is stopped by whoever hears of it first.
    answer: async ({ form: { name, sure }, viewer }, context) => {
      const { pool } = context;
      const token = (await listTokens(pool)).find((one) => one.name === name && one.state === 'in use');
      if (token && sure !== 'yes') {
        const model = { name, used: usedText(token), action: paths.tokenRevoke(), cancel: paths.tokens() };
        return shows(revokeView, model, { title: 'Revoke a token', section, crumbs });
      }
      if (token) {
        await logBegun(context, viewer, 'token-revoked');
        await revokeTokens(pool, name);
      }
      return { redirect: paths.tokens({ done: 'revoked' }) };
    },
  }),
];
