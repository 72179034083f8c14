import type { StaffRole } from '../../domain/access/roles';

const WORDS: Readonly<Record<StaffRole, string>> = {
  'lda-officer': 'officer',
  commissioner: 'commissioner',
  manager: 'manager',
  auditor: 'auditor',
  keyworker: 'keyworker',
  'panel-member': 'panel member',
  'service-administrator': 'service administrator',
};

/** What somebody is, in words. */
export const roleWords = (roles: readonly StaffRole[]): string => roles.map((role) => WORDS[role]).join(', ');
