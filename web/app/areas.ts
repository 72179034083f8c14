import type { Area } from '../../services/rules/areas';
import type { Viewer } from '../../services/staff/viewers';
import type { WebContext } from './context';
import { PageProblem } from './page-problem';

type Context = Pick<WebContext, 'area' | 'areas'>;

/** The areas of this installation in which a reader works, as they stand now: first the one where they belong. */
export const areasOf = ({ areas }: Context, viewer: Pick<Viewer, 'areas'>): readonly Area[] =>
  viewer.areas.flatMap((id) => areas().find((one) => one.id === id) ?? []);

/** The area in which a reader works first; of somebody who works in none that is served here, the one that is meant where none is named. */
export const areaOf = (context: Context, viewer: Pick<Viewer, 'areas'>): Area => areasOf(context, viewer)[0] ?? context.area();

/** The one of a reader's areas that an address names, or their first. Throws where it is none of theirs. */
export function areaChosen(context: Context, viewer: Pick<Viewer, 'areas'>, id: string | undefined): Area {
  const own = areasOf(context, viewer);
  const chosen = id === undefined ? own[0] : own.find((one) => one.id === id);
  if (!chosen) throw new PageProblem('forbidden');
  return chosen;
}

/** What an address says of an area: nothing where a reader has one alone. */
export const areaQuery = (
  context: Context,
  viewer: Pick<Viewer, 'areas'>,
  { id }: Pick<Area, 'id'>,
): { readonly area: string | undefined } => ({
  area: areasOf(context, viewer).length > 1 ? id : undefined,
});
