import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { parseInstant, type Instant } from '../../../domain/calendar/dates';
import type { Fact, PathwayEvent } from '../../../domain/pathway/events';
import { commit, type CommitDeps } from '../../../services/commit/commit';
import type { EventAnswer, EventRequest } from '../../../services/commit/types';
import type { NewPerson } from '../../../services/record/new-person';
import { raiseTask } from '../../../services/tasks/tasks';
import { testSeals } from './seals';
import { coreContext } from '../../../services/rules/policies';

/** What a commit works with in tests: the real core and policies, a contact book of one made-up team. */
export function commitDeps(pool: Pool, committed?: () => void): CommitDeps {
  const team = {
    id: 'team',
    name: 'The made-up team',
    email: 'team@example.test',
    audiences: ['team', 'commissioner', 'manager', 'on-call'] as const,
  };
  return { pool, core: coreContext(), seals: testSeals, book: () => [team], ...(committed ? { committed } : {}) };
}

/** A made-up person of whom only the birth date matters. */
export const somebody = (over: Partial<NewPerson> = {}): NewPerson => ({
  area: 'example',
  name: 'Somebody Made-Up',
  bornOn: null,
  nhsNumber: null,
  contacts: [],
  minutes: 0,
  ruleSet: 'england-2023',
  ...over,
});

let people = 0;
/** A register id that no other test of this file uses; not one that the service would give (its check character is not looked at here). */
export const newRegisterId = (): string => `TEST-${String((people += 1)).padStart(4, '0')}`;

/** Commits one event heard at a London time such as `2026-10-01T19:30`. */
export function say(
  deps: CommitDeps,
  registerId: string,
  at: string | Instant,
  event: PathwayEvent | Fact,
  over: Partial<EventRequest> = {},
): Promise<EventAnswer> {
  return commit(deps, {
    kind: 'event',
    registerId,
    id: randomUUID(),
    events: [event],
    batch: false,
    source: 'test',
    clock: typeof at === 'string' ? parseInstant(at) : at,
    person: somebody(),
    ...over,
  });
}

/** Takes from a person what a recovery from the histories cannot bring back, and puts that before people, as it does. */
export async function loseIdentity(pool: Pool, registerId: string): Promise<void> {
  await pool.query(`update person set name = null, nhs_number = null, born_on = null, contacts = '[]' where register_id = $1`, [
    registerId,
  ]);
  await raiseTask(pool, {
    key: `identity-lost/${registerId}`,
    register_id: registerId,
    kind: 'identity-lost',
    audience: 'team',
    params: {},
  });
}
