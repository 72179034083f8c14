import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../../infra/project-root';

/** Calls a function of the audit as `npm run check` does, in a process of its own. */
function audited(call: string, given: unknown): unknown {
  const file = pathToFileURL(path.join(projectRoot, 'scripts', 'audit.mjs')).href;
  const script = `import { faultsOfLock, knownFlaws } from ${JSON.stringify(file)}; console.log(JSON.stringify(await ${call}(${JSON.stringify(given)})));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as unknown;
}

test('code with a known flaw is found in a folder, and a folder without is clean', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'audit-'));
  writeFileSync(path.join(folder, 'ours.js'), 'exports.answer = 42;');
  expect(audited('knownFlaws', folder)).toEqual([]);
  writeFileSync(path.join(folder, 'jquery-1.8.1.js'), '/*! jQuery v1.8.1 jquery.com */');
  expect(audited('knownFlaws', folder)).toEqual(expect.arrayContaining([expect.stringMatching(/^jquery@1\.8\.1 in .*: .*CVE-2012-6708/)]));
});

test('a package that is not pinned, comes from elsewhere, or is given up by its authors, fails', () => {
  const well = { version: '1.0.0', integrity: 'sha512-abc' };
  expect(audited('faultsOfLock', { packages: { '': {}, 'node_modules/well': well } })).toEqual([]);
  expect(
    audited('faultsOfLock', {
      packages: {
        'node_modules/loose': { version: '1.0.0' },
        'node_modules/old': { version: '1.0.0', integrity: 'sha1-abc' },
        'node_modules/git': { ...well, resolved: 'git+ssh://git@example.test/a.git' },
        'node_modules/gone': { ...well, deprecated: 'has a security flaw' },
      },
    }),
  ).toEqual([
    'node_modules/loose@1.0.0 is not pinned by a SHA-512',
    'node_modules/old@1.0.0 is not pinned by a SHA-512',
    'node_modules/git does not come from a registry (git+ssh://git@example.test/a.git)',
    'node_modules/gone@1.0.0 is not to be used any more: has a security flaw',
  ]);
});
