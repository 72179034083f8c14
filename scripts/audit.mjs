import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { command } from './setup/command.mjs';
import { inProject } from './setup/paths.mjs';
import { run } from './setup/say.mjs';

/**
 * Advisories that were looked at and do not bear on us, each with the reason; whatever else is found fails the check.
 * @type {Readonly<Record<string, string>>}
 */
const ACCEPTED = {};

/**
 * What is wrong with a lock file by itself: a package that is not pinned by a SHA-512, that comes from elsewhere than a registry, that runs a
 * script of its own at installation unseen, or that its authors say is not to be used any more.
 * @param {{ packages: Record<string, { integrity?: string, resolved?: string, link?: boolean, inBundle?: boolean, deprecated?: string, version?: string }> }} lock
 */
export function faultsOfLock({ packages }) {
  return Object.entries(packages)
    .filter(([name, { inBundle }]) => name !== '' && !inBundle)
    .flatMap(([name, { integrity = '', resolved = '', link, deprecated, version }]) => [
      ...(link || /^(git|file|http:)/.test(resolved) ? [`${name} does not come from a registry (${resolved || 'a link'})`] : []),
      ...(link || integrity.startsWith('sha512-') ? [] : [`${name}@${version} is not pinned by a SHA-512`]),
      ...(deprecated ? [`${name}@${version} is not to be used any more: ${deprecated}`] : []),
    ]);
}

/**
 * What the pinned advisory database (Retire.js's, as it ships in a package) knows against the code in a folder, bundles within packages too.
 * @param {string} folder
 * @param {readonly string[]} [ignored] folders that are not looked at
 * @returns {Promise<string[]>}
 */
export async function knownFlaws(folder, ignored = []) {
  const place = mkdtempSync(path.join(tmpdir(), 'pathway-audit-'));
  const out = path.join(place, 'found.json');
  const database = inProject('node_modules', '@salesforce', 'code-analyzer-retirejs-engine', 'vulnerabilities', 'RetireJsVulns.json');
  const options = ['--path', folder, '--jsrepo', database, '--nocache', '--outputformat', 'json', '--outputpath', out];
  const more = ignored.length > 0 ? ['--ignore', ignored.join(',')] : [];
  try {
    const { output } = await command(process.execPath, [inProject('node_modules', 'retire', 'lib', 'cli.js'), ...options, ...more]);
    let found;
    try {
      found = JSON.parse(readFileSync(out, 'utf8'));
    } catch {
      return [`the scan of ${folder} failed: ${output.trim()}`];
    }
    return found.data.flatMap(({ file, results }) =>
      results.flatMap(({ component, version, vulnerabilities }) =>
        vulnerabilities.map(({ severity, identifiers }) => {
          const id = identifiers.CVE?.join(' ') ?? identifiers.githubID ?? identifiers.summary;
          return `${component}@${version} in ${file}: ${id} (${severity})`;
        }),
      ),
    );
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** The registry's own advisories, where it gives any: a mirror may not. Null: it gave none. */
async function registryFlaws() {
  const { output } = await command('npm', ['audit', '--json', '--audit-level=high'], { timeout: 60_000 });
  try {
    const { vulnerabilities } = JSON.parse(output.slice(output.indexOf('{')));
    if (!vulnerabilities) return null;
    const grave = Object.values(vulnerabilities).filter(({ severity }) => ['high', 'critical'].includes(severity));
    return grave.map(({ name, severity, via }) => {
      const ids = via.map((one) => (typeof one === 'string' ? one : one.url)).join(' ');
      return `${name}: ${ids} (${severity})`;
    });
  } catch {
    return null;
  }
}

/** The folders of what is not part of the service that runs. */
const developersOnly = ({ packages }) =>
  Object.entries(packages)
    .filter(([name, { dev, devOptional }]) => name !== '' && (dev || devOptional))
    .map(([name]) => inProject(name));

async function main() {
  const lock = JSON.parse(readFileSync(inProject('package-lock.json'), 'utf8'));
  const asked = await registryFlaws();
  const found = [...faultsOfLock(lock), ...(await knownFlaws(inProject('node_modules'), developersOnly(lock))), ...(asked ?? [])];
  const left = found.filter((flaw) => !Object.keys(ACCEPTED).some((id) => flaw.includes(id)));
  for (const flaw of left) process.stdout.write(`${flaw}\n`);
  const registry =
    asked === null ? 'the registry in use here answers no audit: its advisories were not seen' : "the registry's advisories among them";
  process.stdout.write(`${Object.keys(lock.packages).length - 1} packages looked at; ${registry}\n`);
  process.exitCode = left.length > 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await run(main);
