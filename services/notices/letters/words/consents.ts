import type { Scope } from '../../../../domain/pathway/events';
import { listWords } from './dates';

const SCOPES: Readonly<Record<Scope, string>> = {
  register: 'being on the register',
  meeting: 'meetings about them',
  disclosure: 'showing their papers to others',
  use: 'using what is known of them for planning services',
};

/** What a consent is to: `being on the register and meetings about them`; absent, everything. */
export const scopeWords = (scopes: readonly Scope[] | undefined): string =>
  scopes === undefined ? `everything (${listWords(Object.values(SCOPES))})` : listWords([...new Set(scopes)].map((scope) => SCOPES[scope]));
