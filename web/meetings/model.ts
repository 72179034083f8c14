import type { PlainDate } from '../../domain/calendar/dates';
import { WENT } from '../../domain/forms/sheets/meetings/mam';
import type { Attendee } from '../../domain/forms/meetings';
import { mayBeDirected } from '../../domain/meetings/directive';
import { isCetr } from '../../domain/pathway/events';
import type { Sheet, SheetSection } from '../../domain/forms/sheets/sheet';
import type { MeetingSheetKind } from '../../domain/forms/sheets/sheets';
import { savedLast } from '../../services/forms/sheets';
import type { ActionInWords } from '../../services/meetings/actions/in-words';
import type { MeetingNotes } from '../../services/meetings/notes';
import { timeWords } from '../../services/notices/letters/words/dates';
import type { Standing } from '../../services/pathway/standing';
import { actorWords } from '../content/actors';
import { dayText, momentText } from '../content/dates';
import { meetingTitle } from '../content/meetings';
import { reviewName, reviewsNamed } from '../../domain/meetings/review-name';
import { type SheetAnswer, answersOf } from '../forms/answers';
import { paths } from '../paths';
import type { PersonHeader, SubItem } from '../person/header';
import { assessmentToAdd } from './notes/education';
import { type PrintLink, printedFor } from './notes/to-print';
import { type Panel, panelOf, panelText } from './who/panel';
import type { MightBeMissing } from './might-come';
import type { ReviewModel } from './review';
import { type ActionAround, type ActionShown, actionShown, type Party } from './actions/shown';
import { CAME_WORDS, namedParty, WHAT_IT_NEEDS } from './words';

type MeetingRow = Standing['meetings'][number];

interface SectionShown {
  readonly code: string;
  readonly title: string;
  /** How it went, and by whom and when it was saved last. */
  readonly state: string;
  readonly begun: boolean;
  readonly href: string | null;
  readonly answers: readonly SheetAnswer[];
  /** What is given to the person and their family, and recorded here. */
  readonly toPrint: readonly PrintLink[];
  /** What its answers ask for; null: nothing, or the reader may not. */
  readonly act: { readonly text: string; readonly href: string } | null;
}

export interface MeetingModel {
  readonly person: PersonHeader;
  readonly subnav: readonly SubItem[];
  readonly title: string;
  readonly state: string;
  readonly where: string | null;
  readonly invited: readonly Party[];
  /** Who might be missing; null: nobody, or it is over. */
  readonly missing: MightBeMissing | null;
  readonly needs: readonly string[];
  /** Of a review: its dates, papers and report; null: it is none. */
  readonly review: ReviewModel | null;
  /** Null: there are no notes for this kind of meeting yet. */
  readonly notes: {
    readonly progress: string;
    readonly source: string;
    readonly sections: readonly SectionShown[];
    /** To print, to take out as a file, and, for whoever may write, to take one in. */
    readonly papers: readonly { readonly text: string; readonly href: string }[];
  } | null;
  readonly who: readonly {
    readonly name: string;
    readonly role: string;
    readonly reach: string | null;
    readonly came: string;
    readonly said: string | null;
    /** As what they sit on the panel, and what is not confirmed of them yet; null: they do not. */
    readonly panel: string | null;
    readonly change: string | null;
    readonly out: string | null;
  }[];
  /** Of a review: whether its panel is complete, in words; null: it needs none. */
  readonly panel: Panel | null;
  /** What the actions of this meeting are called. */
  readonly agreed: { readonly title: string; readonly add: string; readonly nothing: string };
  readonly actions: readonly ActionShown[];
  /** What the reader may do; null: nothing. */
  readonly may: {
    readonly who: string;
    readonly action: string;
    readonly close: string | null;
    readonly send: string | null;
    /** Of a review of somebody rated red: where a director requires professionals at it. */
    readonly direct: string | null;
    /** Of one that is booked: to another day, or off. */
    readonly move: string | null;
    readonly cancel: string | null;
  } | null;
}

/** A meeting as a heading: what it is, and its day. */
export const meetingHeading = ({ kind, on }: Pick<MeetingRow, 'kind' | 'on'>, bornOn: PlainDate | null, today: PlainDate): string =>
  `${reviewsNamed(meetingTitle(kind), reviewName(bornOn, today))}, ${dayText(on)}`;

const STATUS: Readonly<Record<MeetingRow['status'], string>> = { scheduled: 'Booked', held: 'Held', cancelled: 'Called off' };

/** How a meeting stands, and when it is, or was. */
export function stateOf({ status, time, until }: Pick<MeetingRow, 'status' | 'time' | 'until'>): string {
  const times = time === null ? '' : `, ${timeWords(time)}${until === null ? '' : ` to ${timeWords(until)}`}`;
  return `${STATUS[status]}${times}`;
}

const wentWords = (code: unknown): string | null => WENT.find((one) => one.code === code)?.words ?? null;

function sectionsOf(
  sheet: Sheet<MeetingSheetKind>,
  { versions }: MeetingNotes,
  at: { readonly registerId: string; readonly meeting: string },
  names: ReadonlyMap<string, string>,
  today: PlainDate,
  mayWrite: boolean,
): readonly Omit<SectionShown, 'act'>[] {
  const present = versions.at(-1);
  return sheet.sections.map((section): Omit<SectionShown, 'act'> => {
    const answers = present?.answers[section.code];
    const last = savedLast(versions, section.code);
    const went = wentWords(answers?.['went']);
    const saved = last === null ? null : `saved ${momentText(last.at, today)} by ${actorWords(last.source, names)}`;
    return {
      ...{ code: section.code, title: section.title },
      state: last === null ? 'Not begun' : [went ?? 'Written', saved].join(', '),
      begun: last !== null,
      href: mayWrite ? paths.meetingNotes({ ...at, section: section.code }) : null,
      answers: answers === undefined ? [] : answersOf(withoutWent(section), answers),
      toPrint: mayWrite ? printedFor(sheet.kind, section.code) : [],
    };
  });
}

/** How it went stands beside the title of the section, not among its answers. */
export const withoutWent = (section: SheetSection): SheetSection => ({
  ...section,
  fields: section.fields.filter(({ name }) => name !== 'went'),
});

const AGREED = { title: 'What was agreed', add: 'Add an action', nothing: 'No action has been agreed yet.' };
const RECOMMENDED = { title: 'What is recommended', add: 'Add a recommendation', nothing: 'Nothing is recommended yet.' };

/** Where it is recorded that a meeting was held, with what comes of it. */
function closing(registerId: string, { id, kind }: MeetingRow): string {
  const journey = kind === 'mam' ? 'close-mam' : kind === 'community-cetr' ? 'meeting-rating' : null;
  return journey === null
    ? paths.recordEvent({ registerId, type: 'meeting-held' }, { meeting: id })
    : paths.recordTogether({ registerId, journey }, { meeting: id });
}

interface Shown extends ActionAround {
  readonly meeting: MeetingRow;
  readonly sheet: Sheet<MeetingSheetKind> | null;
  readonly notes: MeetingNotes;
  readonly who: readonly Attendee[];
  readonly actions: readonly ActionInWords[];
  readonly names: ReadonlyMap<string, string>;
  readonly mayWrite: boolean;
}

/** What the page of a meeting shows: before it, its notes, who was there, what was agreed, and how it ends. */
export function meetingModel({
  meeting,
  sheet,
  notes,
  who,
  actions,
  names,
  mayWrite,
  ...around
}: Shown): Omit<MeetingModel, 'person' | 'subnav' | 'review' | 'missing'> {
  const { standing, others, today, mayRecord, time } = around;
  const { registerId, bornOn, contacts } = standing;
  const at = { registerId, meeting: meeting.id };
  const open = meeting.status !== 'cancelled';
  const record = (type: string): string => paths.recordEvent({ registerId, type }, { meeting: meeting.id });
  const answers = notes.versions.at(-1)?.answers ?? {};
  const asksFor =
    sheet && mayWrite && mayRecord && open ? assessmentToAdd({ kind: sheet.kind, answers, bornOn, on: meeting.on, at, actions }) : null;
  const sections =
    sheet === null
      ? []
      : sectionsOf(sheet, notes, at, names, today, mayWrite && open).map((section) => ({
          ...section,
          act: section.code === asksFor?.section ? asksFor : null,
        }));
  return {
    title: meetingHeading(meeting, bornOn, today),
    state: stateOf(meeting),
    where: meeting.place,
    invited: meeting.invited.map((id) => namedParty(id, contacts, others)),
    needs: meeting.status === 'scheduled' && sheet?.kind === 'mam' ? WHAT_IT_NEEDS : [],
    notes:
      sheet === null
        ? null
        : {
            progress: `${sections.filter(({ begun }) => begun).length} of ${sections.length} sections written`,
            source: sheet.source,
            sections,
            papers: [
              { text: 'Agenda', href: paths.meetingAgenda(at, { time }) },
              { text: isCetr(meeting.kind) ? 'Report' : 'To print', href: paths.meetingReport(at, { time }) },
              { text: 'File for Excel', href: paths.meetingFile(at, { time }) },
              ...(mayWrite && open ? [{ text: 'Take in a filled file', href: paths.meetingFileIn(at) }] : []),
            ],
          },
    who: who.map(({ id, name, role, reach = null, came, said = null, panel }) => ({
      ...{ name, role, reach, said },
      panel: panel === undefined ? null : panelText(panel),
      change: mayWrite && open ? paths.meetingWho(at, { attendee: id }) : null,
      came: CAME_WORDS[came],
      out: mayWrite && open ? paths.meetingWhoOut({ ...at, attendee: id }) : null,
    })),
    panel: isCetr(meeting.kind) ? panelOf(who) : null,
    agreed: isCetr(meeting.kind) ? RECOMMENDED : AGREED,
    actions: actions.filter((action) => action.meeting === meeting.id).map((action) => actionShown(action, around)),
    may:
      mayWrite && mayRecord && open
        ? {
            who: paths.meetingWho(at),
            action: paths.meetingAction(at),
            close: meeting.status === 'scheduled' && meeting.on <= today ? closing(registerId, meeting) : null,
            direct: mayBeDirected(standing.snapshot.rating, meeting, today) ? paths.meetingDirective(at) : null,
            send: sections.some(({ begun }) => begun) ? paths.meetingSend(at) : null,
            move: meeting.status === 'scheduled' ? record('meeting-scheduled') : null,
            cancel: meeting.status === 'scheduled' ? record('meeting-cancelled') : null,
          }
        : null,
  };
}
