import type { Instant } from '../domain/calendar/dates';
import type { Line } from '../domain/pathway/types';
import { commit, type CommitDeps } from './commit';

/** What adopting a rule set does, or would do, to one open pathway. */
export interface Adoption {
  readonly registerId: string;
  readonly pathway: number;
  readonly status: 'applied' | 'would-apply' | 'refused';
  /** The deadlines that move, end, open or are missed by it. */
  readonly changes: readonly Line[];
}

export interface AdoptionRequest {
  readonly ruleSet: string;
  readonly clock: Instant;
  /** False: a preview, which writes nothing. */
  readonly apply: boolean;
  /** The name of whoever approves, as a code. */
  readonly source: string;
  /** True where that person has been told that the rule set is not in force, and wants it all the same. */
  readonly notInForceUnderstood: boolean;
}

/**
 * Adopts a rule set for every open pathway that is under another one: one `rules-adopted` event each, or the preview of it
 * (design section 5). What was settled keeps its rule and date. Running it again changes only what is left to change.
 * Throws RangeError where the rule set is unknown, or not in force and that was not said to be understood.
 */
export async function adoptRuleSet(deps: CommitDeps, request: AdoptionRequest): Promise<Adoption[]> {
  const { ruleSet, clock, apply, source } = request;
  const rules = deps.core.ruleSet(ruleSet);
  if (rules.notInForce !== null && !request.notInForceUnderstood) {
    throw new RangeError(`${ruleSet} is not in force: ${rules.notInForce} It is adopted only by someone who says that this is understood.`);
  }
  const { rows } = await deps.pool.query<{ register_id: string; number: number }>(
    'select register_id, number from pathway where ended_type is null and rule_set <> $1 order by register_id',
    [ruleSet],
  );
  const adoptions: Adoption[] = [];
  for (const { register_id: registerId, number } of rows) {
    const answer = await commit(deps, {
      kind: 'event',
      registerId,
      source,
      clock,
      batch: false,
      dryRun: !apply,
      // The run's instant is part of it, because an area may go back and forth between rule sets.
      id: `rules-adopted:${registerId}:${number}:${ruleSet}:${rules.version}:${clock}`,
      events: [{ type: 'rules-adopted', ruleSet }],
    });
    if (answer.status === 'applied' || answer.status === 'would-apply') {
      const changes = answer.changes.filter(({ what }) => what.startsWith('deadline-'));
      adoptions.push({ registerId, pathway: number, status: answer.status, changes });
    } else adoptions.push({ registerId, pathway: number, status: 'refused', changes: [] });
  }
  return adoptions;
}
