import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Instant } from '../../../domain/calendar/dates';
import { openPool } from '../../../infra/database/database';
import { keepReviews } from '../../../services/register-review/clock';
import { coreContext } from '../../../services/rules/policies';
import { paths } from '../../../web/paths';
import type { AtTheDesk } from './desk';
import type { Shown } from './desk-shown';
import type { Place } from './service';

/** Has the reviews of the register due this week, so that their packs are there: as the morning's look would three weeks from now. */
export async function withPacks(place: Place): Promise<void> {
  const { addresses } = z
    .object({ addresses: z.object({ DATABASE_URL: z.string() }) })
    .parse(JSON.parse(readFileSync(path.join(place.folder, 'instance.json'), 'utf8')));
  const pool = openPool({ url: addresses.DATABASE_URL });
  const look = () => keepReviews({ pool, core: coreContext(), now: () => Date.now() as Instant }, 'example');
  try {
    await look();
    await pool.query(`update register_review set since = current_date - 26, due = current_date + 4`);
    await look();
  } finally {
    await pool.end();
  }
}

const open = async ({ page }: AtTheDesk): Promise<void> => {
  await page
    .getByRole('link', { name: /^Open.*Adults/ })
    .first()
    .click();
  await page.getByRole('heading', { name: 'Everybody' }).waitFor();
};
const first = async (at: AtTheDesk): Promise<void> => {
  await open(at);
  await at.page.getByRole('link', { name: 'Go through everybody' }).click();
  await at.page.getByRole('heading', { name: 'What comes of it?' }).waitFor();
};
const ending = async (at: AtTheDesk): Promise<void> => {
  await open(at);
  await at.page.getByRole('link', { name: 'End this review' }).click();
  await at.page.getByRole('heading', { name: 'End the review' }).waitFor();
};
const from = () => paths.registerReviews();

/** The review of the whole register: from its pack to its end. */
export const REVIEWS: readonly Shown[] = [
  { name: 'Reviews of the register', pattern: paths.registerReviews.pattern, at: from },
  { name: 'A review of the register', pattern: paths.registerReview.pattern, at: from, then: open },
  {
    name: 'A review of the register, with names',
    pattern: paths.registerReview.pattern,
    at: from,
    then: async (at) => {
      await open(at);
      await at.page.getByRole('link', { name: 'Show names' }).click();
      await at.page.getByRole('link', { name: 'Hide names' }).waitFor();
    },
  },
  { name: 'A review of the register, somebody', pattern: paths.registerReviewPerson.pattern, at: from, then: first },
  {
    name: 'A review of the register, somebody, with an error',
    pattern: paths.registerReviewPerson.pattern,
    at: from,
    then: async (at) => {
      await first(at);
      await at.page.getByLabel('Another rating is proposed').check();
      await at.page.getByRole('button', { name: 'Save, and the next' }).click();
      await at.page.getByText('There is a problem').waitFor();
    },
  },
  {
    name: 'A review of the register, something was said',
    pattern: paths.registerReviewPerson.pattern,
    at: from,
    then: async (at) => {
      await first(at);
      const { pathname } = new URL(at.page.url());
      await at.page.getByLabel('Another rating is proposed').check();
      await at.page.getByLabel('Which rating').selectOption('amber');
      await at.page.getByLabel('How is the risk?').fill('Less than it was: no night at the emergency department since October.');
      await at.page.getByLabel('How does it go on?').fill('Two mornings at college. The new support worker stays.');
      await at.page.getByRole('button', { name: 'Save, and the next' }).click();
      await at.page.waitForURL((url) => url.pathname !== pathname);
      await at.page.goto(new URL(pathname, at.page.url()).href);
      await at.page.getByText(/^Saved /).waitFor();
    },
  },
  { name: 'The end of a review of the register', pattern: paths.registerReviewEnd.pattern, at: from, then: ending },
  {
    name: 'The end of a review of the register, with errors',
    pattern: paths.registerReviewEnd.pattern,
    at: from,
    then: async (at) => {
      await ending(at);
      await at.page.getByRole('button', { name: 'End the review' }).click();
      await at.page.getByText('There is a problem').waitFor();
    },
  },
];
