import { z } from 'zod';
import { londonDate } from '../../../domain/calendar/dates';
import type { SheetAnswers, SheetSection } from '../../../domain/forms/sheets/sheet';
import { isCetr } from '../../../domain/pathway/events';
import { readForms } from '../../../services/forms/written-forms';
import { type ActionInWords, readActionsInWords } from '../../../services/meetings/actions/in-words';
import { peopleOf } from '../../../services/meetings/attendance';
import { formIdOf, notesAmong, notesOf } from '../../../services/meetings/notes';
import type { WebContext } from '../../app/context';
import { type Page, page, type PageAnswer, shows } from '../../app/page';
import { PageProblem } from '../../app/page-problem';
import { view } from '../../app/view';
import { dayText } from '../../content/dates';
import { answersOf, type SheetAnswer } from '../../forms/answers';
import { chosen } from '../../parts/chosen';
import { paths } from '../../paths';
import { aroundMeeting, type AtMeeting, openMeetingAt, TIME } from '../around';
import { meetingHeading, stateOf, withoutWent } from '../model';
import { prompted } from '../prompted';
import { CAME_WORDS, CATEGORY_WORDS, PANEL_WORDS, NOT_IN_REPORT } from '../words';

interface There {
  readonly name: string;
  readonly role: string;
  readonly said: string | null;
}
interface PaperModel {
  readonly title: string;
  readonly what: string;
  readonly when: string;
  readonly where: string | null;
  readonly registerId: string;
  /** Whether names stand on it, on paper too. */
  readonly names: boolean;
  readonly toggle: { readonly text: string; readonly href: string };
  readonly panel: readonly (There & { readonly as: string })[];
  readonly othersTitle: string;
  readonly others: readonly There[];
  readonly sections: readonly {
    readonly code: string;
    readonly title: string;
    readonly answers: readonly SheetAnswer[];
    readonly asks: readonly string[];
    readonly empty: string | null;
  }[];
  readonly agreed: {
    readonly title: string;
    readonly nothing: string;
    readonly rows: readonly {
      readonly what: string;
      readonly about: string;
      readonly who: string;
      readonly by: string;
      readonly state: string;
    }[];
  } | null;
}
const paperView = view<PaperModel>('meetings/paper/paper.njk');

const ofMeeting = z.object({ registerId: z.string(), meeting: z.string() });
const asked = z.object({ names: chosen(z.enum(['shown'])), time: TIME });

/** What of a review stands on its agenda; of any other notes all of it does. */
const ON_AGENDA: ReadonlySet<string> = new Set(['agenda', 'safe', 'care', 'future', 'hospital']);

const STANDS: Readonly<Record<ActionInWords['status'], string>> = {
  open: 'To be done',
  blocked: 'Another way is to be agreed',
  done: 'Done',
  replaced: 'Replaced',
};

const agreedOf = (at: AtMeeting, actions: readonly ActionInWords[]): PaperModel['agreed'] => ({
  title: isCetr(at.meeting.kind) ? 'What is recommended' : 'What was agreed',
  nothing: isCetr(at.meeting.kind) ? 'Nothing is recommended.' : 'No action was agreed.',
  rows: actions
    .filter((one) => one.meeting === at.meeting.id && one.status !== 'replaced')
    .map(({ what, recommendation, owner, due, status }) => ({
      what: what ?? 'It was not written down',
      about: recommendation?.category === undefined ? '' : CATEGORY_WORDS[recommendation.category],
      who: recommendation?.body ?? (owner === null ? 'Nobody is named yet' : 'Somebody is named in the record'),
      by: due === null ? 'No date' : dayText(due),
      state: STANDS[status],
    })),
});

/** A section on an agenda: what comes when, and what is asked. */
const onAgenda = (section: SheetSection, answers: SheetAnswers): PaperModel['sections'][number] => ({
  code: section.code,
  title: section.title,
  answers: section.code === 'agenda' ? plain(section, answers) : [],
  asks: section.code === 'agenda' ? [] : (section.prompts ?? []),
  empty: section.code === 'agenda' && answers[section.code] === undefined ? 'It is not settled yet.' : null,
});

const plain = (section: SheetSection, answers: SheetAnswers): readonly SheetAnswer[] => {
  const own = answers[section.code];
  return own === undefined ? [] : answersOf(withoutWent(section), own);
};

async function paper(
  context: WebContext,
  { registerId, meeting: id }: z.output<typeof ofMeeting>,
  sort: 'agenda' | 'report',
  { names: shown, time }: z.output<typeof asked>,
): Promise<PageAnswer> {
  const names = shown === 'shown';
  const at = await openMeetingAt(context, registerId, id, time);
  const { standing, meeting } = at;
  const edition = notesOf(meeting.kind);
  if (!edition) throw new PageProblem('not-found');
  const sheet = await prompted(context, standing, edition, meeting.on);
  const [forms, actions] = await Promise.all([readForms(context.pool, registerId), readActionsInWords(context.pool, standing)]);
  const answers = notesAmong(forms, standing, id).versions.at(-1)?.answers ?? {};
  const who = peopleOf(forms.filter((form) => form.id === formIdOf('attendance', { registerId, pathway: standing.pathway, meeting: id })));
  const review = isCetr(meeting.kind);
  const agenda = sort === 'agenda';
  const title = agenda ? 'Agenda' : review ? 'Report of the review' : 'Notes of the meeting';
  const path = agenda ? paths.meetingAgenda : paths.meetingReport;
  const there = who.map(({ name, role, came, panel }) => ({
    name,
    role,
    panel,
    said: agenda && came === 'expected' ? null : CAME_WORDS[came].toLowerCase(),
  }));
  const sections = sheet.sections.filter(({ code }) => !review || (agenda ? ON_AGENDA.has(code) : !NOT_IN_REPORT.has(code)));
  const model: PaperModel = {
    ...{ title, registerId, names },
    what: meetingHeading(meeting, standing.bornOn, londonDate(context.clock())),
    when: stateOf(meeting),
    where: meeting.place,
    toggle: names
      ? { text: 'Hide names', href: path({ registerId, meeting: id }, { time }) }
      : { text: 'With names', href: path({ registerId, meeting: id }, { names: 'shown', time }) },
    panel: there.flatMap(({ panel, ...one }) => (panel === undefined ? [] : [{ ...one, as: PANEL_WORDS[panel.as] }])),
    othersTitle: agenda ? 'Who else is expected' : 'Who else took part',
    others: there.filter(({ panel }) => panel === undefined),
    sections: sections.flatMap((section) => {
      if (agenda) return [onAgenda(section, answers)];
      const own = plain(section, answers);
      return own.length === 0 ? [] : [{ code: section.code, title: section.title, answers: own, asks: [], empty: null }];
    }),
    agreed: agenda ? null : agreedOf(at, actions),
  };
  return shows(paperView, model, aroundMeeting(context, at, title), { wordsOf: [registerId] });
}

/** What is printed of a meeting: the agenda before it, the report or the notes after it. Names stand on it only where somebody asks for them. */
export const paperPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.meetingAgenda,
    permission: 'history:read',
    audit: 'meetings-shown',
    params: ofMeeting,
    query: asked,
    answer: ({ params, query }, context) => paper(context, params, 'agenda', query),
  }),
  page({
    method: 'get',
    path: paths.meetingReport,
    permission: 'history:read',
    audit: 'meetings-shown',
    params: ofMeeting,
    query: asked,
    answer: ({ params, query }, context) => paper(context, params, 'report', query),
  }),
];
