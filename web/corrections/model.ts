import { londonDate, parseInstant, type Instant, type PlainDate } from '../../domain/calendar/dates';
import type { Line } from '../../domain/pathway/types';
import { foldUuids } from '../../domain/uuids';
import { WHOEVER_WAS_TOLD } from '../../services/notices/expand';
import { sentence } from '../../services/notices/letters/words/deadlines';
import type { readNotices } from '../../services/pathway/belongings';
import { type Taken, takenBy } from '../../services/pathway/corrected';
import type { EventView } from '../../services/pathway/events';
import type { AskedOfSecond } from '../../services/pathway/second-person';
import type { Standing } from '../../services/pathway/standing';
import { actorOf, type Viewer } from '../../services/staff/viewers';
import { actorWords } from '../content/actors';
import { audienceWords } from '../content/audiences';
import { reviewName, reviewsNamed } from '../../domain/meetings/review-name';
import { askedFor, deadlineChange, ratingChange } from '../content/changes';
import { correctedTypes, dueAnswer, lateAnswer, saidByText, secondPersonLines } from '../content/corrections';
import { dayText, momentText } from '../content/dates';
import { noticeStatusWords, noticeWords } from '../content/notices';
import { type Named, storyOf } from '../content/story';
import { paths } from '../paths';
import { headerOf, type PersonHeader } from '../person/header';

type Notice = Awaited<ReturnType<typeof readNotices>>[number];

interface TakenModel {
  readonly what: string;
  readonly facts: readonly string[];
  readonly words: readonly { readonly label: string; readonly text: string }[];
  /** What stands in its place; null: nothing. */
  readonly instead: Omit<TakenModel, 'instead'> | null;
}

export interface CorrectionModel {
  readonly person: PersonHeader;
  readonly heading: string;
  readonly done: string | null;
  readonly problem: { readonly text: string; readonly href: string | null } | null;
  readonly late: string | null;
  readonly due: string | null;
  /** What was said of it, and what is waited for. */
  readonly said: readonly string[];
  readonly made: string;
  readonly why: string | null;
  readonly taken: readonly TakenModel[];
  readonly changes: readonly string[];
  readonly deadlines: string;
  readonly sent: readonly string[];
  readonly corrections: readonly string[];
  /** The reader made it: somebody else answers. */
  readonly own: boolean;
  readonly confirm: string | null;
  readonly notRight: { readonly action: string; readonly reason: string; readonly error: string | null } | null;
  readonly putRight: { readonly ways: readonly { readonly text: string; readonly href: string }[]; readonly action: string | null } | null;
  readonly history: string;
  readonly today: string;
}

/** Nothing of what a second person looks at refers to a meeting or an action. */
const NOBODY: Named = { meeting: () => null, action: () => null };

function toldOf(type: string, fact: Record<string, unknown> | null, on: PlainDate | null): Omit<TakenModel, 'instead'> {
  const { headline, facts, words } = storyOf(type, fact, NOBODY);
  const day = on === null ? [] : [`On ${dayText(on)}.`];
  return { what: headline, facts: [...day, ...facts], words };
}

const takenModel = ({ type, stood, instead }: Taken): TakenModel => ({
  ...toldOf(type, stood.fact, stood.on),
  instead: instead && toldOf(type, instead.fact, instead.on),
});

/** What the correction changed, line by line, as the commit answered it. */
function changesOf(lines: readonly Line[]): string[] {
  return lines.flatMap((line) => {
    switch (line.what) {
      case 'rating':
        return [ratingChange(null, line.rating)];
      case 'meeting-requested':
        return [askedFor(line.kind)];
      case 'deadline-opened':
      case 'deadline-moved':
      case 'deadline-met':
      case 'deadline-late':
      case 'deadline-missed':
      case 'deadline-excused':
      case 'deadline-superseded':
        return [deadlineChange(line.what, line.kind, line.due, line.what === 'deadline-moved' ? line.from : undefined)];
      default:
        return [];
    }
  });
}

const becameOf = ({ status, sentAt }: Notice, today: PlainDate): string =>
  status === 'sent' && sentAt !== null ? `sent at ${momentText(parseInstant(sentAt), today)}` : noticeStatusWords(status);
const noticeLine = (notice: Notice, today: PlainDate): string =>
  sentence(`${noticeWords(notice.notice)}, to ${audienceWords(notice.audience) ?? 'a contact'}: ${becameOf(notice, today)}`);

/** What went out because of what was taken back, and what became of its correction. */
function letters(notices: readonly Notice[], ids: ReadonlySet<string>, at: Instant, today: PlainDate) {
  const about = notices.filter(({ event }) => event !== null && ids.has(foldUuids(event)));
  const isCorrection = ({ notice }: Notice): boolean => notice === 'correction';
  const sent = about.filter(
    (one) => !isCorrection(one) && parseInstant(one.plannedAt) <= at && ['sent', 'sending', 'digested'].includes(one.status),
  );
  const own = about.filter((one) => isCorrection(one) && parseInstant(one.plannedAt) === at);
  const toEach = own.filter(({ recipient }) => recipient !== WHOEVER_WAS_TOLD);
  const waits = own.some(({ recipient, status }) => recipient === WHOEVER_WAS_TOLD && ['queued', 'held', 'sending'].includes(status));
  return {
    sent: sent.map((one) => noticeLine(one, today)),
    corrections: [
      ...toEach.map((one) => noticeLine(one, today)),
      ...(waits && sent.length > 0 ? ['Word that it was not right waits to go to whoever was told.'] : []),
    ],
  };
}

/** Where it is put right: what still stands is corrected once more, what was taken back is recorded anew. */
function waysOf(registerId: string, taken: readonly Taken[]): { text: string; href: string }[] {
  const kept = taken.flatMap(({ id, instead }) =>
    instead ? [{ text: 'Correct it once more', href: paths.correctEvent({ registerId, event: id }) }] : [],
  );
  const anew = taken.flatMap(({ type, instead }) =>
    instead ? [] : [{ text: `Record ${correctedTypes([type])} anew`, href: paths.recordEvent({ registerId, type }) }],
  );
  return [...kept, ...anew, { text: 'Record something else', href: paths.record({ registerId }) }];
}

const HEADINGS: Readonly<Record<AskedOfSecond['state'], string>> = {
  'to-confirm': 'Confirm a correction',
  confirmed: 'A correction that was confirmed',
  'not-right': 'A correction that is not right',
  'put-right': 'A correction that has been put right',
  overtaken: 'A correction that was corrected once more',
};

const DONE: Readonly<Record<'confirmed' | 'not-right' | 'put-right', string>> = {
  confirmed: 'You have confirmed it. Nobody is asked about it any more.',
  'not-right':
    'You have said that it is not right. The record stays as it is until somebody puts it right; that stands on Today for the team.',
  'put-right': 'You have said that it has been put right. Nobody is asked about it any more.',
};

/** What is typed, and what is wrong with it; or that somebody was faster. */
export interface Wrong {
  readonly reason: string;
  readonly problem: string;
  /** Whether the reason is wrong. */
  readonly field: boolean;
}

export interface Read {
  readonly standing: Standing;
  readonly asked: AskedOfSecond;
  readonly correction: EventView;
  readonly events: readonly EventView[];
  /** What it changed; empty where its answer is not there any more. */
  readonly changes: readonly Line[];
  readonly notices: readonly Notice[];
  readonly names: ReadonlyMap<string, string>;
}

/** What the page of a correction shows to a reader at an instant. */
export function correctionModel(
  { standing, asked, correction, events, changes, notices, names }: Read,
  viewer: Viewer,
  { done, wrong }: { readonly done?: keyof typeof DONE | undefined; readonly wrong?: Wrong | undefined },
  now: Instant,
): CorrectionModel {
  const today = londonDate(now);
  const { registerId } = standing;
  const { state, due, by, event } = asked;
  const at = parseInstant(correction.at);
  const taken = takenBy(correction, events);
  const own = by === actorOf(viewer);
  const mayAnswer = !own && viewer.permissions.has('corrections:confirm');
  const isOpen = state === 'to-confirm';
  const reason = (correction.event ?? {})['reason'];
  const named = (text: string): string => reviewsNamed(text, reviewName(standing.bornOn, today));
  const { sent, corrections } = letters(notices, new Set(taken.map(({ id }) => foldUuids(id))), at, today);
  return {
    person: headerOf(standing, today),
    heading: HEADINGS[state],
    done: done ? DONE[done] : null,
    problem: wrong ? { text: wrong.problem, href: wrong.field ? '#reason' : null } : null,
    late: isOpen ? lateAnswer(due, today) : null,
    due: isOpen ? sentence(dueAnswer(due, today)) : null,
    said: isOpen ? asked.said.map((one) => saidByText(one, names, today)) : secondPersonLines(asked, names, today),
    made: `${sentence(actorWords(by, names))}, ${momentText(at, today)}`,
    why: typeof reason === 'string' ? reason : null,
    taken: taken.map(takenModel),
    changes: changesOf(changes).map(named),
    deadlines: paths.deadlines({ registerId }),
    sent: sent.map(named),
    corrections: corrections.map(named),
    own: own && (isOpen || state === 'not-right'),
    confirm: isOpen && mayAnswer ? paths.correctionConfirm({ registerId, event }) : null,
    notRight:
      isOpen && mayAnswer
        ? {
            action: paths.correctionNotRight({ registerId, event }),
            reason: wrong?.reason ?? '',
            error: wrong?.field ? wrong.problem : null,
          }
        : null,
    putRight:
      state === 'not-right'
        ? { ways: waysOf(registerId, taken), action: mayAnswer ? paths.correctionPutRight({ registerId, event }) : null }
        : null,
    history: paths.history({ registerId }),
    today: paths.today(),
  };
}
