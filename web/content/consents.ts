import type { Grants } from '../../domain/pathway/consents';
import { type Basis, CONSENT_SCOPES, type ConsentScope } from '../../domain/pathway/events';
import { sentence } from '../../services/notices/letters/words/deadlines';
import { dayText } from './dates';

const SCOPES: Readonly<Record<ConsentScope, string>> = {
  register: 'Being on the register',
  meeting: 'Meetings',
  disclosure: 'Sharing papers',
  use: 'Use of the record',
};
const BASES: Readonly<Record<Basis, string>> = {
  own: 'their own consent',
  gillick: 'their own consent (Gillick competent)',
  'parental-responsibility': 'by a person with parental responsibility',
  attorney: 'by an attorney',
  deputy: 'by a deputy',
  'best-interests': 'a best-interests decision',
};

/** The consents that stand, scope by scope, with on what they rest. `lapsed`: the one to the register was due for renewal. */
export const consentLines = (grants: Grants, lapsed: boolean): readonly { readonly what: string; readonly value: string }[] =>
  CONSENT_SCOPES.map((scope) => {
    const grant = grants[scope].at(-1);
    if (!grant) return { what: SCOPES[scope], value: 'Not given' };
    const overdue = scope === 'register' && lapsed ? '. Was due for renewal and is not renewed' : '';
    const only = grant.meeting === null ? '' : ', for one meeting';
    return { what: SCOPES[scope], value: `${sentence(BASES[grant.basis])}${only}, ${dayText(grant.on)}${overdue}` };
  });
