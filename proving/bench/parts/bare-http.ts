import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createInterface } from 'node:readline';
import type { Pool } from 'pg';
import { openPool } from '../../../infra/database/database';
import { runProgram, type Started } from '../../../operations/parts/programs/run';
import { environment, needed } from '../../../infra/env';
import { inBareTransaction, type Statement } from '../support/statements';
import { bareHttpTold, readTold } from './told';

/**
 * The least that answers over HTTP: Node's own server, which finds a statement by the number at the end of the address. A GET answers its
 * rows as JSON; a POST reads its body as JSON and makes the statement a transaction. No framework, no sign-in, no log, no schema.
 */
async function run(): Promise<Started> {
  const statements: Statement[] = [];
  for await (const line of createInterface({ input: createReadStream(readTold(bareHttpTold).statements) })) {
    // Written by the bench from statements that it has recorded.
    statements.push(JSON.parse(line) as Statement);
  }
  const pool = openPool({ url: needed('DATABASE_URL') });
  const server = createServer((request, response) => {
    answer(pool, statements, request).then(
      (body) => send(response, 200, body),
      (error: unknown) => send(response, 500, { error: String(error) }),
    );
  });
  // A caller's connection waits while the other legs run: it must not be closed under the next call.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(environment().PORT, '127.0.0.1', resolve));
  return {
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await pool.end();
    },
  };
}

async function answer(pool: Pool, statements: readonly Statement[], request: IncomingMessage): Promise<unknown> {
  const statement = statements[Number(request.url?.split('/').at(-1))];
  if (!statement) throw new Error(`there is no statement of this number: ${request.url}`);
  if (request.method === 'GET') return (await pool.query(statement)).rows;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  JSON.parse(Buffer.concat(chunks).toString('utf8'));
  await inBareTransaction(pool, statement);
  return {};
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = Buffer.from(JSON.stringify(body));
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': text.length }).end(text);
}

runProgram(run);
