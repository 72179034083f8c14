import { ASKED_FOR, type AskedFor, selfReferral1 } from './self-referral';

/**
 * What somebody asks for on a public form: help, for themself or another; that somebody looks at another about whom they are worried (the flagging
 * form, 002 L53; "raising concerns about a significant change", 003 L182); or a C(E)TR ("Who do you contact to request a CETR in your area?", 003 L403).
 */
export const ASKED_KINDS = ['self-referral', 'flag', 'review-request'] as const;
export type AskedKind = (typeof ASKED_KINDS)[number];

/** For whom each can be asked: nobody is worried about themself on a form for another. */
export const WHOM: Readonly<Record<AskedKind, readonly AskedFor[]>> = {
  'self-referral': ASKED_FOR,
  flag: ['family', 'other'],
  'review-request': ASKED_FOR,
};

/** The first edition of the flagging form. It asks what the form of somebody who asks for help for another does, in words of its own. */
export const flag1 = selfReferral1.refine((answers) => answers.for !== 'me', { path: ['for'], error: 'must be another' });
