import { p, ul } from '../blocks';
import { mustHave, type Values } from '../values';
import { staffEnd } from './endings';
import type { Wording } from './wording';

export const referralReceivedLetter: Wording = (values) => ({
  subject: `${values.registerId}: a new referral to read`,
  blocks: [p(`A referral was received for ${values.registerId}. Please read it and decide on eligibility.`), ...staffEnd(values)],
});

/** Of a change how soon it wants looking at is said; of a referral that waits in the letterbox no register id is known. */
export const urgentReceivedLetter: Wording = (values) => {
  const { registerId, urgency } = values;
  const waits = registerId === '';
  const said = waits
    ? 'A referral that suggests red has come in, and waits under Referrals until somebody says whom it is about.'
    : urgency === null
      ? `A referral that suggests red was received for ${registerId}.`
      : `Somebody told us that things have changed for ${registerId}. ${urgency}`;
  return {
    subject: waits
      ? 'An urgent referral waits, please look now'
      : `${registerId}: ${urgency === null ? 'an urgent referral' : 'an urgent change'}, please look now`,
    blocks: [
      p(`${said} ${values.area.team.name} may not see it before it is at work again (${values.area.team.officeHours}).`),
      p('Please look now, and do what cannot wait.'),
      ...(waits ? [] : staffEnd(values)),
    ],
  };
};

export const ratingChangedLetter: Wording = (values) => {
  const { then } = values.rating;
  return {
    subject: `${values.registerId}: the rating has changed`,
    blocks: [
      p(
        then === null
          ? `The rating of ${values.registerId} changed on ${day(values)}.`
          : `${values.registerId} was rated ${then} on ${day(values)}.`,
      ),
      since(values),
      then === 'red' &&
        isNow(values) &&
        p(
          'Red asks for urgent action: a community C(E)TR with an independent panel. Directors are told of it: they can bring in more support, and those who are invited read that directors ask them to attend.',
        ),
      ...staffEnd(values),
    ],
  };
};

const day = ({ eventOn }: Values): string => mustHave(eventOn, 'day');
const isNow = ({ rating: { then, now } }: Values): boolean => then === now;

/** What the rating is by the time of sending, where that is something else. */
function since(values: Values): ReturnType<typeof p> | false {
  if (isNow(values)) return false;
  const { now } = values.rating;
  return p(
    now === null ? 'That rating does not stand any more: there is none now.' : `It has changed again since: the rating is ${now} now.`,
  );
}

export const admittedLetter: Wording = (values) => {
  const { deadline } = values;
  return {
    subject: `${values.registerId}: an admission was recorded`,
    blocks: [
      p(`${values.registerId} was admitted to hospital on ${day(values)}.`),
      deadline !== null &&
        p(`No community C(E)TR was held in the 28 days before.${deadline.owed ? ` Next: ${deadline.words}. ${deadline.due}` : ''}`),
      ...staffEnd(values),
    ],
  };
};

export const dischargedLetter: Wording = (values) => ({
  subject: `${values.registerId}: a discharge was recorded`,
  blocks: [
    p(`${values.registerId} was discharged from hospital on ${day(values)}.`),
    values.rating.then !== null && p(`The rating became ${values.rating.then} with that.`),
    since(values),
    ...staffEnd(values),
  ],
});

export const consentWithdrawnLetter: Wording = (values) => {
  const { scopes, refused } = mustHave(values.consent, 'consent');
  return {
    subject: `${values.registerId}: consent has changed`,
    blocks: [
      p(`Consent to ${scopes} was ${refused ? 'refused' : 'withdrawn'} for ${values.registerId} on ${day(values)}.`),
      p('What rested on it has stopped. Please look at what is booked, and at what papers have gone out.'),
      ...staffEnd(values),
    ],
  };
};

export const pathwayEndedLetter: Wording = (values) => ({
  subject: `${values.registerId}: the pathway has ended`,
  blocks: [
    p(`The pathway of ${values.registerId} ended on ${day(values)}.`),
    p(values.owed.length > 0 ? 'This was open when it ended. Nobody is reminded of it any more:' : 'Nothing was open any more.'),
    values.owed.length > 0 && ul(...values.owed),
    ...staffEnd(values),
  ],
});

export const papersWithoutConsentLetter: Wording = (values) => ({
  subject: `${values.registerId}: papers went out without consent`,
  blocks: [
    p(
      `Papers about ${values.registerId} were reported as sent on ${day(values)}. No consent to showing them stood for that meeting on that day.`,
    ),
    p('This is an information governance incident: please look into it, and pass it to the information governance lead.'),
    ...staffEnd(values),
  ],
});

export const changeReportedLetter: Wording = (values) => ({
  subject: `${values.registerId}: a change was reported`,
  blocks: [
    p(`Somebody told us on ${day(values)} that things have changed for ${values.registerId}. ${mustHave(values.urgency, 'urgency')}`),
    values.deadline !== null && values.deadline.owed && p(`Please ${values.deadline.words}. ${values.deadline.due}`),
    ...staffEnd(values),
  ],
});

export const eventRefusedLetter: Wording = (values) => {
  const { words, reason } = mustHave(values.refusal, 'refusal');
  return {
    subject: `${values.registerId}: an entry was refused, please look now`,
    blocks: [
      p(`We were told of ${words} for ${values.registerId}, and could not accept it. ${reason}`),
      p('It may still have happened. Please find out now, and put the record right.'),
      ...staffEnd(values),
    ],
  };
};
