import { z } from 'zod';
import { type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import type { WhoComes } from '../../domain/meetings/who-comes';
import { EVENT_TYPES, type EventType, isUuid, MEETING_KINDS } from '../../domain/pathway/events';
import type { EventAnswer } from '../../services/commit/types';
import { invitedAt } from '../../services/meetings/places/invited';
import { readOffers } from '../../services/meetings/places/offers';
import { readEvent } from '../../services/pathway/events';
import type { Standing } from '../../services/pathway/standing';
import { refusalWords } from '../../services/notices/letters/words/refusals';
import { area, isArea } from '../../services/rules/areas';
import type { Viewer } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';
import { type Page, page, type PageAnswer, shows } from '../app/page';
import { PageProblem } from '../app/page-problem';
import { view } from '../app/view';
import { reviewName, reviewsNamed } from '../../domain/meetings/review-name';
import { chosen } from '../parts/chosen';
import { paths } from '../paths';
import { standingOf } from '../person/standing';
import { headerOf, type PersonHeader } from '../person/header';
import { type AlikeModel, type AlikeShown, alikeFor, NOTHING_ALIKE, pressBeside } from './alike';
import { deedOf } from './deed';
import { NEW_MEETING, one, type Typed, typedDay } from './fields';
import { around, formOf } from './forms/around';
import type { Form } from './forms/form';
import { MOVED } from './forms/meetings';
import { answersOf, type Asked, askedOf } from './form-model';
import { beginning } from './beginning';
import { lookedModel, type LookedModel } from './booking/look';
import { readWhoComes, withThoseWhoBelong, withWhoComes } from './booking/who';
import { datedFrom } from './later';
import { type FormError, newEventId, readForm } from './read';
import { requestOf } from './request';
import { settled } from './typed-of';

const person = z.object({ registerId: z.string() });
const typeSchema = z.enum(EVENT_TYPES as [EventType, ...EventType[]]);
const ofType = person.extend({ type: typeSchema });
const nothing = z.object({});
const posted = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

interface FormModel {
  readonly person: PersonHeader;
  readonly title: string;
  readonly note: string | null;
  readonly action: string;
  readonly event: string;
  readonly errors: readonly FormError[];
  readonly refused: string | null;
  readonly alike: readonly AlikeModel[];
  readonly asked: readonly Asked[];
}
interface CheckModel extends LookedModel {
  readonly person: PersonHeader;
  readonly title: string;
  readonly alike: readonly AlikeModel[];
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

const formView = view<FormModel>('record/form.njk');
const checkView = view<CheckModel>('record/check.njk');

interface Shown {
  readonly standing: Standing;
  readonly type: EventType;
  readonly typed: Typed;
  readonly event: string;
  readonly errors?: readonly FormError[];
  readonly refused?: string;
  readonly alike?: AlikeShown;
}

/** What the form of a booking shows of who might come; null: it is of something else. */
const whoFor = async (context: WebContext, { standing, type, typed }: Shown, today: PlainDate): Promise<WhoComes | null> =>
  type === 'meeting-scheduled' ? readWhoComes(context, standing, typed, today) : null;

/** The form of an event, with the words that fit what was chosen in it. */
const formFor = (type: EventType, typed: Typed): Form =>
  type === 'meeting-scheduled' && !['', NEW_MEETING].includes(one(typed, 'meeting')) ? { ...formOf(type), ...MOVED } : formOf(type);

async function formPage(context: WebContext, shown: Shown): Promise<PageAnswer> {
  const { standing, type, typed, event, errors = [], refused, alike = NOTHING_ALIKE } = shown;
  const form = formFor(type, typed);
  const { registerId } = standing;
  const today = londonDate(context.clock());
  const who = await whoFor(context, shown, today);
  const asked = askedOf(form, typed, errors, standing, today);
  const model: FormModel = {
    person: headerOf(standing, today),
    title: reviewsNamed(form.title, reviewName(standing.bornOn, today)),
    note: form.note ?? null,
    action: paths.recordEvent({ registerId, type }),
    event,
    errors: errors.map(({ field, message }) => ({ field, message: reviewsNamed(message, reviewName(standing.bornOn, today)) })),
    refused: refused ?? null,
    alike: alike.alike,
    asked: who === null ? asked : asked.map((question) => withWhoComes(question, who, registerId)),
  };
  const wrong = errors.length > 0 || refused !== undefined;
  const more = { wordsOf: alike.wordsOf, ...(wrong ? { status: 400 } : {}) };
  return shows(formView, model, around(wrong ? `Error: ${form.title}` : form.title, registerId), more);
}

function checkPage(
  shown: Shown & { readonly moved: boolean; readonly preview: LookedModel },
  answer: Extract<EventAnswer, { status: 'would-apply' }>,
  now: Instant,
): PageAnswer {
  const { standing, type, typed, event, moved, preview: changes, alike = NOTHING_ALIKE } = shown;
  const form = formFor(type, typed);
  const { registerId } = standing;
  const today = londonDate(now);
  const model: CheckModel = {
    ...changes,
    person: headerOf(standing, today),
    title: reviewsNamed(form.title, reviewName(standing.bornOn, today)),
    alike: alike.alike,
    press: pressBeside(form.button, alike),
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
  const about = around(`Check before you record: ${form.title.toLowerCase()}`, registerId);
  return shows(checkView, model, { ...about, wide: true }, { wordsOf: alike.wordsOf });
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
  if ('errors' in read) return formPage(context, { standing, type, typed, event: id, errors: read.errors });
  const answer = await context.commit({ ...requestOf(registerId, read.event, id, viewer, now), dryRun: true });
  const events = [read.event];
  switch (answer.status) {
    case 'would-apply': {
      const alike = await alikeFor(context, viewer, { standing, sequence: answer.sequence }, { id, events });
      const looked = await lookedModel(context, { standing, id, events }, answer.changes);
      return checkPage({ standing, type, typed: settled(typed, read.event.on), event: id, moved, alike, preview: looked }, answer, now);
    }
    case 'refused': {
      // It may be refused for nothing else than that it is recorded already.
      const alike = await alikeFor(context, viewer, { standing }, { id, events });
      return formPage(context, { standing, type, typed, event: id, refused: refusalWords(answer.reason.code), alike });
    }
    // Recorded already under this id: gone back, and pressed again.
    case 'applied':
      return recordedAlready(registerId, id);
    default:
      throw new PageProblem('moved');
  }
}

/** A place that the service keeps for the meeting of a deadline, as the form would have it typed. */
async function keptFor({ pool }: WebContext, { registerId, pathway, area: of }: Standing, deadline: string | undefined): Promise<Typed> {
  const offer = (await readOffers(pool, registerId, pathway)).find((one) => one.deadline === deadline);
  if (!offer?.place) return {};
  const { on, time, until, where } = offer.place;
  const invited = isArea(of) ? invitedAt(area(of), offer.kind, offer.place.place) : undefined;
  return {
    kind: offer.kind,
    ...typedDay('on', on),
    time,
    until,
    place: where,
    ...(invited === undefined ? {} : { invited }),
  };
}

/** A keyworker reports that things have changed, and records nothing else. */
const reportsAChange: Page['opensToo'] = { permission: 'changes:report', where: ({ type }) => type === 'change-reported' };

/** One event of a person: its form, what it would change, and its recording. */
export const recordPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.recordEvent,
    permission: 'events:write',
    opensToo: reportsAChange,
    audit: 'record-opened',
    params: ofType,
    query: z.object({ deadline: z.string().optional(), meeting: z.string().optional(), kind: chosen(z.enum(MEETING_KINDS)) }),
    answer: async ({ params: { registerId, type }, query, viewer }, context) => {
      const standing = await standingOf(context, registerId);
      const now = context.clock();
      const event = newEventId();
      const deadline = standing.snapshot.deadlines.get(query.deadline ?? '');
      const deed = deadline && deedOf(deadline, now);
      // Why one press did not record it.
      const alike = deed?.type === type ? await alikeFor(context, viewer, { standing }, { id: event, events: [deed] }) : NOTHING_ALIKE;
      const kept = type === 'meeting-scheduled' ? await keptFor(context, standing, query.deadline) : {};
      const typed = {
        ...beginning(standing, type, query.deadline, query.meeting),
        ...kept,
        ...(query.kind === undefined ? {} : { kind: query.kind }),
      };
      const isNew = type === 'meeting-scheduled' && query.meeting === undefined;
      const begun = isNew ? withThoseWhoBelong(typed, await readWhoComes(context, standing, typed, londonDate(now))) : typed;
      return formPage(context, { standing, type, typed: begun, event, alike });
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
        return formPage(context, { standing: await standingOf(context, registerId), type, typed: form, event });
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
      if ('errors' in read) return formPage(context, { standing, type, typed, event: id, errors: read.errors });
      const answer = await context.commit({ ...requestOf(registerId, read.event, id, viewer, now), ifMatch: sequence });
      switch (answer.status) {
        case 'applied':
          return { redirect: paths.person({ registerId }, { recorded: id, again: answer.repeated ? 'yes' : undefined }) };
        case 'sequence-moved':
          // Somebody was faster: nothing is recorded, and the new preview comes.
          return preview(context, viewer, registerId, type, typed, true);
        case 'refused':
          return formPage(context, { standing, type, typed, event: newEventId(), refused: refusalWords(answer.reason.code) });
        default:
          throw new PageProblem('moved');
      }
    },
  }),
];
