import type { z } from 'zod';
import { digestOf } from '../../infra/canonical';
import { complaint } from './body';
import { Problem } from './problem';

/** Makes the cursor of the next page: the last place of this one, bound to the filter that the list was asked with. */
export function makeCursor(filter: unknown, place: readonly unknown[]): string {
  return Buffer.from(JSON.stringify([digestOf(filter).slice(0, 12), ...place]), 'utf8').toString('base64url');
}

/** Reads a cursor's place by a schema. Throws the problem `bad-cursor` where it is none of ours or was made for another filter. */
export function readCursor<S extends z.ZodType>(cursor: string, filter: unknown, place: S): z.output<S> {
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw badCursor();
  }
  if (!Array.isArray(parts) || parts[0] !== digestOf(filter).slice(0, 12)) throw badCursor();
  // Anybody can make one: what is in it goes to the database as any other text of a caller does.
  if (parts.some((part) => typeof part === 'string' && complaint(part) !== null)) throw badCursor();
  const read = place.safeParse(parts.slice(1));
  if (!read.success) throw badCursor();
  return read.data;
}

const badCursor = (): Problem =>
  Problem.of(
    'bad-cursor',
    'This cursor does not belong to this list with these filters. Ask for the first page, without cursor, and go on from its nextCursor.',
  );
