import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../../infra/project-root';
import { newFolder, newPlace, runCommand, token } from './support/service';

/** A command as somebody types it, with what it cannot do without. */
type Typed = readonly [name: string, ...args: string[]];

const scripts = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8'))).scripts;

/** They work on an installation that is there, and make none. */
const ON_WHAT_IS_THERE: readonly Typed[] = [
  ['backup'],
  ['prove'],
  ['prove', '--only-look'],
  ['tasks'],
  ['tasks', '--done', 'refused-by-nobody'],
  ['notices'],
  ['notices', '--stop'],
  ['areas'],
  ['keys'],
  ['keys', '--add'],
  ['keys', '--remove', 'embedded-1'],
  ['restore', '--list'],
  ['restore', '--from', 'latest'],
  ['restore', '--from', '/nowhere/base-20261128T000000Z'],
  ['adopt-rules', '--rule-set', 'england-2023'],
  ['rebuild'],
  ['heads'],
  ['token', '--revoke', 'Nobody'],
];
/** Of these, the ones that speak to a database of somebody else's. */
const ON_ANY_DATABASE: readonly Typed[] = [
  ['prove'],
  ['tasks'],
  ['notices'],
  ['areas'],
  ['keys'],
  ['adopt-rules', '--rule-set', 'england-2023'],
  ['rebuild'],
  ['token', '--revoke', 'Nobody'],
];
const ON_TEMPORAL: readonly Typed[] = [['prove'], ['keys'], ['rebuild']];

/** Every other command of package.json. Their own set-up, not node's arguments, is looked at elsewhere. */
const OTHERS = ['start', 'rehearse', 'migrate', 'chaos', 'topology', 'bench', 'year', 'fuzz', 'openapi'];
const NODE_SCRIPTS = ['test', 'check', 'pictures', 'build'];

const run = async ([name, ...args]: Typed, variables: Readonly<Record<string, string>>) => {
  const { ended, stdout, stderr } = runCommand(name, args, { PORT: '1', ...variables });
  const code = await ended;
  return { code, stdout: stdout(), stderr: stderr() };
};

/** What is told to a person: no stack, and one sentence where that is all there is to say. */
function expectPlain({ code, stdout, stderr }: Awaited<ReturnType<typeof run>>, sentence: string | RegExp): void {
  expect(code).not.toBe(0);
  expect(stderr).toMatch(sentence);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect(stdout).not.toMatch(/\bwell\b|0 people|None|No task/i);
}

test('every command of package.json is in these tables', () => {
  const known = [...ON_WHAT_IS_THERE.map(([name]) => name), ...OTHERS, ...NODE_SCRIPTS];
  expect([...new Set(known)].sort()).toEqual(Object.keys(scripts).sort());
});

describe('an option that is misspelt is named, and nothing is done', () => {
  const names = [...new Set(ON_WHAT_IS_THERE.map(([name]) => name)), ...OTHERS];
  test.each(names)('%s', async (name) => {
    const folder = path.join(newFolder(), 'not-made');
    const found = await run([name, '--hepl'], { DATA_DIR: folder });
    expectPlain(found, 'There is no option --hepl. Did you mean --help?');
    expect(found.stderr).toContain(`npm ${name === 'start' ? 'start' : `run ${name}`}`);
    expect(existsSync(folder)).toBe(false);
  });

  test.each([
    ['check', 'tpyes', 'There is no check tpyes; there are types,'],
    [
      'test',
      'test/api/tokens.test.ts',
      'There is no test file test/api/tokens.test.ts; of that name there is test/api/access/tokens.test.ts',
    ],
    ['build', '--hepl', 'npm run build takes no options'],
    ['tasks', 'done', '"done" is not expected here'],
    ['tasks', '--done', '--done needs a value.'],
    ['rebuild', '--clock-was-ahead', '--clock-was-ahead goes with --from-histories.'],
  ] as const)('%s %s', async (name, word, sentence) => {
    if (name !== 'check' && name !== 'test') return expectPlain(await run([name, word], {}), sentence);
    const { spawnSync } = await import('node:child_process');
    const { status, stderr } = spawnSync(process.execPath, [path.join(projectRoot, 'scripts', `${name}.mjs`), word], { encoding: 'utf8' });
    expectPlain({ code: status, stdout: '', stderr }, sentence);
  });
});

describe('a folder that is misspelt is named, and no installation made', () => {
  test.each(ON_WHAT_IS_THERE.map((typed) => [typed.join(' '), typed] as const))('%s', async (_, typed) => {
    const folder = path.join(newFolder(), 'typo');
    expectPlain(await run(typed, { DATA_DIR: folder }), typed[2]?.startsWith('/nowhere') ? '/nowhere/base-20261128T000000Z' : folder);
    expect(existsSync(folder)).toBe(false);
  });
});

describe('what is away is said in one sentence', () => {
  test.each(ON_ANY_DATABASE.map((typed) => [typed.join(' '), typed] as const))('PostgreSQL: %s', async (_, typed) => {
    // Port 9 is "discard": nothing listens there.
    const variables = {
      DATABASE_URL: 'postgres://nobody@127.0.0.1:9/nothing',
      TEMPORAL_ADDRESS: '127.0.0.1:9',
      PAYLOAD_KEYS: `a:${'A'.repeat(43)}=`,
    };
    expectPlain(
      await run(typed, { ...variables, DATA_DIR: path.join(newFolder(), 'typo') }),
      /^The database of DATABASE_URL \(127\.0\.0\.1:9\) cannot be used \(ECONNREFUSED\)/m,
    );
  });

  test.each(ON_TEMPORAL.map((typed) => [typed.join(' '), typed] as const))('Temporal: %s', async (_, typed) => {
    const place = await newPlace();
    await token(place);
    expectPlain(
      await run(typed, { DATA_DIR: place.folder, TEMPORAL_ADDRESS: '127.0.0.1:9' }),
      /^Temporal does not answer at 127\.0\.0\.1:9/m,
    );
  });

  test('an empty database is no installation to look at', async () => {
    const { folder } = await newPlace();
    expect(readdirSync(folder)).toEqual([]);
    expectPlain(await run(['tasks'], { DATA_DIR: folder }), `There is no installation in ${folder}`);
    expect(readdirSync(folder)).toEqual([]);
  });
});
