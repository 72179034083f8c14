import type { Pool } from 'pg';
import { EVENT_TYPES } from '../../domain/pathway/events';
import { spellingsOf } from '../../domain/uuids';
import { among, countOf, db, prepared } from '../tables/query';
import { allows, type TokenScope } from './scopes';

/** What an integrator's token is bound to; null: not bound to any. */
export interface Bounds {
  /** ODS codes, in capitals. */
  readonly sites: readonly string[] | null;
  readonly types: readonly string[] | null;
}

/** An integrator's token is one that is bound to something. */
export const isBound = ({ sites, types }: Bounds): boolean => sites !== null || types !== null;

/** ODS codes are of 3 to 10 capitals and digits (NHS Data Dictionary, ORGANISATION CODE). */
const ODS = /^[A-Z0-9]{3,10}$/;

/** Reads ODS codes from words. Throws RangeError where one is none, or there is none. */
export function parseSites(words: readonly string[]): string[] {
  const sites = [...new Set(words.map((word) => word.toUpperCase()))];
  const wrong = sites.filter((site) => !ODS.test(site));
  if (sites.length === 0 || wrong.length > 0)
    throw new RangeError(`${wrong.length > 0 ? `${wrong.join(', ')} is no ODS code` : 'no site given'}; one is 3 to 10 letters and digits`);
  return sites;
}

/** The types that a caller can send: a rule set is adopted by the service alone. */
const SENDABLE = EVENT_TYPES.filter((type) => type !== 'rules-adopted');

/** Reads types of events from words. Throws RangeError, naming the known ones, where one is unknown, or there is none. */
export function parseTypes(words: readonly string[]): string[] {
  const known: ReadonlySet<string> = new Set(SENDABLE);
  const wrong = words.filter((word) => !known.has(word));
  if (words.length === 0 || wrong.length > 0)
    throw new RangeError(`${wrong.length > 0 ? `unknown type ${wrong.join(', ')}` : 'no type given'}; known are ${SENDABLE.join(', ')}`);
  return [...new Set(words)];
}

/** An event, as far as a token's bounds go: its type, the site that it names, and what a correction puts in a place. */
interface Sent {
  readonly type: string;
  readonly site?: unknown;
  readonly with?: Sent | undefined;
}

/** Who sends: a caller, with what their token allows. */
interface Sender extends Bounds {
  readonly scopes: readonly TokenScope[];
}

/**
 * Says what of an event lies beyond a token, in a sentence; null where it may be sent. A death ends all that is owed to somebody: it is
 * taken from those who may find people here, and from an integrator that is bound to it by name.
 */
export function beyondBounds(sender: Sender, event: Sent): string | null {
  const { sites, types, scopes } = sender;
  if (types !== null && !types.includes(event.type)) return `Your token is for ${types.join(', ')}, and not for ${event.type}.`;
  const mayReportDeath = types?.includes('person-died') ?? (!isBound(sender) && allows(scopes, 'people:find'));
  if (event.type === 'person-died' && !mayReportDeath)
    return 'Your token is not for person-died: a death is taken only from a token that is bound to it. Tell the LDA team.';
  if (sites !== null && typeof event.site === 'string' && !sites.includes(event.site.toUpperCase()))
    return `Your token is for the sites ${sites.join(', ')}, and not for ${event.site}.`;
  return event.with === undefined ? null : beyondBounds(sender, event.with);
}

/** True where events of these ids were sent by somebody else: an integrator takes back only what it sent itself. */
export async function sentByOthers(pool: Pool, ids: readonly string[], source: string): Promise<boolean> {
  if (ids.length === 0) return false;
  return (await countOf(pool, ofOthers(ids.flatMap(spellingsOf), source))) === 1;
}

const ofOthers = prepared('sent-by-others', (ids: readonly string[], source: string) =>
  db.selectFrom('event').select('id').where('id', '=', among(ids)).where('source', '<>', source).limit(1),
);
