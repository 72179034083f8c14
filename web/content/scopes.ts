import type { Scope } from '../../services/access/scopes';

/** What each scope of a token allows. */
const SCOPES: Readonly<Record<Scope, string>> = {
  'referrals:write': 'Send referrals',
  'events:write': 'Send events',
  'events:resolve': 'Sort out refused events',
  'pathways:read': 'Read pathways and who is on the register',
  'deadlines:read': 'Read deadlines',
  'history:read': 'Read the history',
  'proof:read': 'Read the checks',
  'people:find': 'Find people by name, date of birth or NHS number',
  'people:write': 'Change who people are, and their contacts',
  'staff:write': 'Change the staff',
  'areas:write': 'Change area profiles',
  'adoption:write': 'Take pathways over from an older register',
  'restricted:read': 'Read who people with a restricted record are, and the words about them',
};

export const scopeWords = (scope: string): string =>
  scope === 'all' ? 'Everything but restricted records' : Object.hasOwn(SCOPES, scope) ? SCOPES[scope as Scope] : scope;
