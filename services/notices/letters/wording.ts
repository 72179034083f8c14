import { daysBetween, type PlainDate } from '../../../domain/calendar/dates';

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** `Thursday 15 October 2026` */
export function dateWords(date: PlainDate): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return `${WEEKDAYS[weekday]} ${day} ${MONTHS[month - 1]} ${year}`;
}

/** `5.30pm`, `9am`, `midday`, `midnight`, out of HH:MM. */
export function timeWords(time: string): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  if (minute === 0 && hour === 0) return 'midnight';
  if (minute === 0 && hour === 12) return 'midday';
  return `${hour % 12 === 0 ? 12 : hour % 12}${minute === 0 ? '' : `.${String(minute).padStart(2, '0')}`}${hour < 12 ? 'am' : 'pm'}`;
}

/** How a due date stands on a day: `due in 6 days`, `due today`, `6 days overdue`; without a date how long it has waited since its anchor. */
export function dueWords(due: PlainDate | null, anchor: PlainDate, today: PlainDate): string {
  if (due === null) {
    const waited = Math.max(0, daysBetween(anchor, today));
    return `no date set, waiting for ${days(waited)}`;
  }
  const left = daysBetween(today, due);
  if (left === 0) return `due today, ${dateWords(due)}`;
  return left > 0 ? `due in ${days(left)}, on ${dateWords(due)}` : `${days(-left)} overdue, was due on ${dateWords(due)}`;
}

const days = (count: number): string => `${count} ${count === 1 ? 'day' : 'days'}`;

/** What each kind of deadline asks somebody to do. */
const DEADLINES: Readonly<Record<string, string>> = {
  'eligibility-decision': 'decide whether the person is eligible',
  'consent-decision': 'ask for consent to the register, and record the answer',
  'rating-decision': 'decide the rating',
  'next-step': 'say what comes next for the person',
  'change-review': 'look at a change that was reported',
  'watch-review': 'look again at the decision to watch',
  'consent-renewal': 'renew the consent to the register',
  'consent-at-16': 'ask the young person for their own consent, as they turn 16',
  'consent-at-18': 'ask the person for their own consent, as they turn 18',
  mam: 'hold a multi-agency meeting',
  'community-cetr': 'hold a community C(E)TR',
  'requested-cetr': 'hold the C(E)TR that was asked for',
  'laep-follow-up': 'hold a community C(E)TR after the LAEP',
  'post-admission-cetr': 'hold the post-admission C(E)TR',
  'inpatient-cetr': 'hold the next inpatient C(E)TR',
  'transfer-cetr': 'hold a C(E)TR after the transfer',
  'diagnosis-removed-cetr': 'hold a C(E)TR before the diagnosis is taken away',
  'oversight-visit': 'make the oversight visit',
  'cetr-arrangements': 'begin arranging the C(E)TR',
  'family-contact': 'contact the family about the C(E)TR',
  'panel-papers': 'send the papers to the panel',
  'meeting-consent': 'ask for consent to the C(E)TR that is planned',
  'meeting-outcome': 'record what came of the meeting',
  'cetr-report': 'send the report of the C(E)TR',
  'cetr-feedback': 'take feedback on the C(E)TR',
  action: 'do the action that was agreed',
  'transition-plan': 'plan the move to adult services',
  'mha-first-meeting': 'hold the first review meeting under the Mental Health Act',
  'mha-further-meeting': 'hold a further review meeting under the Mental Health Act',
  'mha-report': 'send the report of the review meeting under the Mental Health Act',
};

/** What a deadline of a kind asks for, in words. Throws RangeError for a kind that has none. */
export function deadlineWords(kind: string): string {
  const words = Object.hasOwn(DEADLINES, kind) ? DEADLINES[kind] : undefined;
  if (words === undefined) throw new RangeError(`no words for a deadline of the kind ${kind}`);
  return words;
}

const MEETINGS: Readonly<Record<string, string>> = {
  mam: 'multi-agency meeting',
  mdt: 'multi-disciplinary team meeting (MDT)',
  'discharge-planning': 'discharge planning meeting',
  'community-cetr': 'community C(E)TR',
  'post-admission-cetr': 'post-admission C(E)TR',
  'inpatient-cetr': 'inpatient C(E)TR',
  'discharge-cetr': 'discharge C(E)TR',
  laep: 'local area emergency protocol meeting (LAEP)',
  cpa: 'care programme approach meeting (CPA)',
  rca: 'root cause analysis meeting (RCA)',
  'register-review': 'review of the register',
};

/** A kind of meeting in words. Throws RangeError for a kind that has none. */
export function meetingWords(kind: string): string {
  const words = Object.hasOwn(MEETINGS, kind) ? MEETINGS[kind] : undefined;
  if (words === undefined) throw new RangeError(`no words for a meeting of the kind ${kind}`);
  return words;
}

const EVENTS: Readonly<Record<string, string>> = {
  admitted: 'an admission',
  discharged: 'a discharge',
  'person-died': 'a death',
  'consent-withdrawn': 'a withdrawal of consent',
};

/** A refused event in words; for a batch, or any other, what can be said of all. */
export const eventWords = (type: string): string =>
  Object.hasOwn(EVENTS, type) ? (EVENTS[type] ?? '') : 'several entries that were sent together';

/** True for the kinds of meeting that are Care (Education) and Treatment Reviews. */
export const isReviewKind = (kind: string): boolean => kind.endsWith('-cetr');
