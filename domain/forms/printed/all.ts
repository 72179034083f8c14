import { CETR_INFORMATION_1, CETR_INFORMATION_EASY_1 } from './cetr';
import { CONSENT_1, CONSENT_EASY_1 } from './consent';
import { FEEDBACK_1, FEEDBACK_EASY_1 } from './feedback';
import { GUIDANCE_1, GUIDANCE_EASY_1 } from './guidance';
import { KEYWORKER_1, KEYWORKER_EASY_1 } from './keyworker';
import { PLANNER_1, PLANNER_EASY_1 } from './planner';
import type { PrintedForm } from './printed';

/** Every edition of what is given out on paper and is not asked on the pages, of each kind the last one last. */
export const PRINTED: readonly PrintedForm[] = [
  ...[CONSENT_1, CONSENT_EASY_1],
  ...[GUIDANCE_1, GUIDANCE_EASY_1],
  ...[KEYWORKER_1, KEYWORKER_EASY_1],
  ...[CETR_INFORMATION_1, CETR_INFORMATION_EASY_1],
  ...[PLANNER_1, PLANNER_EASY_1],
  ...[FEEDBACK_1, FEEDBACK_EASY_1],
];
