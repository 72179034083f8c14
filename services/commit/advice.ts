import { isAudience, type WarningCode } from '../../domain/notices/catalogue';
import { holdsTenDigits, isUuid, type Fact } from '../../domain/pathway/events';
import { lastReferral } from '../../domain/pathway/referrals';
import type { Line, LogEntry, Refusal } from '../../domain/pathway/types';
import { ownDetails } from '../notices/letters/naming/own-details';
import { isNotForMails } from '../notices/letters/tell-place';
import { recipientsOf } from '../notices/recipients';
import { isFamily, type Recipients } from '../../domain/notices/recipients';
import type { PersonRow } from '../record/read';

/** A person and those around them, as far as their names must stand in no id. */
type Named = Pick<PersonRow, 'name' | 'contacts'>;

const SHORTEST_NAME = 3;
const words = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length >= SHORTEST_NAME);

/**
 * Why an event is refused for an id in it: ids of meetings and actions travel to Temporal and into calendar files, so that none may hold a part
 * of the person's or their family's name, or ten digits, as an NHS number has (invariant 6). Null: none does. The service asks, because the core
 * knows no names.
 */
export function judgeIds({ name, contacts }: Named, facts: readonly Fact[]): Refusal | null {
  const family = contacts.filter(({ role }) => isFamily(role)).map((contact) => contact.name);
  const names = new Set([name ?? '', ...family].flatMap(words));
  const telling = facts
    .flatMap(idsIn)
    .find((id) => !isUuid(id) && (holdsTenDigits(id) || words(id.replaceAll('_', '-')).some((word) => names.has(word))));
  if (telling === undefined) return null;
  return {
    code: 'id-tells-who',
    detail:
      'The id of a meeting or an action holds a part of a name, or ten digits as of an NHS number. Ids travel further than names may: use a random one, such as a UUID.',
  };
}

function idsIn(fact: Fact): string[] {
  const own = fact.type === 'corrected' && fact.with ? idsIn(fact.with) : [];
  const named = ['meeting', 'action', 'insteadOf'].flatMap((field) => {
    const value: unknown = Reflect.get(fact, field);
    return typeof value === 'string' ? [value] : [];
  });
  return [...own, ...named];
}

/** What somebody who schedules a meeting should hear, and the core cannot know: whom an invitation does not find (contract 6.12(12)). */
export function adviceOn(entries: readonly LogEntry[], recipients: Recipients, at: Line['at'], pathway: number): Line[] {
  return entries.flatMap(({ id, fact }) => {
    const scheduled = fact.type === 'corrected' ? fact.with : fact;
    if (scheduled?.type !== 'meeting-scheduled') return [];
    const invited = scheduled.invited ?? [];
    const missed = invited.some((one) => findsNobody(one, recipients));
    return missed ? [warning('invited-nobody', id, at, pathway)] : [];
  });
}

/**
 * What somebody who decides on eligibility should hear: that no diagnosis is on record, and that a suggested red was not followed without a word
 * (contract section 4). The words of the decision are the service's to see, so that the core cannot say it. `logs`: of the pathway, with the decision.
 */
export function adviceOnDecisions(
  entries: readonly LogEntry[],
  log: readonly LogEntry[],
  { texts, at, pathway }: Omit<Worded, 'person'>,
): Line[] {
  return entries.flatMap(({ id, fact }, index) => {
    const [decided, field] = fact.type === 'corrected' ? [fact.with, 'with.reason'] : [fact, 'reason'];
    if (decided?.type !== 'eligibility-decided') return [];
    const isEligible = decided.outcome === 'eligible';
    const undiagnosed = isEligible && (decided.diagnosis === 'considered' || decided.diagnosis === 'none');
    const unheeded = !isEligible && texts[index]?.[field] === undefined && lastReferral(log)?.suggested === 'red';
    return [
      ...(undiagnosed ? [warning('eligible-without-diagnosis', id, at, pathway)] : []),
      ...(unheeded ? [warning('suggested-red-not-followed', id, at, pathway)] : []),
    ];
  });
}

function findsNobody(one: string, recipients: Recipients): boolean {
  const found = recipientsOf(isAudience(one) ? one : 'chosen-contacts', recipients, [one]);
  return found.every(({ reference }) => reference === 'nobody' || reference.startsWith('unknown:'));
}

/** An accepted event's typed words, and whose they must not tell. */
interface Worded {
  /** The words of each event, by field, in the order of the events. */
  readonly texts: readonly Readonly<Record<string, string>>[];
  readonly person: Pick<PersonRow, 'name' | 'nhs_number' | 'contacts'>;
  readonly at: Line['at'];
  readonly pathway: number;
}

/** What somebody who schedules a meeting should hear of its place: that it names the person or their family, or is a home's, so that no mail tells it. */
export function adviceOnPlaces(entries: readonly LogEntry[], { texts, person, at, pathway }: Worded): Line[] {
  return entries.flatMap(({ id, fact }, index) => {
    const place = texts[index]?.[fact.type === 'corrected' ? 'with.place' : 'place'];
    if (place === undefined) return [];
    const own = ownDetails({ name: person.name, nhsNumber: person.nhs_number }, person.contacts);
    return isNotForMails(place, own) ? [warning('place-names-somebody', id, at, pathway)] : [];
  });
}

const warning = (code: WarningCode, event: string, at: Line['at'], pathway: number): Line => ({
  at,
  pathway,
  what: 'warning',
  code,
  event,
});

/** The lines of an event with what was said besides, each warning in its place (contract section 3). */
export function withAdvice(lines: readonly Line[], advice: readonly Line[]): readonly Line[] {
  if (advice.length === 0) return lines;
  const isWarning = (line: Line): line is Extract<Line, { what: 'warning' }> => line.what === 'warning';
  const key = ({ code, deadline, event }: Extract<Line, { what: 'warning' }>): string => `${code}|${deadline ?? event ?? ''}`;
  const warnings = [...lines, ...advice].filter(isWarning).sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return [...lines.filter((line) => !isWarning(line)), ...warnings];
}
