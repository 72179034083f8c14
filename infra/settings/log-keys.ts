import { readKeyRing } from '../temporal/codec';
import { needed } from '../env';
import { sealsOf, type Seals } from '../seals';

/** The seals of this installation, under `LOG_KEYS`. Throws a PlainError where it is not set. */
export function sealsOfEnvironment(): Seals {
  return sealsOf(readKeyRing(needed('LOG_KEYS')));
}
