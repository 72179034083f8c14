import { sql } from 'kysely';
import type { Pool } from 'pg';
import { keptShortly } from '../../infra/kept-shortly';
import { recordStamp } from '../record/stamp';
import { among, db, prepared, rowsOf } from '../tables/query';

/** How many open pathways stand on a version of a rule set. */
export interface RuleSetInUse {
  /** `<name>@<version>` */
  readonly ruleSet: string;
  readonly pathways: number;
  /** How many of them keep dates that the present rules would make otherwise, until somebody adopts those. */
  readonly notAdopted: number;
}

const inUse = prepared('rule-sets-in-use', (areas: readonly string[]) =>
  db
    .selectFrom('pathway')
    .innerJoin('person', 'person.register_id', 'pathway.register_id')
    .select([
      'pathway.rule_set as ruleSet',
      sql<number>`count(*)::int`.as('pathways'),
      sql<number>`(count(*) filter (where pathway.not_adopted > 0))::int`.as('notAdopted'),
    ])
    .where('pathway.ended_type', 'is', null)
    .where('person.area', '=', among(areas))
    .groupBy('pathway.rule_set')
    .orderBy('pathway.rule_set'),
);

/** On which rule sets the open pathways of areas stand: all are gone through. Throws where the database is away. */
export const readRuleSetsInUse = keptShortly(
  (areas: readonly string[]) => JSON.stringify(areas),
  recordStamp,
  (pool: Pool, areas: readonly string[]): Promise<RuleSetInUse[]> => rowsOf(pool, inUse(areas)),
);
