import type { CommitDeps } from '../services/commit';
import { takeTurn, type Stand, type Turn } from '../services/pathway/turn';

export type { Stand, Turn } from '../services/pathway/turn';

/** What a pathway's workflow asks for. */
export interface PathwayActivities {
  takeTurn(turn: Turn): Promise<Stand>;
}

/** The activities of `personPathway`, over the same commit that the API calls. */
export function pathwayActivities(deps: CommitDeps): PathwayActivities {
  return { takeTurn: (turn) => takeTurn(deps, turn) };
}
