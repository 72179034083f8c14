/** Where the bare workflows are worked. */
export const BARE_QUEUE = 'bench-bare';
export const BARE_UPDATED = 'bareUpdated';
export const BARE_TIMER = 'bareTimer';
export const BARE_UPDATE = 'insert';
