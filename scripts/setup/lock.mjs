import { mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { inProject } from './paths.mjs';
import { say, SetupError } from './say.mjs';

const file = inProject('.cache', 'setup.lock');

/** The holder shows every so often that it lives; a lock not touched for long is nobody's, whoever has its holder's number by now. */
const touchEvery = 2_000;
const deadAfter = 30_000;

/**
 * Runs the work while no other command of this checkout sets up: two at once would install over each other. Waits for the other to end.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(work) {
  let told = false;
  while (!take()) {
    if (!told) say('another command is setting up this checkout: waiting for it');
    told = true;
    await sleep(300);
  }
  const touch = setInterval(() => utimesSync(file, new Date(), new Date()), touchEvery);
  try {
    return await work();
  } finally {
    clearInterval(touch);
    rmSync(file, { force: true });
  }
}

function take() {
  try {
    mkdirSync(inProject('.cache'), { recursive: true });
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST')
      throw new SetupError(`${inProject('.cache')} cannot be written (${error.code}): make the project folder writable for your user.`);
  }
  const { holder, touched } = read();
  if (holder && isRunning(holder) && Date.now() - touched < deadAfter) return false;
  // Its holder died without letting go.
  rmSync(file, { force: true });
  return false;
}

function read() {
  try {
    return { holder: Number(readFileSync(file, 'utf8')), touched: statSync(file).mtimeMs };
  } catch {
    return { holder: 0, touched: 0 };
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
