import { newKeyRing, readKeyRing } from '../../../infra/temporal/codec';
import { sealsOf } from '../../../infra/seals';

/** The keys of the log in tests: nothing under them is real. */
export const testLogKeys = newKeyRing('log-of-the-tests');
export const testSeals = sealsOf(readKeyRing(testLogKeys));
