import type { Audience } from '../pathway/types';

/** Every audience, in the order of contract section 5.1. */
export const AUDIENCES = [
  'owner', 'team', 'commissioner', 'manager', 'director', 'on-call', 'keyworker', 'referrer', 'provider', 'panel', 'person', 'chosen-contacts',
] as const satisfies readonly Audience[];

/** True for the name of an audience; an invitation may name a contact in its place. */
export const isAudience = (text: string): text is Audience => AUDIENCES.some((audience) => audience === text);

/** How soon a notice goes: at once, or in the recipient's daily digest. */
export type Urgency = 'at-once' | 'digest';

/** One kind of notice: what causes it, who is told, and what it rests on. */
export interface NoticeKind {
  readonly cause: string;
  readonly audiences: readonly Audience[];
  readonly urgency: Urgency;
  /** It rests on being on the register: wanted, and sent, only while consent to the register stands (contract 6.11(4)). */
  readonly restsOnRegister: boolean;
  /** It rests on its deadline being owed: dropped where that is settled by the time of sending. */
  readonly restsOnDeadline: boolean;
  /** It calls off something arranged: it still goes to professionals after a death, each released by a person (contract 6.16(1)). */
  readonly cancels?: true;
  /** It tells professionals of the very event that stops all others (a death, a withdrawal, an end). */
  readonly tellsOfTheEnd?: true;
}

const notice = (
  cause: string,
  audiences: readonly Audience[],
  more: Partial<Omit<NoticeKind, 'cause' | 'audiences'>> = {},
): NoticeKind => ({ cause, audiences, urgency: 'at-once', restsOnRegister: false, restsOnDeadline: false, ...more });


/** Every notice there is, by the name that timelines, templates and rows carry. The table in docs/notices.md is made from it. */
export const NOTICES = {
  'referral-acknowledged': notice('a referral is received that opens a pathway: acknowledged, with the emergency contacts of the area', [
    'person', 'referrer',
  ]),
  'referral-to-decide': notice('a referral is received that opens a pathway: someone decides on eligibility', ['team']),
  'not-eligible': notice('the decision is not eligible: the outcome is told, with the directory of support', ['person', 'referrer']),
  'rating-changed': notice('the rating changes; to red, the director is told too', ['team', 'keyworker', 'director'], { restsOnRegister: true }),
  admitted: notice('the person is admitted; where no community C(E)TR was held before it, the notice says so', ['commissioner', 'team']),
  discharged: notice('the person is discharged', ['commissioner', 'team', 'keyworker']),
  'consent-withdrawn': notice('consent to the register, to meetings or to disclosure is withdrawn, or refused where it stood', ['team', 'commissioner']),
  'person-died': notice('the person has died: staff are told once, so that nobody writes or rings', ['team', 'commissioner'], { tellsOfTheEnd: true }),
  'pathway-ended': notice('the person moved away, or the pathway is closed: what is still owed is listed', ['team'], { tellsOfTheEnd: true }),
  'deadline-missed': notice('a due date has passed undone', ['owner', 'commissioner'], { urgency: 'digest', restsOnDeadline: true }),
  'papers-without-consent': notice(
    'papers are reported as sent without a consent to disclosure: an incident for the information governance lead, who reads the mail of the audience `manager`',
    ['manager'],
  ),
  'report-sent': notice('the report of a C(E)TR is sent: those invited are told that it is there', AUDIENCES),
  'action-agreed': notice('an action is agreed', ['owner'], { urgency: 'digest' }),
  'action-blocked': notice('an action cannot be done: a Plan B is to be agreed', ['owner', 'commissioner']),
  'event-refused': notice('an admission, discharge, death or withdrawal is refused: somebody sorts it out at once', ['on-call']),
  'meeting-invitation': notice('a meeting is scheduled, or someone is invited to one that stands', AUDIENCES),
  'meeting-changed': notice('a meeting is scheduled anew: another day, time or place', AUDIENCES),
  'meeting-cancelled': notice('a meeting is cancelled, or someone is no longer invited to it', AUDIENCES, { cancels: true }),
  'step-remind': notice('a deadline comes near (or, without a date, waits): the ladder step remind', ['owner'], { urgency: 'digest', restsOnDeadline: true }),
  'step-due': notice('a deadline is due today: the ladder step due', ['owner'], { urgency: 'digest', restsOnDeadline: true }),
  'step-overdue': notice('a deadline was due yesterday and is not done: the ladder step overdue', ['owner'], { urgency: 'digest', restsOnDeadline: true }),
  'step-escalate': notice('a deadline stays undone, or waits too long without a date: the ladder step escalate', ['commissioner', 'manager', 'director'], {
    restsOnDeadline: true,
  }),
} as const satisfies Record<string, NoticeKind>;

export type NoticeName = keyof typeof NOTICES;

/** What is known of a notice by its name; undefined where there is none of that name. */
export function noticeKind(name: string): NoticeKind | undefined {
  const all: Readonly<Record<string, NoticeKind>> = NOTICES;
  return Object.hasOwn(all, name) ? all[name] : undefined;
}
