import { releaseNotices } from '../../../../services/notices/by-hand/hold-and-release';
import { referred } from '../../../support/core/facts';
import { spoken, type Spoken } from '../support/spoken';

const SAM = 'sam.okafor@examplevalley.example';
let on: Spoken;
beforeEach(async () => {
  on = await spoken();
  await on.hear(referred());
  await on.hear({ type: 'action-agreed', action: 'a1', due: '2026-09-07' });
  await on.go();
  on.at('2026-09-08T08:30');
  await on.wake();
});
afterEach(() => on.strike());
const digestOf = async () => (await on.became('digest', 'staff:sam-okafor')).map(({ said }) => said);

test('a digest that failed for good: what it had gathered goes with the next one', async () => {
  expect(await on.gather()).toBeGreaterThan(0);
  on.catcher.refuseWith(550);
  expect(await on.go()).toEqual([]);
  expect(await digestOf()).toEqual(['failed: 550 DATA']);
  on.catcher.refuseWith(undefined);
  on.at('2026-09-09T08:31');
  expect(await on.gather()).toBeGreaterThan(0);
  await on.go();
  const told = (await on.mailsTo(SAM)).filter(({ parsed }) => parsed.text?.includes('7 September'));
  expect(told).toHaveLength(1);
});

test('released by a person, it goes itself with all that it had gathered, and nothing goes twice', async () => {
  await on.gather();
  on.catcher.refuseWith(550);
  await on.go();
  on.catcher.refuseWith(undefined);
  const [failed] = await on.became('digest', 'staff:sam-okafor');
  expect(await releaseNotices(on.database.pool, [failed?.key ?? ''], on.now)).toBe(1);
  expect(await on.go()).toHaveLength(1);
  expect((await on.mailsTo(SAM)).at(-1)?.parsed.text).toContain('7 September');
  on.at('2026-09-09T08:31');
  await on.gather();
  expect((await on.go()).filter((line) => line.startsWith(SAM))).toEqual([]);
});
