import { pino, type Logger } from 'pino';
import { environment } from './env';

/** Where a log line could carry what tells who a person is, or a secret. */
const secret = [
  'req.headers.authorization',
  'req.headers.cookie',
  'name',
  'nhsNumber',
  'bornOn',
  'email',
  'address',
  'contacts',
  'text',
  'token',
  'password',
];

/**
 * The log of one process: a JSON line each on standard output, with times in UTC. Fields that could tell who a person is are left out,
 * at the top and one level down; register ids, codes and dates may be logged.
 * @param part the process or part that speaks, such as `api` or `worker`
 */
export function createLog(part: string): Logger {
  return pino({
    base: { part },
    level: environment().LOG_LEVEL,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: [...secret, ...secret.filter((field) => !field.includes('.')).map((field) => `*.${field}`)], censor: '[left out]' },
  });
}
