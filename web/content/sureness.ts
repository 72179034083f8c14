import { type Instant, londonDate, parseInstant } from '../../domain/calendar/dates';
import { momentText } from './dates';

/** How sure a list is: when everything was last proved. */
export interface Sureness {
  readonly well: boolean;
  /** The proof is too old, or something was found: every page says so. */
  readonly alarms: boolean;
  readonly text: string;
}

/** Older than this, a proof is no proof of today. */
const PROOF_HOURS = 26;

/** The line under a heading: that all is proved, or a warning in its place (desk.md 1.4). `provedAt`, `wellAt`: instants; null: never. */
export function surenessOf(
  { provedAt, wellAt }: { readonly provedAt: string | null; readonly wellAt: string | null },
  now: Instant,
): Sureness {
  const today = londonDate(now);
  if (provedAt === null || wellAt === null)
    return {
      well: false,
      alarms: provedAt !== null,
      text: 'It has not been proved yet that every deadline has its reminder. Those who run the service can see why.',
    };
  const at = parseInstant(wellAt);
  if (now - at > PROOF_HOURS * 3_600_000)
    return {
      well: false,
      alarms: true,
      text: `Deadlines were last proved complete at ${momentText(at, today)}. That is too long ago: those who run the service must look.`,
    };
  return provedAt === wellAt
    ? { well: true, alarms: false, text: `Deadlines last proved complete at ${momentText(at, today)}.` }
    : {
        well: false,
        alarms: true,
        text: `The last check found something that is not right. All was well at ${momentText(at, today)}. Those who run the service must look.`,
      };
}
