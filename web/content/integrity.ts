import { type PlainDate, parseInstant } from '../../domain/calendar/dates';
import type { FoundOfPerson } from '../../services/upkeep/proof/of-person';
import { momentText } from './dates';

const LOOK = 'Do not rely on it, and tell those who run the service: they have been told too.';

/** That a record is not as it was written, as its first page says it; null: nothing was found. */
export const alteredWords = ({ altered, at }: FoundOfPerson, today: PlainDate): string | null =>
  altered && at !== null
    ? `The last check, at ${momentText(parseInstant(at), today)}, found that this record is not as it was written. ${LOOK}`
    : null;

/** Whether the log of a record agrees with its chain, and what that shows and does not show. */
export function chainWords(
  { entries, agree }: { readonly entries: number; readonly agree: 'yes' | 'no' | 'no-key' },
  found: FoundOfPerson,
  today: PlainDate,
): { readonly well: boolean; readonly text: string } {
  if (agree === 'no-key')
    return {
      well: false,
      text: `The chain of this record cannot be checked: it is sealed under a key that this service does not have. Those who run the service must look.`,
    };
  if (agree === 'no')
    return {
      well: false,
      text: `The chain of this record was checked now, and does not agree: something was altered, put in or taken away. ${LOOK}`,
    };
  const altered = alteredWords(found, today);
  if (altered !== null) return { well: false, text: altered };
  return {
    well: true,
    text: `Chain checked now: ${entries} of ${entries} entries agree. It shows whether entries were altered later, not whether what they say is true.`,
  };
}
