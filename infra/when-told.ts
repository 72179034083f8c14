import type { ChildProcess } from 'node:child_process';
import { takeVariables } from './env';

/** Given to a program of ours that is to begin when it is told, and not before. */
export const WHEN_TOLD = '--when-told';

/**
 * Waits, where this process was given WHEN_TOLD, until its parent tells it to begin, and takes on the environment that it says: what this one
 * started with was that of an earlier moment. To be called before anything of the environment is read.
 */
export async function whenTold(): Promise<void> {
  if (!process.argv.includes(WHEN_TOLD)) return;
  takeVariables(await new Promise<NodeJS.ProcessEnv>((resolve) => process.once('message', (said) => resolve(said as NodeJS.ProcessEnv))));
}

/** Tells a program that waits to begin, and in which environment. Does nothing where it has ended. */
export function tellToBegin(child: ChildProcess, variables: NodeJS.ProcessEnv): void {
  if (child.connected) child.send(variables, () => undefined);
}
