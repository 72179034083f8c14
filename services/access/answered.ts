import type { Access } from './access-log';

/** Whom an answer shows beside the one whose record was asked for. */
export interface Shown {
  /** Of a list across people: everyone whom it shows. */
  readonly shown?: readonly string[];
  /** Everyone of whom it shows words that somebody typed. */
  readonly wordsOf?: readonly string[];
}

/** The rows of the access log for one answer, of the API or of a page: the deed with whom it showed, and whose words were read. `restricted`: the ground on which a restricted record was shown. */
export function accessesOf(
  actor: string,
  auditEvent: string,
  registerId: string | null,
  { shown = [], wordsOf = [] }: Shown,
  restricted: string | null = null,
): Access[] {
  const row = (event: string, whose: string | null, people: readonly string[]): Access => ({
    actor,
    auditEvent: event,
    registerId: whose,
    shown: [...new Set(people)].filter((one) => one !== whose),
    outcome: 'done',
    ...(whose === null || whose !== registerId ? {} : { restricted }),
  });
  const words = wordsOf.length === 0 ? [] : [row('words-read', wordsOf.some((one) => one === registerId) ? registerId : null, wordsOf)];
  return [row(auditEvent, registerId, shown), ...words];
}
