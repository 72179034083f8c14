import { z } from 'zod';
import { type Instant, londonDate, parseInstant } from '../../domain/calendar/dates';
import { isSameId } from '../../domain/uuids';
import { EVENT_TYPES, eventSchema, type EventType, isUuid, type PathwayEvent } from '../../domain/pathway/events';
import type { EventView } from '../../services/pathway/events';
import { standsAs } from '../../services/pathway/corrected';
import { readEvents, wordsOf } from '../../services/pathway/events';
import { readNotices } from '../../services/pathway/belongings';
import { refusalWords } from '../../services/notices/letters/words/refusals';
import type { Standing } from '../../services/pathway/standing';
import type { Viewer } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';
import { type Page, page, type PageAnswer, shows } from '../app/page';
import { PageProblem } from '../app/page-problem';
import { view } from '../app/view';
import { dayText, momentText } from '../content/dates';
import { audienceWords } from '../content/audiences';
import { noticeWords } from '../content/notices';
import { paths } from '../paths';
import { headerOf, type PersonHeader } from '../person/header';
import { standingOf } from '../person/standing';
import { one, type Typed } from './fields';
import { type Asked, askedOf } from './form-model';
import { FORMS } from './forms/forms';
import { datedFrom } from './later';
import { previewOf, type PreviewModel } from './preview';
import { type FormError, newEventId, readForm } from './read';
import { requestOf } from './request';
import { typedOf } from './typed-of';

const person = z.object({ registerId: z.string() });
const nothing = z.object({});
const posted = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
/** An event's id stands in the address with its slash written apart: parts of a batch have one. */
const ofEvent = person.extend({ event: z.string() });

interface ChooseModel {
  readonly person: PersonHeader;
  readonly events: readonly { readonly title: string; readonly when: string; readonly recorded: string; readonly href: string }[];
}
interface CorrectModel {
  readonly person: PersonHeader;
  readonly title: string;
  readonly said: string;
  readonly action: string;
  readonly event: string;
  readonly reason: string;
  readonly how: string;
  readonly asked: readonly Asked[];
  readonly mayPutRight: boolean;
  readonly errors: readonly FormError[];
  readonly refused: string | null;
}
interface CheckModel extends PreviewModel {
  readonly person: PersonHeader;
  readonly title: string;
  readonly confirm: string;
  readonly moved: boolean;
  readonly sequence: number;
  readonly event: string;
  readonly hidden: readonly { readonly name: string; readonly value: string }[];
  readonly sent: readonly string[];
  readonly press: string;
  readonly cancel: string;
}

const chooseView = view<ChooseModel>('record/correct-choose.njk');
const formView = view<CorrectModel>('record/correct.njk');
const checkView = view<CheckModel>('record/correct-check.njk');

const around = (title: string, registerId: string) => ({
  title,
  registerId,
  section: 'register' as const,
  back: { href: paths.person({ registerId }), text: `Back to ${registerId}` },
});

const titleOf = (type: string): string => {
  const known = EVENT_TYPES.find((each) => each === type);
  return (known && FORMS[known]?.title.replace(/^Record (that |the |an? )?/, '')) ?? type;
};
const sentenceCase = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The accepted event that is to be corrected; to a reader one that is not there, and one that cannot be corrected, are the same. */
async function found({ pool }: WebContext, registerId: string, id: string): Promise<EventView & { readonly type: EventType }> {
  const events = await readEvents(pool, registerId, null);
  const event = events.find((one) => isSameId(one.id, id));
  const type = EVENT_TYPES.find((each) => each === event?.type);
  if (event?.status !== 'applied' || type === undefined || type === 'corrected') throw new PageProblem('not-found');
  // Of one that was put right before, what stands is what is put right now.
  const stands = standsAs(event, events);
  return { ...event, type, ...(stands ? { event: stands.fact, on: stands.on } : {}) };
}

const saidOf = (event: EventView, now: Instant): string =>
  `${sentenceCase(titleOf(event.type))}${event.on === null ? '' : `, of ${dayText(event.on)}`}, recorded at ${momentText(parseInstant(event.at), londonDate(now))}.`;

interface Shown {
  readonly standing: Standing;
  readonly event: EventView & { readonly type: EventType };
  readonly typed: Typed;
  readonly id: string;
  readonly errors?: readonly FormError[];
  readonly refused?: string;
}

function formPage({ standing, event, typed, id, errors = [], refused }: Shown, now: Instant): PageAnswer {
  const today = londonDate(now);
  const form = FORMS[event.type];
  const { registerId } = standing;
  const model: CorrectModel = {
    person: headerOf(standing, today),
    title: `Correct: ${titleOf(event.type)}`,
    said: saidOf(event, now),
    action: paths.correctEvent({ registerId, event: event.id }),
    event: id,
    reason: one(typed, 'correction-reason'),
    how: one(typed, 'how'),
    asked: form ? askedOf(form, typed, errors, standing, today) : [],
    mayPutRight: form !== null,
    errors,
    refused: refused ?? null,
  };
  const wrong = errors.length > 0 || refused !== undefined;
  const more = { wordsOf: wordsOf([event]), ...(wrong ? { status: 400 } : {}) };
  return shows(formView, model, around(wrong ? `Error: ${model.title}` : model.title, registerId), more);
}

/** What was answered, as a correction; or what is wrong with it. */
function readCorrection(
  { standing, event, typed, id }: Shown,
  now: Instant,
): { readonly correction: PathwayEvent } | { readonly errors: readonly FormError[] } {
  const reason = one(typed, 'correction-reason');
  const how = one(typed, 'how');
  const errors: FormError[] = [];
  if (how !== 'take-back' && how !== 'put-right')
    errors.push({ field: 'how', message: 'Choose whether to take it back or to put it right' });
  if (reason === '') errors.push({ field: 'correction-reason', message: 'Say why you correct it' });
  const form = FORMS[event.type];
  let replacement: PathwayEvent | undefined;
  if (how === 'put-right' && form) {
    const read = readForm({ type: event.type, form, typed, standing, today: londonDate(now), made: id, kept: event.event ?? {} });
    if ('errors' in read) errors.push(...read.errors);
    else replacement = read.event;
  }
  if (errors.length > 0) return { errors };
  const parsed = eventSchema.safeParse({ type: 'corrected', event: event.id, reason, ...(replacement ? { with: replacement } : {}) });
  return parsed.success
    ? { correction: parsed.data }
    : { errors: [{ field: 'how', message: parsed.error.issues[0]?.message ?? 'This cannot be put right so' }] };
}

async function preview(context: WebContext, viewer: Viewer, shown: Shown, moved: boolean): Promise<PageAnswer> {
  const now = context.clock();
  const { standing, event, typed, id } = shown;
  const { registerId } = standing;
  const read = readCorrection(shown, now);
  if ('errors' in read) return formPage({ ...shown, errors: read.errors }, now);
  const answer = await context.commit({ ...requestOf(standing.registerId, read.correction, id, viewer, now), dryRun: true });
  if (answer.status === 'refused') return formPage({ ...shown, refused: refusalWords(answer.reason.code) }, now);
  if (answer.status === 'applied') return { redirect: paths.person({ registerId }, { recorded: id, again: 'yes' }) };
  if (answer.status !== 'would-apply') throw new PageProblem('moved');
  const sent = (await readNotices(context.pool, registerId, null)).filter(
    (notice) => notice.event === event.id && notice.status === 'sent',
  );
  const model: CheckModel = {
    ...previewOf(answer.changes, standing, londonDate(now)),
    person: headerOf(standing, londonDate(now)),
    title: `Correct: ${titleOf(event.type)}`,
    confirm: paths.correctCheck({ registerId, event: event.id }),
    moved,
    sequence: answer.sequence,
    event: id,
    hidden: Object.entries(typed)
      .filter(([name]) => !['token', 'event', 'sequence'].includes(name))
      .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((single) => ({ name, value: String(single ?? '') }))),
    sent: sent.map(
      ({ notice, audience, sentAt }) =>
        `${noticeWords(notice)}, to ${audienceWords(audience) ?? 'a contact'}, at ${sentAt === null ? 'a time that is not known' : momentText(parseInstant(sentAt), londonDate(now))}`,
    ),
    press: one(typed, 'how') === 'take-back' ? 'Take it back' : 'Put it right',
    cancel: paths.person({ registerId }),
  };
  return shows(checkView, model, { ...around('Check before you correct', registerId), wide: true }, { wordsOf: wordsOf([event]) });
}

/** Taking back or putting right what was recorded; with what was already sent because of it. */
export const correctPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.correct,
    permission: 'events:write',
    audit: 'events-shown',
    params: person,
    query: nothing,
    answer: async ({ params: { registerId } }, context) => {
      const standing = await standingOf(context, registerId);
      const now = context.clock();
      const events = await readEvents(context.pool, registerId, null);
      const model: ChooseModel = {
        person: headerOf(standing, londonDate(now)),
        events: events
          .filter(({ status, type }) => status === 'applied' && type !== 'corrected')
          .map((event) => ({ event, stands: standsAs(event, events) }))
          .filter(({ stands }) => stands !== null)
          .toReversed()
          .map(({ event, stands }) => ({
            title: sentenceCase(titleOf(event.type)),
            when: stands?.on ? dayText(stands.on) : '',
            recorded: momentText(parseInstant(event.at), londonDate(now)),
            href: paths.correctEvent({ registerId, event: event.id }),
          })),
      };
      return shows(chooseView, model, around('Correct something', registerId));
    },
  }),
  page({
    method: 'get',
    path: paths.correctEvent,
    permission: 'events:write',
    audit: 'event-shown',
    params: ofEvent,
    query: nothing,
    answer: async ({ params: { registerId, event: id } }, context) => {
      const [standing, event] = await Promise.all([standingOf(context, registerId), found(context, registerId, id)]);
      const form = FORMS[event.type];
      return formPage(
        { standing, event, typed: form ? typedOf(form, event.event ?? {}, event.on) : {}, id: newEventId() },
        context.clock(),
      );
    },
  }),
  page({
    method: 'post',
    path: paths.correctEvent,
    later: datedFrom,
    permission: 'events:write',
    audit: 'record-previewed',
    params: ofEvent,
    query: nothing,
    form: posted,
    answer: async ({ params: { registerId, event: of }, form: typed, viewer }, context) => {
      const [standing, event] = await Promise.all([standingOf(context, registerId), found(context, registerId, of)]);
      const id = one(typed, 'event');
      if (!isUuid(id)) throw new PageProblem('bad-address');
      return preview(context, viewer, { standing, event, typed, id }, false);
    },
  }),
  page({
    method: 'post',
    path: paths.correctCheck,
    later: datedFrom,
    permission: 'events:write',
    audit: 'event-recorded',
    params: ofEvent,
    query: nothing,
    form: posted,
    answer: async ({ params: { registerId, event: of }, form: typed, viewer }, context) => {
      const now = context.clock();
      const [standing, event] = await Promise.all([standingOf(context, registerId), found(context, registerId, of)]);
      const id = one(typed, 'event');
      const sequence = Number(one(typed, 'sequence'));
      if (!isUuid(id) || !Number.isInteger(sequence)) throw new PageProblem('bad-address');
      const shown = { standing, event, typed, id };
      const read = readCorrection(shown, now);
      if ('errors' in read) return formPage({ ...shown, errors: read.errors }, now);
      const answer = await context.commit({ ...requestOf(registerId, read.correction, id, viewer, now), ifMatch: sequence });
      if (answer.status === 'applied')
        return { redirect: paths.person({ registerId }, { recorded: id, again: answer.repeated ? 'yes' : undefined }) };
      if (answer.status === 'sequence-moved') return preview(context, viewer, shown, true);
      if (answer.status === 'refused') return formPage({ ...shown, id: newEventId(), refused: refusalWords(answer.reason.code) }, now);
      throw new PageProblem('moved');
    },
  }),
];
