import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { compile, tables, workflowBundle } from './build.mjs';
import { dependencies, postgresLinks } from './install.mjs';
import { alone } from './lock.mjs';
import { inProject, setupFile } from './paths.mjs';
import { SetupError } from './say.mjs';
import { temporalExecutable } from './temporal-binaries.mjs';

/**
 * Sets up what a command needs and what is missing of it; quick where nothing is.
 * @param {{ cli?: boolean, testServer?: boolean, postgres?: boolean, build?: boolean, bundle?: boolean }} needs
 * @throws {SetupError} that says what to do
 */
export async function prepare(needs) {
  checkNode();
  await alone(async () => {
    await dependencies();
    if (needs.postgres) postgresLinks();
    await tables();
    for (const which of ['cli', 'testServer']) if (needs[which]) remember(which, await temporalExecutable(which));
    if (needs.build || needs.bundle) await compile();
    if (needs.bundle) await workflowBundle();
  });
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new SetupError(`Node ${process.versions.node} is too old: install Node 20.19 or newer, and run the command again.`);
  }
}

function remember(which, path) {
  const known = existsSync(setupFile) ? JSON.parse(readFileSync(setupFile, 'utf8')) : {};
  if (known[which] === path) return;
  mkdirSync(inProject('.cache'), { recursive: true });
  writeFileSync(setupFile, `${JSON.stringify({ ...known, [which]: path }, null, 2)}\n`);
}
