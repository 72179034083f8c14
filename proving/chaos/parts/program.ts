import path from 'node:path';
import { startProgram, type RunningProgram } from '../../../operations/parts/programs/start-program';
import { logFileOf } from '../../stage/place';
import type { Drill } from './drill';

export interface DrillSettings {
  /** Its name among the compiled programs of this folder. */
  readonly name: string;
  readonly drill: Drill;
  /** For the API, which has no other way to be told. */
  readonly port: number;
  /** Where its log is kept. */
  readonly folder: string;
}

/** Starts one of the drill's own programs, and waits until it says that it is ready. Throws what it said where it ends before, or takes too long. */
export function startDrill({ name, drill, port, folder }: DrillSettings): Promise<RunningProgram> {
  return startProgram({
    file: path.join('proving', 'chaos', 'parts', `${name}.js`),
    args: [JSON.stringify(drill)],
    variables: { PORT: String(port), HOST: '127.0.0.1', REQUESTS_PER_MINUTE: '10000000' },
    log: logFileOf(folder, name),
  });
}
