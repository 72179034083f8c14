import { parse } from 'node-html-parser';
import { paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());

/** The call that a block of the page shows, as it would go out: its path below the API, and its body. */
function callIn(block: string): { at: string; body: object } {
  const [, at = ''] = /\/api\/v1(\S+)/.exec(block) ?? [];
  const [, body = ''] = /-d '([\s\S]+)'$/.exec(block.trim()) ?? [];
  return { at, body: JSON.parse(body) as object };
}

test('whoever follows the page word for word has an accepted event', async () => {
  const browser = await desk.signedIn('kim-manager');
  const { html } = await browser.go(paths.developers());
  // What stands in a pre is text to the parser: its signs are read as a browser reads them.
  const blocks = [...html.matchAll(/<pre[^>]*>([\s\S]*?)<\/pre>/g)].map(([, text = '']) => parse(`<p>${text}</p>`).text);
  const referral = callIn(blocks[1] ?? '');
  const referred = await desk.call('POST', referral.at, referral.body);
  expect(referred.status).toBe(201);
  const event = callIn(blocks[2] ?? '');
  const answer = await desk.call('POST', event.at.replace('REGISTER-ID', String(referred.body['registerId'])), event.body);
  expect(answer.status).toBe(200);
});
