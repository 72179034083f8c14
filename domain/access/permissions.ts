/** What may be done in the service, by pages and by the API alike. A token holds some of them as its scopes; people have those of their roles. */
export const PERMISSIONS = [
  'referrals:write',
  'events:write',
  /** Reports that things have changed for somebody: the one thing that a keyworker records. */
  'changes:report',
  'events:resolve',
  /** Confirms what a colleague corrected, as the second person. */
  'corrections:confirm',
  'pathways:read',
  'deadlines:read',
  /** Sees the reviews to whose panel they were invited, and nothing else of anybody. */
  'reviews:read',
  'history:read',
  'proof:read',
  /** Is told who is known here; nobody else is (contract section 7). */
  'people:find',
  'people:write',
  'staff:write',
  'areas:write',
  /** Takes pathways over from an older register. */
  'adoption:write',
  'notices:read',
  /** Holds a notice, and lets it go. */
  'notices:hold',
  /** Stops and starts all sending to an audience. */
  'sending:switch',
  'access-log:read',
  /** Says that a record is restricted, who opens it as usual, and that it is restricted no more. */
  'restrictions:write',
  /** Reads who a person is, their contacts and the words about them though their record is restricted: for tokens alone, and never a part of `all`. */
  'restricted:read',
  'tokens:write',
  'rules:read',
  'status:read',
  /** Fills an empty register with made-up people, where the installation offers it. */
  'practice:fill',
] as const;
export type Permission = (typeof PERMISSIONS)[number];
