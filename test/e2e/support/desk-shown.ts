import type { AtTheDesk } from './desk';

/** Each page in each state: how it is reached, and by whom. The address is made of the people whom `seeded` put on record. */
export interface Shown {
  readonly name: string;
  readonly pattern: string;
  readonly at: (ids: Ids) => string;
  readonly who?: string;
  /** What is done there before it is looked at. */
  readonly then?: (at: AtTheDesk) => Promise<void>;
}
export interface Ids {
  readonly inHospital: string;
  readonly atHome: string;
  /** Nothing is decided of them yet. */
  readonly referred: string;
  /** Whose record is restricted by the states. */
  readonly restricted: string;
  /** Whose time on the pathway ended because they moved away, and somebody whose record was handed over after that. */
  readonly moved: string;
  readonly handed: string;
  /** Somebody with a multi-agency meeting today and one before it, whose notes are written in part. */
  readonly atMeeting: string;
  /** Somebody rated red, with a review booked, and a booking that is not made yet. */
  readonly atRed: string;
  /** The reference of a referral from outside that may be about somebody known. */
  readonly letter: string;
  readonly event: string;
  readonly deadline: string;
  /** Somebody with three corrections: that wait, of which one is said not to be right, and that is confirmed. */
  readonly corrected: string;
  readonly corrections: readonly string[];
}

export const MANAGER = 'Kim Example';
/** A manager of every area of the service, whom a token needs. */
export const EVERYWHERE = 'Uma Placeholder';
/** An officer of another area of the service. */
export const NIA = 'Nia Madeup';
export const SAM = { id: 'sam-okafor' };
export const ANA = { id: 'ana-example' };

export const NOTICE = /\/notices\/[0-9a-f-]{36}$/;

/** Presses what is named so in the main part. */
export const press =
  (name: string | RegExp) =>
  async ({ page }: AtTheDesk): Promise<void> => {
    await page.getByRole('main').getByRole('button', { name }).first().click();
  };

/** Follows the first link to a page of each of these kinds of address, one after the other. */
export const first =
  (...addresses: readonly RegExp[]) =>
  async (at: AtTheDesk): Promise<void> => {
    for (const address of addresses) await followed(at, address);
  };

async function followed({ page }: AtTheDesk, address: RegExp): Promise<void> {
  const links = await page.locator('main a').evaluateAll((all) => all.map((one) => (one as unknown as { href: string }).href));
  const to = links.find((href) => address.test(new URL(href).pathname));
  if (to === undefined) throw new Error(`no link leads to ${String(address)}: ${links.join(' ')}`);
  await page.goto(to);
}

/** Follows the first link to a message, and goes on to what can be done about it. */
export const ofMessage =
  (step: string) =>
  async (at: AtTheDesk): Promise<void> => {
    await followed(at, NOTICE);
    await at.page.goto(`${at.page.url()}/${step}`);
  };
