import { openPool } from '../infra/database/database';
import { areasServed, environment } from '../infra/env';
import { messageOf, PlainError } from '../infra/plain-error';
import { area } from '../services/rules/areas';
import { prepareArea } from '../services/notices/settings';

/** Throws PlainError where there is no such area as one that is served, or its file cannot be used. */
export function checkAreas(): void {
  for (const name of areasServed())
    try {
      area(name);
    } catch (error) {
      throw new PlainError(`${name === environment().AREA ? 'AREA' : 'AREAS'} cannot be used: ${messageOf(error)}.`, { cause: error });
    }
}

/** The area that a command is about: the one that is named, or AREA. Throws PlainError where it is none that is served. */
export function areaNamed(name: string | undefined): string {
  const id = name ?? environment().AREA;
  if (!areasServed().includes(id)) throw new PlainError(`${id} is no area of this installation: ${areasServed().join(', ')} are.`);
  return id;
}

/** Loads what each area brings (its first staff, who may be written to), at the first start. Repeating it changes nothing. */
export async function makeAreasReady(url: string, ownMailServer: boolean): Promise<void> {
  const pool = openPool({ url, max: 1 });
  try {
    for (const id of areasServed()) await prepareArea(pool, id, { ownMailServer });
  } finally {
    await pool.end();
  }
}
