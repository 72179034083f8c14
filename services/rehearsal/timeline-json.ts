import { formatInstant } from '../../domain/calendar/dates';
import type { Line } from '../../domain/pathway/types';

/** A timeline line as the contract writes it: instants as ISO 8601 with London's offset, the other fields in a fixed order. */
export function lineJson({ at, pathway, what, ...rest }: Line): Record<string, unknown> {
  const received = 'received' in rest && rest.received !== undefined ? { received: formatInstant(rest.received) } : {};
  return { at: formatInstant(at), what, pathway, ...rest, ...received };
}
