import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Attendee, attendeeSchema, CAME, MOST_OF_NAME, PANEL_ROLES } from '../../../domain/forms/meetings';
import { isCetr, isUuid } from '../../../domain/pathway/events';
import { readAttendance, saveAttendee } from '../../../services/meetings/attendance';
import { actorOf } from '../../../services/staff/viewers';
import type { WebContext } from '../../app/context';
import { type Page, page, type PageAnswer } from '../../app/page';
import { PageProblem } from '../../app/page-problem';
import { type FormError, formPage, type Question } from '../../parts/form';
import { paths } from '../../paths';
import { one, several, type Typed } from '../../record/fields';
import { aroundMeeting, type AtMeeting, openMeetingAt } from '../around';
import { CAME_CHOICES, PANEL_CHOICES } from '../words';

const ofMeeting = z.object({ registerId: z.string(), meeting: z.string() });
const nothing = z.object({});
const posted = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

const QUESTIONS: readonly Question[] = [
  { as: 'line', name: 'name', label: 'Name' },
  { as: 'line', name: 'role', label: 'Who they are', hint: 'For example: mother, social worker of the council' },
  { as: 'line', name: 'reach', label: 'How they are reached (optional)' },
  { as: 'select', name: 'came', label: 'How were they there?', choices: [{ value: '', text: 'Choose' }, ...CAME_CHOICES] },
  { as: 'words', name: 'said', label: 'What they brought to it (optional)' },
];

/** Of a review also: as what they sit on the panel, and what was confirmed of them. */
const OF_PANEL: readonly Question[] = [
  { as: 'select', name: 'panel', label: 'Do they sit on the panel?', choices: [{ value: '', text: 'No' }, ...PANEL_CHOICES] },
  {
    as: 'ticks',
    name: 'confirmed',
    label: 'If they do: what is confirmed?',
    choices: [
      { value: 'trained', text: 'They are trained for it' },
      { value: 'independent', text: 'They have no conflict of interest' },
    ],
  },
];

const MISSING: Readonly<Record<string, string>> = {
  name: `Write their name, in one line of at most ${MOST_OF_NAME} characters`,
  role: `Say who they are, in one line of at most ${MOST_OF_NAME} characters`,
  reach: 'Write one line of at most 320 characters',
  came: 'Choose how they were there',
  said: 'Write at most 4,000 characters',
};

function readAttendee(typed: Typed): Omit<Attendee, 'id'> | readonly FormError[] {
  const given = (name: string) => (one(typed, name) === '' ? {} : { [name]: one(typed, name).replaceAll('\r\n', '\n') });
  const sits = PANEL_ROLES.find((role) => role === one(typed, 'panel'));
  const confirmed = several(typed, 'confirmed');
  const read = attendeeSchema.omit({ id: true }).safeParse({
    ...{ name: one(typed, 'name'), role: one(typed, 'role'), came: CAME.find((code) => code === one(typed, 'came')) },
    ...given('reach'),
    ...given('said'),
    ...(sits === undefined
      ? {}
      : { panel: { as: sits, trained: confirmed.includes('trained'), independent: confirmed.includes('independent') } }),
  });
  if (read.success) return read.data;
  const fields = [...new Set(read.error.issues.map(({ path }) => String(path[0])))];
  return QUESTIONS.flatMap(({ name }) => (fields.includes(name) ? [{ field: name, message: MISSING[name] ?? '' }] : []));
}

/** Somebody who is written down, as the page would have had them typed. */
const typedOf = ({ panel, reach = '', said = '', ...them }: Attendee): Typed => ({
  ...{ ...them, reach, said },
  ...(panel === undefined
    ? {}
    : { panel: panel.as, confirmed: [...(panel.trained ? ['trained'] : []), ...(panel.independent ? ['independent'] : [])] }),
});

function whoPage(context: WebContext, at: AtMeeting, id: string, typed: Typed, errors: readonly FormError[] = []): PageAnswer {
  const isChange = one(typed, 'change') === 'yes';
  const { registerId } = at.standing;
  const meeting = at.meeting.id;
  return formPage(
    {
      heading: 'Who was there',
      intro: ['Who came is not the same as who was invited: each is written down, with what they brought.'],
      questions: isCetr(at.meeting.kind) ? [...QUESTIONS, ...OF_PANEL] : QUESTIONS,
      action: paths.meetingWho({ registerId, meeting }),
      button: isChange ? 'Save the change' : 'Add them',
      cancel: `${paths.meeting({ registerId, meeting })}#who`,
      hidden: { attendee: id, ...(isChange ? { change: 'yes' } : {}) },
    },
    typed,
    aroundMeeting(context, at, 'Who was there'),
    { errors },
  );
}

const depsOf = ({ pool, seals, clock }: WebContext) => ({ pool, seals, clock });

/** Who was at a meeting: added one by one, and taken out again. */
export const whoPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.meetingWho,
    permission: 'people:write',
    audit: 'meetings-shown',
    params: ofMeeting,
    query: z.object({ attendee: z.string().optional() }),
    answer: async ({ params: { registerId, meeting }, query }, context) => {
      const at = await openMeetingAt(context, registerId, meeting);
      if (query.attendee === undefined) return whoPage(context, at, randomUUID(), {});
      const present = await readAttendance(context.pool, { registerId, pathway: at.standing.pathway, meeting });
      const found = present.find(({ id }) => id === query.attendee);
      if (!found) throw new PageProblem('not-found');
      return { ...whoPage(context, at, found.id, { ...typedOf(found), change: 'yes' }), wordsOf: [registerId] };
    },
  }),
  page({
    method: 'post',
    path: paths.meetingWho,
    permission: 'people:write',
    audit: 'attendance-recorded',
    params: ofMeeting,
    query: nothing,
    form: posted,
    answer: async ({ params: { registerId, meeting }, form, viewer }, context) => {
      const at = await openMeetingAt(context, registerId, meeting);
      const sent = one(form, 'attendee').toLowerCase();
      const id = isUuid(sent) ? sent : randomUUID();
      const read = readAttendee(form);
      if (!('name' in read)) return whoPage(context, at, id, form, read);
      const of = { registerId, pathway: at.standing.pathway, meeting };
      const { status } = await saveAttendee(depsOf(context), of, id, read, actorOf(viewer));
      if (status === 'unknown') throw new PageProblem('moved');
      if (status === 'too-many')
        return whoPage(context, at, id, form, [{ field: 'name', message: 'So many people are written down that no more can be' }]);
      return { redirect: `${paths.meeting({ registerId, meeting })}#who` };
    },
  }),
  page({
    method: 'post',
    path: paths.meetingWhoOut,
    permission: 'people:write',
    audit: 'attendance-recorded',
    params: ofMeeting.extend({ attendee: z.string() }),
    query: nothing,
    form: posted,
    answer: async ({ params: { registerId, meeting, attendee }, viewer }, context) => {
      const { standing } = await openMeetingAt(context, registerId, meeting);
      await saveAttendee(depsOf(context), { registerId, pathway: standing.pathway, meeting }, attendee, null, actorOf(viewer));
      return { redirect: `${paths.meeting({ registerId, meeting })}#who` };
    },
  }),
];
