import { endOfDay, londonDate, type PlainDate } from '../../domain/calendar/dates';
import { withPrompts } from '../../domain/forms/sheets/prompts';
import type { Sheet } from '../../domain/forms/sheets/sheet';
import { readAreaAt } from '../../services/areas/versions';
import type { Standing } from '../../services/pathway/standing';
import { area, isArea } from '../../services/rules/areas';
import type { WebContext } from '../app/context';

/**
 * A sheet with the prompts of the person's area in place of ours: those of today, and of a meeting or visit that is past those with which that day
 * in London ended. `on`: its day. Throws where the database is away.
 */
export async function prompted<Kind extends string>(
  { pool, clock }: Pick<WebContext, 'pool' | 'clock'>,
  standing: Pick<Standing, 'area'>,
  sheet: Sheet<Kind>,
  on: PlainDate,
): Promise<Sheet<Kind>> {
  if (!isArea(standing.area)) return sheet;
  const { prompts = {} } = on < londonDate(clock()) ? await readAreaAt(pool, standing.area, endOfDay(on)) : area(standing.area);
  return withPrompts(sheet, prompts);
}
