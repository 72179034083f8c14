import type { PlainDate } from '../../domain/calendar/dates';
import type { EventType } from '../../domain/pathway/events';
import { type DeadlineKind, isDeadlineKind } from '../../domain/pathway/kinds';

/** A kind of deadline, as pages speak of it. */
export interface KindWords {
  /** What it is, as a heading or the beginning of a sentence. */
  readonly title: string;
  /** What satisfies it, as the button beside it says. */
  readonly act: {
    readonly event: EventType;
    readonly words: string;
    /** The words tell what was done: one press records it. Absent: they tell what to do, and lead to a page. */
    readonly press?: true;
  };
}

const KINDS: Readonly<Record<DeadlineKind, KindWords>> = {
  'eligibility-decision': { title: 'Decide eligibility', act: { event: 'eligibility-decided', words: 'Record decision' } },
  'consent-decision': { title: 'Ask for consent to the register', act: { event: 'consent-given', words: 'Record consent' } },
  'rating-decision': { title: 'Decide the rating', act: { event: 'rating-set', words: 'Record rating' } },
  'next-step': { title: 'Say what comes next', act: { event: 'next-step-set', words: 'Set a day' } },
  'change-review': { title: 'Look at the change that was reported', act: { event: 'change-reviewed', words: 'Record outcome' } },
  'watch-review': { title: 'Look again', act: { event: 'eligibility-decided', words: 'Record decision' } },
  'consent-renewal': { title: 'Consent renewal', act: { event: 'consent-given', words: 'Record consent' } },
  'consent-at-16': { title: 'Own consent at 16', act: { event: 'consent-given', words: 'Record consent' } },
  'consent-at-18': { title: 'Own consent at 18', act: { event: 'consent-given', words: 'Record consent' } },
  mam: { title: 'Multi-agency meeting', act: { event: 'meeting-scheduled', words: 'Book meeting' } },
  'community-cetr': { title: 'Community C(E)TR', act: { event: 'meeting-scheduled', words: 'Book C(E)TR' } },
  'requested-cetr': { title: 'C(E)TR that was asked for', act: { event: 'meeting-scheduled', words: 'Book C(E)TR' } },
  'laep-follow-up': { title: 'Community C(E)TR after the LAEP', act: { event: 'meeting-scheduled', words: 'Book C(E)TR' } },
  'post-admission-cetr': { title: 'Post-admission C(E)TR', act: { event: 'meeting-scheduled', words: 'Book C(E)TR' } },
  'inpatient-cetr': { title: 'Inpatient C(E)TR', act: { event: 'meeting-scheduled', words: 'Book C(E)TR' } },
  'transfer-cetr': { title: 'C(E)TR after the transfer', act: { event: 'meeting-scheduled', words: 'Book C(E)TR' } },
  'diagnosis-removed-cetr': {
    title: 'C(E)TR because a diagnosis was taken away',
    act: { event: 'meeting-scheduled', words: 'Book C(E)TR' },
  },
  'oversight-visit': { title: 'Oversight visit', act: { event: 'visit-held', words: 'Record visit' } },
  'cetr-arrangements': { title: 'Begin arranging the C(E)TR', act: { event: 'arrangements-begun', words: 'Arranging begun', press: true } },
  'family-contact': { title: 'Contact the family', act: { event: 'family-contacted', words: 'Family contacted', press: true } },
  'panel-papers': { title: 'Send papers to the panel', act: { event: 'papers-sent', words: 'Papers sent', press: true } },
  'meeting-consent': { title: 'Ask for consent to the C(E)TR', act: { event: 'consent-given', words: 'Record consent' } },
  'meeting-outcome': { title: 'Record what came of the meeting', act: { event: 'meeting-held', words: 'Record meeting' } },
  'cetr-report': { title: 'Send the report', act: { event: 'report-sent', words: 'Report sent', press: true } },
  'cetr-feedback': { title: 'Take feedback', act: { event: 'feedback-taken', words: 'Feedback taken', press: true } },
  action: { title: 'Action', act: { event: 'action-done', words: 'Action done', press: true } },
  'transition-plan': { title: 'Plan the move to adult services', act: { event: 'transition-planned', words: 'Plan made', press: true } },
  'mha-first-meeting': { title: 'First review meeting (Mental Health Act)', act: { event: 'meeting-scheduled', words: 'Book meeting' } },
  'mha-further-meeting': {
    title: 'Further review meeting (Mental Health Act)',
    act: { event: 'meeting-scheduled', words: 'Book meeting' },
  },
  'mha-report': {
    title: 'Report of the review meeting (Mental Health Act)',
    act: { event: 'report-sent', words: 'Report sent', press: true },
  },
};

/** What one press says was done, by its event. */
export const PRESSED: Partial<Record<EventType, string>> = Object.fromEntries(
  Object.values(KINDS).flatMap(({ act }) => (act.press ? [[act.event, act.words]] : [])),
);

/**
 * What satisfies a deadline on a day: where its meeting is booked, that the meeting was held; null while that day lies ahead: nothing is to be done.
 * `booked`: the day for which it is booked; null: it is not. `anchor`: the day that it runs from; of what comes of a meeting, the meeting's.
 */
export function actFor(kind: DeadlineKind, booked: PlainDate | null, anchor: PlainDate, today: PlainDate): KindWords['act'] | null {
  const { act } = KINDS[kind];
  if (act.event === 'meeting-held') return anchor > today ? null : act;
  if (act.event !== 'meeting-scheduled' || booked === null) return act;
  return booked > today ? null : { event: 'meeting-held', words: 'Record meeting' };
}

export const kindWords = (kind: DeadlineKind): KindWords => KINDS[kind];

/** What a deadline is by its id (`oversight-visit:…`) or its kind; a kind that this release does not know stays as it is. */
export function deadlineTitle(idOrKind: string): string {
  const kind = idOrKind.split(':')[0] ?? idOrKind;
  return isDeadlineKind(kind) ? KINDS[kind].title : kind;
}

/** What a deadline is in a calendar that lies outside this service: as on its pages, but for a diagnosis. */
export const feedTitle = (kind: string): string => (kind === 'diagnosis-removed-cetr' ? 'C(E)TR' : deadlineTitle(kind));
