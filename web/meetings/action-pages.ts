import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { actionPlan1, MOST_OF_REMARK } from '../../domain/forms/meetings';
import { eventSchema, isUuid } from '../../domain/pathway/events';
import { readActionsInWords, savePlan } from '../../services/meetings/actions';
import { notesOf } from '../../services/meetings/notes';
import { refusalWords } from '../../services/notices/letters/words/refusals';
import { actorOf } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';
import { type Page, page, type PageAnswer } from '../app/page';
import { PageProblem } from '../app/page-problem';
import { dayText } from '../content/dates';
import { dayOf, type FormError, formPage, type Question } from '../parts/form';
import { paths } from '../paths';
import { one, type Typed } from '../record/fields';
import { requestOf } from '../record/request';
import { aroundMeeting, type AtMeeting, openMeetingAt, othersOf } from './around';

const ofMeeting = z.object({ registerId: z.string(), meeting: z.string() });
const posted = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

const LONGEST = 4_000;

async function questionsFor(context: WebContext, { standing, meeting }: AtMeeting): Promise<readonly Question[]> {
  const others = await othersOf(context, standing);
  const sections = notesOf(meeting.kind)?.sections ?? [];
  return [
    { as: 'words', name: 'what', label: 'What will be done?' },
    {
      as: 'select',
      name: 'owner',
      label: 'Who will do it?',
      hint: 'Somebody else is added under Needs and people first',
      choices: [
        { value: '', text: 'Nobody is named yet' },
        ...standing.contacts.map(({ id, name }) => ({ value: id, text: name })),
        ...[...others].map(([id, name]) => ({ value: id, text: name })),
      ],
    },
    { as: 'day', name: 'due', label: 'By when, as agreed?' },
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
  return formPage(
    {
      heading: added === null ? 'Add an action' : 'Add another action',
      intro: added === null ? ['Whoever is to do it is reminded before its day, and chased until it is done or has another way.'] : [added],
      questions: await questionsFor(context, at),
      action: paths.meetingAction({ registerId, meeting }),
      button: 'Add the action',
      cancel: `${paths.meeting({ registerId, meeting })}#actions`,
      hidden: { action: id },
    },
    typed,
    aroundMeeting(context, at, added === null ? 'Add an action' : 'Add another action'),
    { errors },
  );
}

/** Reads what was typed of an action. Out: the event and the plan, or what is wrong. */
function readAction(typed: Typed, at: AtMeeting, others: ReadonlyMap<string, string>, id: string) {
  const errors: FormError[] = [];
  const what = one(typed, 'what').replaceAll('\r\n', '\n');
  if (what === '' || what.length > LONGEST)
    errors.push({ field: 'what', message: what === '' ? 'Write what will be done' : 'Write at most 4,000 characters' });
  const owner = one(typed, 'owner');
  const isKnown = owner === '' || at.standing.contacts.some((contact) => contact.id === owner) || others.has(owner);
  if (!isKnown) errors.push({ field: 'owner', message: 'Choose who will do it from those in the list' });
  const due = dayOf(typed, 'due', errors);
  const otherwise = one(typed, 'otherwise').replaceAll('\r\n', '\n');
  if (otherwise.length > MOST_OF_REMARK) errors.push({ field: 'otherwise', message: 'Write at most 4,000 characters' });
  const section = notesOf(at.meeting.kind)?.sections.find(({ code }) => code === one(typed, 'section'))?.code;
  if (errors.length > 0) return { errors };
  const meeting = at.meeting.id;
  const event = eventSchema.parse({
    ...{ type: 'action-agreed', action: id, what, meeting },
    ...(owner === '' ? {} : { owner }),
    ...(due === null ? {} : { due }),
  });
  const plan = actionPlan1.parse({
    action: id,
    meeting,
    ...(section === undefined ? {} : { section }),
    ...(otherwise === '' ? {} : { otherwise }),
  });
  return { event, plan };
}

/** What is agreed at a meeting: who does what by when, and what is done if it cannot be. */
export const actionPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.meetingAction,
    permission: 'events:write',
    audit: 'meetings-shown',
    params: ofMeeting,
    query: z.object({ section: z.string().optional(), added: z.string().optional() }),
    answer: async ({ params: { registerId, meeting }, query }, context) => {
      const at = await openMeetingAt(context, registerId, meeting);
      const added =
        query.added === undefined ? undefined : (await readActionsInWords(context.pool, at.standing)).find(({ id }) => id === query.added);
      const said = added === undefined ? null : `Added: “${added.what ?? ''}”${added.due === null ? '' : `, by ${dayText(added.due)}`}.`;
      const shown = await addingPage(context, at, {
        id: randomUUID(),
        typed: query.section === undefined ? {} : { section: query.section },
        added: said,
      });
      return { ...shown, ...(said === null ? {} : { wordsOf: [registerId] }) };
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
