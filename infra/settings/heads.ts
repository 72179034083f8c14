import { environment } from '../env';
import { headFolder } from '../head-file';

/** The folder of the signed heads, as `HEADS_DIR` names it; undefined where it is not set: then none are kept. */
export function headStoreOfEnvironment(): ReturnType<typeof headFolder> | undefined {
  const { HEADS_DIR } = environment();
  return HEADS_DIR === undefined ? undefined : headFolder(HEADS_DIR);
}
