/** The test tiers, each a jest project: which folders, and whether they need the run's PostgreSQL server,
 * and how long one test may take (30 seconds where nothing is said). */
const tiers = [
  { name: 'core', folders: ['domain', 'contract', 'architecture'] },
  { name: 'database', folders: ['services', 'notices', 'infra'], postgres: true },
  { name: 'workflow', folders: ['workflows', 'activities', 'scenarios'], postgres: true, seconds: 120 },
  { name: 'api', folders: ['api'], postgres: true },
  { name: 'e2e', folders: ['e2e'], seconds: 240 },
];

/** Packages that are ES modules only: jest on Node 20 takes them where they are translated like our own files. */
const esModules = ['temporal-polyfill', 'temporal-utils', 'temporal-spec', 'postal-mime'];

module.exports = {
  // A failed test may leave a server of its own open; the run ends all the same.
  forceExit: true,
  projects: tiers.map(({ name, folders, postgres, seconds = 30 }) => ({
    displayName: name,
    rootDir: __dirname,
    roots: ['<rootDir>/test'],
    testEnvironment: 'node',
    testTimeout: seconds * 1000,
    testMatch: folders.map((folder) => `<rootDir>/test/${folder}/**/*.test.ts`),
    modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data/', '<rootDir>/.cache/'],
    transform: {
      '\\.[jt]s$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' }, sourceMaps: 'inline' }],
    },
    transformIgnorePatterns: [`/node_modules/(?!(${esModules.join('|')})/)`],
    ...(postgres
      ? { globalSetup: '<rootDir>/test/support/postgres-setup.ts', globalTeardown: '<rootDir>/test/support/postgres-teardown.ts' }
      : {}),
  })),
};
