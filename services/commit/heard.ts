import type { Instant } from '../../domain/calendar/dates';
import type { LogEntry, PersonRecord } from '../../domain/pathway/types';
import type { Applied, EventRequest } from './types';

/** What came of a request, as whatever follows from it reads it: the record after it, and, where an event was accepted, what was written. */
export interface Heard {
  readonly request?: Pick<EventRequest, 'registerId' | 'source'>;
  readonly record: PersonRecord;
  readonly at: Instant;
  readonly applied?: { readonly answer: Pick<Applied, 'pathway'>; readonly entries: readonly LogEntry[] };
}
