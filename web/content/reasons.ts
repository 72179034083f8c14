import type { NoticeReason } from '../../services/notices/reasons';
import { whose } from '../../infra/mail/smtp-answers';

/** Why a message is held, was dropped, or failed. */
const REASONS: Readonly<Record<NoticeReason, string>> = {
  // Held.
  'after-restore': 'The service was restored from a backup, and it may have gone before that. Look whether it arrived.',
  'held-by-hand': 'Somebody holds it. It does not go until somebody releases it.',
  'meeting-refused': 'The person refused consent to this meeting. It goes only if they consent.',
  'no-address': 'No address or number is recorded for the way in which they are written to. Tell them another way, or record one.',
  'no-consent-to-meeting': 'It waits for consent to the meeting, and goes once that is recorded.',
  'nobody-left': 'Whom it was for has left, and nobody is there in their place.',
  'released-by-a-person': 'The person has died. It goes only if somebody releases it.',
  'sending-off': 'Sending to them is switched off. It goes once that is switched on.',
  // Dropped.
  'another-way': 'They wish to be written to in another way now, and it went so.',
  'action-settled': 'The action is done, or was replaced.',
  'consent-withdrawn': 'The consent that it rested on was withdrawn.',
  'contact-ended': 'They are not to be written to any more.',
  'day-passed': 'Its day has passed.',
  'deadline-held': 'The deadline was there before this service, and its reminders are not released yet.',
  'deadline-moved': 'The due date has moved. Another message tells the new one.',
  'deadline-settled': 'It is done, or no longer applies.',
  'event-corrected': 'What it tells of was taken back or put right.',
  'handed-over': 'It went to others in their place.',
  'meeting-booked': 'The meeting is booked already, so there is nothing to arrange.',
  'meeting-not-planned': 'The meeting is not planned any more.',
  'never-invited': 'They never heard of the meeting, so there is nothing to call off.',
  'no-consent': 'There is no consent to the register.',
  'no-contact-wished': 'The person does not wish the family to be written to.',
  'no-longer-invited': 'They are not invited any more.',
  'not-taken': 'What they asked was not taken, and what they wrote is kept no longer.',
  'nobody-was-told': 'Nobody had been told what it puts right.',
  'nothing-left': 'Nothing was left of what it was to list.',
  'nothing-new': 'They know it already.',
  'office-open': 'The team is at work, and sees it: on-call need not look.',
  overtaken: 'They are invited again.',
  'pathway-ended': 'The person’s time on the pathway has ended.',
  'person-died': 'The person has died.',
  'record-shut': 'The record is restricted, and not open to them.',
  resolved: 'The refused entry was sorted out.',
  'sent-on-its-own': 'Somebody sent it on its own, and not in the daily list.',
  'spoken-to': 'They asked to be spoken to, not written to: whoever took it up does that.',
  'told-already': 'The same message went to the same mailbox.',
  'told-one-by-one': 'Each who had been told got a message of their own.',
  // Failed on our side.
  'lease-ran-out': 'The service stopped several times while it had this message in hand. It may have arrived.',
  'state-not-read': 'The record could not be read for it. Those who run the service must look.',
  'text-not-made': 'Its text could not be written. Those who run the service must look.',
  released: 'Somebody released it.',
};

/** What a mail server said, or that it said nothing (infra/mail). */
const MAIL: readonly (readonly [RegExp, string])[] = [
  [/^address-not-usable$/, 'The email address is not one that can be written to. Put it right.'],
  [/^notify-not-set$/, 'They are to be written to by text message or on paper, and this installation cannot. Tell them another way.'],
  [/^notify-cannot$/, 'This installation sends no letters on paper. Tell them another way.'],
  [/^GOV\.UK Notify away/, 'GOV.UK Notify cannot be reached. It goes once it is back.'],
  [/^answer of GOV\.UK Notify lost/, 'GOV.UK Notify gave no answer. It may have arrived.'],
  [
    /^GOV\.UK Notify 400/,
    'GOV.UK Notify does not take it: the number or the postal address may be wrong. Put it right, or tell them another way.',
  ],
  [/^GOV\.UK Notify 40[13]/, 'GOV.UK Notify does not let us in. Those who run the service must look.'],
  [/^GOV\.UK Notify \d/, 'GOV.UK Notify takes nothing from us at the moment.'],
  [
    /^GOV\.UK Notify (permanent|technical|temporary)/,
    'It did not arrive: the number or the address may be wrong, or the phone was off. Tell them another way.',
  ],
  [/^GOV\.UK Notify /, 'It did not arrive. Tell them another way.'],
  [/^too-large$/, 'The mail server does not take a message of this size.'],
  [/^mail server away/, 'The mail server cannot be reached. It goes once it is back.'],
  [/^answer lost/, 'The mail server had the whole message, and its answer was lost. It may have arrived.'],
  [/^no answer/, 'The mail server gave no answer.'],
];
const OF_WHOM = {
  recipient: {
    lasting: 'Their mail server says that the address does not exist, or takes no mail. Put it right, or tell them another way.',
    now: 'Their mailbox takes no mail at the moment.',
  },
  message: { lasting: 'The mail server did not take this message.', now: 'The mail server did not take this message yet.' },
  channel: {
    lasting: 'The mail server takes no mail from us. Those who run the service must look.',
    now: 'The mail server takes no mail from us at the moment.',
  },
};

/** Why a message is held, was dropped or failed, in plain words; a code that is not known here is shown, so that somebody can ask what it is. */
export function reasonWords(reason: string | null): string {
  if (reason === null) return '';
  if (Object.hasOwn(REASONS, reason)) return REASONS[reason as NoticeReason];
  const said = MAIL.find(([pattern]) => pattern.test(reason))?.[1];
  if (said !== undefined) return said;
  const [, code, status = null, command = ''] = /^([45]\d\d)(?: (\d\.\d+\.\d+))?(?: (.+))?$/.exec(reason) ?? [];
  if (code !== undefined) return OF_WHOM[whose({ code: Number(code), status, command })][code.startsWith('5') ? 'lasting' : 'now'];
  return `The reason is “${reason}”.`;
}
