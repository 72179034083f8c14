/** The names under which the upkeep workflows and those who start or wake them know each other. No dependency: every side may import it. */

/** Where the service looks after itself, apart from people's work. */
export const UPKEEP_QUEUE = 'upkeep';

export const TIMER_CHECK = 'timerCheck';
/** There is one. */
export const TIMER_CHECK_WORKFLOW_ID = 'upkeep/timer-check';

/** Look now. */
export const CHECK_SIGNAL = 'check';

export const REGISTER_REVIEW = 'registerReview';
/** The schedule by which an area's register is looked at each morning, and the workflow that it starts. */
export const reviewScheduleId = (area: string): string => `register-review/${area}`;
