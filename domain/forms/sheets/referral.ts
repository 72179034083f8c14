import { ABOUT_NOW } from './referral-now';
import { ABOUT_THE_PERSON } from './referral-person';
import type { Sheet } from './sheet';

/** The first edition of what professionals say of somebody whom they refer, in the twelve sections of the form (004 L1024 to L1035). */
export const REFERRAL_1: Sheet<'referral'> = {
  kind: 'referral',
  edition: 1,
  title: 'Referral in full',
  about: 'What those who know the person say of them. Fill in what is known, in any order and on any day; somebody else can go on.',
  source: 'Leicester, Leicestershire and Rutland, Dynamic Support Pathway, June 2023',
  sections: [...ABOUT_THE_PERSON, ...ABOUT_NOW],
};
