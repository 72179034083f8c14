import { addDays, parseInstant, plainDate } from '../../domain/calendar/dates';
import { coreContext } from '../../services/rules/policies';
import { readRegisterOverTime, readRegisterThen } from '../../services/today/register-over-time';
import { freshDatabase } from '../support/database/database';

test('measure', async () => {
  const { pool: real, drop } = await freshDatabase();
  const client = await real.connect();
  await client.query('set statement_timeout = 0');
  let pool: typeof real = client as never;
  const per = Number(process.env['PER'] ?? 30);
  await pool.query(
    `insert into person (register_id, area, name, born_on, contacts, minutes, rule_set, sequence) select 'P'||lpad(n::text,6,'0'), 'example', 'Person '||n, date '1960-01-01' + (n*9)%20000, '[]', 0, 'england-2023', 10 from generate_series(1,2000) n`,
  );
  await pool.query(
    `insert into pathway (register_id, number, pinned_rule_set, rule_set, opened_at) select register_id, 1, 'england-2023@2','england-2023@2', '2016-11-01' from person`,
  );
  const ev = async (type: string, seq: string, day: string, fact: string, series: string) =>
    pool.query(`insert into event (id, register_id, pathway, sequence, type, "on", at, status, fact, source, chain)
      select register_id||'-${type}-'||k, register_id, 1, ${seq}, '${type}', ${day}, (${day})::timestamp + interval '10 hours', 'applied', ${fact}, 'x', 'c' from person cross join generate_series(${series}) k`);
  const D = (e: string) => `(date '2016-11-01' + ${e})`;
  const off = `(('x'||substr(md5(register_id),1,4))::bit(16)::int % 1000)`;
  await ev('referral-received', '1', D(off), `'{"type":"referral-received","source":"family","on":"'||${D(off)}||'"}'`, '1,1');
  await ev(
    'eligibility-decided',
    '2',
    D(off),
    `'{"type":"eligibility-decided","outcome":"eligible","diagnosis":"autism","on":"'||${D(off)}||'"}'`,
    '1,1',
  );
  await ev(
    'consent-given',
    '2+k',
    D(`${off}+(k-1)*365`),
    `'{"type":"consent-given","basis":"own","scope":["register","meeting"],"on":"'||${D(`${off}+(k-1)*365`)}||'"}'`,
    '1,7',
  );
  await ev(
    'rating-set',
    '10+k',
    D(`${off}+k*${Math.floor(2600 / per)}`),
    `'{"type":"rating-set","rating":"'||(array['red','amber','green'])[1+(k+${off})%3]||'","on":"'||${D(`${off}+k*${Math.floor(2600 / per)}`)}||'"}'`,
    `1,${per - 12}`,
  );
  await ev(
    'admitted',
    '1000+k',
    D(`${off}+k*700`),
    `'{"type":"admitted","security":"low","detained":true,"planned":true,"on":"'||${D(`${off}+k*700`)}||'"}'`,
    '1,2',
  );
  await ev('discharged', '1100+k', D(`${off}+k*700+60`), `'{"type":"discharged","on":"'||${D(`${off}+k*700+60`)}||'"}'`, '1,2');
  await ev(
    'family-contacted',
    '2000+k',
    D(`${off}+k*20`),
    `'{"type":"family-contacted","meeting":"m-'||k||'","on":"'||${D(`${off}+k*20`)}||'"}'`,
    '1,100',
  );
  await pool.query('analyze');
  client.release();
  pool = real;
  console.log(
    (await pool.query('select count(*)::int, count(*) filter (where type <> $1)::int as bearing from event', ['family-contacted'])).rows,
  );
  const looker = { id: 'sam', roles: ['manager' as const], areas: ['example'] };
  const now = parseInstant('2026-11-29T12:00');
  const core = coreContext();
  for (const reading of ['true-then', 'known-then'] as const)
    for (const years of [1, 10]) {
      const times: number[] = [];
      for (let round = 0; round < 12; round += 1) {
        const start = performance.now();
        await readRegisterOverTime({ pool, core }, looker, { reading, since: addDays(plainDate('2026-11-29'), -365 * years) }, now);
        times.push(performance.now() - start);
      }
      console.log(reading, years, times.map(Math.round).join(' '));
    }
  const t: number[] = [];
  for (let round = 0; round < 8; round += 1) {
    const start = performance.now();
    await readRegisterThen({ pool, core }, looker, { reading: 'true-then', day: plainDate('2025-03-30'), page: 1, size: 50 }, now);
    t.push(performance.now() - start);
  }
  console.log('then', t.map(Math.round).join(' '));
  const q: number[] = [];
  for (let r = 0; r < 4; r++) {
    const s = performance.now();
    await pool.query(`select e.register_id, e.fact from event e where e.type = any($1)`, [
      ['rating-set', 'consent-given', 'eligibility-decided', 'admitted', 'discharged'],
    ]);
    q.push(performance.now() - s);
  }
  console.log('scan', q.map(Math.round).join(' '));
  await drop();
});
