import { pino, type Logger } from 'pino';
import { z } from 'zod';
import { environment } from './env';
import { framesOf } from './frames';

const codedSchema = z.object({
  code: z.string().optional(),
  constraint: z.string().optional(),
  table: z.string().optional(),
  severity: z.string().optional(),
});

/**
 * What may be logged of an error. The database's own messages quote values (names, NHS numbers): of those only code, table and
 * constraint are kept, and where in the code it happened.
 */
export function errorForLog(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { severity, ...coded } = codedSchema.safeParse(error).data ?? {};
  const frames = framesOf(error)
    .slice(0, 15)
    .map((line) => line.trim());
  return {
    type: error.name,
    ...coded,
    ...(severity === undefined ? { message: error.message } : {}),
    stack: frames,
    ...(error.cause === undefined ? {} : { cause: errorForLog(error.cause) }),
  };
}

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
    serializers: { err: errorForLog },
    redact: { paths: [...secret, ...secret.filter((field) => !field.includes('.')).map((field) => `*.${field}`)], censor: '[left out]' },
  });
}
