import type { Contact, ContactRole } from '../../domain/notices/recipients';

/** Who a contact is to the person. */
export const CONTACT_ROLE_WORDS: Readonly<Record<ContactRole, string>> = {
  person: 'The person themself',
  'parent-carer': 'Parent or carer',
  advocate: 'Advocate',
  referrer: 'Made the referral only',
  keyworker: 'Keyworker',
  provider: 'Provider of care',
  panel: 'Member of a review panel',
  professional: 'Another professional',
};

/** What is borne in mind when a contact is written or spoken to, each in a sentence. */
export function contactNotes(contact: Contact): readonly string[] {
  const { way, easyRead, notBefore, mustNotKnow, guarded, chosen, calendar, referred } = contact;
  return [
    ...(mustNotKnow === true ? ['Must not learn of the register: nothing goes to them.'] : []),
    ...(guarded === true ? ['How they are reached is guarded.'] : []),
    ...(way === 'text' ? ['Is written to by text message.'] : way === 'letter' ? ['Is written to by letter on paper.'] : []),
    ...(easyRead ? ['Reads easy words best.'] : []),
    ...(notBefore === undefined ? [] : [`Nothing goes to them before ${notBefore}.`]),
    ...(chosen ? ['Chosen by the person to be written to.'] : []),
    ...(calendar ? ['Wants calendar files.'] : []),
    ...(referred ? ['Made the referral.'] : []),
  ];
}
