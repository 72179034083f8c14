import { londonDate, type PlainDate } from '../calendar/dates';
import type { EventType, Fact, FactOf } from '../pathway/events';
import { traitsOf } from '../pathway/kinds';
import type { Audience, LogEntry } from '../pathway/types';
import { targetsOf } from '../pathway/place';
import { AUDIENCES } from './catalogue';
import { audiencesOf, meetingsOff, ofMeetings } from './meeting-notices';
import { to, type Wanted, type WantedInput, type WantedMeeting, type WantedNotice } from './notice';

/**
 * Which notices and meeting requests a group of lines calls for; who gets them and in which words is decided elsewhere.
 * The steps of a ladder are notices already (their lines name the audience) and are not repeated here.
 * Nothing is wanted after a death but the cancellation of booked meetings, to professionals (contract 6.16(1)).
 * Facts of before a take-over from an older register (contract 6.14) tell nobody anything new, so that they want nothing.
 */
export function noticesWanted(input: WantedInput): Wanted {
  const { before, after } = input;
  if (after.ended?.type === 'person-died') {
    return { meetingRequested: [], notices: before.ended ? [] : distinct(meetingsOff(input)) };
  }
  const ofDates = missed(input);
  if (isHistory(input)) return { meetingRequested: [], notices: distinct(ofDates) };
  const meetingRequested = requests(input);
  const notices = [
    ...meetingRequested.flatMap(({ deadline }) => to('meeting-to-arrange', ['team'], { deadline })),
    ...feedback(input),
    ...input.applied.flatMap((entry) => ofEvent(entry, input)),
    ...ratingChange(input),
    ...incidents(input),
    ...ofMeetings(input),
    ...ofDates,
  ];
  return { meetingRequested, notices: distinct(notices) };
}

/** The refusals that somebody hears of at once (contract section 7): an admission, a discharge, a death or a withdrawal. */
export const ALARMING: readonly EventType[] = ['admitted', 'discharged', 'person-died', 'consent-withdrawn'];

/** What a refused event, or a refused batch with parts of these types, calls for. */
export function noticesOfRefusal(event: string, types: readonly EventType[]): WantedNotice[] {
  return types.some((type) => ALARMING.includes(type)) ? [{ notice: 'event-refused', audience: 'on-call', event }] : [];
}

const trueOn = ({ fact, at }: LogEntry): PlainDate => fact.on ?? londonDate(at);

/** All that was applied lies before the day on which this service took the pathway over. */
function isHistory({ applied, log }: WantedInput): boolean {
  const adopted = log.find(({ fact }) => fact.type === 'adopted');
  if (!adopted || applied.length === 0) return false;
  const day = trueOn(adopted);
  return applied.every((entry) => trueOn(entry) < day || entry.fact.type === 'adopted');
}

type Tellers = {
  readonly [T in EventType]: ((entry: LogEntry & { readonly fact: FactOf<T> }, input: WantedInput) => WantedNotice[]) | null;
};

/** What each event tells by itself; null: nothing, or what it changes is told by comparing before and after (ratings, meetings, deadlines). */
const TELLERS: Tellers = {
  'referral-received': ({ fact, id: event }, input) => [
    // Whoever begins with a take-over knows nobody who would wait for an acknowledgement (contract 6.14(4)).
    ...(isTakenOver(input) ? [] : to('referral-acknowledged', [fact.source === 'self' ? 'person' : 'referrer'], { event })),
    ...to('referral-received', ['team'], { event }),
    ...(fact.suggestedRating === 'red' && !isTakenOver(input) ? to('urgent-received', ['on-call'], { event }) : []),
  ],
  'eligibility-decided': ({ fact, id: event }) =>
    fact.outcome === 'eligible' ? [] : to('not-eligible', ['person', 'referrer', 'chosen-contacts'], { event }),
  'consent-given': null,
  'consent-refused': consentLost,
  'consent-withdrawn': consentLost,
  'contact-wish-recorded': null,
  'rating-set': null,
  'meeting-scheduled': null,
  'meeting-held': null,
  'meeting-cancelled': null,
  'arrangements-begun': null,
  'family-contacted': null,
  'papers-sent': null,
  'report-sent': reportSent,
  'feedback-taken': null,
  'action-agreed': ({ id: event }) => to('action-agreed', ['team'], { event }),
  'action-redated': null,
  'action-done': null,
  'action-blocked': ({ id: event }) => to('action-blocked', ['team', 'commissioner'], { event }),
  admitted: admission,
  'stay-details-confirmed': null,
  transferred: null,
  'legal-status-changed': null,
  'leave-began': null,
  'leave-ended': null,
  discharged: ({ id: event }, { after }) => (after.inpatient ? [] : to('discharged', ['commissioner', 'team', 'keyworker'], { event })),
  'diagnosis-confirmed': null,
  'birth-date-recorded': null,
  'visit-held': null,
  'change-reported': ({ fact, id: event }, { after }) => [
    ...to('change-reported', ['team', 'keyworker'], { event, ...lookingAt(after, event) }),
    ...(fact.urgency === 'today' ? to('urgent-received', ['on-call'], { event }) : []),
  ],
  'change-reviewed': null,
  'next-step-set': null,
  'crisis-support-recorded': null,
  'review-requested': null,
  'review-refused': null,
  'deadline-excused': null,
  'keyworker-assigned': null,
  'transition-planned': null,
  adopted: null,
  'steps-released': null,
  'rules-adopted': null,
  'person-died': null,
  'moved-away': ({ id: event }) => to('pathway-ended', ['team'], { event }),
  'pathway-closed': ({ id: event }) => to('pathway-ended', ['team'], { event }),
  corrected: corrections,
};

function ofEvent<T extends EventType>(entry: LogEntry & { readonly fact: FactOf<T> }, input: WantedInput): WantedNotice[] {
  const tell: ((entry: LogEntry & { readonly fact: FactOf<T> }, input: WantedInput) => WantedNotice[]) | null =
    TELLERS[entry.fact.type as T];
  return tell === null ? [] : tell(entry, input);
}

const isTakenOver = ({ log }: WantedInput): boolean => log.some(({ fact }) => fact.type === 'adopted');

/** Of whom each event may have told something, besides what comparing meetings tells them: they hear when it is taken back or put right. */
const TOLD_OF: Partial<Readonly<Record<EventType, readonly Audience[]>>> = {
  'referral-received': ['team', 'person', 'referrer', 'on-call'],
  'eligibility-decided': ['person', 'referrer', 'chosen-contacts'],
  'consent-refused': ['team', 'commissioner'],
  'consent-withdrawn': ['team', 'commissioner'],
  'rating-set': ['team', 'keyworker', 'director'],
  'report-sent': AUDIENCES,
  'action-agreed': ['team'],
  'action-blocked': ['team', 'commissioner'],
  admitted: ['commissioner', 'team'],
  discharged: ['commissioner', 'team', 'keyworker'],
  'change-reported': ['team', 'keyworker', 'on-call'],
  'papers-sent': ['manager'],
  'moved-away': ['team'],
  'pathway-closed': ['team'],
};

/** Who was told of an event hears that it is taken back, or what stands in its place. The line names the event that they were told of. */
function corrections({ fact }: LogEntry & { readonly fact: FactOf<'corrected'> }, { log }: WantedInput): WantedNotice[] {
  const targets = targetsOf(fact);
  return log
    .filter(({ id }) => targets.includes(id))
    .flatMap(({ id, fact: taken }) => to('correction', TOLD_OF[taken.type] ?? [], { event: id }));
}

/** The deadline by which a change is looked at: that of the report itself, or the open one that it was put to; one that was missed before it is neither. */
function lookingAt({ deadlines }: WantedInput['after'], event: string): { deadline?: string } {
  const owed = [...deadlines.values()].filter((deadline) => deadline.kind === 'change-review' && deadline.owed);
  const found = owed.find(({ id }) => id.endsWith(`:${event}`)) ?? owed.find(({ status }) => status === 'open') ?? owed[0];
  return found ? { deadline: found.id } : {};
}

/** A past stay, recorded with both its ends, is no news. */
function admission(entry: LogEntry & { readonly fact: FactOf<'admitted'> }, { lines, after }: WantedInput): WantedNotice[] {
  const on = trueOn(entry);
  if (!after.stays.some((stay) => stay.admittedOn === on && stay.dischargedOn === null)) return [];
  const opened = lines.find((line) => line.what === 'deadline-opened' && line.kind === 'post-admission-cetr');
  const deadline = opened?.what === 'deadline-opened' ? { deadline: opened.deadline } : {};
  return to('admitted', ['commissioner', 'team'], { event: entry.id, ...deadline });
}

function consentLost(
  { fact, id: event }: LogEntry & { readonly fact: FactOf<'consent-withdrawn'> | FactOf<'consent-refused'> },
  { before, after }: WantedInput,
): WantedNotice[] {
  const ofRegister = before.registerConsent && !after.registerConsent;
  const ofMore = fact.type === 'consent-withdrawn' && fact.scope !== undefined && fact.scope.some((scope) => scope !== 'register');
  return ofRegister || ofMore ? to('consent-withdrawn', ['team', 'commissioner'], { event }) : [];
}

function reportSent(entry: LogEntry & { readonly fact: FactOf<'report-sent'> }, { log, after }: WantedInput): WantedNotice[] {
  const isReport = (other: Fact): boolean => other.type === 'report-sent' && other.meeting === entry.fact.meeting;
  if (log.some((other) => other.sequence < entry.sequence && isReport(other.fact))) return [];
  const meeting = after.meetings.find(({ id }) => id === entry.fact.meeting);
  return meeting ? to('report-sent', audiencesOf(meeting.invited), { event: entry.id, meeting: meeting.id }) : [];
}

function ratingChange({ applied, before, after }: WantedInput): WantedNotice[] {
  const last = applied.at(-1);
  if (!last || after.rating === null || after.rating === before.rating || !after.registerConsent) return [];
  // The notice of an admission or a discharge tells the team the rating that comes with it.
  const told = applied.some(({ fact }) => fact.type === 'admitted' || fact.type === 'discharged');
  const audiences: Audience[] = ['keyworker'];
  if (!told) audiences.push('team');
  if (after.rating === 'red') audiences.push('director');
  return to('rating-changed', audiences, { event: last.id });
}

function incidents({ before, after }: WantedInput): WantedNotice[] {
  const known = new Set(before.warnings.filter(({ code }) => code === 'papers-without-consent').map(({ subject }) => subject));
  return after.warnings
    .filter(({ code, subject }) => code === 'papers-without-consent' && !known.has(subject))
    .flatMap(({ subject }) => to('papers-without-consent', ['manager'], { event: subject }));
}

/** The person is asked for feedback while the team's own deadline for it runs. */
function feedback({ lines, after }: WantedInput): WantedNotice[] {
  return lines.flatMap((line) => {
    if (line.what !== 'deadline-opened' || line.kind !== 'cetr-feedback' || line.before || !after.deadlines.get(line.deadline)?.owed)
      return [];
    return to('feedback-asked', ['person'], { deadline: line.deadline });
  });
}

/** A miss of before a take-over, and one that the same group ends, tell nobody. */
function missed({ lines, after }: WantedInput): WantedNotice[] {
  return lines.flatMap((line) => {
    if (line.what !== 'deadline-missed' || line.before || !after.deadlines.get(line.deadline)?.owed) return [];
    return to('deadline-missed', ['team', 'commissioner'], { deadline: line.deadline });
  });
}

function requests({ lines, after }: WantedInput): WantedMeeting[] {
  if (after.ended) return [];
  return lines.flatMap((line) => {
    if (line.what !== 'deadline-opened' || line.before || !after.deadlines.get(line.deadline)?.owed) return [];
    const { asksFor } = traitsOf(line.kind);
    const kind = after.inpatient ? asksFor?.inpatient : asksFor?.community;
    const runsFrom = after.deadlines.get(line.deadline)?.anchor ?? '';
    // One whose day lies before what it would be for is none that is booked for it, whatever became of it.
    if (!kind || after.meetings.some((meeting) => meeting.kind === kind && meeting.status === 'scheduled' && meeting.on >= runsFrom))
      return [];
    return [{ kind, deadline: line.deadline }];
  });
}

function distinct(notices: readonly WantedNotice[]): WantedNotice[] {
  const seen = new Map(notices.map((one) => [[one.notice, one.audience, one.deadline, one.event, one.meeting].join('|'), one]));
  return [...seen.values()];
}
