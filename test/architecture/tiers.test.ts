import { sources } from './modules';
import { testFiles } from '../tiers.cjs';

const tierOf = new Map([...testFiles()].flatMap(([name, files]) => files.map((file) => [file, name] as const)));

describe('the tiers of the tests', () => {
  test('have each test file once', () => {
    const files = sources().filter((file) => file.endsWith('.test.ts'));
    expect([...tierOf.keys()].toSorted()).toEqual(files.toSorted());
  });

  test.each([
    ['a test of the core', 'test/domain/calendar.test.ts', 'core'],
    ['one of a service that uses no server', 'test/services/notices/letters/letters.test.ts', 'core'],
    ['one that asks for a database', 'test/services/schema.test.ts', 'database'],
    ['one that asks for it through what tests share', 'test/api/access/tokens.test.ts', 'api'],
    ['one that starts a part of its own', 'test/operations/pages-temporal.test.ts', 'database'],
    ['one on a server that skips time', 'test/workflows/timers/timer-check.test.ts', 'workflow'],
    ['one of whole services', 'test/e2e/start.test.ts', 'e2e'],
    ['one of every page', 'test/pages/wide.test.ts', 'pages'],
  ])('%s', (_, file, tier) => {
    expect(tierOf.get(file)).toBe(tier);
  });
});
