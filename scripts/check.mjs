import { command } from './setup/command.mjs';
import { inProject } from './setup/paths.mjs';
import { prepare } from './setup/prepare.mjs';
import { run, say, SetupError } from './setup/say.mjs';

const tool = (name, ...bin) => inProject('node_modules', name, ...bin);

/** Which import may point where is checked by npm test, in test/architecture. */
const checks = [
  { title: 'types', args: [tool('typescript', 'bin', 'tsc'), '--noEmit'] },
  { title: 'lint', args: [tool('oxlint', 'bin', 'oxlint'), '--type-aware', '--deny-warnings'] },
  { title: 'imports', args: [tool('jest', 'bin', 'jest.js'), '--selectProjects', 'core', '--testPathPatterns', 'test/architecture'] },
  { title: 'dead code', args: [tool('knip', 'bin', 'knip.js')] },
  // What this one says is of use where all is well, too: which advisories could be seen.
  { title: 'audit', args: [inProject('scripts', 'audit.mjs')], tells: true },
  { title: 'format', args: [tool('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level', 'warn', '.'] },
];

/** Runs every check, shows what the failed ones say, and ends with their count. `npm run check -- NAME…` runs these alone. */
await run(async () => {
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !checks.some(({ title }) => title === name));
  if (unknown.length > 0)
    throw new SetupError(`There is no check ${unknown.join(', ')}; there are ${checks.map(({ title }) => title).join(', ')}.`);
  await prepare({});
  const chosen = checks.filter(({ title }) => asked.length === 0 || asked.includes(title));
  let failed = 0;
  for (const { title, args, tells } of chosen) {
    const { code, output } = await command(process.execPath, args);
    if (code === 0) {
      say(`${title}: well${tells ? ` (${output.trim().split('\n').at(-1)})` : ''}`);
      continue;
    }
    failed += 1;
    process.stdout.write(`\n${title}:\n${output.trim()}\n\n`);
  }
  process.stdout.write(`${chosen.length - failed} checks passed, ${failed} failed\n`);
  process.exitCode = failed > 0 ? 1 : 0;
});
