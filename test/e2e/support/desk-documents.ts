import { paths } from '../../../web/paths';
import type { AtTheDesk } from './desk';
import { first, type Shown } from './desk-shown';

/** A file as somebody chooses it. */
const file = (name: string, bytes: Buffer) => ({ name, mimeType: 'application/octet-stream', buffer: bytes });
const pdf = (words: string, more = 0): Buffer =>
  Buffer.concat([Buffer.from(`%PDF-1.7\n${words}\n`), Buffer.alloc(more), Buffer.from('\n%%EOF\n')]);

const send =
  (what: string, title: string, bytes: Buffer, after: string) =>
  async ({ page }: AtTheDesk): Promise<void> => {
    await page.getByLabel('What is it?').selectOption(what);
    await page.getByLabel('What would somebody look for it by?').fill(title);
    await page.getByLabel('The file').setInputFiles(file('photo of the letter.pdf', bytes));
    await page.getByRole('button', { name: 'Add the document' }).click();
    await page.getByText(after).first().waitFor();
  };

const adding = ({ atHome: registerId }: { readonly atHome: string }): string => paths.documentAdd({ registerId });
const all = ({ atHome: registerId }: { readonly atHome: string }): string => paths.documents({ registerId });

/** The documents of somebody at home, from the first one on. */
export const DOCUMENTS: readonly Shown[] = [
  { name: 'Documents, none', pattern: paths.documents.pattern, at: ({ referred }) => paths.documents({ registerId: referred }) },
  { name: 'Adding a document', pattern: paths.documentAdd.pattern, at: adding },
  {
    name: 'A file that is no document',
    pattern: paths.documentAdd.pattern,
    at: adding,
    then: send('diagnosis', 'Letter of the clinic', Buffer.from('MZ made up'), 'There is a problem'),
  },
  {
    name: 'A file that is too large',
    pattern: paths.documentAdd.pattern,
    at: adding,
    then: send('diagnosis', 'Letter of the clinic', pdf('large', 30 * 1024 * 1024), 'There is a problem'),
  },
  {
    name: 'Documents, one that was added now',
    pattern: paths.documents.pattern,
    at: adding,
    then: (at) => send('diagnosis', 'Letter of the clinic, autism', pdf(`now, ${new Date().toISOString()}`, 250_000), 'Added')(at),
  },
  { name: 'Taking a document away', pattern: paths.documentRemove.pattern, at: all, then: first(/take-away$/) },
  {
    name: 'Documents, one taken away',
    pattern: paths.documents.pattern,
    at: all,
    then: async (at) => {
      await first(/take-away$/)(at);
      await at.page.getByLabel('Why is it taken away?').fill('It is about somebody else');
      await at.page.getByRole('button', { name: 'Take it away' }).click();
      await at.page.getByRole('heading', { name: 'Taken away' }).waitFor();
    },
  },
];
