import { REVIEW_IN_FULL, type ReviewName } from '../../../../domain/meetings/review-name';
import { isCetr, MEETING_KINDS, type MeetingKind } from '../../../../domain/pathway/events';

/** A kind of meeting in words, with its article: to professionals, and to the person and their family. */
interface MeetingWords {
  readonly professional: string;
  readonly plain: string;
}

/** Stands for the name of the review that fits one person. */
const REVIEW = 'a C(E)TR';
const MEETINGS: Readonly<Record<MeetingKind, MeetingWords>> = {
  mam: { professional: 'a multi-agency meeting (MAM)', plain: 'a meeting about support' },
  mdt: { professional: 'a multidisciplinary team meeting (MDT)', plain: 'a team meeting about support' },
  'community-cetr': { professional: 'a community C(E)TR', plain: REVIEW },
  'post-admission-cetr': { professional: 'a post-admission C(E)TR', plain: `${REVIEW} in hospital` },
  'inpatient-cetr': { professional: 'an inpatient C(E)TR', plain: `${REVIEW} in hospital` },
  'discharge-cetr': { professional: 'a discharge C(E)TR', plain: `${REVIEW} about leaving hospital` },
  laep: { professional: 'an urgent meeting (LAEP, local area emergency protocol)', plain: 'an urgent meeting about support' },
  cpa: { professional: 'a care programme approach meeting (CPA)', plain: 'a meeting about the care plan' },
  'discharge-planning': { professional: 'a discharge planning meeting', plain: 'a meeting about leaving hospital' },
  rca: { professional: 'a root cause analysis meeting (RCA)', plain: 'a meeting to learn from what happened' },
  'register-review': { professional: 'a review of the register', plain: 'a meeting about who needs support' },
};

/** A kind of meeting with `a` or `an` before it; `name`: what a review of this person is called, where it is known. */
export const aMeeting = (kind: MeetingKind, voice: keyof MeetingWords, name: ReviewName = 'C(E)TR'): string =>
  MEETINGS[kind][voice].replace('C(E)TR', () => (voice === 'plain' ? REVIEW_IN_FULL[name] : name));

/** The same without the article, after `the` or `your`. */
export const meetingWords = (kind: MeetingKind, voice: keyof MeetingWords, name?: ReviewName): string =>
  aMeeting(kind, voice, name).replace(/^an? /, '');

/** True for the name of a kind of meeting. */
export const isMeetingKind = (text: unknown): text is MeetingKind => MEETING_KINDS.some((kind) => kind === text);

/** True for the kinds of meeting that are Care (Education) and Treatment Reviews. */
export const isReviewKind = isCetr;
