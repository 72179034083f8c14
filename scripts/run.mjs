import { createRequire } from 'node:module';
import { prepare } from './setup/prepare.mjs';
import { run, SetupError } from './setup/say.mjs';

const [name, ...args] = process.argv.slice(2);
const everything = { cli: true, testServer: true, postgres: true, build: true, bundle: true };

/** Each command of the project: what it needs to be set up, and the compiled program that it then is. */
const commands = {
  start: {
    needs: { ...everything, testServer: false, cli: !process.env.TEMPORAL_ADDRESS, postgres: !process.env.DATABASE_URL },
    program: 'serve',
  },
  // The core alone needs no server: a scenario is played at once.
  rehearse: { needs: args.includes('--core') ? { build: true } : { ...everything, cli: false }, program: 'rehearse' },
  migrate: { needs: { postgres: !process.env.DATABASE_URL, build: true }, program: 'migrate' },
  rebuild: { needs: { ...everything, testServer: false }, program: 'rebuild' },
  prove: { needs: { ...everything, testServer: false }, program: 'prove' },
  keys: { needs: { ...everything, testServer: false }, program: 'keys' },
  heads: { needs: { postgres: true, build: true }, program: 'heads' },
  tasks: { needs: { postgres: true, build: true }, program: 'tasks' },
  token: { needs: { postgres: true, build: true }, program: 'token' },
  'adopt-rules': { needs: { postgres: true, build: true }, program: 'adopt-rules' },
  areas: { needs: { postgres: true, build: true }, program: 'areas' },
  notices: { needs: { postgres: true, build: true }, program: 'notices' },
  topology: { needs: { postgres: true, build: true, bundle: true }, program: '../proving/topology/index' },
  chaos: { needs: { ...everything, testServer: false }, program: '../proving/chaos/index' },
  fuzz: { needs: { ...everything, testServer: false }, program: '../proving/fuzz/index' },
  bench: { needs: everything, program: '../proving/bench/index' },
  year: { needs: { postgres: true, build: true }, program: '../proving/year/index' },
  backup: { needs: { postgres: true, build: true }, program: 'backup' },
  restore: { needs: { postgres: true, build: true }, program: 'restore' },
  openapi: { needs: { build: true }, program: 'openapi' },
  build: { needs: { build: true, bundle: true } },
};

await run(async () => {
  const command = commands[name];
  if (name === 'build' && args.length > 0) throw new SetupError(`npm run build takes no options (there is "${args[0]}").`);
  if (!command) throw new SetupError(`There is no command ${name ?? '(none)'}; there are ${Object.keys(commands).join(', ')}.`);
  stopWithNpm();
  await prepare(command.needs);
  // The program reads its own arguments, after its name as always.
  process.argv.splice(2, 1);
  if (command.program) createRequire(import.meta.url)(`../dist/scripts/${command.program}.js`);
});

/** npm that is killed hard takes nobody with it: what it started would run on, unseen. */
function stopWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const { ppid } = process;
  setInterval(() => {
    if (process.ppid !== ppid) process.kill(process.pid, 'SIGTERM');
  }, 500).unref();
}
