import { z } from 'zod';
import { londonDate, type PlainDate } from '../../../domain/calendar/dates';
import { REPORT_WAYS, type ReportGiven, type ReportWay } from '../../../domain/forms/report';
import { isCetr } from '../../../domain/pathway/events';
import { isOneOf } from '../../../domain/text';
import { readForms } from '../../../services/forms/written-forms';
import { peopleOf } from '../../../services/meetings/attendance';
import { everyoneFor } from '../../../services/meetings/messages';
import { formIdOf } from '../../../services/meetings/notes';
import {
  givenAmong,
  keepGiven,
  reachedOf,
  readMailed,
  type ReportDuty,
  type ReportReached,
  type ReportReader,
  reportReaders,
} from '../../../services/meetings/report';
import { actorOf, type Viewer } from '../../../services/staff/viewers';
import type { WebContext } from '../../app/context';
import { type Page, page, type PageAnswer, shows } from '../../app/page';
import { PageProblem } from '../../app/page-problem';
import { view } from '../../app/view';
import { CONTACT_ROLE_WORDS } from '../../content/contacts';
import { dayText } from '../../content/dates';
import { type Asked, askedOf, dayOf, type FormError, type Question } from '../../parts/form';
import { paths } from '../../paths';
import { deadlineRow, type DeadlineRow } from '../../person/deadlines';
import { headerOf, type PersonHeader } from '../../person/header';
import { one, several, type Typed, typedDay } from '../../record/fields';
import { aroundMeeting, type AtMeeting, meetingAt, openMeetingAt } from '../around';

interface ReaderShown {
  readonly name: string;
  readonly isName: boolean;
  readonly as: string;
  readonly reached: string;
  readonly isMissing: boolean;
}
interface ReadersModel {
  readonly person: PersonHeader;
  readonly title: string;
  /** When the report is due, and how that stands; null: the review was not held. */
  readonly due: DeadlineRow | null;
  readonly duties: readonly { readonly title: string; readonly id: string; readonly rows: readonly ReaderShown[] }[];
  readonly send: string | null;
  readonly print: string;
  readonly form: { readonly action: string; readonly asked: readonly Asked[] } | null;
  readonly errors: readonly FormError[];
  readonly back: string;
}
const readersView = view<ReadersModel>('meetings/report/readers.njk');

const ofMeeting = z.object({ registerId: z.string(), meeting: z.string() });
const posted = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

const WAYS: Readonly<Record<ReportWay, string>> = {
  hand: 'Given by hand',
  post: 'Sent by post',
  mail: 'Sent by mail from elsewhere',
  'read-aloud': 'Read aloud to them, or gone through with them',
  'not-wished': 'They do not wish to have it',
  'not-given': 'It did not reach them after all',
};

const DUTIES: Readonly<Record<ReportDuty, string>> = {
  first: 'The person, their advocate, the family and the care team',
  all: 'Everybody else who took part, or helps with what is recommended',
};

/** How it reached somebody, in words; null: not yet. */
function reachedText(reached: ReportReached | null): string {
  if (reached === null) return 'Not yet';
  if (reached.as === 'going') return 'On its way';
  if (reached.as === 'held') return 'Waits under Notices, and does not go by itself';
  if (reached.as === 'sent') return `Sent from here on ${dayText(reached.on)}`;
  return `${WAYS[reached.as]}, ${dayText(reached.on)}`;
}

const asText = ({ name, as }: ReportReader): string =>
  name === null
    ? 'No contact of their own is recorded'
    : as === 'action'
      ? 'Helps with what is recommended'
      : 'role' in as
        ? CONTACT_ROLE_WORDS[as.role]
        : as.words;
const nameText = ({ name }: ReportReader): string => name ?? 'The person themself';

/** A review that somebody has to have the report of. */
interface AtReport extends AtMeeting {
  readonly readers: readonly ReportReader[];
  readonly given: ReportGiven['given'];
  readonly mailed: ReadonlyMap<string, ReportReached>;
}

async function atReport(context: WebContext, at: AtMeeting): Promise<AtReport> {
  const { standing, meeting } = at;
  if (!isCetr(meeting.kind)) throw new PageProblem('not-found');
  const of = { registerId: standing.registerId, pathway: standing.pathway, meeting: meeting.id };
  const [forms, everyone, mailed] = await Promise.all([
    readForms(context.pool, of.registerId),
    everyoneFor(context.pool, standing, context.clock()),
    readMailed(context.pool, of, meeting.on),
  ]);
  const who = peopleOf(forms.filter(({ id }) => id === formIdOf('attendance', of)));
  return { ...at, mailed, readers: reportReaders(meeting.id, everyone, who, standing.snapshot.actions), given: givenAmong(forms, of) };
}

const questionsOf = ({ readers, mailed, given }: AtReport): readonly Question[] => [
  {
    ...{ as: 'ticks', name: 'to', label: 'Whom did it reach?' },
    choices: readers.map((reader) => ({
      value: reader.to,
      text: asText(reader),
      name: nameText(reader),
      hint: reachedText(reachedOf(reader, mailed, given)),
    })),
  },
  { as: 'radios', name: 'how', label: 'How?', choices: REPORT_WAYS.map((value) => ({ value, text: WAYS[value] })) },
  { as: 'day', name: 'on', label: 'On which day?' },
];

function readersPage(
  context: WebContext,
  at: AtReport,
  { permissions }: Viewer,
  { typed, errors = [] }: { readonly typed?: Typed; readonly errors?: readonly FormError[] } = {},
): PageAnswer {
  const { standing, meeting, readers, mailed, given } = at;
  const { registerId, snapshot } = standing;
  const today = londonDate(context.clock());
  const due = [...snapshot.deadlines.values()].find(({ kind, subject }) => kind === 'cetr-report' && subject === meeting.id);
  const mayWrite = permissions.has('people:write') && meeting.status === 'held';
  const row = due && deadlineRow(standing, due, today);
  const model: ReadersModel = {
    person: headerOf(standing, today),
    title: 'Whom the report has to reach',
    due: row ? { ...row, act: permissions.has('events:write') ? row.act : null } : null,
    duties: (['first', 'all'] as const).map((duty) => ({
      ...{ id: duty, title: DUTIES[duty] },
      rows: readers
        .filter((reader) => reader.duty === duty)
        .map((reader) => {
          const reached = reachedOf(reader, mailed, given);
          return {
            ...{ name: nameText(reader), isName: reader.name !== null, as: asText(reader) },
            ...{ reached: reachedText(reached), isMissing: reached === null || reached.as === 'held' },
          };
        }),
    })),
    send: mayWrite && permissions.has('events:write') ? paths.meetingSend({ registerId, meeting: meeting.id }) : null,
    print: paths.meetingReport({ registerId, meeting: meeting.id }),
    form: mayWrite
      ? {
          action: paths.meetingReportReaders({ registerId, meeting: meeting.id }),
          asked: questionsOf(at).map((question) => askedOf(question, typed ?? typedDay('on', today), errors)),
        }
      : null,
    errors,
    back: paths.meeting({ registerId, meeting: meeting.id }),
  };
  const title = errors.length > 0 ? `Error: ${model.title}` : model.title;
  return shows(readersView, model, aroundMeeting(context, at, title), {
    wordsOf: [registerId],
    ...(errors.length > 0 ? { status: 400 } : {}),
  });
}

/** Reads whom it reached, how and when. */
function readGiven(
  typed: Typed,
  { readers, meeting }: AtReport,
  today: PlainDate,
): ReportGiven['given'] | { readonly errors: FormError[] } {
  const errors: FormError[] = [];
  const to = several(typed, 'to').filter((one) => readers.some((reader) => reader.to === one));
  if (to.length === 0) errors.push({ field: 'to', message: 'Choose whom it reached' });
  const how = [one(typed, 'how')].find(isOneOf(REPORT_WAYS));
  if (how === undefined) errors.push({ field: 'how', message: 'Choose how' });
  const on = dayOf(typed, 'on', errors);
  if (on === null && !errors.some(({ field }) => field.startsWith('on-'))) errors.push({ field: 'on-day', message: 'Say on which day' });
  if (on !== null && (on > today || on < meeting.on))
    errors.push({ field: 'on-day', message: `The day is from that of the review, ${dayText(meeting.on)}, to today` });
  if (errors.length > 0 || how === undefined || on === null) return { errors };
  return to.map((one) => ({ to: one, on, how }));
}

/** Whom the report of a review has to reach, and when it reached each of them (003 L307, L310). */
export const reportPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.meetingReportReaders,
    permission: 'history:read',
    audit: 'meetings-shown',
    params: ofMeeting,
    query: z.object({}),
    answer: async ({ params: { registerId, meeting }, viewer }, context) =>
      readersPage(context, await atReport(context, await meetingAt(context, registerId, meeting)), viewer),
  }),
  page({
    method: 'post',
    path: paths.meetingReportReaders,
    permission: 'people:write',
    audit: 'report-reached',
    params: ofMeeting,
    query: z.object({}),
    form: posted,
    answer: async ({ params: { registerId, meeting }, form, viewer }, context) => {
      const { pool, seals, clock } = context;
      const at = await atReport(context, await openMeetingAt(context, registerId, meeting));
      if (at.meeting.status !== 'held') throw new PageProblem('not-found');
      const read = readGiven(form, at, londonDate(clock()));
      if ('errors' in read) return readersPage(context, at, viewer, { typed: form, errors: read.errors });
      const of = { registerId, pathway: at.standing.pathway, meeting };
      if ((await keepGiven({ pool, seals, clock }, of, read, actorOf(viewer))) === 'unknown') throw new PageProblem('moved');
      return { redirect: paths.meetingReportReaders({ registerId, meeting }) };
    },
  }),
];
