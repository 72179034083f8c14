import { setTimeout as sleep } from 'node:timers/promises';
import { isTlsProblem } from '../../../infra/database/database';
import { lacking, migrate } from '../../../infra/database/migrate';
import { codeOf, messageOf, PlainError } from '../../../infra/plain-error';

/** How long a database of somebody else's may take to come up, in milliseconds. */
const patience = 60_000;

/** The same for who only wants to look at what is there. */
const SHORT_PATIENCE_MS = 3_000;

/** It is not there yet, or starting: it may be in a moment. */
const comesUp = /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|57P03)$/;

/** What only a person can mend: the address, the user, the password, the database's name. */
const unusable = /^(E[A-Z_]+|28...|3D000|57P03)$/;

export interface Preparing {
  /** Whether it is named by DATABASE_URL, and not our own. */
  readonly external: boolean;
  /** Told once where it has to be waited for. */
  readonly say: (sentence: string) => void;
  /** How long it is waited for, in milliseconds; a minute where absent. */
  readonly patience?: number;
}

/**
 * Brings the database to the present schema. One of somebody else's that is not up yet is waited for: after a restart of machines nobody
 * knows which comes first.
 * @throws {PlainError} with what to do, where it cannot be used
 */
export async function prepareDatabase(url: string, preparing: Preparing): Promise<void> {
  const migrated = (): Promise<unknown> => migrate(url);
  await (preparing.external ? onceUp(url, preparing, migrated) : migrated());
}

/**
 * Sees that a database of somebody else's holds an installation of this release, and changes nothing.
 * @throws {PlainError} with what to do, where it does not, or cannot be used
 */
export async function findInstallation(url: string, say: (sentence: string) => void): Promise<void> {
  const { hostname, port, pathname } = new URL(url);
  const lacks = await onceUp(url, { say, patience: SHORT_PATIENCE_MS }, () => lacking(url));
  if (lacks.length === 0) return;
  throw new PlainError(
    `The database of DATABASE_URL (${hostname}:${port || 5432}${pathname}) holds no installation of this release (it lacks ${lacks.length} migrations): correct DATABASE_URL, or run npm run migrate first.`,
  );
}

async function onceUp<Result>(url: string, preparing: Pick<Preparing, 'say' | 'patience'>, work: () => Promise<Result>): Promise<Result> {
  const { hostname, port } = new URL(url);
  const where = `The database of DATABASE_URL (${hostname}:${port || 5432})`;
  const end = Date.now() + (preparing.patience ?? patience);
  for (let said = false; ; said = true) {
    try {
      return await work();
    } catch (error) {
      if (isTlsProblem(error))
        throw new PlainError(
          `${where} cannot be reached over TLS (${codeOf(error) ?? messageOf(error)}): its certificate must be for the name in DATABASE_URL, and sslrootcert must name the file of who signed it.`,
        );
      const code = codeOf(error);
      if (code === undefined || !unusable.test(code)) throw error;
      if (!comesUp.test(code) || Date.now() > end) {
        throw new PlainError(`${where} cannot be used (${code}): start it, or correct DATABASE_URL, or unset it for an embedded one.`);
      }
      if (!said) preparing.say(`${where} does not answer yet (${code}): waiting for it.`);
      await sleep(Math.min(500, Math.max(0, end - Date.now()) + 1));
    }
  }
}
