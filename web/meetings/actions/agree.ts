import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { actionPlan1, CATEGORIES, MOST_OF_NAME, MOST_OF_REMARK } from '../../../domain/forms/meetings';
import { eventSchema, isCetr, isUuid } from '../../../domain/pathway/events';
import { readActionsInWords, savePlan } from '../../../services/meetings/actions/in-words';
import { typedLine } from '../../../domain/text';
import { notesOf, readNotes } from '../../../services/meetings/notes';
import { refusalWords } from '../../../services/notices/letters/words/refusals';
import { actorOf } from '../../../services/staff/viewers';
import type { WebContext } from '../../app/context';
import { type Page, page, type PageAnswer } from '../../app/page';
import { PageProblem } from '../../app/page-problem';
import { dayText } from '../../content/dates';
import { chosen } from '../../parts/chosen';
import { type FormError, formPage, type Question } from '../../parts/form';
import { paths } from '../../paths';
import { one, type Typed } from '../../record/fields';
import { requestOf } from '../../record/request';
import { aroundMeeting, type AtMeeting, openMeetingAt, othersOf } from '../around';
import { assessmentTyped, EHC_ASSESSMENT } from '../notes/education';
import { CATEGORY_CHOICES } from '../words';
import { DUE, ownerQuestion, readAgreed, WHAT } from './fields';

const ofMeeting = z.object({ registerId: z.string(), meeting: z.string() });
const posted = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

const BODY = typedLine(MOST_OF_NAME);

/** Of a recommendation besides: what it is about, and the body that answers for it. */
const RECOMMENDING: readonly Question[] = [
  {
    ...{ as: 'select', name: 'category', label: 'What is it about?' },
    choices: [{ value: '', text: 'Choose' }, ...CATEGORY_CHOICES],
  },
  {
    as: 'line',
    name: 'body',
    label: 'Which body answers for it?',
    hint: 'For example: the council, the hospital, the Integrated Care Board',
  },
];

async function questionsFor(context: WebContext, { standing, meeting }: AtMeeting): Promise<readonly Question[]> {
  const others = await othersOf(context, standing);
  const sections = notesOf(meeting.kind)?.sections ?? [];
  return [
    WHAT,
    ...(isCetr(meeting.kind) ? RECOMMENDING : []),
    ownerQuestion(standing, others),
    DUE,
    { as: 'words', name: 'otherwise', label: 'If it cannot be done, what then? (optional)' },
    {
      as: 'select',
      name: 'section',
      label: 'From which part of the meeting? (optional)',
      choices: [{ value: '', text: 'From none' }, ...sections.map(({ code, title }) => ({ value: code, text: title }))],
    },
  ];
}

interface Adding {
  readonly id: string;
  readonly typed: Typed;
  readonly errors?: readonly FormError[];
  /** What has just been added; null: nothing. */
  readonly added?: string | null;
}

async function addingPage(context: WebContext, at: AtMeeting, { id, typed, errors = [], added = null }: Adding): Promise<PageAnswer> {
  const { registerId } = at.standing;
  const meeting = at.meeting.id;
  const thing = isCetr(at.meeting.kind) ? 'recommendation' : 'action';
  const heading = added === null ? `Add ${thing === 'action' ? 'an' : 'a'} ${thing}` : `Add another ${thing}`;
  return formPage(
    {
      heading,
      intro:
        added === null
          ? ['The team is reminded before its day, and asks whoever is to do it until it is done or has another way.']
          : [added],
      questions: await questionsFor(context, at),
      action: paths.meetingAction({ registerId, meeting }),
      button: `Add the ${thing}`,
      cancelSaid: added === null ? 'Cancel' : 'Back to the meeting',
      cancel: `${paths.meeting({ registerId, meeting })}#actions`,
      hidden: { action: id },
    },
    typed,
    aroundMeeting(context, at, heading),
    { errors },
  );
}

/** The form of what a review found of an EHC plan, with what its notes say. */
const assessmentOf = async ({ pool }: WebContext, { standing, meeting }: AtMeeting): Promise<Typed> =>
  assessmentTyped((await readNotes(pool, standing, meeting.id)).versions.at(-1)?.answers ?? {});

/** Reads what was typed of an action. Out: the event and the plan, or what is wrong. */
function readAction(typed: Typed, at: AtMeeting, others: ReadonlyMap<string, string>, id: string) {
  const errors: FormError[] = [];
  const agreed = readAgreed(typed, at.standing, others, errors);
  const otherwise = one(typed, 'otherwise').replaceAll('\r\n', '\n');
  if (otherwise.length > MOST_OF_REMARK) errors.push({ field: 'otherwise', message: 'Write at most 4,000 characters' });
  const section = notesOf(at.meeting.kind)?.sections.find(({ code }) => code === one(typed, 'section'))?.code;
  const isRecommended = isCetr(at.meeting.kind);
  const category = CATEGORIES.find((code) => code === one(typed, 'category'));
  const body = one(typed, 'body');
  if (isRecommended && category === undefined) errors.push({ field: 'category', message: 'Choose what it is about' });
  if (isRecommended && !BODY.safeParse(body).success)
    errors.push({ field: 'body', message: `Name the body that answers for it, in one line of at most ${MOST_OF_NAME} characters` });
  if (errors.length > 0) return { errors };
  const meeting = at.meeting.id;
  const event = eventSchema.safeParse({
    ...{ type: 'action-agreed', action: id, meeting },
    ...agreed,
  });
  const recommended = isRecommended ? { category, body } : {};
  const plan = actionPlan1.safeParse({
    action: id,
    meeting,
    ...recommended,
    ...(section === undefined ? {} : { section }),
    ...(otherwise === '' ? {} : { otherwise }),
  });
  if (event.success && plan.success) return { event: event.data, plan: plan.data };
  // A character that cannot be kept, as one pasted out of a PDF.
  const said = (field: string): FormError => ({ field, message: 'There is a character in it that cannot be kept: type it once more' });
  return { errors: [...(event.success ? [] : [said('what')]), ...(plan.success ? [] : [said('otherwise')])] };
}

/** What is agreed at a meeting: who does what by when, and what is done if it cannot be. */
export const actionPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.meetingAction,
    permission: 'events:write',
    audit: 'meetings-shown',
    params: ofMeeting,
    query: z.object({ section: z.string().optional(), added: z.string().optional(), for: chosen(z.enum([EHC_ASSESSMENT])) }),
    answer: async ({ params: { registerId, meeting }, query }, context) => {
      const at = await openMeetingAt(context, registerId, meeting);
      const added =
        query.added === undefined ? undefined : (await readActionsInWords(context.pool, at.standing)).find(({ id }) => id === query.added);
      const said = added === undefined ? null : `Added: “${added.what ?? ''}”${added.due === null ? '' : `, by ${dayText(added.due)}`}.`;
      const shown = await addingPage(context, at, {
        id: randomUUID(),
        typed: query.for === undefined ? (query.section === undefined ? {} : { section: query.section }) : await assessmentOf(context, at),
        added: said,
      });
      return { ...shown, ...(said === null && query.for === undefined ? {} : { wordsOf: [registerId] }) };
    },
  }),
  page({
    method: 'post',
    path: paths.meetingAction,
    permission: 'events:write',
    audit: 'event-recorded',
    params: ofMeeting,
    query: z.object({}),
    form: posted,
    answer: async ({ params: { registerId, meeting }, form, viewer }, context) => {
      const at = await openMeetingAt(context, registerId, meeting);
      const sent = one(form, 'action').toLowerCase();
      const id = isUuid(sent) ? sent : randomUUID();
      const read = readAction(form, at, await othersOf(context, at.standing), id);
      if ('errors' in read) return addingPage(context, at, { id, typed: form, errors: read.errors });
      const { pool, seals, clock } = context;
      // First what the event does not say: should it be refused, the plan of an action that is not there is read by nobody.
      if (!(await savePlan({ pool, seals, clock }, at.standing, read.plan, actorOf(viewer)))) throw new PageProblem('moved');
      const answer = await context.commit(requestOf(registerId, read.event, id, viewer, clock()));
      if (answer.status === 'refused') {
        const errors = [{ field: 'what', message: `It cannot be recorded. ${refusalWords(answer.reason.code)}` }];
        return addingPage(context, at, { id: randomUUID(), typed: form, errors });
      }
      if (answer.status !== 'applied') throw new PageProblem('moved');
      return { redirect: paths.meetingAction({ registerId, meeting }, { added: id }) };
    },
  }),
];
