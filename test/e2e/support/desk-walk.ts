import type { Browser } from 'playwright-core';
import { paths } from '../../../web/paths';
import { openChromium } from '../../support/browser/chromium';
import { AtTheDesk, keyOf } from './desk';
import { EVERY_STATE } from './desk-every';
import { seeded } from './desk-people';
import { withPacks } from './desk-reviews';
import { EVERYWHERE, type Ids, type Shown } from './desk-shown';
import { EMPTY } from './desk-states';
import { hardships } from './low-vision';
import { firstPicture, picture } from './paper';
import { ask, newPlace, type Place, ready, type Run, start, token } from './service';

const OFFICER = 'Sam Okafor';
const WIDE = { width: 1280, script: true };

/** A service of its own, at whose pages everybody has signed in who looks at one. */
export class Walk {
  private readonly somebody = new Map<string, AtTheDesk>();
  private people: Ids | null = null;

  private constructor(
    private readonly place: Place,
    private readonly run: Run,
    private readonly browser: Browser,
    readonly url: string,
  ) {}

  static async begin(): Promise<Walk> {
    const place = await newPlace();
    const run = start(place, { AREAS: 'example,llr,west-sussex' });
    const [url, browser] = await Promise.all([ready(run), openChromium()]);
    const walk = new Walk(place, run, browser, url);
    const all = new Set([...EMPTY, ...EVERY_STATE].map((state) => state.who ?? OFFICER));
    all.delete(EVERYWHERE);
    for (const who of all) await walk.signIn(who);
    return walk;
  }

  private async signIn(who: string): Promise<void> {
    this.somebody.set(who, await AtTheDesk.signIn(this.browser, this.url, { who, key: keyOf(this.run), seat: WIDE }));
  }

  /** Who looks at a page. Throws where nobody of this name has signed in. */
  who(name: string = OFFICER): AtTheDesk {
    const found = this.somebody.get(name);
    if (!found) throw new Error(`${name} has not signed in`);
    return found;
  }

  /** Those whom `fill` put on record. Throws before it. */
  get ids(): Ids {
    if (this.people === null) throw new Error('nobody is on the register yet');
    return this.people;
  }

  /** Fills the register with made-up people, as whoever tries the service does, and puts those on record whom the states are about. */
  async fill(): Promise<void> {
    const { url, place, browser, run } = this;
    const at = await AtTheDesk.signIn(browser, url, { who: OFFICER, key: keyOf(run), seat: WIDE });
    await at.page.goto(`${url}${paths.practice()}`);
    expect(await at.faults()).toEqual([]);
    await at.page.getByRole('button', { name: 'Fill with made-up people' }).click();
    await at.page.getByRole('heading', { name: 'The register is filled with made-up people' }).waitFor({ timeout: 180_000 });
    await firstPicture(at.page, `${url}${paths.today()}`);
    await at.close();
    const ids = await seeded(url, await token(place), await token(place, 'A made-up school', 'referrals:write'));
    this.people = ids;
    await ask(url, await token(place, 'A made-up directory of staff', 'staff:write'), '/staff', {
      ...{ id: 'uma-everywhere', name: EVERYWHERE, email: 'uma.placeholder@areas.example', roles: ['manager'], audiences: [] },
      ...{ areas: ['example', 'llr', 'west-sussex'], reason: 'Works in every area' },
    });
    await this.signIn(EVERYWHERE);
    const sam = this.who();
    await sam.page.goto(`${url}${paths.handOver({ registerId: ids.handed })}`);
    await sam.page.getByLabel('To which area?').selectOption('llr');
    await sam.press('Hand over the record');
    await withPacks(place);
  }

  /** Looks at a page in one of its states, at a width in pixels: nothing of it may fail whoever needs a screen reader, a larger text or the keyboard. */
  async lookAt(state: Shown, width: number): Promise<void> {
    const at = this.who(state.who);
    await at.page.setViewportSize({ width, height: 800 });
    // Before anybody is on the register no state asks for one.
    await at.page.goto(`${this.url}${state.at(this.people as Ids)}`);
    await state.then?.(at);
    // A form that is being sent leads to its page.
    await at.page.locator('form[aria-busy]').first().waitFor({ state: 'detached' });
    // A page of trouble stands for no other page.
    expect((await at.text()).includes('Reference for those who run the service')).toBe(state.pattern === 'trouble');
    await picture(at, `${state.name} ${width}`);
    expect(await at.faults()).toEqual([]);
    // 320 px stand for 400% zoom too.
    if (width === 320) expect(await hardships(at.page)).toEqual([]);
    expect(at.complaints).toEqual([]);
  }

  async end(): Promise<void> {
    await this.browser.close();
    this.run.child.kill('SIGTERM');
    await this.run.ended;
  }
}
