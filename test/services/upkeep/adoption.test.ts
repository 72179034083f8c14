import type { Pool } from 'pg';
import { parseInstant, plainDate } from '../../../domain/calendar/dates';
import type { CoreContext } from '../../../domain/pathway/types';
import { adoptRules, type Adoption, type AdoptionRequest } from '../../../services/upkeep/adoption';
import { commit, type CommitDeps } from '../../../services/commit/commit';
import { askCore } from '../../../services/notices/sending/check/core-answers';
import { checkAdopted } from '../../../services/upkeep/proof/log/check-adopted';
import { checkDerived } from '../../../services/upkeep/proof/log/check-derived';
import { coreContext } from '../../../services/rules/policies';
import { reading } from '../../../infra/database/reading';
import { commitDeps, newRegisterId, say, somebody } from '../../support/database/commit';
import { freshDatabase, type TestDatabase } from '../../support/database/database';
import { PoliciesCopy, withHoliday, withInterval } from '../../support/core/policies';

const country = coreContext().ruleSet('england-2023');
const area = coreContext().ruleSet('llr-2023');

let database: TestDatabase;
let pool: Pool;
beforeEach(async () => {
  database = await freshDatabase();
  pool = database.pool;
});
afterEach(() => database.drop());

const request = (over: Partial<AdoptionRequest> = {}): AdoptionRequest => ({
  ruleSet: 'llr-2023',
  clock: parseInstant('2026-10-05T10:00'),
  apply: true,
  source: 'test',
  notInForceUnderstood: false,
  ...over,
});
const { ruleSet: _, ...ownRules } = request();
const under = (core: CoreContext): CommitDeps => ({ ...commitDeps(pool), core });
const of = (adoptions: readonly Adoption[], id: string): Adoption | undefined => adoptions.find(({ registerId }) => registerId === id);

async function amberPerson(deps = commitDeps(pool)): Promise<string> {
  const id = newRegisterId();
  await say(deps, id, '2026-10-01T09:00', { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  await say(deps, id, '2026-10-01T09:00', { type: 'consent-given', basis: 'own', scope: ['register'] });
  await say(deps, id, '2026-10-01T09:30', { type: 'rating-set', rating: 'amber', reason: 'made up' });
  return id;
}
async function inpatient(): Promise<string> {
  const id = newRegisterId();
  const person = somebody({ bornOn: plainDate('1985-01-01') });
  const event = { type: 'admitted', security: 'low', detained: false, planned: false } as const;
  await say(commitDeps(pool), id, '2026-10-01T09:00', event, { person });
  return id;
}
const stored = async (id: string, kind: string): Promise<unknown[]> =>
  (await pool.query('select due, status from deadline where register_id = $1 and kind = $2 order by due', [id, kind])).rows;
const linesOf = async (id: string, kind: string): Promise<unknown[]> =>
  (
    await pool.query<{ line: Record<string, unknown> }>(
      `select line from timeline where register_id = $1 and line->>'kind' = $2 and what like 'deadline-%' order by ordinal`,
      [id, kind],
    )
  ).rows.map(({ line }) => [line['what'], line['from'] ?? null, line['due'] ?? null].join(' '));

describe('adopting another rule set', () => {
  const ruleSetOf = async (registerId: string): Promise<unknown> =>
    (await pool.query('select rule_set from pathway where register_id = $1', [registerId])).rows[0]?.rule_set;

  it('shows what would move, with each date before and after and its reason, and writes nothing, until it is applied', async () => {
    const id = await amberPerson();
    const preview = of(await adoptRules(commitDeps(pool), request({ apply: false })), id);
    expect(preview).toMatchObject({ status: 'would-apply', from: country.ref, to: area.ref });
    expect(preview?.dates).toEqual([
      expect.objectContaining({
        what: 'deadline-moved',
        kind: 'mam',
        before: null,
        after: '2026-10-15',
        rule: `mam-14@llr-2023/${area.version}`,
      }),
    ]);
    expect(preview?.dates[0]?.reason).toContainEqual(expect.objectContaining({ code: 'interval' }));
    expect(await ruleSetOf(id)).toBe(country.ref);
    expect(of(await adoptRules(commitDeps(pool), request()), id)?.status).toBe('applied');
    expect(await ruleSetOf(id)).toBe(area.ref);
    expect(of(await adoptRules(commitDeps(pool), request()), id)).toBeUndefined();
  });

  it('does not adopt what is not in force, until that is said to be understood', async () => {
    const id = await amberPerson();
    await expect(adoptRules(commitDeps(pool), request({ ruleSet: 'mha-2025-draft' }))).rejects.toThrow(/not in force/);
    expect(await ruleSetOf(id)).toBe(country.ref);
    const understood = await adoptRules(commitDeps(pool), request({ ruleSet: 'mha-2025-draft', notInForceUnderstood: true }));
    expect(understood.map(({ status }) => status)).toContain('applied');
  });

  it('does not know a rule set that nobody wrote', async () => {
    await expect(adoptRules(commitDeps(pool), request({ ruleSet: 'wales-2030' }))).rejects.toThrow(/unknown rule set/);
  });
});

describe('a released rule set', () => {
  it('has a new version beside it: what is open keeps the old until it is adopted, and then has its line', async () => {
    const id = await amberPerson();
    const copy = new PoliciesCopy();
    copy.newVersion('england-2023', withInterval('consent-renewal', { number: 2, unit: 'years' }));
    const next = copy.load();
    await say(under(next), id, '2026-10-02T09:30', { type: 'keyworker-assigned' });
    expect(await stored(id, 'consent-renewal')).toEqual([{ due: '2027-10-01', status: 'open' }]);
    const preview = of(await adoptRules(under(next), { ...ownRules, apply: false }), id);
    expect(preview?.dates).toEqual([
      expect.objectContaining({ deadline: expect.stringContaining('consent-renewal'), before: '2027-10-01', after: '2028-10-01' }),
    ]);
    await adoptRules(under(next), ownRules);
    expect(await linesOf(id, 'consent-renewal')).toEqual(['deadline-opened  2027-10-01', 'deadline-moved 2027-10-01 2028-10-01']);
  });

  it('is followed by what an area has changed, and moves nobody of that area either until it is adopted', async () => {
    const id = await amberPerson();
    await adoptRules(commitDeps(pool), request());
    const copy = new PoliciesCopy();
    copy.newVersion('england-2023', withInterval('consent-renewal', { number: 2, unit: 'years' }));
    const next = copy.load();
    const following = next.ruleSet(area.name).ref;
    expect(following).not.toBe(area.ref);
    await say(under(next), id, '2026-10-06T09:30', { type: 'keyworker-assigned' });
    expect(await stored(id, 'consent-renewal')).toEqual([{ due: '2027-10-01', status: 'open' }]);
    expect(await checkAdopted(under(next), id)).toEqual([]);
    const later = { ...ownRules, clock: parseInstant('2026-10-07T10:00') };
    expect(of(await adoptRules(under(next), { ...later, apply: false }), id)).toMatchObject({ from: area.ref, to: following });
    await adoptRules(under(next), later);
    expect(await stored(id, 'consent-renewal')).toEqual([{ due: '2028-10-01', status: 'open' }]);
    expect(await stored(id, 'mam')).toEqual([{ due: '2026-10-15', status: 'open' }]);
  });
});

describe('a process whose rules, holidays or core answer differently for what is open', () => {
  const twoYears = new PoliciesCopy()
    .edit(`rule-sets/${country.ref}.json`, withInterval('consent-renewal', { number: 2, unit: 'years' }))
    .release(country.ref)
    .load();

  it('moves no date by the way of an unrelated event, says so, and moves it with a line when it is adopted', async () => {
    const id = await amberPerson();
    await say(under(twoYears), id, '2026-10-02T09:30', { type: 'keyworker-assigned' });
    await say(under(twoYears), id, '2026-10-03T09:30', { type: 'referral-received', source: 'family' });
    expect(await stored(id, 'consent-renewal')).toEqual([{ due: '2027-10-01', status: 'open' }]);
    expect(await linesOf(id, 'consent-renewal')).toEqual(['deadline-opened  2027-10-01']);
    expect(await checkAdopted(under(twoYears), id)).toEqual([
      { code: 'not-adopted', registerId: id, pathway: 1, params: { dates: expect.any(Number) }, mended: false },
    ]);
    expect(await checkDerived(under(twoYears), id)).toEqual([]);
    const [date] = of(await adoptRules(under(twoYears), { ...ownRules, apply: false }), id)?.dates ?? [];
    expect(date).toMatchObject({ what: 'deadline-moved', before: '2027-10-01', after: '2028-10-01' });
    await adoptRules(under(twoYears), ownRules);
    expect(await linesOf(id, 'consent-renewal')).toEqual(['deadline-opened  2027-10-01', 'deadline-moved 2027-10-01 2028-10-01']);
    expect(await stored(id, 'consent-renewal')).toEqual([{ due: '2028-10-01', status: 'open' }]);
    expect(await checkAdopted(under(twoYears), id)).toEqual([]);
    expect(of(await adoptRules(under(twoYears), { ...ownRules, apply: false }), id)).toBeUndefined();
    expect(await checkDerived(under(twoYears), id)).toEqual([]);
  });

  it('lets an event decide what it is about: a renewal given starts the new interval', async () => {
    const id = await amberPerson();
    await say(under(twoYears), id, '2026-12-01T09:30', { type: 'consent-given', basis: 'own', scope: ['register'] });
    expect(await stored(id, 'consent-renewal')).toEqual(
      [
        { due: '2027-10-01', status: 'met' },
        { due: '2028-12-01', status: 'open' },
      ].map((row) => expect.objectContaining(row)),
    );
  });

  it('keeps for good what was settled: a deadline missed and one met stay as they were', async () => {
    const id = await amberPerson();
    await commit(commitDeps(pool), { kind: 'wake', registerId: id, clock: parseInstant('2027-10-10T10:00') });
    await say(under(twoYears), id, '2027-10-11T10:00', { type: 'keyworker-assigned' });
    await adoptRules(under(twoYears), { ...ownRules, clock: parseInstant('2027-10-12T10:00') });
    expect(await stored(id, 'consent-renewal')).toEqual([{ due: '2027-10-01', status: 'missed' }]);
    await say(under(twoYears), id, '2027-10-13T10:00', { type: 'consent-given', basis: 'own', scope: ['register'] });
    expect((await stored(id, 'consent-renewal'))[0]).toEqual({ due: '2027-10-01', status: 'late' });
  });

  it('tells the senders the date that stands, not the one that nobody has adopted', async () => {
    const id = await amberPerson();
    const standing = await reading(pool, (client) =>
      askCore(client, { core: twoYears, registerId: id, pathway: 1, now: parseInstant('2026-10-06T10:00') }),
    );
    const renewals = [...(standing?.now?.deadlines.values() ?? [])].filter(({ kind }) => kind === 'consent-renewal');
    expect(renewals.map(({ due }) => due)).toEqual(['2027-10-01']);
  });

  it('lets a waiting step wait until a bank holiday that was announced late is adopted', async () => {
    const id = await inpatient();
    const waiting = async (): Promise<unknown> =>
      (await pool.query<{ at: Date }>(`select at from wake_up where register_id = $1 and deadline like 'post-admission-cetr%'`, [id]))
        .rows[0]?.at;
    expect(await waiting()).toEqual(new Date('2026-10-15T07:00:00Z'));
    const late = new PoliciesCopy().edit('holidays/england-and-wales.json', withHoliday('2026-10-15')).load();
    await say(under(late), id, '2026-10-02T09:00', { type: 'keyworker-assigned' });
    expect(await waiting()).toEqual(new Date('2026-10-15T07:00:00Z'));
    const adoption = of(await adoptRules(under(late), { ...ownRules, apply: false }), id);
    expect(adoption?.steps).toContainEqual({
      deadline: expect.stringContaining('post-admission-cetr'),
      before: { step: 'remind', at: Date.parse('2026-10-15T07:00:00Z') },
      after: { step: 'remind', at: Date.parse('2026-10-14T07:00:00Z') },
    });
    expect(await checkAdopted(under(late), id)).toHaveLength(1);
    await adoptRules(under(late), ownRules);
    expect(await waiting()).toEqual(new Date('2026-10-14T07:00:00Z'));
    expect(await checkAdopted(under(late), id)).toEqual([]);
  });

  it('fires a step that waited at the instant for which it waited, once', async () => {
    const id = await inpatient();
    const late = new PoliciesCopy().edit('holidays/england-and-wales.json', withHoliday('2026-10-15')).load();
    await commit(under(late), { kind: 'wake', registerId: id, clock: parseInstant('2026-10-20T10:00') });
    const { rows } = await pool.query<{ at: Date }>(
      `select at from timeline where register_id = $1 and what = 'step' and line->>'kind' = 'post-admission-cetr' order by ordinal`,
      [id],
    );
    expect(rows.map(({ at }) => at.toISOString())).toEqual(['2026-10-15T07:00:00.000Z']);
  });

  it('says nothing where both answer alike', async () => {
    const id = await amberPerson();
    expect(await checkAdopted({ pool, core: coreContext() }, id)).toEqual([]);
  });
});
