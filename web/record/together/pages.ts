import { z } from 'zod';
import { type Instant, londonDate, type PlainDate } from '../../../domain/calendar/dates';
import { isUuid } from '../../../domain/pathway/events';
import type { Refusal } from '../../../domain/pathway/types';
import type { EventAnswer } from '../../../services/commit/types';
import { readForms } from '../../../services/forms/written-forms';
import { refusalWords } from '../../../services/notices/letters/words/refusals';
import { readEvent } from '../../../services/pathway/events';
import type { Standing } from '../../../services/pathway/standing';
import type { Viewer } from '../../../services/staff/viewers';
import type { WebContext } from '../../app/context';
import { type Page, page, type PageAnswer, shows } from '../../app/page';
import { PageProblem } from '../../app/page-problem';
import { view } from '../../app/view';
import { reviewName, reviewsNamed } from '../../../domain/meetings/review-name';
import { paths } from '../../paths';
import { standingOf } from '../../person/standing';
import { alikeFor } from '../alike';
import { lookedModel } from '../booking/look';
import { one, type Typed } from '../fields';
import { around } from '../forms/around';
import { type FormError, newEventId } from '../read';
import { requestOfSeveral } from '../request';
import type { Journey, Part } from './journey';
import { JOURNEYS } from './journeys';
import { partModel, type PartModel, togetherModel, type TogetherModel } from './model';
import { eventsOf, partsFor, type Posted, type Step, walk } from './walk';

const ofJourney = z.object({ registerId: z.string(), journey: z.string() });
const nothing = z.object({});
const posted = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

const partView = view<PartModel>('record/together/part.njk');
const checkView = view<TogetherModel>('record/together/check.njk');

function journeyOf(id: string): Journey {
  const found = JOURNEYS.find((one) => one.id === id);
  if (!found) throw new PageProblem('not-found');
  return found;
}

/** A title inside a sentence: its first letter alone is small. */
const inside = (title: string): string => `${title.charAt(0).toLowerCase()}${title.slice(1)}`;

interface Wrong {
  readonly errors?: readonly FormError[];
  readonly refused?: string;
}

function partPage(of: Posted, steps: readonly Step[], part: Part, { errors = [], refused }: Wrong = {}): PageAnswer {
  const isWrong = errors.length > 0 || refused !== undefined;
  const model = partModel(of, steps, part, { errors, refused: refused ?? null });
  const title = `${isWrong ? 'Error: ' : ''}${of.journey.title}: ${inside(part.title)}`;
  return shows(partView, model, around(title, of.standing.registerId), isWrong ? { status: 400 } : {});
}

/** The part that was refused, with the reason and everything that was typed. */
function refusedPage(of: Posted, steps: readonly Step[], { code, part: number = 1 }: Refusal): PageAnswer {
  const step = steps.filter(({ event }) => event !== null)[number - 1];
  if (!step) throw new PageProblem('moved');
  return partPage(of, steps.slice(0, steps.indexOf(step)), step.part, { refused: `${step.part.title}: ${refusalWords(code)}` });
}

const recordedAlready = ({ id, standing: { registerId } }: Posted): PageAnswer => ({
  redirect: paths.person({ registerId }, { recorded: id, again: 'yes' }),
});

/** Whether all of it was recorded before: gone back, or pressed twice. */
const isRecorded = async ({ pool }: WebContext, { id, standing }: Posted): Promise<boolean> =>
  (await readEvent(pool, standing.registerId, `${id}/1`))?.event.status === 'applied';

/** Reads what was posted. Throws where it has no id. */
async function read(context: WebContext, registerId: string, journey: string, typed: Typed): Promise<Posted> {
  const id = one(typed, 'event');
  if (!isUuid(id)) throw new PageProblem('bad-address');
  const [standing, forms] = await Promise.all([standingOf(context, registerId), readForms(context.pool, registerId)]);
  return { journey: journeyOf(journey), typed, standing, forms, today: londonDate(context.clock()), id };
}

const request = (of: Posted, steps: readonly Step[], viewer: Viewer, now: Instant) =>
  requestOfSeveral(of.standing.registerId, eventsOf(steps), of.id, viewer, now);

/** Asks what all parts would change together, and shows it. */
async function preview(context: WebContext, viewer: Viewer, of: Posted, steps: readonly Step[], moved: boolean): Promise<PageAnswer> {
  const answer = await context.commit({ ...request(of, steps, viewer, context.clock()), dryRun: true });
  switch (answer.status) {
    case 'would-apply': {
      const titles = steps.flatMap(({ part, event }) => (event ? [part.title] : []));
      const { sequence } = answer;
      const alike = await alikeFor(context, viewer, { standing: of.standing, sequence }, { id: of.id, events: eventsOf(steps), titles });
      const preview = await lookedModel(context, { standing: of.standing, id: of.id, events: eventsOf(steps) }, answer.changes);
      const made = { preview, sequence, moved, alike };
      const about = around(`Check before you record: ${inside(of.journey.title)}`, of.standing.registerId);
      return shows(checkView, togetherModel(of, steps, made), { ...about, wide: true }, { wordsOf: alike.wordsOf });
    }
    case 'refused':
      return refusedPage(of, steps, answer.reason);
    default:
      return unusual(context, viewer, of, steps, answer, moved);
  }
}

/** Answers that come of pressing twice, and those that cannot be. */
async function unusual(
  context: WebContext,
  viewer: Viewer,
  of: Posted,
  steps: readonly Step[],
  answer: EventAnswer,
  moved: boolean,
): Promise<PageAnswer> {
  if (answer.status === 'applied') return recordedAlready(of);
  if (answer.status !== 'id-reused') throw new PageProblem('moved');
  // The id was refused with other answers, or is all recorded with others.
  if (await isRecorded(context, of)) return recordedAlready(of);
  return preview(context, viewer, { ...of, id: newEventId() }, steps, moved);
}

/** What was posted, read and looked at once more, as the record has moved. */
async function afresh(context: WebContext, viewer: Viewer, of: Posted): Promise<PageAnswer> {
  const { steps, next } = walk(of);
  return next ? partPage(of, steps, next.part, { errors: next.errors }) : preview(context, viewer, of, steps, true);
}

/** The part that a button leads back to. */
function soughtPart(of: Posted, go: string): Part | null {
  return partsFor(of.journey, of.standing).find(({ id }) => id === go) ?? null;
}

/** What the first part is filled in with for whoever comes from a meeting: which it was, and its day, where that is today. */
function begunFrom({ standing, today }: Posted, { id }: Part, meeting: string | undefined): Typed {
  const of = standing.meetings.find((one) => one.id === meeting);
  if (!of) return {};
  return { [`${id}-meeting`]: of.id, ...(of.on === today ? { [`${id}-when`]: 'today' } : {}) };
}

export const togetherPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.recordTogether,
    permission: 'events:write',
    audit: 'record-opened',
    params: ofJourney,
    query: z.object({ meeting: z.string().optional() }),
    answer: async ({ params: { registerId, journey }, query }, context) => {
      const of = await read(context, registerId, journey, { event: newEventId() });
      const { next } = walk(of);
      if (!next) throw new PageProblem('not-found');
      return partPage({ ...of, typed: { ...of.typed, ...begunFrom(of, next.part, query.meeting) } }, [], next.part);
    },
  }),
  page({
    method: 'post',
    path: paths.recordTogether,
    permission: 'events:write',
    audit: 'record-previewed',
    params: ofJourney,
    query: nothing,
    form: posted,
    answer: async ({ params: { registerId, journey }, form, viewer }, context) => {
      const of = await read(context, registerId, journey, form);
      if (await isRecorded(context, of)) return recordedAlready(of);
      const { steps, next } = walk(of);
      const sought = soughtPart(of, one(form, 'go'));
      const before = sought ? steps.findIndex(({ part }) => part === sought) : -1;
      if (sought && before >= 0) return partPage(of, steps.slice(0, before), sought);
      if (next) return partPage(of, steps, next.part, { errors: next.errors });
      return preview(context, viewer, of, steps, false);
    },
  }),
  page({
    method: 'post',
    path: paths.recordTogetherCheck,
    permission: 'events:write',
    audit: 'event-recorded',
    params: ofJourney,
    query: nothing,
    form: posted,
    answer: async ({ params: { registerId, journey }, form, viewer }, context) => {
      const of = await read(context, registerId, journey, form);
      const sequence = Number(one(form, 'sequence'));
      if (!Number.isInteger(sequence)) throw new PageProblem('bad-address');
      if (await isRecorded(context, of)) return recordedAlready(of);
      const { steps, next } = walk(of);
      if (next) return partPage(of, steps, next.part, { errors: next.errors });
      const answer = await context.commit({ ...request(of, steps, viewer, context.clock()), ifMatch: sequence });
      switch (answer.status) {
        case 'applied':
          return { redirect: paths.person({ registerId }, { recorded: of.id, again: answer.repeated ? 'yes' : undefined }) };
        case 'sequence-moved':
          // Somebody was faster: nothing is recorded, and the new preview comes.
          return afresh(context, viewer, { ...of, standing: await standingOf(context, registerId) });
        case 'refused':
          return refusedPage({ ...of, id: newEventId() }, steps, answer.reason);
        default:
          return unusual(context, viewer, of, steps, answer, true);
      }
    },
  }),
];

/** The journeys that can be offered, as somebody stands. In: the types of which the core would accept one now. */
export const journeysFor = (
  standing: Standing,
  accepted: ReadonlySet<string>,
  today: PlainDate,
): readonly { title: string; href: string; urgent: boolean }[] =>
  JOURNEYS.filter(({ needs, offered }) => needs.every((type) => accepted.has(type)) && offered(standing)).map(({ id, title, urgent }) => ({
    urgent: urgent ?? false,
    title: reviewsNamed(title, reviewName(standing.bornOn, today)),
    href: paths.recordTogether({ registerId: standing.registerId, journey: id }),
  }));
