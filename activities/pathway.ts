import { activityInfo, ApplicationFailure } from '@temporalio/activity';
import { arrange, type ArrangeDeps } from '../services/meetings/places/arrange';
import { freshAreas } from '../services/areas/versions';
import { takeTurn, type Stand, type Turn, type TurnDeps } from '../services/workflow/turn';
import { PERSON_PATHWAY, pathwayWorkflowId } from '../workflows/names';

export type { Stand, Turn } from '../services/workflow/turn';

/** What a pathway's workflow asks for. */
export interface PathwayActivities {
  takeTurn(turn: Turn): Promise<Stand>;
}

/** What a pathway's workflow asks for besides, where a meeting wants a place. */
export interface ArrangingActivities {
  arrange(of: { readonly registerId: string; readonly pathway: number }): Promise<void>;
}

/** The activity that gives meetings their places. */
export const arrangingActivities = (deps: ArrangeDeps): ArrangingActivities => ({
  arrange: async (of) => {
    // What an area has just given up must not be given out again.
    await freshAreas(deps.pool, { now: true });
    await arrange(deps, of);
  },
});

export interface PathwayActivityDeps extends TurnDeps {
  /** Milliseconds that this service's workflows add to Temporal's clock; absent: none. A rehearsal has activities of its own. */
  readonly clockOffset?: number;
}

/**
 * The activities of `personPathway`, over the same commit that the API calls. They answer the workflows of this service alone: any other
 * ends as failed, and the next signal or timer check starts the right one from the log.
 */
export function pathwayActivities(deps: PathwayActivityDeps): PathwayActivities {
  const { clockOffset = 0 } = deps;
  return {
    takeTurn: async (turn) => {
      const { workflowExecution, workflowType } = activityInfo();
      if (workflowType !== PERSON_PATHWAY || workflowExecution?.workflowId !== pathwayWorkflowId(turn.registerId, turn.pathway))
        throw notOurs('its id is not that of its pathway');
      if ((turn.clockOffset ?? clockOffset) !== clockOffset) throw notOurs('its clock is not that of the service');
      await freshAreas(deps.pool);
      return takeTurn(deps, turn);
    },
  };
}

const notOurs = (why: string): ApplicationFailure =>
  ApplicationFailure.create({ message: `not started by this service: ${why}`, type: 'NotOurs', nonRetryable: true });
