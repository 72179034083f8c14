import type { ConsentScope } from '../../../../domain/pathway/events';
import { listWords } from './dates';

const SCOPE_WORDS: Readonly<Record<ConsentScope, string>> = {
  register: 'being on the register',
  meeting: 'meetings about them',
  disclosure: 'showing their papers to others',
  use: 'using what is known of them for planning services',
};

/** What a consent is to: `being on the register and meetings about them`; absent, everything. */
export const scopeWords = (scopes: readonly ConsentScope[] | undefined): string =>
  scopes === undefined
    ? `everything (${listWords(Object.values(SCOPE_WORDS))})`
    : listWords([...new Set(scopes)].map((scope) => SCOPE_WORDS[scope]));
