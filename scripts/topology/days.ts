const DAY_MS = 86_400_000;
const TODAY = Date.now();

/** The day so many days after the run's own, in London. */
export const day = (days: number): string => new Date(TODAY + days * DAY_MS).toLocaleDateString('en-CA', { timeZone: 'Europe/London' });
