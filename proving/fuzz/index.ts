import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { variablesWith } from '../../infra/env';
import { PlainError } from '../../infra/plain-error';
import { projectRoot } from '../../infra/project-root';
import { anyFreePort } from '../../operations/parts/ports';
import { readOptions } from '../../scripts/frame/options';
import { runScript } from '../../scripts/frame/run-script';
import { andStop } from '../stage/closing';
import { tellCourse } from '../stage/course';
import { startService } from '../stage/service';
import { CALLERS, type Caller } from './callers';
import { fetchSchemathesis, type Held, holdToDescription } from './schemathesis';

const MOST_EACH = 10_000;
const USAGE = `npm run fuzz -- [--each N] [--seed S]

Starts the whole service on a data folder of its own and sends it requests that schemathesis makes from the served description, valid ones
and others, as each of ${CALLERS.map(({ name }) => name).join(', ')}; every answer is held to the description. Ends with "N passed, N failed".
  --each N   the most requests of one operation and caller (120: some 5,000 requests of each caller; from 1 to ${MOST_EACH})
  --seed S   a whole number: the same one makes the same requests (1)`;

function numberOf(name: string, given: string | undefined, otherwise: number, most: number): number {
  if (given === undefined) return otherwise;
  const number = Number(given);
  if (given.trim() === '' || !Number.isInteger(number) || number < 1 || number > most)
    throw new PlainError(`--${name} must be a whole number from 1 to ${most} (it is "${given}").\n\n${USAGE}`);
  return number;
}

/** Somebody made up to whom requests can be about. Throws Error where they are not taken. */
async function refer(service: string, token: string): Promise<string> {
  const response = await fetch(`${service}/api/v1/referrals`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ person: { name: 'Test Person', bornOn: '2011-03-02' }, event: { type: 'referral-received', source: 'family' } }),
  });
  const body: unknown = await response.json();
  if (response.status !== 201) throw new Error(`nobody could be referred: ${response.status} ${JSON.stringify(body)}`);
  return z.object({ registerId: z.string() }).parse(body).registerId;
}

function makeToken(data: string, { name, scopes }: Caller): string {
  const args = ['run', '--silent', 'token', '--', '--name', `fuzz ${name}`, '--scopes', scopes.join(',')];
  return (
    execFileSync('npm', args, { cwd: projectRoot, env: variablesWith({ DATA_DIR: data }), encoding: 'utf8' })
      .trim()
      .split('\n')
      .at(-1) ?? ''
  );
}

async function main(): Promise<void> {
  const values = readOptions(USAGE, { each: { type: 'string' }, seed: { type: 'string' } });
  if (!values) return;
  const each = numberOf('each', values.each, 120, MOST_EACH);
  const seed = numberOf('seed', values.seed, 1, 2 ** 31 - 1);
  const say = tellCourse();
  const tool = await fetchSchemathesis(say);
  const folder = mkdtempSync(path.join(tmpdir(), 'pathway-fuzz-'));
  const data = path.join(folder, 'data');
  const port = await anyFreePort();
  const address = `http://localhost:${port}`;
  const service = await startService(data, port, { REQUESTS_PER_MINUTE: '1000000', FAILED_SIGN_INS_PER_MINUTE: '1000000' });
  const held = await andStop(
    () => service.stop(),
    async () => {
      const tokens = CALLERS.map((caller) => makeToken(data, caller));
      const [widest = ''] = tokens;
      const registerId = await refer(address, widest);
      const results: Held[] = [];
      for (const [index, { name }] of CALLERS.entries()) {
        const asked = {
          description: `${address}/api/v1/openapi.json`,
          token: tokens[index] ?? '',
          registerId,
          each,
          seed,
          folder: path.join(folder, name),
        };
        const result = await holdToDescription(tool, asked);
        say(`${name}: ${result.requests} requests to ${result.operations} operations, ${result.wrong} wrong`);
        if (result.wrong > 0) process.stdout.write(`\n${result.said}\n`);
        results.push(result);
      }
      return results;
    },
  );
  const failed = held.reduce((sum, { wrong }) => sum + wrong, 0);
  const requests = held.reduce((sum, one) => sum + one.requests, 0);
  if (failed === 0) rmSync(folder, { recursive: true, force: true });
  else process.stdout.write(`The data and the logs are kept in ${folder}\n`);
  process.stdout.write(`${requests - failed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}

runScript(main);
