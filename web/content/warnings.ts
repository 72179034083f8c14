import type { WarningCode } from '../../domain/notices/catalogue';

/** What each warning says on a page, before and after something is recorded: what is so, and what to do. Nothing is blocked. */
export const WARNING_WORDS: Readonly<Record<WarningCode, string>> = {
  'admitted-without-review': 'No community C(E)TR was held in the 28 days up to the admission. Say why, and begin arranging one now.',
  'assessment-not-recorded': 'This consent names no assessment of capacity.',
  'assessment-old': 'The assessment of capacity is older than 28 days.',
  'birth-date-unknown': 'The date of birth is not known, so the shorter time for under 18s is used. Record the date of birth.',
  'booked-after-due': 'The meeting is booked for a day after it is due.',
  'community-cetr-advised-against': 'The community C(E)TR that stands in for this one had advised against an admission.',
  'eligible-without-diagnosis':
    'No diagnosis is on record. Nothing is blocked: say under Forms what was seen, and record the diagnosis when it is confirmed.',
  'far-ahead': 'A date lies more than two years ahead. Check it.',
  'holidays-not-known': 'The bank holidays of that year are not known yet: only weekends are counted.',
  'invited-nobody': 'Somebody who is invited has no address here: nobody is written to in their place.',
  'meeting-without-consent': 'There was no consent to the meeting.',
  'meeting-without-consent-planned': 'Consent to meetings is lost while a C(E)TR is planned. Decide whether to cancel it.',
  'not-a-working-day': 'The meeting is booked for a weekend or a bank holiday.',
  'nothing-excused': 'There is nothing here to excuse.',
  'place-names-somebody': 'The place names somebody, or is their home. No message will tell it.',
  'papers-without-consent':
    'There was no consent to share the papers. This is an incident, and the lead for information governance is told.',
  'rule-set-not-in-force': 'These rules are not in force.',
  'short-notice': 'The usual notice before the meeting is no longer possible. Start now. Nothing is blocked.',
  'suggested-red-not-followed': 'Whoever referred suggested red. Say why it is decided otherwise.',
  'transfer-suspected': 'There is a discharge and an admission on one day. If it was a transfer, record that instead.',
};
