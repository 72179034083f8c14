import { paths } from '../paths';

/** Where a form is read and printed, as a mail names it: at which address by its name. In: where people reach the pages; null: that is not known, and no mail tells one. */
export const formAt = (pages: URL | null): ((form: string) => string) | undefined =>
  pages === null ? undefined : (form) => new URL(paths.printedForm({ form }), pages).href;
