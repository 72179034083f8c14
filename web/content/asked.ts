import type { AskedKind } from '../../domain/forms/asked';

/** What the team calls what somebody sent on each public form. */
export const ASKED_TITLES: Readonly<Record<AskedKind, string>> = {
  'self-referral': 'Request for help',
  flag: 'Worry about somebody',
  'review-request': 'Request for a C(E)TR',
};
