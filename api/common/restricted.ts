import type { Caller } from '../../services/access/callers';
import { allows } from '../../services/access/scopes';
import { readRestricted } from '../../services/access/restricted';
import { type EventView, WITHHELD, withoutWords } from '../../services/pathway/events';
import type { ApiContext } from '../context';
import { Problem } from '../http/problem';

/** Whether a caller may read who people of restricted records are, and the words about them. */
const mayRead = (caller: Caller | null): boolean => caller !== null && allows(caller.scopes, 'restricted:read');

/** The problem for what is kept from a caller because the record is restricted. */
export const restrictedRecord = (): Problem =>
  Problem.of(
    'restricted-record',
    'This record is restricted: who the person is, their contacts and the words about them need a token with the scope restricted:read. Codes, dates and events are read and sent as always.',
  );

/**
 * On which ground a caller looks at a record, for the access log: `token` where it is restricted; null where it is not.
 * Throws the problem `restricted-record` where a route is about who somebody is (`details`), and the caller may not read that.
 */
export async function groundOfCaller(restricted: Promise<boolean>, caller: Caller, details: boolean): Promise<'token' | null> {
  if (!(await restricted)) return null;
  if (details && !mayRead(caller)) throw restrictedRecord();
  return 'token';
}

/** The register ids of those of whom a caller is told neither who they are nor what somebody typed. Throws where the database is away. */
export const keptFrom = async ({ pool }: Pick<ApiContext, 'pool'>, caller: Caller | null): Promise<ReadonlySet<string>> =>
  mayRead(caller) ? new Set() : readRestricted(pool);

/** Events as a caller reads them: of restricted records without the words that somebody typed. */
export async function eventsFor(
  context: Pick<ApiContext, 'pool'>,
  caller: Caller | null,
  events: readonly EventView[],
): Promise<EventView[]> {
  const kept = await keptFrom(context, caller);
  return events.map((event) => (kept.has(event.registerId) ? withoutWords(event) : event));
}

/** Words as a caller reads them: of a restricted record, what stands in their place. */
export const wordsFor = <Words extends string | null>(kept: ReadonlySet<string>, registerId: string, words: Words): Words =>
  words !== null && kept.has(registerId) ? (WITHHELD as Words) : words;
