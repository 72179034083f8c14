import { paths } from '../../../web/paths';
import type { AtTheDesk } from './desk';
import { MANAGER, type Shown } from './desk-shown';

/** What an area asks about education, up to the check. It says something else at each width, so that it is never what stands already. */
async function asking({ page }: AtTheDesk): Promise<void> {
  const width = page.viewportSize()?.width ?? 0;
  await page.getByLabel('6. Education').fill(`Which school, and who goes with them?\nHave they seen room ${width} there?`);
  await page.getByLabel('Why?').fill('Agreed by the team');
  await page.getByRole('button', { name: 'See what this changes' }).click();
  await page.getByRole('button', { name: 'Change the prompts' }).waitFor();
}

/** The prompts of the notes, as an area says its own. */
export const PROMPTS: readonly Shown[] = [
  { name: 'Prompts of the notes', pattern: paths.areaPrompts.pattern, at: () => paths.areaPrompts({ sheet: 'mam' }), who: MANAGER },
  {
    name: 'Prompts of the notes, without a reason',
    pattern: paths.areaPrompts.pattern,
    at: () => paths.areaPrompts({ sheet: 'cetr' }),
    who: MANAGER,
    then: ({ page }) => page.getByRole('button', { name: 'See what this changes' }).click(),
  },
  {
    name: 'Prompts of the notes, to check',
    pattern: paths.areaPrompts.pattern,
    at: () => paths.areaPrompts({ sheet: 'mam' }),
    who: MANAGER,
    then: asking,
  },
  {
    name: 'Area profile, with prompts of its own',
    pattern: paths.areaProfile.pattern,
    at: () => paths.areaPrompts({ sheet: 'mam' }),
    who: MANAGER,
    then: async (at) => {
      await asking(at);
      await at.page.getByRole('button', { name: 'Change the prompts' }).click();
      await at.page.getByText('The prompts are changed.').waitFor();
    },
  },
];
