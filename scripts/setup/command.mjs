import { spawn } from 'node:child_process';
import { root } from './paths.mjs';

/**
 * Runs a command in the project and collects what it prints.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, show?: boolean, timeout?: number }} [options] `show`: its output goes to standard error as it
 *   comes; `timeout` in milliseconds, after which it is ended
 * @returns {Promise<{ code: number | null, output: string }>} the exit code (null where it could not be run or was ended) and the output
 */
export function command(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && command === 'npm',
      ...(options.timeout ? { timeout: options.timeout } : {}),
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output += chunk;
        if (options.show) process.stderr.write(chunk);
      });
    }
    child.on('error', (error) => resolve({ code: null, output: output + error.message }));
    child.on('close', (code) => resolve({ code, output }));
  });
}
