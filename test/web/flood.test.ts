import { request } from 'node:http';
import { askingPaths, paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';

const ASKING = askingPaths['self-referral'];
const MANY = 1_000;

let desk: Desk;
beforeEach(async () => {
  desk = await startDesk();
});
afterEach(() => desk.close());

/** Sends the form from an address of this machine, as a program would. */
function sent(name: string, from: string): Promise<{ status: number; text: string }> {
  const body = new URLSearchParams({ for: 'me', name, by: 'phone', at: '0116 496 0000', happening: `${name} does not sleep` }).toString();
  const url = new URL(ASKING.plain.send(), desk.url);
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        ...{ host: '127.0.0.1', port: url.port, path: url.pathname, method: 'POST', localAddress: from },
        headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) },
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }));
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

/** All of them, ten at a time. */
async function flood(from: (number: number) => string): Promise<readonly { status: number; text: string }[]> {
  const answers: { status: number; text: string }[] = [];
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < MANY) {
      const number = next;
      next += 1;
      answers.push(await sent(`Flood ${number}`, from(number)));
    }
  };
  await Promise.all(Array.from({ length: 10 }, one));
  return answers;
}
const countOf = async () =>
  Number((await desk.pool.query<{ count: string }>('select count(*) as count from held_referral')).rows[0]?.count);

/** A request of somebody who needs help is taken in, found by its code, and read by the team, whatever else came. */
async function isFound(from: string): Promise<void> {
  const real = await sent('Noa Nobody', from);
  expect(real.status).toBe(303);
  const { rows } = await desk.pool.query<{ code: string; reference: string }>(
    `select code, reference from held_referral where asked->'answers'->>'name' = 'Noa Nobody'`,
  );
  const sam = await desk.signedIn('sam-okafor');
  expect((await sam.go(paths.referrals())).status).toBe(200);
  expect((await sam.go(paths.today())).status).toBe(200);
  await sam.press('Find', { find: rows[0]?.code ?? '' });
  expect(sam.page?.url.pathname).toBe(paths.referral({ reference: rows[0]?.reference ?? '' }));
  expect(sam.text()).toContain('Noa Nobody does not sleep');
}

test('1,000 from one address: so many are taken in as a family could send, the others are told to wait or to phone, with all that they wrote; others are not held up', async () => {
  const answers = await flood(() => '127.0.0.9');
  const refused = answers.filter(({ status }) => status === 429);
  expect(answers.filter(({ status }) => status !== 429 && status !== 303)).toEqual([]);
  expect(await countOf()).toBe(MANY - refused.length);
  // A minute may turn while they come.
  expect(refused.length).toBeGreaterThan(MANY - 100);
  for (const { text } of refused) expect(text).toMatch(/wait a minute and send it again, or call[^]*does not sleep/);
  await isFound('127.0.0.10');
}, 120_000);

test('1,000 from as many addresses: each is taken in, and the team finds the one who needs it', async () => {
  const answers = await flood((number) => `127.1.${Math.floor(number / 250)}.${1 + (number % 250)}`);
  expect(answers.filter(({ status }) => status !== 303)).toEqual([]);
  expect(await countOf()).toBe(MANY);
  await isFound('127.0.0.10');
  const outside = desk.browser();
  expect((await outside.go(paths.helpNow())).status).toBe(200);
}, 120_000);
