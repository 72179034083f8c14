const { testFiles, tiers } = require('./test/tiers.cjs');

const filesOf = testFiles();

/** Packages that are ES modules only: jest on Node 20 takes them where they are translated like our own files. */
const esModules = [
  'oidc-provider',
  'openid-client',
  'oauth4webapi',
  'jose',
  'koa',
  'nanoid',
  'eta',
  'quick-lru',
  'temporal-polyfill',
  'temporal-utils',
  'temporal-spec',
  'postal-mime',
  'any-ascii',
];

module.exports = {
  // Only so that a test that hangs ends: no machine is so slow that one that works comes near. So none has a limit of its own.
  testTimeout: 900_000,
  // A failed test may leave a server of its own open; the run ends all the same.
  forceExit: true,
  projects: tiers.map(({ name, postgres, setup = [] }) => ({
    displayName: name,
    rootDir: __dirname,
    roots: ['<rootDir>/test'],
    testEnvironment: 'node',
    testMatch: filesOf.get(name).map((file) => `<rootDir>/${file}`),
    modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data/', '<rootDir>/.cache/'],
    // Once in each test file, before its tests.
    setupFilesAfterEnv: setup,
    transform: {
      '\\.[jt]s$': [
        '@swc/jest',
        { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'commonjs' }, sourceMaps: 'inline' },
      ],
    },
    transformIgnorePatterns: [`/node_modules/(?!(${esModules.join('|')})/)`],
    ...(postgres
      ? {
          globalSetup: '<rootDir>/test/support/database/postgres/setup.ts',
          globalTeardown: '<rootDir>/test/support/database/postgres/teardown.ts',
        }
      : {}),
  })),
};
