import { isTlsProblem, isUnavailable } from '../../infra/database/faults';
import { codeOf, messageOf, PlainError } from '../../infra/plain-error';
import { environment } from '../../infra/env';

/** No connection to Temporal could be made. */
export class TemporalAway extends Error {}

/** What Temporal's client throws where its server is away: gRPC's codes for "unavailable" and "took too long", and a connection not made. */
const isTemporalAway = (error: unknown): boolean => {
  if (error instanceof TemporalAway) return true;
  if (typeof error !== 'object' || error === null) return false;
  const name: unknown = Reflect.get(error, 'name');
  const code: unknown = Reflect.get(error, 'code');
  if (name === 'TransportError' || code === 14 || code === 4) return true;
  return isTemporalAway(Reflect.get(error, 'cause'));
};

/** The user, the password or the name of the database is not what the server knows (SQLSTATE). */
const NOT_LET_IN = /^(28...|3D000)$/;

/** Each thing that a command needs and may not find, in a sentence that says what to do; an error that is none of these is a defect: whole. */
export function plainWords(error: unknown): string {
  if (error instanceof PlainError || !(error instanceof Error)) return messageOf(error);
  const code = codeOf(error);
  if (isTemporalAway(error)) {
    const { TEMPORAL_ADDRESS: address = 'its address' } = settings();
    return `Temporal does not answer at ${address}: start it, or correct TEMPORAL_ADDRESS, and run the command again.`;
  }
  if (code !== undefined && NOT_LET_IN.test(code))
    return `${database()} does not let this command in (${code}): correct the user, the password or the name in DATABASE_URL.`;
  if (isTlsProblem(error))
    return `${database()} cannot be reached over TLS (${code ?? error.message}): see sslmode and sslrootcert in DATABASE_URL.`;
  if (isUnavailable(error))
    return `${database()} does not answer (${code ?? 'silent'}): start it, or correct DATABASE_URL, and run the command again.`;
  if (code === '42P01')
    return `${database()} holds no installation of this service, or one of an earlier release: npm run migrate, or correct DATABASE_URL.`;
  const file: unknown = Reflect.get(error, 'path');
  if (code !== undefined && /^E[A-Z]+$/.test(code) && typeof file === 'string')
    return `${file} cannot be used (${code}): see that it is there and that you may use it.`;
  if (error instanceof RangeError) return error.message;
  return error.stack ?? error.message;
}

function settings(): Partial<ReturnType<typeof environment>> {
  try {
    return environment();
  } catch {
    // What is wrong with it has been told.
    return {};
  }
}

function database(): string {
  const { DATABASE_URL: url } = settings();
  if (url === undefined || !URL.canParse(url)) return 'The database';
  const { hostname, port } = new URL(url);
  return `The database (${hostname}:${port || 5432})`;
}
