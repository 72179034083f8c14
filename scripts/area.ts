import { openPool } from '../infra/database/database';
import { messageOf, PlainError } from '../infra/plain-error';
import { area } from '../services/rules/areas';
import { prepareArea } from '../services/notices/settings';

/** Throws PlainError where there is no such area, or its file cannot be used. */
export function checkArea(name: string): void {
  try {
    area(name);
  } catch (error) {
    throw new PlainError(`AREA cannot be used: ${messageOf(error)}.`, { cause: error });
  }
}

/** Loads what the area brings (its first staff, who may be written to), at the first start. Repeating it changes nothing. */
export async function makeAreaReady(url: string, areaId: string, ownMailServer: boolean): Promise<void> {
  const pool = openPool({ url, max: 1 });
  try {
    await prepareArea(pool, areaId, { ownMailServer });
  } finally {
    await pool.end();
  }
}
