import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { parseInstant, type Instant } from '../../../domain/calendar/dates';
import { coreContext } from '../../../services/rules/policies';
import { takeTurn, type Turn } from '../../../services/workflow/turn';
import { commitDeps, newRegisterId, say } from '../../support/database/commit';
import { freshDatabase } from '../../support/database/database';

describe('what a pathway hears from callers that speak Temporal', () => {
  let database: Awaited<ReturnType<typeof freshDatabase>>;
  let pool: Pool;

  beforeAll(async () => {
    database = await freshDatabase();
    pool = database.pool;
  });
  afterAll(() => database.drop());

  async function amber(): Promise<string> {
    const registerId = newRegisterId();
    await say(commitDeps(pool), registerId, '2026-10-01T09:00', { type: 'rating-set', rating: 'amber', reason: 'made up' });
    return registerId;
  }
  const turn = (registerId: string, body: Record<string, unknown>): Turn => ({
    registerId,
    pathway: 1,
    heard: [{ name: 'event', body }],
    wake: null,
    clock: parseInstant('2026-10-02T09:00'),
    armedFor: 0,
  });
  const tasksOf = async (event: string): Promise<unknown[]> =>
    (await pool.query("select kind, register_id from task where params->>'event' = $1", [event])).rows;

  it('rules are adopted by the service alone: a signal that says so is refused and put before a person', async () => {
    const registerId = await amber();
    const eventId = randomUUID();
    await takeTurn(commitDeps(pool), turn(registerId, { eventId, type: 'rules-adopted', ruleSet: 'llr-2023', on: '2026-10-02' }));
    const { rows } = await pool.query('select status from event where id = $1', [eventId]);
    expect(rows).toEqual([{ status: 'refused' }]);
    expect((await pool.query('select rule_set from pathway where register_id = $1', [registerId])).rows).toEqual([
      { rule_set: coreContext().ruleSet('england-2023').ref },
    ]);
    expect(await tasksOf(eventId)).toHaveLength(1);
  });

  it('an id that was used for somebody else decides nothing, and is put before a person', async () => {
    const [first, second] = [await amber(), await amber()];
    const eventId = randomUUID();
    const admitted = { eventId, type: 'admitted', on: '2026-10-02', security: 'low', detained: true, planned: false };
    await takeTurn(commitDeps(pool), turn(first, admitted));
    await takeTurn(commitDeps(pool), turn(second, admitted));
    expect((await pool.query('select rating from pathway where register_id = $1', [second])).rows).toEqual([{ rating: 'amber' }]);
    expect(await tasksOf(eventId)).toEqual([{ kind: 'signal-with-used-id', register_id: second }]);
  });

  it('plays nothing beyond the service’s own clock, whatever the workflow says of the time', async () => {
    const registerId = await amber();
    const admitted = { eventId: randomUUID(), type: 'admitted', on: '2026-10-01', security: 'low', detained: true, planned: false };
    const now = (): Instant => parseInstant('2026-10-02T09:00');
    const later = parseInstant('2029-10-02T09:00');
    const stand = await takeTurn({ ...commitDeps(pool), now }, { ...turn(registerId, admitted), clock: later, wake: later });
    expect(stand.clock).toBe(now());
    const { rows } = await pool.query<{ at: Date }>(
      'select at from timeline where register_id = $1 union select at from event where register_id = $1',
      [registerId],
    );
    expect(rows.filter(({ at }) => at.getTime() > now())).toEqual([]);
    expect((await pool.query(`select from deadline where register_id = $1 and status = 'missed'`, [registerId])).rowCount).toBe(0);
    // What it was not yet time for stays to be waited for.
    expect(stand.wakeUps.length).toBeGreaterThan(0);
    expect(Math.min(...stand.wakeUps.map(({ at }) => at))).toBeGreaterThan(now());
  });
});
