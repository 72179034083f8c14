import { londonDate, type PlainDate } from '../../domain/calendar/dates';
import { WENT } from '../../domain/forms/sheets/meetings/mam';
import type { Attendee } from '../../domain/forms/meetings';
import { isCetr } from '../../domain/pathway/events';
import type { Sheet, SheetSection } from '../../domain/forms/sheets/sheet';
import { MEETING_SHEETS, type MeetingSheetKind } from '../../domain/forms/sheets/sheets';
import { savedLast } from '../../services/forms/sheets';
import type { ActionInWords } from '../../services/meetings/actions';
import { type MeetingNotes, notesOf } from '../../services/meetings/notes';
import { timeWords } from '../../services/notices/letters/words/dates';
import type { Standing } from '../../services/pathway/standing';
import { actorWords } from '../content/actors';
import { dayText, momentText } from '../content/dates';
import { meetingTitle } from '../content/meetings';
import { reviewName, reviewsNamed } from '../content/reviews';
import { type SheetAnswer, answersOf } from '../forms/answers';
import { paths } from '../paths';
import type { PersonHeader, SubItem } from '../person/header';
import { type Panel, panelOf, panelText } from './panel';
import type { ReviewModel } from './review';
import { CAME_WORDS, CATEGORY_WORDS, namedParty, WHAT_IT_NEEDS } from './words';

type MeetingRow = Standing['meetings'][number];

interface Party {
  readonly text: string;
  readonly isName: boolean;
}

interface SectionShown {
  readonly code: string;
  readonly title: string;
  /** How it went, and by whom and when it was saved last. */
  readonly state: string;
  readonly begun: boolean;
  readonly href: string | null;
  readonly answers: readonly SheetAnswer[];
}

export interface ActionShown {
  readonly id: string;
  readonly what: string;
  readonly who: Party | null;
  readonly by: string;
  readonly late: boolean;
  /** How it stands: open, done on a day with what shows it, blocked, replaced. */
  readonly state: string;
  readonly otherwise: string | null;
  /** When whoever is to do it was last asked; null: they were not, or it is settled. */
  readonly asked: string | null;
  /** What they answered where it was not done; null: nothing, or it is settled. */
  readonly notDone: string | null;
  /** Of a recommendation: what it is about, who answers for it, and what they have answered. */
  readonly recommended: { readonly said: string; readonly response: string | null; readonly answer: string | null } | null;
  /** The section and the meeting that it came from. */
  readonly from: string | null;
  /** Where what came of it is recorded; empty: it is settled, or the reader may not. */
  readonly acts: readonly { readonly text: string; readonly href: string }[];
}

export interface MeetingModel {
  readonly person: PersonHeader;
  readonly subnav: readonly SubItem[];
  readonly title: string;
  readonly state: string;
  readonly where: string | null;
  readonly invited: readonly Party[];
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
  readonly may: { readonly who: string; readonly action: string; readonly close: string | null; readonly send: string | null } | null;
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
): readonly SectionShown[] {
  const present = versions.at(-1);
  return sheet.sections.map((section): SectionShown => {
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
    };
  });
}

/** How it went stands beside the title of the section, not among its answers. */
export const withoutWent = (section: SheetSection): SheetSection => ({
  ...section,
  fields: section.fields.filter(({ name }) => name !== 'went'),
});

/** The title of a section of the notes of a kind of meeting; of one that no edition has, null. */
const sectionTitle = (kind: MeetingRow['kind'], code: string | null): string | null =>
  MEETING_SHEETS.flatMap((sheet) => (notesOf(kind)?.kind === sheet.kind ? sheet.sections : [])).find((one) => one.code === code)?.title ??
  null;

interface Around {
  readonly standing: Standing;
  /** When the owner of an action was last asked how it stands, by its id. */
  readonly asked: ReadonlyMap<string, PlainDate>;
  /** Of staff and of the contact book, by their ids. */
  readonly others: ReadonlyMap<string, string>;
  readonly today: PlainDate;
  readonly mayRecord: boolean;
  /** Of an earlier time on the pathway, its number. */
  readonly time?: number | undefined;
}

const ACTION_STATE: Readonly<Record<ActionInWords['status'], string>> = {
  open: 'To be done',
  blocked: 'Cannot be done: another way is to be agreed',
  done: 'Done',
  replaced: 'Another action stands in its place',
};

function recommendedOf({ id, recommendation }: ActionInWords, registerId: string, mayRecord: boolean): ActionShown['recommended'] {
  if (recommendation === null) return null;
  const { category, body, response = null } = recommendation;
  const said = [category === undefined ? null : CATEGORY_WORDS[category], body === undefined ? null : `for ${body}`].filter(
    (part) => part !== null,
  );
  return { said: said.join(', '), response, answer: mayRecord ? paths.actionResponse({ registerId, action: id }) : null };
}

/** An action as a row. */
export function actionShown(action: ActionInWords, { standing, asked, others, today, mayRecord }: Around): ActionShown {
  const { registerId, meetings, contacts, snapshot } = standing;
  const { id, due, owner, status, settledOn, evidence } = action;
  const meeting = meetings.find((one) => one.id === action.meeting);
  const isOpen = status === 'open' || status === 'blocked';
  const deadline = [...snapshot.deadlines.values()].find((one) => one.kind === 'action' && one.owed && one.subject === id)?.id;
  const record = (type: string) => paths.recordEvent({ registerId, type }, { deadline });
  const settled = settledOn === null ? '' : ` on ${dayText(settledOn)}`;
  const askedOn = asked.get(id);
  return {
    id,
    asked: isOpen && askedOn !== undefined ? `Asked how it stands on ${dayText(askedOn)}` : null,
    notDone:
      isOpen && action.notDone !== null
        ? `Not done yet, they answered on ${dayText(londonDate(action.notDone.at))}${action.notDone.words === null ? '' : `: ${action.notDone.words}`}`
        : null,
    what: action.what ?? 'What it is was not written down',
    who: owner === null ? null : namedParty(owner, contacts, others),
    by: due === null ? 'No date' : dayText(due),
    late: isOpen && due !== null && due < today,
    state: `${ACTION_STATE[status]}${settled}${evidence === null ? '' : `: ${evidence}`}`,
    otherwise: action.otherwise,
    recommended: recommendedOf(action, standing.registerId, mayRecord),
    from: meeting ? [sectionTitle(meeting.kind, action.section), dayText(meeting.on)].filter((part) => part !== null).join(', ') : null,
    acts:
      isOpen && mayRecord
        ? [
            { text: 'Ask how it stands', href: paths.actionAsk({ registerId, action: id }) },
            { text: 'Done', href: record('action-done') },
            ...(status === 'open' ? [{ text: 'Cannot be done', href: record('action-blocked') }] : []),
            { text: 'New date', href: record('action-redated') },
          ]
        : [],
  };
}

const AGREED = { title: 'What was agreed', add: 'Add an action', nothing: 'No action has been agreed yet.' };
const RECOMMENDED = { title: 'What is recommended', add: 'Add a recommendation', nothing: 'Nothing is recommended yet.' };

/** Where it is recorded that a meeting was held, with what comes of it. */
function closing(registerId: string, { id, kind }: MeetingRow): string {
  const journey = kind === 'mam' ? 'close-mam' : kind === 'community-cetr' ? 'meeting-rating' : null;
  return journey === null
    ? paths.recordEvent({ registerId, type: 'meeting-held' }, { meeting: id })
    : paths.recordTogether({ registerId, journey }, { meeting: id });
}

interface Shown extends Around {
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
}: Shown): Omit<MeetingModel, 'person' | 'subnav' | 'review'> {
  const { standing, others, today, mayRecord, time } = around;
  const { registerId, bornOn, contacts } = standing;
  const at = { registerId, meeting: meeting.id };
  const open = meeting.status !== 'cancelled';
  const sections = sheet === null ? [] : sectionsOf(sheet, notes, at, names, today, mayWrite && open);
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
            send: sections.some(({ begun }) => begun) ? paths.meetingSend(at) : null,
          }
        : null,
  };
}
