import { z } from 'zod';
import { londonDate } from '../../../domain/calendar/dates';
import type { SectionAnswers, Sheet, SheetSection } from '../../../domain/forms/sheets/sheet';
import type { MeetingSheetKind } from '../../../domain/forms/sheets/sheets';
import { saveSection } from '../../../services/forms/sheets';
import { formIdOf, type MeetingNotes, notesOf, readNotes } from '../../../services/meetings/notes';
import { namesOfActors } from '../../../services/staff/actors';
import { finishTask, laepKey } from '../../../services/tasks/tasks';
import { actorOf } from '../../../services/staff/viewers';
import type { WebContext } from '../../app/context';
import { type Page, page, type PageAnswer, shows } from '../../app/page';
import { PageProblem } from '../../app/page-problem';
import { view } from '../../app/view';
import { actorWords } from '../../content/actors';
import { dayText, momentText } from '../../content/dates';
import { answersOf, readSection, seenQuestionOf, type SheetAnswer, typedOf } from '../../forms/answers';
import { toldOf } from '../../forms/told';
import { type Asked, askedOf, type FormError } from '../../parts/form';
import { paths } from '../../paths';
import { one, type Typed } from '../../record/fields';
import { saidElsewhere } from './education';
import { type PrintLink, printedFor } from './to-print';
import { aroundMeeting, type AtMeeting, openMeetingAt } from '../around';
import { prompted } from '../prompted';

interface NotesModel {
  readonly title: string;
  readonly about: string;
  readonly prompts: readonly string[];
  readonly before: {
    readonly on: string;
    readonly lines: readonly SheetAnswer[];
    readonly copies: boolean;
  } | null;
  readonly asked: readonly Asked[];
  /** What is given to the person and their family, and recorded here. */
  readonly toPrint: readonly PrintLink[];
  readonly errors: readonly FormError[];
  readonly meanwhile: readonly string[];
  readonly saved: string | null;
  readonly since: string;
  readonly action: string;
  readonly next: string | null;
  readonly cancel: string;
  /** All sections, to go to. */
  readonly sections: readonly { readonly title: string; readonly href: string; readonly state: string; readonly current: boolean }[];
}
const notesView = view<NotesModel>('meetings/notes/notes.njk');

const ofSection = z.object({ registerId: z.string(), meeting: z.string(), section: z.string() });
const posted = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** The section of the notes of a meeting that an address names, with all that stands in them. */
interface Writing extends AtMeeting {
  readonly sheet: Sheet<MeetingSheetKind>;
  readonly section: SheetSection;
  readonly notes: MeetingNotes;
}

async function writingAt(context: WebContext, { registerId, meeting: id, section: code }: z.output<typeof ofSection>): Promise<Writing> {
  const at = await openMeetingAt(context, registerId, id);
  const edition = notesOf(at.meeting.kind);
  const sheet = edition && (await prompted(context, at.standing, edition, at.meeting.on));
  const section = sheet?.sections.find((one) => one.code === code);
  if (!sheet || !section) throw new PageProblem('not-found');
  return { ...at, sheet, section, notes: await readNotes(context.pool, at.standing, id) };
}

interface Typing {
  readonly typed: Typed;
  readonly since: number;
  readonly errors?: readonly FormError[];
  readonly meanwhile?: readonly string[];
}

const stateOfSection = (answers: SectionAnswers | undefined): string =>
  answers === undefined
    ? 'Not begun'
    : answers['went'] === 'not-applicable'
      ? 'Does not apply'
      : answers['went'] === 'not-reached'
        ? 'Not reached'
        : 'Written';

async function notesPage(
  context: WebContext,
  writing: Writing,
  { typed, since, errors = [], meanwhile = [] }: Typing,
): Promise<PageAnswer> {
  const { standing, meeting, sheet, section, notes } = writing;
  const today = londonDate(context.clock());
  const at = { registerId: standing.registerId, meeting: meeting.id };
  const place = sheet.sections.indexOf(section);
  const next = sheet.sections[place + 1];
  const present = notes.versions.at(-1);
  const last = notes.versions.findLast((version) => version.section === section.code);
  const names = await namesOfActors(context.pool, last ? [last.source] : []);
  const then = notes.before?.last.answers[section.code];
  const known = await saidElsewhere(context, standing.registerId, sheet, section);
  const title = `${place + 1}. ${section.title}`;
  const model: NotesModel = {
    title,
    about: aroundMeeting(context, writing, title).back?.text ?? '',
    prompts: section.prompts ?? [],
    before:
      notes.before === null
        ? null
        : {
            on: dayText(notes.before.on),
            lines: then === undefined ? [] : answersOf(section, then),
            copies: typeof then?.['text'] === 'string',
          },
    asked: section.fields.map((field) => askedOf({ ...seenQuestionOf(field), ...known.get(field.name) }, typed, errors)),
    toPrint: printedFor(sheet.kind, section.code),
    ...{ errors, meanwhile },
    saved: last === undefined ? null : `Saved ${momentText(last.at, today)} by ${actorWords(last.source, names)}.`,
    since: String(since),
    action: paths.meetingNotes({ ...at, section: section.code }),
    next: next === undefined ? null : `Save and go to ${place + 2}. ${next.title}`,
    cancel: `${paths.meeting(at)}#${section.code}`,
    sections: sheet.sections.map((one) => ({
      title: one.title,
      href: paths.meetingNotes({ ...at, section: one.code }),
      state: stateOfSection(present?.answers[one.code]),
      current: one === section,
    })),
  };
  const around = aroundMeeting(context, writing, errors.length > 0 ? `Error: ${title}` : title);
  const status = errors.length > 0 ? { status: 400 } : meanwhile.length > 0 ? { status: 409 } : {};
  return shows(notesView, model, { ...around, wide: true }, { wordsOf: [at.registerId], ...status });
}

/** What was typed, with what was written last time after it. */
function copied(typed: Typed, { before }: MeetingNotes, section: SheetSection): Typed {
  const then = before?.last.answers[section.code]?.['text'];
  if (typeof then !== 'string') return typed;
  const now = one(typed, 'text');
  return { ...typed, text: now.includes(then) ? now : [now, then].filter((text) => text !== '').join('\n\n') };
}

/** Where somebody goes on who has saved a section. */
function afterwards(go: string, { standing, meeting, sheet, section }: Writing): string {
  const at = { registerId: standing.registerId, meeting: meeting.id };
  if (go === 'action') return paths.meetingAction(at, { section: section.code });
  const next = sheet.sections[sheet.sections.indexOf(section) + 1];
  return go === 'next' && next ? paths.meetingNotes({ ...at, section: next.code }) : `${paths.meeting(at)}#${section.code}`;
}

/** The notes of a meeting, section by section, beside what was written last time. */
export const notesPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.meetingNotes,
    permission: 'people:write',
    audit: 'meetings-shown',
    params: ofSection,
    query: z.object({}),
    answer: async ({ params }, context) => {
      const writing = await writingAt(context, params);
      const present = writing.notes.versions.at(-1);
      return notesPage(context, writing, {
        typed: typedOf(writing.section, present?.answers[writing.section.code] ?? {}),
        since: present?.version ?? 0,
      });
    },
  }),
  page({
    method: 'post',
    path: paths.meetingNotes,
    permission: 'people:write',
    audit: 'meeting-notes-saved',
    params: ofSection,
    query: z.object({}),
    form: posted,
    answer: async ({ params, form, viewer }, context) => {
      const writing = await writingAt(context, params);
      const { standing, meeting, sheet, section, notes } = writing;
      const since = Number(/^\d{1,7}$/.exec(one(form, 'since'))?.[0] ?? 0);
      if (one(form, 'go') === 'copy') return notesPage(context, writing, { typed: copied(form, notes, section), since });
      const read = readSection(section, form);
      if ('errors' in read) {
        const isEmpty = read.errors.some(({ message }) => message.startsWith('Answer one of'));
        const errors = isEmpty
          ? [{ field: section.fields[0]?.name ?? '', message: 'Write something here first, or go back without saving' }]
          : read.errors;
        return notesPage(context, writing, { typed: form, since, errors });
      }
      const { pool, seals, clock } = context;
      const id = formIdOf(sheet.kind, { registerId: standing.registerId, pathway: standing.pathway, meeting: meeting.id });
      const about = { registerId: standing.registerId, id, sheet, section, answers: read.answers, since, source: actorOf(viewer) };
      const saved = await saveSection({ pool, seals, clock }, about);
      if (saved.status === 'changed')
        return notesPage(context, writing, {
          typed: form,
          since: saved.present.version,
          meanwhile: await toldOf(context, section, saved.present),
        });
      if (saved.status !== 'saved') throw new PageProblem('moved');
      // What was not known at night is found out: nobody is asked for it any more.
      const sections = new Set([...Object.keys(notes.versions.at(-1)?.answers ?? {}), section.code]);
      if (sheet.kind === 'laep' && sheet.sections.every(({ code }) => sections.has(code)))
        await finishTask(pool, laepKey(standing.registerId, standing.pathway, meeting.id));
      return { redirect: afterwards(one(form, 'go'), writing) };
    },
  }),
];
