import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import type { Run } from './service';

/** How somebody sees the pages. */
export interface Seat {
  readonly width: number;
  readonly script: boolean;
}
export const SEATS: readonly Seat[] = [
  { width: 1280, script: true },
  { width: 1280, script: false },
  { width: 320, script: true },
  { width: 320, script: false },
];
export const seatName = ({ width, script }: Seat): string => `at ${width} px ${script ? 'with' : 'without'} JavaScript`;

/** The key that the sign-in of a running service asks for. */
export const keyOf = (run: Run): string => /^key +(\S+)/m.exec(run.stdout())?.[1] ?? '';

/** Somebody at the pages, whose clicks and answers are counted from after the sign-in. */
export class AtTheDesk {
  clicks = 0;
  answers = 0;
  /** What must never be seen: requests to other hosts, and what the browser complains of. */
  readonly complaints: string[] = [];

  private constructor(
    private readonly context: BrowserContext,
    readonly page: Page,
    readonly url: string,
  ) {
    page.on('request', (request) => {
      if (new URL(request.url()).hostname !== 'localhost') this.complaints.push(`asked ${request.url()}`);
    });
    page.on('console', (message) => {
      if (/Content Security Policy|Refused to/.test(message.text())) this.complaints.push(message.text());
    });
  }

  static async signIn(browser: Browser, url: string, { who, key, seat }: { who: string; key: string; seat: Seat }): Promise<AtTheDesk> {
    const somebody = await AtTheDesk.outside(browser, url, seat);
    const { page } = somebody;
    await page.goto(`${url}/sign-in`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel('The key that npm start printed').fill(key);
    await page.getByRole('button', { name: who }).click();
    await page.waitForURL((at) => at.href.startsWith(url) && !at.pathname.startsWith('/sign-in'));
    return somebody;
  }

  /** Somebody who has not signed in, and need not. */
  static async outside(browser: Browser, url: string, seat: Seat): Promise<AtTheDesk> {
    const context = await browser.newContext({
      viewport: { width: seat.width, height: 800 },
      javaScriptEnabled: seat.script,
      timezoneId: 'America/Los_Angeles',
    });
    // Where a service has several areas, they have said before where they live.
    await context.addCookies([{ name: 'area', value: 'example', url }]);
    return new AtTheDesk(context, await context.newPage(), url);
  }

  /** Another page of the same browser, with the same sign-in. */
  async beside(): Promise<AtTheDesk> {
    return new AtTheDesk(this.context, await this.context.newPage(), this.url);
  }

  /** Clicks what leads to another page, and is there when that page is whole: what is counted or listed is asked of no half page, and not of the one before. */
  async click(what: Locator): Promise<void> {
    this.clicks += 1;
    await Promise.all([this.page.waitForEvent('domcontentloaded'), what.click()]);
  }

  async press(name: string | RegExp): Promise<void> {
    await this.click(this.page.getByRole('button', { name }).first());
  }

  async follow(name: string | RegExp): Promise<void> {
    await this.click(this.page.getByRole('link', { name }).first());
  }

  async choose(question: string | RegExp, answer: string | RegExp): Promise<void> {
    this.answers += 1;
    await this.page
      .getByRole('group', { name: question })
      .getByLabel(answer, { exact: typeof answer === 'string' })
      .check();
  }

  async type(label: string | RegExp, text: string): Promise<void> {
    this.answers += 1;
    await this.page.getByLabel(label).first().fill(text);
  }

  /** Goes to an element by the keyboard alone. Throws where it is not reached. */
  async tabTo(what: Locator): Promise<void> {
    for (let step = 0; step < 200; step += 1) {
      await this.page.keyboard.press('Tab');
      if (await what.first().evaluate((element) => element === element.ownerDocument.activeElement)) return;
    }
    throw new Error('it is not reached by the keyboard');
  }

  text(): Promise<string> {
    return this.page.locator('main').innerText();
  }

  /** What of the present page fails WCAG 2.2 AA or good practice, or scrolls sideways. Asks with JavaScript: only for a seat that has it. */
  async faults(): Promise<string[]> {
    const sideways = await this.page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    // In the page itself, and of what is well nothing is told: a page here has no frames, and what is well is some megabytes of a long one.
    const { violations } = await new AxeBuilder({ page: this.page })
      .options({ resultTypes: ['violations'] })
      .setLegacyMode()
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      .analyze();
    return [
      ...(Number(sideways) > 0 ? [`scrolls sideways by ${String(sideways)} px`] : []),
      ...violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`),
    ];
  }

  close(): Promise<void> {
    return this.context.close();
  }
}
