import { PlainError } from '../infra/plain-error';
import { formatInstant, type Instant } from '../domain/calendar/dates';
import { parseSites, parseTypes } from '../services/access/bounds';
import { parseScopes, TOKEN_SCOPES } from '../services/access/scopes';
import { createToken, listTokens, parseUntil, revokeTokens, type TokenView } from '../services/access/tokens';
import { withDatabase } from './connected';
import { readOptions } from './frame/options';
import { runScript } from './frame/run-script';

const USAGE = `npm run token -- --name NAME --scopes all [--until DATE] [--sites CODES] [--types TYPES]
npm run token -- --list
npm run token -- --revoke NAME

Makes a token for a caller of the API and prints it last. It is shown this once: only its SHA-256 is kept.
  --name     who will use it, unlike all others in use; the access log says this name
  --scopes   what it may do, with commas between: ${TOKEN_SCOPES.join(', ')}
  --until    the last day on which it works, or the instant at which it ends; without it a year from now
  --sites    an integrator's ODS codes, with commas between: it can name no other site
  --types    the types of events that an integrator may send, with commas between (a death only where person-died is among them)
  --list     every token: what it may do, when it was last used, when it ends
  --revoke   takes the token of a name out of use, at once`;

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const words = (text: string): string[] => text.split(',').map((word) => word.trim());
const instant = (date: Date): string => formatInstant(date.getTime() as Instant);

function listed({ name, state, scopes, sites, types, lastUsedAt, endsAt }: TokenView): string {
  const bounds = [...(sites ? [`sites ${sites.join(',')}`] : []), ...(types ? [`types ${types.join(',')}`] : [])];
  const used = lastUsedAt === null ? 'never used' : `last used ${instant(lastUsedAt)}`;
  return [name, state, scopes.join(','), ...bounds, used, `${state === 'ended' ? 'ended' : 'ends'} ${instant(endsAt)}`].join('  ');
}

async function revoke(name: string): Promise<void> {
  if ((await withDatabase((pool) => revokeTokens(pool, name))) === 0)
    throw new PlainError(`No token named "${name}" is in use: nothing was revoked. npm run token -- --list shows those that are.`);
  say(`The token of ${name} is revoked.`);
}

async function list(): Promise<void> {
  const tokens = await withDatabase(listTokens);
  for (const token of tokens) say(listed(token));
  if (tokens.length === 0) say('There is no token yet.');
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const options = { name: text, scopes: text, until: text, sites: text, types: text, revoke: text, list: flag };

async function main(): Promise<void> {
  const values = readOptions(USAGE, options);
  if (!values) return;
  const asked = [values.name !== undefined, values.revoke !== undefined, values.list].filter(Boolean).length;
  if (asked > 1) throw new PlainError(`--name, --revoke and --list are three different things: ask for one at a time.\n\n${USAGE}`);
  if (values.list) return list();
  if (values.revoke !== undefined) return revoke(values.revoke);
  const { name, scopes, until, sites, types } = values;
  if (name === undefined || scopes === undefined) throw new PlainError(`Both --name and --scopes are needed.\n\n${USAGE}`);
  const wanted = parseScopes(words(scopes));
  const terms = {
    ...(until === undefined ? {} : { until: parseUntil(until) }),
    ...(sites === undefined ? {} : { sites: parseSites(words(sites)) }),
    ...(types === undefined ? {} : { types: parseTypes(words(types)) }),
  };
  say(await withDatabase((pool) => createToken(pool, name, wanted, terms), { make: true }));
}

runScript(main);
