import { formatInstant } from '../../../domain/calendar/dates';
import type { Look } from '../../../services/access/looks';

/** The columns of a file of the access log: codes and ids, and never a name nor typed words of a record. */
export const COLUMNS = [
  { name: 'at', said: 'when, in London' },
  { name: 'who', said: 'the id of the member of staff, or the name of the system’s token' },
  { name: 'roles', said: 'the roles that they have now' },
  { name: 'what', said: 'what was opened or done, as a code' },
  { name: 'register_id', said: 'whose record, by the register id' },
  { name: 'others_shown', said: 'how many other people it showed' },
  { name: 'outcome', said: 'what came of it, as a code' },
  { name: 'restricted', said: 'of a restricted record, on which ground it was open' },
  { name: 'reason', said: 'why a restricted record was opened, as a code' },
] as const;

/**
 * A cell as spreadsheets take it: what begins like a formula is text (an apostrophe goes before it, also where white space does), and no quote or
 * line break in it ends the cell.
 */
export const cell = (value: string): string => `"${(/^\s*[=+\-@\t\r\n|%]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`;

const rowOf = ({ at, actor, roles, auditEvent, registerId, others, outcome, restricted, reason }: Look): readonly string[] => [
  formatInstant(at),
  actor.replace(/^staff:/, ''),
  (roles ?? []).join(' '),
  auditEvent,
  registerId ?? '',
  String(others),
  outcome,
  restricted ?? '',
  reason?.code ?? '',
];

/** Entries of the access log as a file of comma-separated values (RFC 4180), the first row with the names of the columns. */
export const csvOf = (looks: readonly Look[]): string =>
  [COLUMNS.map(({ name }) => name), ...looks.map(rowOf)].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
