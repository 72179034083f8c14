const { existsSync, readdirSync, readFileSync } = require('node:fs');
const path = require('node:path');

const root = path.join(__dirname, '..');

/**
 * The tiers: what a test's folder says, and whether the tier has a PostgreSQL server for all its files. A test of these folders that uses no
 * server is of the tier `core` all the same: it needs nothing but itself.
 */
const tiers = [
  { name: 'core', folders: ['domain', 'contract', 'architecture'] },
  { name: 'database', folders: ['services', 'infra', 'operations', 'proving'], postgres: true },
  { name: 'workflow', folders: ['workflows', 'activities', 'scenarios'], postgres: true },
  { name: 'api', folders: ['api', 'web'], postgres: true, setup: ['<rootDir>/test/api/support/described.ts'] },
  { name: 'e2e', folders: ['e2e'] },
  // One file for each width, which take the same time: side by side they keep two processors busy.
  { name: 'pages', folders: ['pages'] },
];

/** What connects to a server, or starts one. */
const SERVERS =
  /^(?:test\/support\/(?:database\/database|workflows\/temporal)|operations\/parts\/(?:postgres|parts|temporal-server|database\/.+)|services\/rehearsal\/(?:rehearsal|stage|time-skipping-server)|@temporalio\/testing)$/;

const found = new Map();

/** Whether a file of the tests reaches a server, by itself or through what it uses of the tests' own files. */
function reachesServer(file, way = []) {
  const known = found.get(file);
  if (known !== undefined) return known;
  const reaches = importsOf(file).some(
    (to) =>
      SERVERS.test(to) ||
      (to.startsWith('test/') && existsSync(path.join(root, `${to}.ts`)) && !way.includes(to) && reachesServer(`${to}.ts`, [...way, to])),
  );
  found.set(file, reaches);
  return reaches;
}

function importsOf(file) {
  const text = readFileSync(path.join(root, file), 'utf8');
  return [...text.matchAll(/^(?:import|export) (?!type )[^;]*? from '([^']+)'|\bimport\('([^']+)'\)/gm)].map(([, stated, called]) => {
    const name = stated ?? called;
    return name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : name;
  });
}

function tierOf(file) {
  const folder = file.split('/')[1];
  const tier = tiers.find(({ folders }) => folders.includes(folder));
  if (!tier) throw new Error(`${file} is in no tier: test/tiers.cjs does not know its folder`);
  return tier.postgres && !reachesServer(file) ? tiers[0] : tier;
}

/** Every test file, from the project's folder, under the name of its tier. */
function testFiles() {
  const files = readdirSync(path.join(root, 'test'), { recursive: true })
    .map((file) => `test/${file.split(path.sep).join('/')}`)
    .filter((file) => file.endsWith('.test.ts'))
    .sort();
  return new Map(tiers.map((tier) => [tier.name, files.filter((file) => tierOf(file) === tier)]));
}

module.exports = { tiers, testFiles };
