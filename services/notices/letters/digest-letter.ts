import { daysBetween, londonDate, type Instant, type PlainDate } from '../../../domain/calendar/dates';
import type { MailMessage } from '../../../infra/mail/mail';
import type { Area } from '../../rules/areas';
import type { QueuedNotice } from '../notice-rows';
import { h, p, rendered, ul, type Block } from './blocks';
import { areaValues, dutyWords, type LetterSource } from './compose';
import type { DutyFacts } from './facts';
import { staffEnd } from './texts/endings';
import { dueWords, listWords } from './words/dates';

/** How urgent a duty is, the most urgent first. */
const DUTY_URGENCIES = ['late', 'today', 'coming', 'undated'] as const;
type DutyUrgency = (typeof DUTY_URGENCIES)[number];

const HEADINGS: Readonly<Record<DutyUrgency, string>> = {
  late: 'Late, or waiting too long',
  today: 'Due today',
  coming: 'Coming up',
  undated: 'Without a date',
};
const COUNTED: Readonly<Record<DutyUrgency, string>> = {
  late: 'late or waiting too long',
  today: 'due today',
  coming: 'coming up',
  undated: 'without a date',
};

/** One thing that somebody has to do, in one line of a digest. */
export interface Duty {
  /** The same for every notice about one deadline. */
  readonly key: string;
  readonly urgency: DutyUrgency;
  /** The day by which its age is counted: its due date, or the day that it runs from. */
  readonly since: PlainDate;
  readonly registerId: string;
  readonly line: string;
}

/** One thing of a digest: `K7QM-42XD: send the papers to the panel, due today, Monday 12 October 2026`. */
export function dutyOf(notice: QueuedNotice, source: LetterSource, known: DutyFacts | null, now: Instant): Duty {
  const today = londonDate(now);
  const deadline = source.state.deadline ?? known;
  const registerId = notice.registerId ?? '';
  const isNew = notice.template === 'action-agreed';
  const words = dutyWords(deadline?.kind ?? 'action', source);
  const due = deadline ? `, ${dueWords(deadline.due, deadline.anchor, today)}` : '';
  return {
    key: `${registerId}/${notice.pathway}/${notice.deadline ?? known?.id ?? notice.eventId}`,
    urgency: urgencyOf(deadline?.due ?? null, known?.escalated === true, today),
    since: deadline?.due ?? deadline?.anchor ?? londonDate(notice.plannedAt),
    registerId,
    line: `${registerId}: ${words}${isNew ? ' (agreed since the last digest)' : ''}${due}`,
  };
}

function urgencyOf(due: PlainDate | null, escalated: boolean, today: PlainDate): DutyUrgency {
  if (escalated) return 'late';
  if (due === null) return 'undated';
  const left = daysBetween(today, due);
  return left < 0 ? 'late' : left === 0 ? 'today' : 'coming';
}

/** The mail of a daily digest: how much there is, then by urgency, the oldest first, then by person. */
export function composeDigest(notice: QueuedNotice, area: Area, duties: readonly Duty[], to: string): MailMessage {
  const groups = DUTY_URGENCIES.map(
    (urgency) => [urgency, duties.filter((duty) => duty.urgency === urgency).toSorted(byAge)] as const,
  ).filter(([, group]) => group.length > 0);
  const late = groups.find(([urgency]) => urgency === 'late')?.[1].length ?? 0;
  const things = `${duties.length} ${duties.length === 1 ? 'thing' : 'things'} to do`;
  const counts = listWords(groups.map(([urgency, group]) => `${group.length} ${COUNTED[urgency]}`));
  const blocks: Block[] = groups.flatMap(([urgency, group]) => [
    h(`${HEADINGS[urgency]} (${group.length})`),
    ul(...group.map(({ line }) => line)),
  ]);
  const letter = {
    subject: `${things}${lateWords(late, duties.length)}`,
    blocks: [p(`Good morning. For you today: ${counts}.`), ...blocks, ...staffEnd({ area: areaValues(area) })],
  };
  return { to, ...rendered(letter, false), messageId: notice.messageId };
}

/** How many of the things are late, after how many there are. */
const lateWords = (late: number, all: number): string =>
  late === 0 ? '' : late < all ? `, ${late} of them late` : all === 1 ? ', and it is late' : ', all late';

const byAge = (a: Duty, b: Duty): number => compared(a.since, b.since) || compared(a.registerId, b.registerId) || compared(a.line, b.line);
const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
