import type { PlainDate } from '../calendar/dates';
import type { Diagnosis, EventType, Security } from './events';
import { isType, placed, standing } from './place';
import { inOrder, securityAt, staysOf } from './stays';
import type { LogEntry } from './types';

/** What a pathway's facts say of somebody beside what is due. */
export interface Details {
  /** As it was said last; null: nothing was said. */
  readonly diagnosis: Diagnosis | null;
  /** The ward of the last stay, as it stands on a day; null: there was no stay. */
  readonly ward: { readonly security: Security; readonly detained: boolean | null } | null;
  /** What happened last, by the day on which it was true. */
  readonly latest: { readonly type: EventType; readonly on: PlainDate } | null;
}

/** Reads out of the facts that count after every correction what they say on a day, that day included. */
export function detailsOf(log: readonly LogEntry[], day: PlainDate): Details {
  const facts = inOrder(standing(log).map(placed)).filter(({ on, fact }) => on <= day && fact.type !== 'corrected');
  const said = facts.findLast((item) => isType(item, 'eligibility-decided', 'diagnosis-confirmed'));
  const stay = staysOf(facts).at(-1);
  const ward = stay?.wards.findLast(({ on }) => on <= day);
  const last = facts.at(-1);
  return {
    diagnosis: said && isType(said, 'eligibility-decided', 'diagnosis-confirmed') ? said.fact.diagnosis : null,
    ward: stay && ward ? { security: securityAt(stay, day), detained: ward.detained } : null,
    latest: last ? { type: last.fact.type, on: last.on } : null,
  };
}
