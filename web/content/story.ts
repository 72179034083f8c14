import type { PlainDate } from '../../domain/calendar/dates';
import type { EventType, MeetingKind, PathwayEvent } from '../../domain/pathway/events';
import { eventWords } from '../../services/notices/letters/words/events';
import { aMeeting, isMeetingKind } from '../../services/notices/letters/words/meetings';
import { sentence } from '../../services/notices/letters/words/deadlines';
import { timeWords } from '../../services/notices/letters/words/dates';
import { criteriaSeen } from './criteria';
import * as code from './codes';
import { dayText, listWords } from './dates';
import { audienceWords } from './audiences';
import { deadlineTitle } from './kinds';

/** What an event says, for a reader. */
export interface Told {
  /** What happened, as a sentence without its full stop. */
  readonly headline: string;
  /** What belongs to it, in sentences. */
  readonly facts: readonly string[];
  /** What somebody typed into it, in their words. */
  readonly words: readonly { readonly label: string; readonly text: string }[];
}

/** What an event refers to by an id, in words; null where the record does not know it. */
export interface Named {
  readonly meeting: (id: string) => string | null;
  readonly action: (id: string) => string | null;
}

type EventOf<T extends EventType> = Extract<PathwayEvent, { type: T }>;
type Facts = readonly (string | false | null | undefined)[];

const told = (headline: string, facts: Facts = [], words: Readonly<Record<string, string | undefined>> = {}): Told => ({
  headline,
  facts: facts.filter((fact): fact is string => typeof fact === 'string' && fact !== ''),
  words: Object.entries(words).flatMap(([label, text]) => (text === undefined || text === '' ? [] : [{ label, text }])),
});

const meetingKind = (kind: MeetingKind): string => (isMeetingKind(kind) ? aMeeting(kind, 'professional') : 'a meeting');
const day = (date: PlainDate | undefined): string | null => (date === undefined ? null : dayText(date));
const where = ({ site, legalStatus }: { site?: string | undefined; legalStatus?: string | undefined }): Facts => [
  site !== undefined && `Site ${site}.`,
  legalStatus !== undefined && `Legal status ${legalStatus}.`,
];

/** Who is invited: audiences in words, contacts counted. */
function invitedWords(invited: readonly string[] | undefined): string | null {
  if (invited === undefined) return null;
  if (invited.length === 0) return 'Nobody is invited.';
  const known = invited.map((one) => audienceWords(one));
  const contacts = known.filter((one) => one === null).length;
  const others = contacts === 0 ? [] : [contacts === 1 ? '1 contact' : `${contacts} contacts`];
  return `Invited: ${listWords([...known.filter((one) => one !== null), ...others])}.`;
}

const ofMeeting = (headline: string, { meeting }: { meeting: string }, named: Named, facts: Facts = []): Told =>
  told(`${headline} ${named.meeting(meeting) ?? 'a meeting'}`, facts);

const ofAction = (headline: string, { action }: { action: string }, named: Named): string => {
  const words = named.action(action);
  return words === null ? headline : `${headline}: ${words}`;
};

type Tellers = { readonly [T in EventType]: (event: EventOf<T>, named: Named) => Told };

const TELLERS: Tellers = {
  'referral-received': ({ source, suggestedRating }) =>
    told(`A referral came from ${code.fromWords(source)}`, [suggestedRating && `They suggested the rating ${suggestedRating}.`]),
  'eligibility-decided': ({ outcome, diagnosis, reviewOn, criteria, reason }) =>
    told(
      { eligible: 'Found eligible', 'not-eligible': 'Found not eligible', watch: 'To be watched, and looked at again' }[outcome] ??
        'Eligibility was decided',
      [
        `Diagnosis: ${code.diagnosisWords(diagnosis)}.`,
        reviewOn && `To be looked at again on ${dayText(reviewOn)}.`,
        criteriaSeen(criteria),
      ],
      { Reason: reason },
    ),
  'consent-given': ({ basis, scope, assessedOn, meeting }, named) =>
    told(`Consent was given to ${code.scopesWords(scope)}`, [
      meeting !== undefined && `For one meeting alone: ${named.meeting(meeting) ?? 'a meeting'}.`,
      code.basisWords(basis),
      assessedOn && `Capacity was assessed on ${dayText(assessedOn)}.`,
    ]),
  'consent-refused': ({ scope, by }) => told(`Consent was refused to ${code.scopesWords(scope)}`, [by && `Said by ${code.fromWords(by)}.`]),
  'consent-withdrawn': ({ scope, by }) =>
    told(`Consent was withdrawn from ${code.scopesWords(scope)}`, [by && `Said by ${code.fromWords(by)}.`]),
  'contact-wish-recorded': ({ family }) =>
    told(family === 'yes' ? 'The person wishes the family to be written to' : 'The person does not wish the family to be written to'),
  'rating-set': ({ rating, reason, criteria }) => told(`Rated ${rating}`, [criteriaSeen(criteria)], { Reason: reason }),
  'meeting-scheduled': ({ kind, on, time, until, place, invited }) => {
    const times = time === undefined ? '' : `, ${timeWords(time)}${until === undefined ? '' : ` to ${timeWords(until)}`}`;
    return told(`${sentence(meetingKind(kind))} was booked for ${day(on) ?? 'a day'}${times}`, [invitedWords(invited)], { Where: place });
  },
  'meeting-held': ({ kind, outcome, quorate }) =>
    told(`${sentence(meetingKind(kind))} was held`, [
      outcome !== undefined && `Decided: ${code.meetingOutcomeWords(outcome)}.`,
      quorate === false && 'Not everyone was there who has to be.',
      kind === 'laep' && 'An LAEP is not a C(E)TR.',
    ]),
  'meeting-cancelled': (event, named) => told(`${sentence(named.meeting(event.meeting) ?? 'a meeting')} was cancelled`),
  'arrangements-begun': (event, named) => ofMeeting('Arranging has begun for', event, named),
  'family-contacted': (event, named) => ofMeeting('The family was contacted about', event, named),
  'papers-sent': (event, named) => ofMeeting('Papers were sent to the panel for', event, named),
  'report-sent': (event, named) => ofMeeting('The report was sent of', event, named),
  'feedback-taken': (event, named) =>
    event.declined === true
      ? ofMeeting('Feedback was offered, and declined, on', event, named)
      : ofMeeting('Feedback was taken on', event, named),
  'action-agreed': ({ what, due, owner, meeting, insteadOf }, named) =>
    told(
      'An action was agreed',
      [
        due === undefined ? 'No date was agreed.' : `By ${dayText(due)}.`,
        owner !== undefined && 'Somebody is named to do it.',
        meeting !== undefined && `Agreed at ${named.meeting(meeting) ?? 'a meeting'}.`,
        insteadOf !== undefined && 'It stands in the place of an earlier one.',
      ],
      { 'What is to be done': what },
    ),
  'action-redated': (event, named) => told(ofAction('An action has a new date', event, named), [`Now by ${dayText(event.due)}.`]),
  'action-done': (event, named) => told(ofAction('An action was done', event, named), [], { 'What shows it': event.evidence }),
  'action-blocked': (event, named) =>
    told(ofAction('An action cannot be done', event, named), [], { 'What will be done instead': event.planB }),
  admitted: ({ security, detained, planned, withoutReview, ...place }) =>
    told(`Admitted to hospital, to ${code.wardWords(security)}`, [
      code.detainedWords(detained),
      planned ? 'Planned.' : 'Not planned.',
      withoutReview !== undefined && `No C(E)TR before it: ${code.withoutReviewWords(withoutReview)}.`,
      ...where(place),
    ]),
  'stay-details-confirmed': ({ security, detained, ...place }) =>
    told('The details of the stay in hospital were completed', [
      `${sentence(code.wardWords(security))}.`,
      code.detainedWords(detained),
      ...where(place),
    ]),
  transferred: ({ security, detained, newHospital, ...place }) =>
    told(`Transferred${newHospital === true ? ' to another hospital' : ''}, to ${code.wardWords(security)}`, [
      code.detainedWords(detained),
      ...where(place),
    ]),
  'legal-status-changed': ({ detained, legalStatus }) =>
    told('The legal status changed', [code.detainedWords(detained), ...where({ legalStatus })]),
  'leave-began': () => told('Leave from hospital began'),
  'leave-ended': () => told('Leave from hospital ended'),
  discharged: ({ destination }) => told(`Discharged from hospital${destination ? `, to ${code.destinationWords(destination)}` : ''}`),
  'diagnosis-confirmed': ({ diagnosis }) => told(`Diagnosis confirmed: ${code.diagnosisWords(diagnosis)}`),
  'birth-date-recorded': ({ bornOn }) => told(`The date of birth was recorded: ${dayText(bornOn)}`),
  'visit-held': ({ purpose, onSite, seen }) =>
    told('A visit was made', [
      purpose !== undefined && `${code.purposeWords(purpose)}.`,
      onSite !== undefined && (onSite ? 'On site.' : 'Not on site.'),
      seen !== undefined && (seen ? 'The person was seen.' : 'The person was not seen.'),
    ]),
  'change-reported': ({ source, urgency, what }) =>
    told(`A change was reported by ${code.fromWords(source)}`, [`${sentence(code.urgencyWords(urgency))}.`], { 'What has changed': what }),
  'change-reviewed': ({ outcome, reason }) => told(`The change was looked at: ${code.changeOutcomeWords(outcome)}`, [], { Reason: reason }),
  'next-step-set': ({ lookAgainOn, reason }) => told(`To be looked at again on ${dayText(lookAgainOn)}`, [], { Reason: reason }),
  'crisis-support-recorded': ({ until }) => told('Support in a crisis was recorded', [until && `Until ${dayText(until)}.`]),
  'review-requested': ({ by, reason }) => told(`A C(E)TR was asked for by ${code.fromWords(by)}`, [], { Reason: reason }),
  'review-refused': ({ by, reason }) => told(`A C(E)TR was refused by ${code.fromWords(by)}`, [], { Reason: reason }),
  'deadline-excused': ({ deadline, reason }) =>
    told(`A deadline was excused: ${deadlineTitle(deadline)}`, [`Reason: ${code.excuseWords(reason)}.`]),
  'keyworker-assigned': () => told('A keyworker was assigned'),
  'transition-planned': () => told('The move to adult services was planned'),
  adopted: () => told('Taken over from an older register'),
  'steps-released': ({ deadline }) =>
    told(deadline === undefined ? 'Held reminders were let go' : `Held reminders were let go: ${deadlineTitle(deadline)}`),
  'rules-adopted': ({ ruleSet }) => told(`New rules were adopted: ${ruleSet.replace('@', ', version ')}`),
  'person-died': () => told('The person died'),
  'moved-away': ({ acceptedBy }) => told('Moved to another area', [acceptedBy !== undefined && `Taken over by ${acceptedBy}.`]),
  'pathway-closed': ({ reason, duplicateOf }) =>
    told('The pathway was closed', [duplicateOf !== undefined && `As a duplicate of ${duplicateOf}.`], { Reason: reason }),
  corrected: ({ events, reason, with: put }, named) => {
    const many = events?.length ?? 1;
    const instead = put === undefined ? null : tell(put, named);
    return told(
      many === 1 ? 'An earlier entry was taken back' : `${many} earlier entries were taken back`,
      [instead && `In its place: ${instead.headline.charAt(0).toLowerCase()}${instead.headline.slice(1)}.`, ...(instead?.facts ?? [])],
      { Reason: reason, ...Object.fromEntries((instead?.words ?? []).map(({ label, text }) => [`${label}, in its place`, text])) },
    );
  },
};

function tell<T extends EventType>(event: EventOf<T>, named: Named): Told {
  const teller: ((event: EventOf<T>, named: Named) => Told) | undefined = TELLERS[event.type as T];
  return teller(event, named);
}

/**
 * What an event says. `event` as `services/pathway/events` gives it, its words included; one whose fields are those of an older release, or
 * that could not be read, is told by its type alone.
 */
export function storyOf(type: string, event: unknown, named: Named): Told {
  const bare = told(sentence(eventWords(type)));
  if (typeof event !== 'object' || event === null || !Object.hasOwn(TELLERS, type)) return bare;
  // An event of an older release may lack a field that is needed now.
  try {
    return tell(event as PathwayEvent, named);
  } catch {
    return bare;
  }
}
