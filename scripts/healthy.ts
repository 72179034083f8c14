import { messageOf } from '../infra/plain-error';
import { environment } from '../infra/env';

/** A check that takes longer than this counts as failed. */
const LIMIT_MS = 4_000;

/**
 * `node dist/scripts/healthy.js api|worker`: the health check of a container. Asks the process beside it, at its own port, whether it is
 * ready. Ends with 0 where it is, otherwise with 1 and a word on what it said.
 */
async function main(part: string | undefined): Promise<void> {
  const { PORT, METRICS_PORT } = environment();
  if (part !== 'api' && part !== 'worker') throw new Error('say which: api or worker');
  if (part === 'worker' && METRICS_PORT === undefined) throw new Error('METRICS_PORT is not set: the worker cannot be asked');
  const port = part === 'api' ? PORT : METRICS_PORT;
  const url = `http://127.0.0.1:${port}/health/ready`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(LIMIT_MS) }).catch((error: unknown) => {
    throw new Error(`nothing answers at ${url} (${messageOf(error)})`, { cause: error });
  });
  process.stdout.write(`${answer.status} ${await answer.text()}\n`);
  process.exitCode = answer.ok ? 0 : 1;
}

main(process.argv[2]).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
