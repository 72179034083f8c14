import { z } from 'zod';
import { type Instant, londonDate } from '../../domain/calendar/dates';
import { fitting } from '../../domain/pathway/fitting';
import { EVENT_TYPES, type EventType, isUuid } from '../../domain/pathway/events';
import type { EventAnswer } from '../../services/commit/types';
import { readEvent } from '../../services/pathway/events';
import type { Standing } from '../../services/pathway/standing';
import { refusalWords } from '../../services/notices/letters/words/refusals';
import { coreContext } from '../../services/rules/policies';
import type { Viewer } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';
import { type Page, page, type PageAnswer, shows } from '../app/page';
import { PageProblem } from '../app/page-problem';
import { view } from '../app/view';
import { reviewName, reviewsNamed } from '../content/reviews';
import { paths } from '../paths';
import { standingOf } from '../person/standing';
import { headerOf, type PersonHeader } from '../person/header';
import { one, type Typed } from './fields';
import type { Form } from './forms/form';
import { FORMS } from './forms/forms';
import { answersOf, type Asked, askedOf } from './form-model';
import { beginning } from './beginning';
import { datedFrom } from './later';
import { previewOf, type PreviewModel } from './preview';
import { type FormError, newEventId, readForm } from './read';
import { requestOf } from './request';
import { journeysFor } from './together/pages';
import { settled } from './typed-of';

const person = z.object({ registerId: z.string() });
const typeSchema = z.enum(EVENT_TYPES as [EventType, ...EventType[]]);
const ofType = person.extend({ type: typeSchema });
const nothing = z.object({});
const posted = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

interface ChooseModel {
  readonly person: PersonHeader;
  /** What cannot wait stands first. */
  readonly groups: readonly {
    readonly title: string;
    readonly note?: string;
    readonly possible: readonly { readonly title: string; readonly href: string }[];
  }[];
  readonly others: readonly { readonly title: string; readonly reason: string }[];
}
interface FormModel {
  readonly person: PersonHeader;
  readonly title: string;
  readonly note: string | null;
  readonly action: string;
  readonly event: string;
  readonly errors: readonly FormError[];
  readonly refused: string | null;
  readonly asked: readonly Asked[];
}
interface CheckModel extends PreviewModel {
  readonly person: PersonHeader;
  readonly title: string;
  /** What the button says. */
  readonly press: string;
  readonly confirm: string;
  readonly change: string;
  readonly moved: boolean;
  readonly sequence: number;
  readonly event: string;
  /** What was typed, to be sent once more. */
  readonly hidden: readonly { readonly name: string; readonly value: string }[];
  readonly answers: readonly { readonly label: string; readonly value: string }[];
  readonly cancel: string;
}

const chooseView = view<ChooseModel>('record/choose.njk');
const formView = view<FormModel>('record/form.njk');
const checkView = view<CheckModel>('record/check.njk');

function formOf(type: EventType): Form {
  const form = FORMS[type];
  if (!form) throw new PageProblem('not-found');
  return form;
}

const around = (title: string, registerId: string) => ({
  title,
  registerId,
  section: 'register' as const,
  back: { href: paths.person({ registerId }), text: `Back to ${registerId}` },
});

interface Shown {
  readonly standing: Standing;
  readonly type: EventType;
  readonly typed: Typed;
  readonly event: string;
  readonly errors?: readonly FormError[];
  readonly refused?: string;
}

function formPage({ standing, type, typed, event, errors = [], refused }: Shown, now: Instant): PageAnswer {
  const form = formOf(type);
  const { registerId } = standing;
  const today = londonDate(now);
  const model: FormModel = {
    person: headerOf(standing, today),
    title: reviewsNamed(form.title, reviewName(standing.bornOn, today)),
    note: form.note ?? null,
    action: paths.recordEvent({ registerId, type }),
    event,
    errors: errors.map(({ field, message }) => ({ field, message: reviewsNamed(message, reviewName(standing.bornOn, today)) })),
    refused: refused ?? null,
    asked: askedOf(form, typed, errors, standing, today),
  };
  const wrong = errors.length > 0 || refused !== undefined;
  return shows(formView, model, around(wrong ? `Error: ${form.title}` : form.title, registerId), wrong ? { status: 400 } : {});
}

function checkPage(
  shown: Shown & { readonly moved: boolean },
  answer: Extract<EventAnswer, { status: 'would-apply' }>,
  now: Instant,
): PageAnswer {
  const { standing, type, typed, event, moved } = shown;
  const form = formOf(type);
  const { registerId } = standing;
  const today = londonDate(now);
  const model: CheckModel = {
    ...previewOf(answer.changes, standing, today),
    person: headerOf(standing, today),
    title: reviewsNamed(form.title, reviewName(standing.bornOn, today)),
    press: form.button,
    confirm: paths.recordCheck({ registerId, type }),
    change: paths.recordEvent({ registerId, type }),
    moved,
    sequence: answer.sequence,
    event,
    hidden: Object.entries(typed)
      .filter(([name]) => !['token', 'event', 'sequence', 'change'].includes(name))
      .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((single) => ({ name, value: String(single ?? '') }))),
    answers: answersOf(form, typed, standing, today),
    cancel: paths.person({ registerId }),
  };
  return shows(checkView, model, { ...around(`Check before you record: ${form.title.toLowerCase()}`, registerId), wide: true });
}

const recordedAlready = (registerId: string, id: string): PageAnswer => ({
  redirect: paths.person({ registerId }, { recorded: id, again: 'yes' }),
});

/** Whether it was recorded before: its form may then be one that could not be answered so any more. */
const isRecorded = async ({ pool }: WebContext, registerId: string, id: string): Promise<boolean> =>
  (await readEvent(pool, registerId, id))?.event.status === 'applied';

/** Asks what an event would change, and shows it; errors lead back to the form with what was typed. */
async function preview(
  context: WebContext,
  viewer: Viewer,
  registerId: string,
  type: EventType,
  typed: Typed,
  moved: boolean,
): Promise<PageAnswer> {
  const now = context.clock();
  const standing = await standingOf(context, registerId);
  const id = one(typed, 'event');
  if (!isUuid(id)) throw new PageProblem('bad-address');
  if (await isRecorded(context, registerId, id)) return recordedAlready(registerId, id);
  const read = readForm({ type, form: formOf(type), typed, standing, today: londonDate(now), made: id });
  if ('errors' in read) return formPage({ standing, type, typed, event: id, errors: read.errors }, now);
  const answer = await context.commit({ ...requestOf(registerId, read.event, id, viewer, now), dryRun: true });
  switch (answer.status) {
    case 'would-apply':
      return checkPage({ standing, type, typed: settled(typed, read.event.on), event: id, moved }, answer, now);
    case 'refused':
      return formPage({ standing, type, typed, event: id, refused: refusalWords(answer.reason.code) }, now);
    // Recorded already under this id: gone back, and pressed again.
    case 'applied':
      return recordedAlready(registerId, id);
    default:
      throw new PageProblem('moved');
  }
}

/** What changes at once what is due: it is recorded before anything else, at night too. */
const URGENT: ReadonlySet<EventType> = new Set(['admitted', 'discharged', 'transferred', 'meeting-held', 'rating-set', 'person-died']);
/** A keyworker reports that things have changed, and records nothing else. */
const reportsAChange: Page['opensToo'] = { permission: 'changes:report', where: ({ type }) => type === 'change-reported' };

/** What can be recorded of a person: only what the core would accept now; the rest with the reason. */
export const recordPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.record,
    permission: 'events:write',
    audit: 'record-opened',
    params: person,
    query: nothing,
    answer: async ({ params: { registerId } }, context) => {
      const standing = await standingOf(context, registerId);
      const now = context.clock();
      const titleFor = (type: EventType): string => reviewsNamed(formOf(type).title, reviewName(standing.bornOn, londonDate(now)));
      const types = EVENT_TYPES.filter((type) => FORMS[type] !== null);
      const fits = fitting(coreContext(), standing.record, types, now);
      const possible = fits
        .filter(({ reason }) => reason === null)
        .map(({ type }) => ({ type, title: titleFor(type), href: paths.recordEvent({ registerId, type }) }));
      const model: ChooseModel = {
        person: headerOf(standing, londonDate(now)),
        groups: [
          { title: 'What cannot wait', possible: possible.filter(({ type }) => URGENT.has(type)) },
          {
            title: 'Several things that belong together',
            note: 'They are asked for one after the other, and recorded as one.',
            possible: journeysFor(standing, new Set(possible.map(({ type }) => type)), londonDate(now)),
          },
          { title: 'Everything else', possible: possible.filter(({ type }) => !URGENT.has(type)) },
        ].filter((group) => group.possible.length > 0),
        others: fits.flatMap(({ type, reason }) => (reason === null ? [] : [{ title: titleFor(type), reason: refusalWords(reason) }])),
      };
      return shows(chooseView, model, around('Record something', registerId));
    },
  }),
  page({
    method: 'get',
    path: paths.recordEvent,
    permission: 'events:write',
    opensToo: reportsAChange,
    audit: 'record-opened',
    params: ofType,
    query: z.object({ deadline: z.string().optional() }),
    answer: async ({ params: { registerId, type }, query }, context) => {
      const standing = await standingOf(context, registerId);
      return formPage({ standing, type, typed: beginning(standing, type, query.deadline), event: newEventId() }, context.clock());
    },
  }),
  page({
    method: 'post',
    path: paths.recordEvent,
    later: datedFrom,
    permission: 'events:write',
    opensToo: reportsAChange,
    audit: 'record-previewed',
    params: ofType,
    query: nothing,
    form: posted,
    answer: async ({ params: { registerId, type }, form, viewer }, context) => {
      const event = one(form, 'event');
      // Back from what it would change, with what was answered.
      if (one(form, 'change') === 'yes' && isUuid(event) && !(await isRecorded(context, registerId, event)))
        return formPage({ standing: await standingOf(context, registerId), type, typed: form, event }, context.clock());
      return preview(context, viewer, registerId, type, form, false);
    },
  }),
  page({
    method: 'post',
    path: paths.recordCheck,
    later: datedFrom,
    permission: 'events:write',
    opensToo: reportsAChange,
    audit: 'event-recorded',
    params: ofType,
    query: nothing,
    form: posted,
    answer: async ({ params: { registerId, type }, form: typed, viewer }, context) => {
      const now = context.clock();
      const standing = await standingOf(context, registerId);
      const id = one(typed, 'event');
      const sequence = Number(one(typed, 'sequence'));
      if (!isUuid(id) || !Number.isInteger(sequence)) throw new PageProblem('bad-address');
      if (await isRecorded(context, registerId, id)) return recordedAlready(registerId, id);
      const read = readForm({ type, form: formOf(type), typed, standing, today: londonDate(now), made: id });
      if ('errors' in read) return formPage({ standing, type, typed, event: id, errors: read.errors }, now);
      const answer = await context.commit({ ...requestOf(registerId, read.event, id, viewer, now), ifMatch: sequence });
      switch (answer.status) {
        case 'applied':
          return { redirect: paths.person({ registerId }, { recorded: id, again: answer.repeated ? 'yes' : undefined }) };
        case 'sequence-moved':
          // Somebody was faster: nothing is recorded, and the new preview comes.
          return preview(context, viewer, registerId, type, typed, true);
        case 'refused':
          return formPage({ standing, type, typed, event: newEventId(), refused: refusalWords(answer.reason.code) }, now);
        default:
          throw new PageProblem('moved');
      }
    },
  }),
];
