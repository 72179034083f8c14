import type { Pool } from 'pg';
import type { Place } from '../../../domain/meetings/places';
import { countOf } from '../../tables/query';
import { raiseTask, taskEnded } from '../../tasks/tasks';
import type { Request } from './offers';

type Of = Omit<Request, 'kind' | 'area'>;

const noPlaceKey = ({ registerId, pathway, deadline }: Of): string => `no-place/${registerId}/${pathway}/${deadline}`;
const notArrangedKey = ({ registerId, pathway, deadline }: Of): string => `not-arranged/${registerId}/${pathway}/${deadline}`;

/** Puts before the team that a meeting has no place before its day, with the nearest after it. Where it was found meanwhile and is lost again, it is open again; `isTold`: it was said before, and nothing was found since. */
export function tellNoPlace(pool: Pool, of: Of, nearest: readonly Place[], isTold: boolean): Promise<void> {
  const params = { deadline: of.deadline, nearest: nearest.map(({ on, time }) => `${on} ${time}`).join(', ') };
  return raiseTask(
    pool,
    { key: noPlaceKey(of), register_id: of.registerId, kind: 'no-place', audience: 'team', params },
    { again: !isTold },
  );
}

/** Puts before the team that a meeting could not be booked at the place that was kept for it, and why. */
export function tellNotArranged(pool: Pool, of: Of, reason: string): Promise<void> {
  const params = { deadline: of.deadline, reason };
  const task = { key: notArrangedKey(of), register_id: of.registerId, kind: 'not-arranged', audience: 'team', params };
  return raiseTask(pool, task, { again: true });
}

/** Nobody need find a place any more for what a deadline asked for: it has one, is booked, or is asked for no longer. */
export async function placeFound(pool: Pool, of: Of): Promise<void> {
  for (const key of [noPlaceKey(of), notArrangedKey(of)]) await countOf(pool, taskEnded(key));
}
