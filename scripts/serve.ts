import { openDataFolder } from '../operations/parts/files/data-folder';
import { PlainError } from '../infra/plain-error';
import { isFree } from '../operations/parts/ports';
import { startParts } from '../operations/parts/parts';
import { areasServed, environment } from '../infra/env';
import { checkAreas, makeAreasReady } from './area';
import { readOptions } from './frame/options';
import { plainWords } from './frame/plain-words';
import { Supervisor } from '../operations/serve/supervisor';
import { publicUrl } from '../infra/settings/public-url';
import { paths } from '../web/paths';
import { staffHere } from './staff-here';

const USAGE = `npm start

Runs everything until Ctrl-C; prints "ready <url>" when the API and the pages answer. It takes no options: PORT, DATA_DIR and the addresses of parts of your
own (TEMPORAL_ADDRESS, DATABASE_URL, SMTP_URL) come from the environment.`;

const line = (text: string) => process.stdout.write(`${text}\n`);

/**
 * The whole service under this one process: the embedded parts that no address in the environment stands for, the worker and the API.
 * One that ends by itself is started again. Ends when told to (Ctrl-C, SIGTERM), or where one of them cannot be started at all.
 */
async function serve(): Promise<void> {
  if (!readOptions(USAGE, {})) return;
  // What this process and its parts make is this user's alone.
  process.umask(0o077);
  const { PORT, HOST, DATA_DIR, SMTP_URL } = environment();
  checkAreas();
  if (!(await isFree(PORT)))
    throw new PlainError(`Port ${PORT} is taken by another program: stop that program, or set PORT to a free one.`);
  const folder = await openDataFolder(DATA_DIR);
  const supervisor = new Supervisor(folder);
  supervisor.stopOnSignals();
  try {
    // Whoever calls is answered first, however much falls due: that is recorded already, or waits in the database.
    const worker = supervisor.load({ name: 'worker', file: 'dist/worker.js', background: true });
    const api = supervisor.load({ name: 'API', file: 'dist/server.js' });
    const signIn = {
      publicUrl: publicUrl(),
      paths: { back: paths.signInBack(), signedOut: paths.signedOut(), ended: paths.backChannelSignOut() },
      staff: () => staffHere(areasServed()),
    };
    const started = await startParts(folder, { temporal: true, mail: true, signIn, onPart: (part) => supervisor.watch(part) });
    const { pages, addresses, signInKey } = started;
    await makeAreasReady(addresses.DATABASE_URL ?? '', SMTP_URL !== undefined);
    if (supervisor.stopping) return;
    await Promise.all([worker.run(), api.run()]);
    if (supervisor.stopping) return;
    if (pages.mail) line(`mails    ${pages.mail}`);
    if (pages.temporal) line(`Temporal ${pages.temporal}`);
    line(`state    ${DATA_DIR}`);
    if (signInKey !== undefined) line(`key      ${signInKey} (asked for once, at the first sign-in with a browser)`);
    line('For an API token: npm run token -- --name NAME --scopes all');
    line(`ready ${new URL(`http://${['127.0.0.1', '0.0.0.0', '::'].includes(HOST) ? 'localhost' : HOST}:${PORT}`).origin}`);
  } catch (error) {
    await supervisor.fail(error);
  }
}

// A terminal that is gone, or a file on a disk that is full, must not end the service.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
serve().catch((error: unknown) => {
  process.stderr.write(`\n${plainWords(error)}\n`);
  process.exit(1);
});
