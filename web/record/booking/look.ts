import { londonDate } from '../../../domain/calendar/dates';
import type { PathwayEvent } from '../../../domain/pathway/events';
import type { Line } from '../../../domain/pathway/types';
import { type InvitationLook, linesAfter, lookAtInvitations } from '../../../services/meetings/booking';
import type { Standing } from '../../../services/pathway/standing';
import { coreContext } from '../../../services/rules/policies';
import type { WebContext } from '../../app/context';
import { reasonWords } from '../../content/reasons';
import { followsOf, previewOf, type PreviewModel } from '../preview';

/** What goes to some of those who are invited, in the same words. */
interface InvitationModel {
  readonly to: string;
  /** Why it does not go now; null: it goes. */
  readonly stopped: string | null;
  readonly letter: InvitationLook['letter'];
}

/** Those who get the same words stand together. */
function together(looks: readonly InvitationLook[]): readonly InvitationModel[] {
  const alike = new Map<string, InvitationLook[]>();
  for (const look of looks) {
    const key = JSON.stringify([look.letter, look.stopped]);
    alike.set(key, [...(alike.get(key) ?? []), look]);
  }
  return [...alike.values()].map((group) => ({
    to: group.map(({ name }) => name ?? 'somebody without a name').join(', '),
    stopped: group[0]?.stopped ? reasonWords(group[0].stopped) : null,
    letter: group[0]?.letter ?? null,
  }));
}

/** What recording something would change; where it books a meeting, with what a review leads to once it is held, and the invitations. */
export interface LookedModel extends PreviewModel {
  readonly invitations: readonly InvitationModel[];
}

/** What events would change, for a reader. In: the events under the id that they would have, and the lines of their dry run. Throws where the database is away. */
export async function lookedModel(
  { pool, clock, formAt }: WebContext,
  of: { readonly standing: Standing; readonly id: string; readonly events: readonly PathwayEvent[] },
  lines: readonly Line[],
): Promise<LookedModel> {
  const { standing } = of;
  const today = londonDate(clock());
  if (of.events.every(({ type }) => type !== 'meeting-scheduled')) return { ...previewOf(lines, standing, today), invitations: [] };
  const deps = { pool, core: coreContext(), now: clock, formAt };
  const looks = await lookAtInvitations(deps, of);
  const sent = looks.map(({ family, stopped }) => ({ family, waits: stopped !== null }));
  const preview = previewOf(lines, standing, today, sent);
  const after = followsOf(linesAfter(deps, of), standing, today);
  const [starts, ...others] = preview.groups;
  return {
    ...preview,
    invitations: together(looks),
    groups: starts && after.length > 0 ? [starts, { title: 'Once it is held', rows: after }, ...others] : preview.groups,
  };
}
