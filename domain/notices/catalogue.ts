import type { Audience } from '../pathway/types';

/** Every audience, in the order of contract section 5.1. */
export const AUDIENCES = [
  'owner',
  'team',
  'commissioner',
  'manager',
  'director',
  'on-call',
  'keyworker',
  'referrer',
  'provider',
  'panel',
  'person',
  'chosen-contacts',
] as const satisfies readonly Audience[];

/** True for the name of an audience; an invitation may name a contact in its place. */
export const isAudience = (text: string): text is Audience => AUDIENCES.some((audience) => audience === text);

/** How soon a notice goes: at once, or in the recipient's daily digest. */
export type NoticeUrgency = 'at-once' | 'digest';

/** One kind of notice: what causes it, who is told, and what it rests on. */
export interface NoticeKind {
  readonly cause: string;
  readonly audiences: readonly Audience[];
  readonly urgency: NoticeUrgency;
  /** It rests on being on the register: wanted, and sent, only while consent to the register stands (contract 6.11(4)). */
  readonly restsOnRegister: boolean;
  /** It rests on its deadline being owed: dropped where that is settled by the time of sending. */
  readonly restsOnDeadline: boolean;
  /** It calls off something arranged: it still goes to professionals after a death, each released by a person (contract 6.16(1)). */
  readonly cancels?: true;
  /** It says that an earlier notice is no longer right: it goes to those to whom that one went. */
  readonly corrects?: true;
  /** No event brings it: it is about an area, or somebody writes it by hand. Absent: the core wants it (`noticesWanted`), or it is a step of a ladder. */
  readonly from?: 'area' | 'hand';
  /** Audiences that need not exist for everyone: with nobody recorded for them no row is kept. For all others a held row says that nobody could be told. */
  readonly whereKnown?: readonly Audience[];
}

const notice = (
  cause: string,
  audiences: readonly Audience[],
  more: Partial<Omit<NoticeKind, 'cause' | 'audiences'>> = {},
): NoticeKind => ({ cause, audiences, urgency: 'at-once', restsOnRegister: false, restsOnDeadline: false, ...more });

/** Every notice there is, by the name that timelines, templates and rows carry. The table in docs/notices.md is made from it. */
export const NOTICES = {
  'referral-acknowledged': notice(
    'a referral is received: acknowledged to the person who referred themself, otherwise to who referred, with the emergency contacts of the area',
    ['person', 'referrer'],
  ),
  'referral-received': notice('a referral is received: somebody reads it', ['team']),
  'urgent-received': notice(
    'a referral that suggests red, or a change to be looked at today, is received: outside the office hours of the area on-call looks',
    ['on-call'],
  ),
  'not-eligible': notice(
    'the decision is not eligible, or to watch and look again: the outcome is told, with the directory of support',
    ['person', 'referrer', 'chosen-contacts'],
    {
      whereKnown: ['referrer'],
    },
  ),
  'rating-changed': notice(
    'the rating changes (the team is told of one that comes with an admission or a discharge by the notice of that); to red, the director is told too',
    ['team', 'keyworker', 'director'],
    { restsOnRegister: true, whereKnown: ['keyworker'] },
  ),
  admitted: notice('the person is admitted; where no community C(E)TR was held before it, the notice says so', ['commissioner', 'team']),
  discharged: notice('the person is discharged', ['commissioner', 'team', 'keyworker'], { whereKnown: ['keyworker'] }),
  'consent-withdrawn': notice('a consent is withdrawn, or consent to the register is refused where it stood', ['team', 'commissioner']),
  'pathway-ended': notice('the person moved away, or the pathway is closed: what is still owed is listed', ['team']),
  'meeting-to-arrange': notice('a meeting is asked for (the line meeting-requested): somebody arranges it', ['team'], {
    urgency: 'digest',
    restsOnDeadline: true,
  }),
  'deadline-missed': notice('a due date has passed undone', ['team', 'commissioner'], { urgency: 'digest', restsOnDeadline: true }),
  'papers-without-consent': notice(
    'papers are reported as sent without a consent to disclosure: an incident for the information governance lead, who reads the mail of the audience `manager`',
    ['manager'],
  ),
  'report-sent': notice('the first report of a C(E)TR is sent: those invited are told that it is there', AUDIENCES),
  'feedback-asked': notice('a C(E)TR was held: the person is asked how it was, if they wish to say', ['person'], { restsOnDeadline: true }),
  'change-reported': notice(
    'somebody says that things have changed: somebody looks, by the day that its urgency asks for',
    ['team', 'keyworker'],
    { whereKnown: ['keyworker'] },
  ),
  correction: notice(
    'an event of which somebody was told is taken back or put right: whoever was told of it is told so (the line names every audience that its notices may go to; it goes to those to whom one went, or may have gone)',
    AUDIENCES,
    { corrects: true },
  ),
  'action-agreed': notice('an action is agreed', ['team'], { urgency: 'digest' }),
  'action-blocked': notice('an action cannot be done: a Plan B is to be agreed', ['team', 'commissioner']),
  'event-refused': notice('an admission, discharge, death or withdrawal is refused: somebody sorts it out at once', ['on-call']),
  'meeting-invitation': notice('a meeting is scheduled, or someone is invited to one that stands', AUDIENCES),
  'meeting-changed': notice('a meeting is scheduled anew: another day, time or place', AUDIENCES),
  'meeting-cancelled': notice(
    'a meeting is cancelled or taken back, its pathway ends before its day, or someone is no longer invited to it',
    AUDIENCES,
    { cancels: true },
  ),
  'action-asked': notice('somebody asks the owner of an action how it stands, in their own words', AUDIENCES, { from: 'hand' }),
  'progress-told': notice('somebody tells those whom they choose how things go on', AUDIENCES, { from: 'hand' }),
  'notes-sent': notice('somebody sends the notes of a meeting to those whom they choose', AUDIENCES, { from: 'hand' }),
  'papers-shared': notice('somebody tells the panel of a review that its papers are open to them, and until when', ['panel'], {
    from: 'hand',
  }),
  'attendance-directed': notice(
    'somebody sends the directive of a director that a review of a person rated red is attended: to professionals alone',
    ['owner', 'team', 'commissioner', 'manager', 'director', 'on-call', 'keyworker', 'provider', 'panel'],
    { from: 'hand' },
  ),
  'register-review': notice(
    'a review of the whole register comes near, is due or was not held: the steps of a deadline with a date, for the area and not for a person',
    ['team', 'commissioner', 'manager'],
    { from: 'area' },
  ),
  'step-remind': notice('a deadline comes near (or, without a date, waits): the ladder step remind', ['owner', 'team'], {
    urgency: 'digest',
    restsOnDeadline: true,
  }),
  'step-due': notice('a deadline is due: the ladder step due', ['owner', 'team'], { urgency: 'digest', restsOnDeadline: true }),
  'step-overdue': notice('a due date has passed and nothing was done: the ladder step overdue', ['owner', 'team'], {
    urgency: 'digest',
    restsOnDeadline: true,
  }),
  'step-escalate': notice(
    'a deadline stays undone, or waits too long without a date: the ladder step escalate',
    ['commissioner', 'manager', 'director'],
    {
      restsOnDeadline: true,
    },
  ),
} as const satisfies Record<string, NoticeKind>;

export type NoticeName = keyof typeof NOTICES;

/** What is known of a notice by its name; undefined where there is none of that name. */
export function noticeKind(name: string): NoticeKind | undefined {
  const all: Readonly<Record<string, NoticeKind>> = NOTICES;
  return Object.hasOwn(all, name) ? all[name] : undefined;
}

/** What the timeline warns of: something that a person should look at, and that stops nothing. */
export const WARNINGS = {
  'admitted-without-review':
    'an admission for which the clocks of a stay run, with no community C(E)TR in the 28 days that end with it (contract 6.9(7))',
  'assessment-not-recorded':
    'a consent of before the take-over, from the 16th birthday on and not the person’s own, names no capacity assessment (contract 6.11(10))',
  'assessment-old': 'the capacity assessment that a consent rests on is older than 28 days (contract 6.11(10))',
  'birth-date-unknown':
    'a rule asks for the age of a person whose birth date is unknown: the interval of a child is taken, no basis of consent is refused (contract 6.5(3), 6.11(2))',
  'booked-after-due': 'a meeting is planned for a day after the due date of a deadline that it would satisfy (contract 6.12(11))',
  'community-cetr-advised-against':
    'a community C(E)TR whose outcome was stay-in-community stands in for the post-admission one (contract 6.7(2))',
  'eligible-without-diagnosis': 'somebody is found eligible, and no diagnosis is on record: being considered, or none (contract section 4)',
  'far-ahead': 'a date lies more than two years ahead: perhaps a slip of the pen',
  'holidays-not-known': 'a step of a deadline falls in a year whose bank holidays are not known yet: only weekends count (contract 5.1)',
  'invited-nobody': 'an audience or a contact id in `invited` finds nobody (contract 6.12(12))',
  'meeting-without-consent': 'a meeting was held without consent to meetings (contract 6.11(8))',
  'meeting-without-consent-planned':
    'consent to meetings is lost while a C(E)TR is planned: a person decides whether to cancel it (contract 6.11(4))',
  'not-a-working-day': 'a meeting is planned for a weekend or a bank holiday (contract 6.12(11))',
  'nothing-excused': 'an excuse for a deadline that is settled already, or for none (contract 6.7(4))',
  'place-names-somebody':
    'the place of a meeting names the person or their family, has a number of theirs or is a home’s address: no mail tells it (docs: what a mail leaves out)',
  'papers-without-consent': 'papers are reported as sent without consent to disclosure: an incident (contract 6.11(7))',
  'rule-set-not-in-force': 'a rule set is adopted that is not in force',
  'short-notice': 'a C(E)TR is planned too soon for its preparations, which are due at once (contract 6.12(6))',
  'suggested-red-not-followed': 'whoever referred suggested red, it is decided otherwise, and no reason is given (contract section 4)',
  'transfer-suspected': 'a discharge and an admission on one day: perhaps a transfer (contract 6.9(4))',
} as const satisfies Record<string, string>;

export type WarningCode = keyof typeof WARNINGS;
