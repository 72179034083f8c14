import { isIP } from 'node:net';
import path from 'node:path';
import { z } from 'zod';
import { readKeyRing } from './temporal/codec';
import { messageOf, PlainError } from './plain-error';
import { projectRoot } from './project-root';
import { databaseUrl } from './settings/database-url';
import { practiceContradictions } from './settings/practice';
import { workerRoles } from './settings/roles';
import { signInContradictions } from './settings/sign-in';
import { temporalContradictions, temporalShape } from './settings/temporal-tls';

const addressOf = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `must be an address that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });

const keyRing = z.string().superRefine((text, context) => {
  try {
    readKeyRing(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: `cannot be used: ${messageOf(error)}` });
  }
});

const port = z.coerce
  .number({ error: 'must be a number' })
  .int('must be a whole number')
  .min(1, 'must be 1 to 65535')
  .max(65_535, 'must be 1 to 65535');

const perMinute = z.coerce
  .number({ error: 'must be a number' })
  .int('must be a whole number')
  .min(1, 'must be 1 to 10000000')
  .max(10_000_000, 'must be 1 to 10000000');

/** An IP address, or a network as address and length of its prefix. */
function isNetwork(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}

const hostAndPort = z.string().regex(/^[^\s/:]+:\d+$/, 'must be host:port');

/** Temporal joins the two with a dot, or with a colon. */
const deploymentName = z.string().regex(/^[A-Za-z0-9_-]+$/, 'must be letters, digits, - and _');
const buildId = z.string().regex(/^[A-Za-z0-9_.-]+$/, 'must be letters, digits, dots, - and _');

const SECRETS = [
  'PAYLOAD_KEYS',
  'LOG_KEYS',
  'DATABASE_URL',
  'SMTP_URL',
  'NOTIFY_API_KEY',
  'TEMPORAL_API_KEY',
  'TEMPORAL_TLS_SERVER_CA_CERT_DATA',
  'TEMPORAL_TLS_CLIENT_CERT_DATA',
  'TEMPORAL_TLS_CLIENT_KEY_DATA',
  'OIDC_CLIENT_SECRET',
];

const schema = z.object({
  /** The port of the API and the pages. */
  PORT: port.default(8080),
  /** The address on which the API listens; all others can reach it only if this is not a loopback one. */
  HOST: z.string().min(1).default('127.0.0.1'),
  /** Where people reach the pages, as their browsers write it; not set: http://localhost at PORT. */
  PUBLIC_URL: addressOf('http:', 'https:').optional(),
  /** The organisation's sign-in (OpenID Connect): its issuer, and what it knows this service by; none set: nobody signs in to the pages. */
  OIDC_ISSUER: addressOf('http:', 'https:').optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  /** Whether a mail address counts of which the sign-in does not say that it is verified. */
  OIDC_TRUST_EMAIL: z.enum(['yes', 'no']).default('no'),
  /** After so many minutes without a request the pages are locked. */
  IDLE_MINUTES: z.coerce
    .number({ error: 'must be a number' })
    .int('must be a whole number')
    .min(5, 'must be 5 to 60')
    .max(60, 'must be 5 to 60')
    .default(30),
  /** Where the embedded parts keep their state; relative to the project's folder. */
  DATA_DIR: z
    .string()
    .default('.data')
    .transform((folder) => path.resolve(projectRoot, folder)),
  /** Where backups and the archive of PostgreSQL's WAL lie; relative to the project's folder. */
  BACKUP_DIR: z
    .string()
    .transform((folder) => path.resolve(projectRoot, folder))
    .optional(),
  ...temporalShape,
  /** PostgreSQL; over TLS with `?sslmode=verify-full&sslrootcert=FILE`. */
  DATABASE_URL: databaseUrl.optional(),
  SMTP_URL: addressOf('smtp:', 'smtps:').optional(),
  /** The keys of Temporal's payloads, `id:base64,…`; the first encrypts. */
  PAYLOAD_KEYS: keyRing.optional(),
  /** The keys that seal the event log and what is said in its name, `id:base64,…`; the first seals. */
  LOG_KEYS: keyRing.optional(),
  /** The folder of the signed heads, which should not be where the database is; not set: none are kept. */
  HEADS_DIR: z
    .string()
    .transform((folder) => path.resolve(projectRoot, folder))
    .optional(),
  /** How often a signed head is kept, where something moved. */
  HEADS_MINUTES: z.coerce
    .number({ error: 'must be a number' })
    .min(0.1, 'must be 0.1 to 1440')
    .max(1_440, 'must be 0.1 to 1440')
    .default(1),
  /** Whether signals of callers that speak Temporal without the payload key are heard. */
  PLAIN_SIGNALS: z.enum(['refused', 'heard']).default('refused'),
  /** Which file of policies/areas. */
  AREA: z
    .string()
    .regex(/^[a-z0-9-]+$/, 'must be the name of a file in policies/areas, without .json')
    .default('example'),
  /** The areas that this installation serves, AREA among them, with commas between; not set: AREA alone. */
  AREAS: z
    .string()
    .transform((text) => text.split(',').map((one) => one.trim()))
    .refine((areas) => areas.every((one) => /^[a-z0-9-]+$/.test(one)) && new Set(areas).size === areas.length, {
      message: 'must be names of files in policies/areas, without .json, with commas between, none twice',
    })
    .optional(),
  /** The one mail server outside this machine to which mails may go unencrypted; not set: to none. */
  SMTP_PLAIN_HOST: z.string().optional(),
  /** The sender of mails; not set: the team of the area. */
  MAIL_FROM: z.string().min(3).optional(),
  /** GOV.UK Notify: the key of our service there, where its API is, and its templates for text messages and letters; none set: neither go. */
  NOTIFY_API_KEY: z.string().min(74, 'must be a key as GOV.UK Notify gives it out').optional(),
  NOTIFY_URL: addressOf('http:', 'https:').default('https://api.notifications.service.gov.uk'),
  NOTIFY_TEXT_TEMPLATE: z.uuid('must be the id of a template').optional(),
  NOTIFY_LETTER_TEMPLATE: z.uuid('must be the id of a template').optional(),
  /** What a worker process does: `pathways`, `notices`, `upkeep`. */
  WORKER_ROLES: workerRoles,
  /** The worker's deployment and build in Temporal's worker versioning; neither set: not versioned. */
  TEMPORAL_DEPLOYMENT_NAME: deploymentName.optional(),
  TEMPORAL_WORKER_BUILD_ID: buildId.optional(),
  /** How often every timer is checked against what it should wait for. */
  TIMER_CHECK_MINUTES: z.coerce
    .number({ error: 'must be a number' })
    .min(1, 'must be 1 to 1440')
    .max(1_440, 'must be 1 to 1440')
    .default(15),
  /** Where the worker shows its metrics; not set: nowhere. */
  METRICS_PORT: port.optional(),
  /** Where the API shows its metrics, never on its own port; not set: nowhere. */
  API_METRICS_PORT: port.optional(),
  METRICS_HOST: z.string().min(1).default('127.0.0.1'),
  /** Where the Temporal SDK shows its own metrics, `host:port`; not set: nowhere. */
  TEMPORAL_METRICS_ADDRESS: hostAndPort.optional(),
  /** Where traces are sent (OTLP over HTTP); not set: nowhere, and none are made. */
  OTEL_EXPORTER_OTLP_ENDPOINT: addressOf('http:', 'https:').optional(),
  /** How many requests a minute are taken with one token, and how many failed sign-ins from one address. */
  REQUESTS_PER_MINUTE: perMinute.default(6_000),
  FAILED_SIGN_INS_PER_MINUTE: perMinute.default(100),
  /** The reverse proxies whose word for a caller's address is taken: addresses or networks, with commas between; not set: nobody's. */
  TRUSTED_PROXIES: z
    .string()
    .transform((text) => text.split(',').map((one) => one.trim()))
    .refine((proxies) => proxies.every(isNetwork), { message: 'must be IP addresses or networks (10.0.0.0/8), with commas between' })
    .optional(),
  /** `offered`: an empty register may be filled with made-up people. `npm start` says so itself, where every part is its own. */
  PRACTICE: z.enum(['offered', 'no']).default('no'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** The settings of a process. Where an address is absent, `npm start` starts that part itself and hands it to its children. */
export type Environment = z.infer<typeof schema>;

/** The variables that are read. */
export const environmentNames: readonly string[] = Object.keys(schema.shape);

/** An address that a process cannot do without. */
export type NeededName =
  | 'OIDC_ISSUER'
  | 'OIDC_CLIENT_ID'
  | 'OIDC_CLIENT_SECRET'
  | 'TEMPORAL_ADDRESS'
  | 'DATABASE_URL'
  | 'SMTP_URL'
  | 'PAYLOAD_KEYS'
  | 'LOG_KEYS'
  | 'HEADS_DIR';

/**
 * Reads settings from variables; an empty one counts as not set.
 * @throws {PlainError} with a sentence for each value that cannot be used
 */
export function readEnvironment(variables: Readonly<Record<string, string | undefined>>): Environment {
  const given = Object.fromEntries(environmentNames.map((name) => [name, variables[name]?.trim()]).filter(([, value]) => value));
  const parsed = schema.safeParse(given);
  if (parsed.success) return consistent(parsed.data);
  const sentences = parsed.error.issues.map(({ path: [name], message }) => {
    // A key or a password must not be repeated on a screen.
    const shown = SECRETS.includes(String(name)) ? '' : ` (it is "${given[String(name)]}")`;
    return `${String(name)} ${message}${shown}.`;
  });
  throw new PlainError(sentences.join('\n'));
}

function consistent(settings: Environment): Environment {
  const sentences = temporalContradictions(settings);
  if ((settings.TEMPORAL_DEPLOYMENT_NAME === undefined) !== (settings.TEMPORAL_WORKER_BUILD_ID === undefined))
    sentences.push('TEMPORAL_DEPLOYMENT_NAME and TEMPORAL_WORKER_BUILD_ID belong together: set both, or neither.');
  if (settings.AREAS && !settings.AREAS.includes(settings.AREA)) sentences.push('AREAS must name AREA among the areas.');
  if ((settings.NOTIFY_API_KEY === undefined) !== (settings.NOTIFY_TEXT_TEMPLATE === undefined))
    sentences.push('NOTIFY_API_KEY and NOTIFY_TEXT_TEMPLATE belong together: set both, or neither.');
  sentences.push(...signInContradictions(settings), ...practiceContradictions(settings));
  if (sentences.length > 0) throw new PlainError(sentences.join('\n'));
  return settings;
}

let current: Environment | undefined;

/** The settings of this process, read once. Throws a PlainError with a sentence for each value that cannot be used. */
export function environment(): Environment {
  return (current ??= readEnvironment(process.env));
}

/** The areas that this installation serves; the first is the one that is meant where none is named. */
export function areasServed({ AREA, AREAS }: Environment = environment()): readonly string[] {
  return [AREA, ...(AREAS ?? []).filter((one) => one !== AREA)];
}

/** A setting that this process cannot do without. Throws a PlainError where it is not set. */
export function needed(name: NeededName): string {
  const value = environment()[name];
  if (value === undefined)
    throw new PlainError(`${name} is not set: this program needs it (npm start sets it for the parts that it starts).`);
  return value;
}

/** Sets settings for the rest of this process, as when an embedded part has been started, and for the children it starts from now on. */
export function provide(values: { readonly [name in NeededName | 'PRACTICE']?: string | undefined }): void {
  for (const [name, value] of Object.entries(values)) if (value !== undefined) process.env[name] = value;
  current = undefined;
}

/** Makes the variables of this process those of another, which told it. */
export function takeVariables(variables: NodeJS.ProcessEnv): void {
  Object.assign(process.env, variables);
  current = undefined;
}

/** All variables of this process, for a child that is to see the same, with some more. */
export function variablesWith(more: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...more };
}

/** Variables for a child that is to see nothing of this process's own but where programs are found, as in a container. */
export function onlyVariables(given: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], ...given };
}
