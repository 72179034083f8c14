import { addDays, londonDate, type Instant, type PlainDate } from '../../domain/calendar/dates';

const TODAY = londonDate(Date.now() as Instant);

/** The day so many days after the run's own, in London. */
export const day = (days: number): PlainDate => addDays(TODAY, days);
