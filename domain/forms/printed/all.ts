import { CONSENT_1, CONSENT_EASY_1 } from './consent';
import { GUIDANCE_1, GUIDANCE_EASY_1 } from './guidance';
import { KEYWORKER_1, KEYWORKER_EASY_1 } from './keyworker';
import type { PrintedForm } from './printed';

/** Every edition of what is given out on paper and is not asked on the pages, of each kind the last one last. */
export const PRINTED: readonly PrintedForm[] = [CONSENT_1, CONSENT_EASY_1, GUIDANCE_1, GUIDANCE_EASY_1, KEYWORKER_1, KEYWORKER_EASY_1];
