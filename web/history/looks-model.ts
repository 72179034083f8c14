import { londonDate } from '../../domain/calendar/dates';
import { STAFF_ROLES } from '../../domain/access/roles';
import { isOneOf } from '../../domain/text';
import { type Look, LOOKS_A_PAGE, type LooksPage, MOST_LOOKS_COUNTED } from '../../services/access/looks';
import { auditWords, outcomeWords } from '../content/audit';
import { clockText, dayText } from '../content/dates';
import { groundWords, openingWords } from '../content/restricted';
import { roleWords } from '../content/roles';
import { byOf } from '../content/sources';
import { paths } from '../paths';

export interface LookRow {
  readonly day: string;
  readonly clock: string;
  readonly who: string;
  readonly role: string;
  readonly what: string;
  /** Of a list: how many people it showed. */
  readonly people: string | null;
  readonly person: { readonly registerId: string; readonly href: string } | null;
  /** Of a restricted record: on which ground it was looked at, and why. */
  readonly restricted: { readonly said: string; readonly why: string | null } | null;
  readonly outcome: { readonly text: string; readonly refused: boolean };
}

export interface Turns {
  readonly newer: string | null;
  readonly older: string | null;
  readonly said: string;
}

const peopleText = (count: number): string => (count === 1 ? '1 person shown' : `${count} people shown`);

function rowOf({ at, actor, auditEvent, registerId, others, outcome, restricted, reason, name, roles }: Look): LookRow {
  const { words, kind } = auditWords(auditEvent);
  const id = /^staff:(.*)$/.exec(actor)?.[1];
  const { name: who, system } = byOf(actor, new Map(id === undefined || name === null ? [] : [[id, name]]));
  return {
    day: dayText(londonDate(at)),
    clock: clockText(at),
    who,
    role: system ? 'a system' : roleWords((roles ?? []).filter(isOneOf(STAFF_ROLES))),
    what: words,
    people: others === 0 ? null : peopleText(others + (registerId === null ? 0 : 1)),
    person: registerId === null ? null : { registerId, href: paths.person({ registerId }) },
    restricted:
      restricted === null ? null : { said: reason ? openingWords(reason.code) : groundWords(restricted), why: reason?.why ?? null },
    outcome: outcomeWords(outcome, kind),
  };
}

/** The rows of a page of the access log. */
export const lookRows = ({ looks }: LooksPage): readonly LookRow[] => looks.map(rowOf);

/** How many of how many are shown, and the pages beside this one. `to`: the address of a page. */
export function turnsOf({ looks, count }: LooksPage, page: number, to: (page: number) => string): Turns {
  const from = (page - 1) * LOOKS_A_PAGE;
  const all = count > MOST_LOOKS_COUNTED ? `more than ${MOST_LOOKS_COUNTED}` : String(count);
  return {
    newer: page > 1 ? to(page - 1) : null,
    older: from + looks.length < count && looks.length > 0 ? to(page + 1) : null,
    said: looks.length === 0 ? `0 of ${all} shown` : `${from + 1} to ${from + looks.length} of ${all} shown`,
  };
}
