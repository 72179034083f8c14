import { londonDate } from '../../../domain/calendar/dates';
import type { SectionAnswers, Sheet, SheetSection } from '../../../domain/forms/sheets/sheet';
import type { MeetingSheetKind } from '../../../domain/forms/sheets/sheets';
import { isCetr } from '../../../domain/pathway/events';
import { canonicalJson } from '../../../infra/canonical';
import { readForms } from '../../../services/forms/written-forms';
import { readActionsInWords } from '../../../services/meetings/actions/in-words';
import { peopleOf } from '../../../services/meetings/attendance';
import { formIdOf, notesAmong, notesOf } from '../../../services/meetings/notes';
import type { FileTable, NotesFile } from '../../../services/meetings/review-file';
import type { WebContext } from '../../app/context';
import { PageProblem } from '../../app/page-problem';
import { dayText } from '../../content/dates';
import { answersOf } from '../../forms/answers';
import { type AtMeeting, openMeetingAt, othersOf } from '../around';
import { rowsOf } from './file-rows';
import { meetingHeading } from '../model';
import { CAME_WORDS, CATEGORY_WORDS, namedParty, PANEL_WORDS } from '../words';

/** The notes of a meeting, and the file that they make. */
export interface FilePlan {
  readonly at: AtMeeting;
  readonly sheet: Sheet<MeetingSheetKind>;
  readonly file: NotesFile;
  /** Whether a section stands so already. */
  readonly isSame: (section: SheetSection, answers: SectionAnswers) => boolean;
  readonly linesOf: (section: SheetSection, answers: SectionAnswers) => readonly string[];
}

const STANDS = { open: 'To be done', blocked: 'Cannot be done: another way is to be agreed', done: 'Done', replaced: 'Replaced' } as const;

/** Reads what the file of a meeting holds. Throws the problem of an address that leads nowhere, where there are no notes of its kind. */
export async function planOf(context: WebContext, registerId: string, id: string, time?: number): Promise<FilePlan> {
  const { pool, clock } = context;
  const at = await openMeetingAt(context, registerId, id, time);
  const { standing, meeting } = at;
  const sheet = notesOf(meeting.kind);
  if (!sheet) throw new PageProblem('not-found');
  const [forms, actions, others] = await Promise.all([
    readForms(pool, registerId),
    readActionsInWords(pool, standing),
    othersOf(context, standing),
  ]);
  const present = notesAmong(forms, standing, id).versions.at(-1);
  const attendance = formIdOf('attendance', { registerId, pathway: standing.pathway, meeting: id });
  const who = peopleOf(forms.filter((form) => form.id === attendance));
  const agreed: FileTable = {
    name: isCetr(meeting.kind) ? 'Recommendations' : 'Actions',
    heads: [
      'What',
      'What it is about',
      'Body that answers for it',
      'Who does it',
      'By',
      'If it cannot be done',
      'How it stands',
      'Answer of the body',
    ],
    rows: actions
      .filter((one) => one.meeting === id)
      .map(({ what, recommendation, owner, due, otherwise, status, evidence }) => [
        what ?? '',
        recommendation?.category === undefined ? '' : CATEGORY_WORDS[recommendation.category],
        recommendation?.body ?? '',
        owner === null ? '' : namedParty(owner, standing.contacts, others).text,
        due === null ? '' : dayText(due),
        otherwise ?? '',
        `${STANDS[status]}${evidence === null ? '' : `: ${evidence}`}`,
        recommendation?.response ?? '',
      ]),
  };
  const there: FileTable = {
    name: 'Who was there',
    heads: ['Who they are', 'On the panel as', 'How', 'What they brought'],
    rows: who.map(({ role, panel, came, said }) => [role, panel === undefined ? '' : PANEL_WORDS[panel.as], CAME_WORDS[came], said ?? '']),
  };
  return {
    ...{ at, sheet },
    file: {
      of: { registerId, meeting: id, kind: sheet.kind, edition: sheet.edition, version: present?.version ?? 0 },
      title: `${sheet.title}. ${meetingHeading(meeting, standing.bornOn, londonDate(clock()))}. ${registerId}`,
      rows: rowsOf(sheet, present?.answers ?? {}),
      tables: [agreed, there],
    },
    isSame: ({ code }, answers) => canonicalJson(present?.answers[code] ?? null) === canonicalJson(answers),
    linesOf: (section, answers) => answersOf(section, answers).flatMap(({ label, lines }) => lines.map((line) => `${label} ${line}`)),
  };
}
