import { permissionsOf } from '../../domain/access/roles';
import { SCOPES, type Scope } from '../../services/access/scopes';

/** Who calls: what a token of theirs may do. */
export interface Caller {
  readonly name: string;
  readonly scopes: readonly Scope[];
}

const scopesOf = (role: 'manager' | 'auditor'): Scope[] => {
  const permissions = permissionsOf([role]);
  return SCOPES.filter((scope) => permissions.has(scope));
};

/** The widest role, one that only reads, and another organisation's system: between them every route is allowed to somebody and refused to somebody. */
export const CALLERS: readonly Caller[] = [
  { name: 'manager', scopes: scopesOf('manager') },
  { name: 'auditor', scopes: scopesOf('auditor') },
  { name: 'integrator', scopes: ['referrals:write', 'events:write'] },
];
