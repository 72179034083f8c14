import { REFUSALS, type RefusalCode } from '../../../../domain/pathway/refusals';

/** Why an entry could not be accepted, as whoever has to sort it out reads it. */
const WORDS: Readonly<Record<RefusalCode, string>> = {
  'accepted-by-needed': 'The person is in hospital, and the entry does not say which commissioner took them over.',
  'action-already-done': 'The action that it names was recorded as done already.',
  'action-id-in-use': 'Another action was agreed under the same reference.',
  'action-replaced': 'The action that it names was replaced by another one.',
  'already-inpatient': 'The record says that the person was in hospital already on that day.',
  'already-taken-back': 'The entry that it corrects was taken back already.',
  'assessment-needed':
    'From the age of 16 a consent on this basis needs a capacity assessment, made since the 16th birthday and no later than the consent.',
  'bad-shape': 'The message could not be read.',
  'basis-not-for-this-age': 'A consent on this basis cannot be given at the person’s age.',
  'before-birth': 'Its date lies before the person was born.',
  'before-last-pathway-ended': 'Its date lies before the end of the person’s last time on this pathway.',
  'before-last-stay-ended': 'Its date lies before the end of the last stay in hospital that is recorded.',
  'before-recorded-in-stay': 'Something is recorded in the stay in hospital on a later day than the one it gives.',
  'before-the-meeting': 'Its date lies before the day of the meeting.',
  'blue-by-admission-only': 'Blue says that the person is in hospital. It follows from an admission and cannot be set.',
  'completes-nothing': 'There is no admission or transfer on that day whose details it could complete.',
  'correction-of-a-correction': 'It corrects a correction, and that cannot be taken back.',
  'date-in-the-future': 'Its date lies ahead.',
  'closed-as-duplicate': 'The record was closed as a duplicate, and another one lives on.',
  'duplicate-of-ended': 'The record of which it says that this one is a duplicate has ended itself.',
  'duplicate-of-itself': 'It closes the record as a duplicate of itself.',
  'duplicate-of-nobody': 'The record of which it says that this one is a duplicate is not known.',
  'event-id-reused': 'Another entry was sent under the same reference.',
  'id-tells-who': 'The reference of a meeting or an action in it tells who somebody is.',
  inpatient: 'The person is in hospital.',
  'inpatient-is-blue': 'The person was in hospital on that day, and so was blue.',
  'later-pathway-opened': 'The person has come back since, and is on the pathway again.',
  'look-again-too-early': 'The day to look again lies before the day on which it was set.',
  'look-again-too-late': 'The day to look again lies too far ahead.',
  'meeting-already-held': 'The meeting that it names was recorded as held already.',
  'meeting-cancelled': 'The meeting that it names was cancelled.',
  'meeting-in-the-past': 'The day for which it plans a meeting has passed.',
  'meeting-not-held': 'The meeting that it names is not recorded as held.',
  'not-excusable': 'What it excuses cannot be excused.',
  'not-inpatient': 'The record does not say that the person was in hospital on that day.',
  'opened-this-pathway': 'It takes back what this time on the pathway began with, and other entries rest on that.',
  'outside-stay': 'Its day lies in no stay in hospital that is recorded.',
  'pathway-ended': 'The person’s time on this pathway has ended.',
  'person-has-refused': 'The person themself has refused, and nobody has assessed their capacity since.',
  'rating-not-used': 'The rating that it gives is not used in this area.',
  'record-as-transfer': 'A move to another hospital is a transfer, and not a discharge.',
  'scope-not-for-one-meeting': 'A consent for one meeting alone cannot be a consent to the register.',
  'transfer-on-day-of-discharge': 'A discharge is recorded on the day of the transfer.',
  'unknown-action': 'The action that it names is not known.',
  'unknown-event': 'The entry that it corrects is not known.',
  'unknown-meeting': 'The meeting that it names is not known.',
  'unknown-rule-set': 'The rules that it names are not known.',
  'until-not-after-time': 'The meeting would end before it begins.',
  'until-without-time': 'It says when the meeting ends, and not when it begins.',
  'with-of-another-type': 'What it puts in the place of an entry is something else than that entry was.',
  'would-make-others-illegal': 'Entries that were accepted since would not fit the record any more.',
};

/** A reason for a refusal in a sentence. A code of an older release that is known no more is said to be that. */
export const refusalWords = (code: string | null): string => {
  const known = REFUSALS.find((one) => one === code);
  return known ? WORDS[known] : 'Why is written in the record.';
};
