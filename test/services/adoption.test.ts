import type { Pool } from 'pg';
import { parseInstant } from '../../domain/calendar/dates';
import { adoptRuleSet, type AdoptionRequest } from '../../services/adoption';
import { commitDeps, newRegisterId, say } from '../support/commit';
import { freshDatabase } from '../support/database';

describe('adopting a rule set', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let pool: Pool;
  const request = (over: Partial<AdoptionRequest> = {}): AdoptionRequest => ({
    ruleSet: 'llr-2023',
    clock: parseInstant('2026-10-05T10:00'),
    apply: true,
    source: 'test',
    notInForceUnderstood: false,
    ...over,
  });
  const ruleSetOf = async (registerId: string): Promise<unknown> =>
    (await pool.query('select rule_set from pathway where register_id = $1', [registerId])).rows[0]?.rule_set;

  beforeAll(async () => {
    database = await freshDatabase();
    pool = database.pool;
  });
  afterAll(() => database.drop());

  async function amberPerson(): Promise<string> {
    const id = newRegisterId();
    await say(commitDeps(pool), id, '2026-10-01T09:00', { type: 'consent-given', basis: 'own', scope: ['register'] });
    await say(commitDeps(pool), id, '2026-10-01T09:30', { type: 'rating-set', rating: 'amber', reason: 'made up' });
    return id;
  }

  it('shows what would move, and writes nothing, until it is applied', async () => {
    const id = await amberPerson();
    const preview = await adoptRuleSet(commitDeps(pool), request({ apply: false }));
    expect(preview.find(({ registerId }) => registerId === id)).toMatchObject({
      status: 'would-apply',
      changes: expect.arrayContaining([expect.objectContaining({ what: 'deadline-moved', kind: 'mam', from: null, due: '2026-10-15' })]),
    });
    expect(await ruleSetOf(id)).toBe('england-2023');
    const applied = await adoptRuleSet(commitDeps(pool), request());
    expect(applied.find(({ registerId }) => registerId === id)?.status).toBe('applied');
    expect(await ruleSetOf(id)).toBe('llr-2023');
    expect(await adoptRuleSet(commitDeps(pool), request())).toEqual([]);
  });

  it('does not adopt what is not in force, until that is said to be understood', async () => {
    const id = await amberPerson();
    await expect(adoptRuleSet(commitDeps(pool), request({ ruleSet: 'mha-2025-draft' }))).rejects.toThrow(/not in force/);
    expect(await ruleSetOf(id)).toBe('england-2023');
    const understood = await adoptRuleSet(commitDeps(pool), request({ ruleSet: 'mha-2025-draft', notInForceUnderstood: true }));
    expect(understood.map(({ status }) => status)).toContain('applied');
  });

  it('does not know a rule set that nobody wrote', async () => {
    await expect(adoptRuleSet(commitDeps(pool), request({ ruleSet: 'wales-2030' }))).rejects.toThrow(/unknown rule set/);
  });
});
