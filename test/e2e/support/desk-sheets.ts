import { paths } from '../../../web/paths';
import type { AtTheDesk } from './desk';
import type { Shown } from './desk-shown';

const dad = (registerId: string) => ({ registerId, contact: 'dad' });
const section = (registerId: string, code: string, sheet = 'referral'): string => paths.sheetSection({ registerId, sheet, section: code });
const save = ({ page }: AtTheDesk): Promise<void> => page.getByRole('button', { name: 'Save this section' }).click();

/** Fills in what is happening now, as somebody would who knows. */
const now = async (at: AtTheDesk): Promise<void> => {
  const { page } = at;
  await page.getByLabel('What is happening, and what worries whom?').fill('He does not sleep.\nHis mother is worn out. محمد is a friend.');
  await page.getByLabel('What do they say of it themselves').fill('“I want my old support worker back.”');
  await page.getByLabel('Breakdown of the family unit').check();
  await page.getByLabel('Admission to hospital').check();
  await save(at);
  await page.getByText('What was saved').waitFor();
};

/** The forms that staff fill in section by section, and who is around somebody. */
export const SHEETS: readonly Shown[] = [
  { name: 'A form, not begun', pattern: paths.sheet.pattern, at: ({ atHome }) => paths.sheet({ registerId: atHome, sheet: 'red' }) },
  { name: 'A section', pattern: paths.sheetSection.pattern, at: ({ atHome }) => section(atHome, 'home') },
  {
    name: 'A section, with errors',
    pattern: paths.sheetSection.pattern,
    at: ({ atHome }) => section(atHome, 'diagnosis', 'checks'),
    then: async (at) => {
      await at.page.getByLabel('Day').fill('31');
      await at.page.getByLabel('Month').fill('2');
      await at.page.getByLabel('Year').fill('2026');
      await save(at);
      await at.page.getByText('There is a problem').waitFor();
    },
  },
  { name: 'A form, begun', pattern: paths.sheet.pattern, at: ({ inHospital }) => section(inHospital, 'current'), then: now },
  {
    name: 'A section that somebody else saved meanwhile',
    pattern: paths.sheetSection.pattern,
    at: ({ inHospital }) => section(inHospital, 'support'),
    then: async (at) => {
      const other = await at.beside();
      await other.page.goto(at.page.url());
      await other.page.getByLabel('What support is there').fill(`A day service, since ${new Date().toISOString()}`);
      await save(other);
      await other.page.getByText('What was saved').waitFor();
      await other.page.close();
      await at.page.getByLabel('What support is there').fill('A befriender on Tuesdays');
      await save(at);
      await at.page.getByText('Somebody else changed this meanwhile').waitFor();
    },
  },
  {
    name: 'A form as it stood',
    pattern: paths.sheetVersion.pattern,
    at: ({ inHospital }) => paths.sheetVersion({ registerId: inHospital, sheet: 'referral', version: '1' }),
  },
  { name: 'Needs and people', pattern: paths.needs.pattern, at: ({ inHospital }) => paths.needs({ registerId: inHospital }) },
  { name: 'Needs and people, nobody recorded', pattern: paths.needs.pattern, at: ({ referred }) => paths.needs({ registerId: referred }) },
  { name: 'Adding a contact', pattern: paths.contactAdd.pattern, at: ({ inHospital }) => paths.contactAdd({ registerId: inHospital }) },
  {
    name: 'Adding a contact, with errors',
    pattern: paths.contactAdd.pattern,
    at: ({ inHospital }) => paths.contactAdd({ registerId: inHospital }),
    then: async ({ page }) => {
      await page.getByRole('button', { name: 'Add them' }).click();
      await page.getByText('There is a problem').waitFor();
    },
  },
  { name: 'A contact, guarded', pattern: paths.contact.pattern, at: ({ inHospital }) => paths.contact(dad(inHospital)) },
  { name: 'Changing a contact', pattern: paths.contactChange.pattern, at: ({ inHospital }) => paths.contactChange(dad(inHospital)) },
  { name: 'Ending a contact', pattern: paths.contactEnd.pattern, at: ({ inHospital }) => paths.contactEnd(dad(inHospital)) },
  {
    name: 'Guarded details, asked for and shown',
    pattern: paths.contactDetails.pattern,
    at: ({ inHospital }) => paths.contactDetails(dad(inHospital)),
    then: async ({ page }) => {
      await page.getByLabel('Why do you need them?').fill('To phone before the meeting on Tuesday');
      await page.getByRole('button', { name: 'Show them' }).click();
      await page.getByText('dad@example.org').waitFor();
    },
  },
];
