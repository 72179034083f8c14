import { createServer } from 'node:http';
import express from 'express';
import helmet from 'helmet';
import { environment } from '../../../infra/env';
import { runProgram, type Started } from '../../../operations/parts/programs/run';
import { pageFilesTold, readTold } from './told';

/** The least that serves a page with the same framework: its HTML lies in a file. */
async function run(): Promise<Started> {
  const app = express();
  app.disable('x-powered-by');
  app.use(helmet());
  app.use(express.static(readTold(pageFilesTold).folder, { etag: false, lastModified: false }));
  const server = createServer(app);
  // A caller's connection waits while the other legs run: it must not be closed under the next call.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(environment().PORT, '127.0.0.1', resolve));
  return {
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

runProgram(run);
